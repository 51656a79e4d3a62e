"""What changed between two versions of a set, and which version number the change calls for."""

from collections.abc import Iterator

from indicators.behaviours import Versions, behaviour_changes, moved_changes
from indicators.definitions import DefinitionSet
from indicators.differences import Change, ChangeKind, Level, Row, Subject
from indicators.errors import IncomparableSetsError
from indicators.inclusion import inclusion

__all__ = ["Change", "ChangeKind", "Level", "compare", "next_version"]

_ROWS: tuple[Row, ...] = (
    ("edition", ChangeKind.REWORDED, Level.PATCH, " follows another edition"),
    ("issued", ChangeKind.REWORDED, Level.PATCH, " gives another day of issue"),
    ("title", ChangeKind.RENAMED, Level.PATCH, " has a new title"),
    ("notice", ChangeKind.REWORDED, Level.PATCH, " has a reworded notice"),
    (
        "definition_of_suspicious_activity",
        ChangeKind.REWORDED,
        Level.PATCH,
        " has a reworded definition of suspicious activity",
    ),
    (
        "protected_characteristics",
        ChangeKind.RECLASSIFIED,
        Level.MAJOR,
        " protects other characteristics",
    ),
    ("sources", ChangeKind.SOURCES, Level.PATCH, " names other sources"),
)
_LIMITS = (("max_behaviours", " takes another number of behaviors in one report"),)


def compare(old: DefinitionSet, new: DefinitionSet) -> tuple[Change, ...]:
    """List every difference in content: first of the set, then of its behaviours in order.

    The version number is not content. No difference means the same content. What tightens is
    taken from `indicators.inclusion`: it is tighter if, and only if, a report that the old version
    accepts is refused by it; where that cannot be told, it counts as tighter.

    Raises
    ------
    IncomparableSetsError
        When the two have different set ids.
    """
    if old.set_id != new.set_id:
        raise IncomparableSetsError(f"{old.set_id} and {new.set_id} are different sets")
    versions = Versions(old, new, inclusion(old, new))
    changes = list(_set_changes(versions))
    for indicator_id in versions.indicator_ids():
        changes += behaviour_changes(versions, indicator_id)
    return (*changes, *moved_changes(versions))


def next_version(old: DefinitionSet, new: DefinitionSet) -> str:
    """Give the least version number that the content of `new` may have after that of `old`.

    Major when a report accepted before is refused or an answer means something else, minor when
    the set asks, accepts or weighs more, patch when only wording changed, and the old number when
    nothing did. Whether new words mean something else no program can tell: a person may choose a
    higher number.

    Raises
    ------
    IncomparableSetsError
        When the two have different set ids.
    """
    major, minor, patch = (int(part) for part in old.version.split("."))
    level = max((change.level for change in compare(old, new)), default=None)
    if level is None:
        return old.version
    if level is Level.MAJOR:
        return f"{major + 1}.0.0"
    return f"{major}.{minor + 1}.0" if level is Level.MINOR else f"{major}.{minor}.{patch + 1}"


def _set_changes(versions: Versions) -> Iterator[Change]:
    old, new = versions.old, versions.new
    subject = Subject("The set", versions.inclusion)
    yield from subject.field_changes(old, new, _ROWS)
    yield from subject.limit_changes(old, new, _LIMITS)
    yield from subject.reordered(
        [each.indicator_id for each in old.indicators],
        [each.indicator_id for each in new.indicators],
        what="behaviors",
    )
