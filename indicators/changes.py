"""What changed between two versions of a set, and which version number the change calls for."""

from collections.abc import Iterator

from indicators.definitions import DefinitionSet, Indicator
from indicators.differences import (
    Change,
    ChangeKind,
    Level,
    Row,
    Subject,
    came_or_went,
    reordered,
)
from indicators.errors import IncomparableSetsError
from indicators.questions import question_changes

__all__ = ["Change", "ChangeKind", "Level", "compare", "next_version"]

_SET_ROWS: tuple[Row, ...] = (
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
_INDICATOR_ROWS: tuple[Row, ...] = (
    ("name", ChangeKind.RENAMED, Level.PATCH, " has a new name"),
    ("niem_code", ChangeKind.RECLASSIFIED, Level.MAJOR, " has another NIEM code"),
    ("group", ChangeKind.RECLASSIFIED, Level.MAJOR, " moved to the other group"),
    ("definition", ChangeKind.REWORDED, Level.PATCH, " has a reworded definition"),
    ("sources", ChangeKind.SOURCES, Level.PATCH, " names other sources"),
    ("confidence", ChangeKind.SOURCES, Level.PATCH, " has another confidence"),
    ("weight", ChangeKind.REWEIGHTED, Level.MINOR, " has another weight"),
    ("guidance", ChangeKind.REWORDED, Level.PATCH, " has reworded guidance"),
    ("examples", ChangeKind.EXAMPLES, Level.PATCH, " has other examples"),
)


def compare(old: DefinitionSet, new: DefinitionSet) -> tuple[Change, ...]:
    """List every difference in content: first of the set, then of its behaviours in order.

    The version number is not content. No difference means the same content.

    Raises
    ------
    IncomparableSetsError
        When the two have different set ids.
    """
    if old.set_id != new.set_id:
        raise IncomparableSetsError(f"{old.set_id} and {new.set_id} are different sets")
    before = {each.indicator_id: each for each in old.indicators}
    after = {each.indicator_id: each for each in new.indicators}
    changes = list(_set_changes(old, new))
    for indicator_id in before | after:
        changes += _indicator_changes(before.get(indicator_id), after.get(indicator_id))
    return tuple(changes)


def next_version(old: DefinitionSet, new: DefinitionSet) -> str:
    """Give the least version number that the content of `new` may have after that of `old`.

    Major when an answer accepted before may be refused or means something else, minor when the
    set asks, accepts or weighs more, patch when only wording changed, and the old number when
    nothing did. A condition that moves to another question always counts as major. Whether new
    words mean something else no program can tell: a person may choose a higher number.

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


def _set_changes(old: DefinitionSet, new: DefinitionSet) -> Iterator[Change]:
    subject = Subject("The set")
    yield from subject.field_changes(old, new, _SET_ROWS)
    yield from reordered(
        subject,
        [each.indicator_id for each in old.indicators],
        [each.indicator_id for each in new.indicators],
        what="behaviours",
    )


def _indicator_changes(old: Indicator | None, new: Indicator | None) -> Iterator[Change]:
    if old is None or new is None:
        present = old or new
        if present is not None:
            subject = Subject(f"“{present.name}”", present.indicator_id)
            yield came_or_went(subject, old.name if old else None, new.name if new else None)
        return
    subject = Subject(f"“{new.name}”", new.indicator_id)
    yield from subject.field_changes(old, new, _INDICATOR_ROWS)
    before = {each.element_id: each for each in old.elements}
    after = {each.element_id: each for each in new.elements}
    yield from reordered(subject, list(before), list(after), what="questions")
    for element_id, element in (before | after).items():
        question = Subject(
            f"In “{new.name}” the question “{element.label}”", new.indicator_id, element_id
        )
        yield from question_changes(
            question, before.get(element_id), after.get(element_id), asked_before=before
        )
