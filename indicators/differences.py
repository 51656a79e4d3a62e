"""One difference between two versions of a set: its kind, its level and the sentence about it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from indicators.definitions import Condition, Example, Source


class ChangeKind(StrEnum):
    """What a change does; TIGHTENED refuses something accepted before, LOOSENED accepts more."""

    ADDED = "added"
    RETIRED = "retired"
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

    `indicator_id` and `element_id` are None for what belongs to the whole set or behaviour;
    `before` and `after` are short texts, empty where there was or is nothing.
    """

    kind: ChangeKind
    indicator_id: str | None
    element_id: str | None
    sentence: str
    before: str = field(repr=False)
    after: str = field(repr=False)
    level: Level


@dataclass(frozen=True, slots=True)
class Subject:
    """What changes are about: where it stands, and what to call it in a sentence."""

    words: str
    indicator_id: str | None = None
    element_id: str | None = None

    def change(
        self, kind: ChangeKind, verb: str, before: object, after: object, *, level: Level
    ) -> Change:
        """Make a change of this subject; the sentence is its words followed by the verb."""
        return Change(
            kind,
            self.indicator_id,
            self.element_id,
            f"{self.words}{verb}.",
            _shown(before),
            _shown(after),
            level,
        )

    def field_changes(self, old: Any, new: Any, rows: Iterable["Row"]) -> Iterator[Change]:
        """Compare fields whose every change has the same kind and level."""
        for name, kind, level, verb in rows:
            before, after = getattr(old, name), getattr(new, name)
            if before != after:
                yield self.change(kind, verb, before, after, level=level)


Row = tuple[str, ChangeKind, Level, str]


"""Name of a field, and what a change of it is: kind, level and verb."""


def came_or_went(subject: Subject, before: str | None, after: str | None) -> Change:
    """Say that something was added (nothing before) or retired (nothing after)."""
    if before is None:
        return subject.change(ChangeKind.ADDED, " was added", "", after, level=Level.MINOR)
    return subject.change(ChangeKind.RETIRED, " was retired", before, "", level=Level.MAJOR)


def bound_changed(
    subject: Subject, verb: str, before: object, after: object, *, is_tighter: bool
) -> Change:
    """Say that what is accepted got tighter (major) or looser (minor)."""
    if is_tighter:
        return subject.change(ChangeKind.TIGHTENED, verb, before, after, level=Level.MAJOR)
    return subject.change(ChangeKind.LOOSENED, verb, before, after, level=Level.MINOR)


def reordered(
    subject: Subject, old: Sequence[str], new: Sequence[str], *, what: str
) -> Iterator[Change]:
    """Compare the order of what both have."""
    before = [each for each in old if each in new]
    after = [each for each in new if each in old]
    if before != after:
        yield subject.change(
            ChangeKind.REORDERED,
            f" has its {what} in another order",
            before,
            after,
            level=Level.PATCH,
        )


def _shown(value: object) -> str:
    """Write a value of a definition as a short text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case Condition(element_id, values):
            return f"{element_id}: {', '.join(_shown(each) for each in values)}"
        case Source(key, reference):
            return f"{key}: {reference}"
        case Example(kind, text):
            return f"{kind}: {text}"
        case list() | tuple():
            return "; ".join(_shown(each) for each in value)
    return str(value)
