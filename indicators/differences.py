"""One difference between two versions of a set: its kind, its level and the sentence about it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Case,
    Compare,
    Condition,
    CrossRule,
    Example,
    Not,
    Relation,
    RoleGuidance,
    Source,
)
from indicators.inclusion import Inclusion


class ChangeKind(StrEnum):
    """What a change does; TIGHTENED refuses something accepted before, LOOSENED accepts more."""

    ADDED = "added"
    RETIRED = "retired"
    DEPRECATED = "deprecated"  # a behaviour that is accepted still and offered no longer
    SPLIT = "split"  # a behaviour that came out of another one
    MERGED = "merged"  # a behaviour that went into another one
    MOVED = "moved"  # a question that another behaviour asks now
    RELATED = "related"
    RENAMED = "renamed"
    REWORDED = "reworded"
    TIGHTENED = "tightened"
    LOOSENED = "loosened"
    RECLASSIFIED = "reclassified"  # the same answer now means something else or is kept otherwise
    REWEIGHTED = "reweighted"
    REORDERED = "reordered"
    SOURCES = "sources"
    EXAMPLES = "examples"


class Level(IntEnum):
    """The part of the version number that a change raises at least."""

    PATCH = 1
    MINOR = 2
    MAJOR = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, as a sentence for people and as fields for programs.

    `indicator_id` is None for what belongs to the whole set, `element_id` and `rule_id` for what
    is about no question and no rule. `field_name` is the field of the definition that differs, ""
    where a whole thing came or went. `before` and `after` are short texts, empty where there was
    or is nothing.
    """

    kind: ChangeKind
    indicator_id: str | None
    element_id: str | None
    sentence: str
    before: str = field(repr=False)
    after: str = field(repr=False)
    level: Level
    rule_id: str | None = None
    field_name: str = ""


Row = tuple[str, ChangeKind, Level, str]
"""Name of a field, and what a change of it is: kind, level and verb."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What changes are about: what to call it in a sentence, where it stands, what it refuses."""

    words: str
    inclusion: Inclusion
    indicator_id: str | None = None
    element_id: str | None = None
    rule_id: str | None = None

    def change(
        self,
        kind: ChangeKind,
        verb: str,
        values: tuple[object, object],
        *,
        level: Level,
        field_name: str = "",
    ) -> Change:
        """Make a change of this subject from the values before and after.

        The sentence is the subject's words followed by the verb.
        """
        return Change(
            kind,
            self.indicator_id,
            self.element_id,
            f"{self.words}{verb}.",
            shown(values[0]),
            shown(values[1]),
            level,
            self.rule_id,
            field_name,
        )

    def field_changes(self, old: Any, new: Any, rows: Iterable[Row]) -> Iterator[Change]:
        """Compare fields whose every change has the same kind and level."""
        for name, kind, level, verb in rows:
            values = getattr(old, name), getattr(new, name)
            if values[0] != values[1]:
                yield self.change(kind, verb, values, level=level, field_name=name)

    def limit_changed(self, verb: str, values: tuple[object, object], field_name: str) -> Change:
        """Say that what is accepted changed: tighter if a report is refused by it, else looser."""
        if self.refuses_by(field_name):
            kind, level = ChangeKind.TIGHTENED, Level.MAJOR
        else:
            kind, level = ChangeKind.LOOSENED, Level.MINOR
        return self.change(kind, verb, values, level=level, field_name=field_name)

    def limit_changes(
        self, old: Any, new: Any, rows: Iterable[tuple[str, str]]
    ) -> Iterator[Change]:
        """Compare fields, named with their verbs, that decide what is accepted."""
        for name, verb in rows:
            values = getattr(old, name), getattr(new, name)
            if values[0] != values[1]:
                yield self.limit_changed(verb, values, name)

    def refuses_by(self, field_name: str) -> bool:
        """Tell whether a report that was accepted is, or may be, refused by that field."""
        part_id = self.element_id or self.rule_id
        return self.inclusion.blames(self.indicator_id, part_id, field_name)

    def added(self, verb: str, after: object) -> Change:
        """Say that the subject is new; major if a report that was accepted is refused by it."""
        level = Level.MAJOR if self.refuses_by("") else Level.MINOR
        return self.change(ChangeKind.ADDED, verb, (None, after), level=level)

    def retired(self, verb: str, before: object) -> Change:
        """Say that the subject is no longer there; major if a report is refused by that."""
        level = Level.MAJOR if self.refuses_by("") else Level.MINOR
        return self.change(ChangeKind.RETIRED, verb, (before, None), level=level)

    def reordered(self, old: Sequence[str], new: Sequence[str], *, what: str) -> Iterator[Change]:
        """Compare the order of what both have."""
        before = [each for each in old if each in new]
        after = [each for each in new if each in old]
        if before != after:
            verb = f" has its {what} in another order"
            kind, level = ChangeKind.REORDERED, Level.PATCH
            yield self.change(kind, verb, (before, after), level=level)


def shown(value: object) -> str:
    """Write a value of a definition as a short text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case list() | tuple():
            return "; ".join(shown(each) for each in value)
        case Source(key, reference):
            return f"{key}: {reference}"
        case Example(kind, text):
            return f"{kind}: {text}"
        case Case(answers, findings):
            return f"{_pairs(answers)} → {_pairs(findings) or 'accepted'}"
        case Relation(kind, indicator_id):
            return f"{kind}: {indicator_id}"
        case RoleGuidance(audience, texts):
            return f"{audience}: {shown(texts)}"
    return _shown_test(value)


def _shown_test(value: object) -> str:
    match value:
        case CrossRule(message=message, holds=holds):
            return f"{message} ({shown(holds)})"
        case Condition(element_id, values):
            return f"{element_id}: {', '.join(shown(each) for each in values)}"
        case Answered(element_id):
            return f"{element_id} is answered"
        case Compare(element_id, comparison, other):
            return f"{element_id} {comparison.replace('_', ' ')} {other}"
        case Not(test):
            return f"not ({shown(test)})"
        case AllOf(tests):
            return f"all of ({shown(tests)})"
        case AnyOf(tests):
            return f"any of ({shown(tests)})"
    return str(value)


def _pairs(values: Any) -> str:
    return ", ".join(f"{key}: {shown(value)}" for key, value in values.items())
