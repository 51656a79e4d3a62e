"""What changed in one behaviour: its words, its state, its questions and its rules."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indicators.definitions import (
    CrossRule,
    DefinitionSet,
    Element,
    Indicator,
    Relation,
    RelationKind,
    Status,
)
from indicators.differences import Change, ChangeKind, Level, Row, Subject
from indicators.inclusion import Inclusion
from indicators.questions import question_changes
from indicators.succession import find, heirs, questions_by_id

_ROWS: tuple[Row, ...] = (
    ("name", ChangeKind.RENAMED, Level.PATCH, " has a new name"),
    ("niem_code", ChangeKind.RECLASSIFIED, Level.MAJOR, " has another NIEM code"),
    ("group", ChangeKind.RECLASSIFIED, Level.MAJOR, " moved to the other group"),
    ("definition", ChangeKind.REWORDED, Level.PATCH, " has a reworded definition"),
    ("sources", ChangeKind.SOURCES, Level.PATCH, " names other sources"),
    ("confidence", ChangeKind.SOURCES, Level.PATCH, " has another confidence"),
    ("weight", ChangeKind.REWEIGHTED, Level.MINOR, " has another weight"),
    ("guidance", ChangeKind.REWORDED, Level.PATCH, " has reworded guidance"),
    ("role_guidance", ChangeKind.REWORDED, Level.PATCH, " has reworded guidance for roles"),
    ("examples", ChangeKind.EXAMPLES, Level.PATCH, " has other examples"),
    ("cases", ChangeKind.EXAMPLES, Level.PATCH, " has other cases"),
    ("phrases", ChangeKind.REWORDED, Level.PATCH, " has other words in which people report it"),
)
_RULE_ROWS: tuple[Row, ...] = (
    ("message", ChangeKind.REWORDED, Level.PATCH, " has a reworded message"),
    ("remedy", ChangeKind.REWORDED, Level.PATCH, " has a reworded remedy"),
)
_RULE_LIMITS = (("holds", " asks for something else"),)
_RELATED = {
    RelationKind.REPLACES: "replaces",
    RelationKind.REPLACED_BY: "is replaced by",
    RelationKind.SPLIT_FROM: "was split from",
    RelationKind.MERGED_INTO: "was merged into",
    RelationKind.SIMILAR: "is similar to",
}


@dataclass(frozen=True, slots=True)
class Versions:
    """Two versions of one set, and what the new one refuses of what the old one accepted."""

    old: DefinitionSet
    new: DefinitionSet
    inclusion: Inclusion

    def indicator_ids(self) -> Iterable[str]:
        """Give the ids of all behaviours, those of the old version first."""
        both = (*self.old.indicators, *self.new.indicators)
        return dict.fromkeys(each.indicator_id for each in both)

    def names(self, relations: Iterable[Relation]) -> str:
        """Name the behaviours that relations of the new version lead to."""
        names = [self.new.indicator(each.indicator_id).name for each in relations]
        return " and ".join(f"“{each}”" for each in names)

    def moved(self) -> list[tuple[tuple[Indicator, Element], tuple[Indicator, Element]]]:
        """Give each question that another behaviour asks now: where it was, and where it is."""
        before, after = questions_by_id(self.old), questions_by_id(self.new)
        return [
            (before[each], after[each])
            for each in before
            if each in after and before[each][0].indicator_id != after[each][0].indicator_id
        ]

    def about_question(self, indicator: Indicator, element: Element) -> Subject:
        """Make the subject of what is said about a question."""
        words = f"In “{indicator.name}” the question “{element.label}”"
        return Subject(words, self.inclusion, indicator.indicator_id, element.element_id)


def moved_changes(versions: Versions) -> Iterator[Change]:
    """List the questions that another behaviour asks now, and what else changed in them.

    It is major where nothing says that the one behaviour lives on in the other: then the id was
    given to something else.
    """
    for (home, before), (new_home, after) in versions.moved():
        subject = versions.about_question(new_home, after)
        is_heir = new_home in heirs(versions.new, home.indicator_id)
        ends = (home.indicator_id, new_home.indicator_id)
        refuses = any(versions.inclusion.blames(each, after.element_id, "") for each in ends)
        level = Level.MINOR if is_heir and not refuses else Level.MAJOR
        values = home.name, new_home.name
        yield subject.change(ChangeKind.MOVED, f" came from “{home.name}”", values, level=level)
        yield from question_changes(subject, before, after)


def behaviour_changes(versions: Versions, indicator_id: str) -> Iterator[Change]:
    """List what changed in one behaviour."""
    old, new = find(versions.old, indicator_id), find(versions.new, indicator_id)
    present = new or old
    if present is None:
        return
    subject = Subject(f"“{present.name}”", versions.inclusion, indicator_id)
    if new is None:
        yield subject.retired(" was removed", present.name)
    elif old is None:
        yield _came(versions, subject, new)
    else:
        yield from subject.field_changes(old, new, _ROWS)
        yield from _status_changes(versions, subject, old, new)
        yield from _part_changes(versions, old, new)


def _came(versions: Versions, subject: Subject, new: Indicator) -> Change:
    parents = [each for each in new.related if each.kind is RelationKind.SPLIT_FROM]
    if not parents:
        return subject.added(" was added", new.name)
    verb = f" was split from {versions.names(parents)}"
    return subject.change(ChangeKind.SPLIT, verb, (None, new.name), level=Level.MINOR)


def _status_changes(
    versions: Versions, subject: Subject, old: Indicator, new: Indicator
) -> Iterator[Change]:
    """Say what became of a behaviour, then which relations that does not tell already."""
    fresh = [each for each in new.related if each not in old.related]
    told: list[Relation] = []
    if old.status is not new.status:
        successors = (RelationKind.MERGED_INTO, RelationKind.REPLACED_BY)
        told = [each for each in fresh if each.kind in successors]
        kind, verb = _fate(versions, old, new, told)
        level = Level.MAJOR if subject.refuses_by("status") else Level.MINOR
        values = old.status, new.status
        yield subject.change(kind, verb, values, level=level, field_name="status")
    for relation in (*old.related, *fresh):
        if relation in told or (relation in old.related and relation in new.related):
            continue
        other = find(versions.new, relation.indicator_id) or find(
            versions.old, relation.indicator_id
        )
        words = f"{_RELATED[relation.kind]} “{other.name if other else relation.indicator_id}”"
        is_fresh = relation in fresh
        verb = f" now says that it {words}" if is_fresh else f" no longer says that it {words}"
        ends = (None, relation) if is_fresh else (relation, None)
        kind, level = ChangeKind.RELATED, Level.MINOR
        yield subject.change(kind, verb, ends, level=level, field_name="related")
    order = [[f"{each.kind} {each.indicator_id}" for each in which.related] for which in (old, new)]
    yield from subject.reordered(*order, what="relations")


def _fate(
    versions: Versions, old: Indicator, new: Indicator, successors: list[Relation]
) -> tuple[ChangeKind, str]:
    if new.status is Status.ACTIVE:
        again = "offered" if old.status is Status.DEPRECATED else "reported"
        return ChangeKind.LOOSENED, f" can be {again} again"
    if old.status is Status.RETIRED:
        return ChangeKind.LOOSENED, " is accepted again, though not offered"
    is_retired = new.status is Status.RETIRED
    rest = "" if is_retired else " and is still accepted"
    merged = [each for each in successors if each.kind is RelationKind.MERGED_INTO]
    if merged:
        return ChangeKind.MERGED, f" was merged into {versions.names(merged)}{rest}"
    instead = f"; {versions.names(successors)} replaces it" if successors else ""
    if is_retired:
        return ChangeKind.RETIRED, f" was retired{instead}"
    return ChangeKind.DEPRECATED, f" is no longer offered and still accepted{instead}"


def _part_changes(versions: Versions, old: Indicator, new: Indicator) -> Iterator[Change]:
    subject = Subject(f"“{new.name}”", versions.inclusion, new.indicator_id)
    before = {each.element_id: each for each in old.elements}
    after = {each.element_id: each for each in new.elements}
    yield from subject.reordered(list(before), list(after), what="questions")
    moved = {element.element_id for _, (_, element) in versions.moved()}
    for element_id, element in (before | after).items():
        about = versions.about_question(new, element)
        if element_id in before and element_id in after:
            yield from question_changes(about, before[element_id], element)
        elif element_id in after and element_id not in moved:
            required = " and is required" if element.is_required else ""
            yield about.added(f" was added{required}", element.label)
        elif element_id not in moved:
            yield about.retired(" was removed", element.label)
    rules = {each.rule_id: each for each in old.rules}
    rules_after = {each.rule_id: each for each in new.rules}
    yield from subject.reordered(list(rules), list(rules_after), what="rules")
    for rule_id, rule in (rules | rules_after).items():
        words = f"In “{new.name}” the rule “{rule.message}”"
        about = Subject(words, versions.inclusion, new.indicator_id, rule_id=rule_id)
        yield from _rule_changes(about, rules.get(rule_id), rules_after.get(rule_id))


def _rule_changes(
    subject: Subject, old: CrossRule | None, new: CrossRule | None
) -> Iterator[Change]:
    if old is None or new is None:
        if new is not None:
            yield subject.added(" was added", new)
        else:
            kind, level = ChangeKind.LOOSENED, Level.MINOR
            yield subject.change(kind, " was removed", (old, None), level=level)
        return
    yield from subject.field_changes(old, new, _RULE_ROWS)
    yield from subject.limit_changes(old, new, _RULE_LIMITS)
