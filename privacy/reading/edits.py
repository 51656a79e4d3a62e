"""Edits: what a step of the reading replaced, and the way back to the offsets before it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

Replacement: TypeAlias = tuple[int, int, str]
"""A half-open range of a text, and what is read there."""


@dataclass(frozen=True, slots=True)
class Edits:
    """Replaced ranges in order: `after[i]` to `after_ends[i]` was `before[i]` to `before_ends[i]`.

    Between them both texts are alike.
    """

    after: list[int] = field(repr=False)
    after_ends: list[int] = field(repr=False)
    before: list[int] = field(repr=False)
    before_ends: list[int] = field(repr=False)

    def __bool__(self) -> bool:
        return bool(self.after)

    def start_before(self, place: int) -> int:
        """Return where that stood which stands at this place now."""
        index = bisect_right(self.after, place) - 1
        if index < 0:
            return place
        if place < self.after_ends[index]:
            return self.before[index]
        return self.before_ends[index] + place - self.after_ends[index]

    def end_before(self, end: int) -> int:
        """Return where that ended which ends here now."""
        index = bisect_right(self.after, end - 1) - 1
        if index < 0:
            return end
        if end - 1 < self.after_ends[index]:
            return self.before_ends[index]
        return self.before_ends[index] + end - self.after_ends[index]


NO_EDITS = Edits([], [], [], [])

Step: TypeAlias = Callable[[str], tuple[str, Edits]]
"""A step of the reading: from a text to how it is read, and what was replaced."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The plain text, and one layer of edits for each step that changed an offset."""

    text: str = field(repr=False)
    layers: tuple[Edits, ...] = field(repr=False)

    def original_range(self, start: int, end: int) -> tuple[int, int]:
        """Map a non-empty half-open range of the reading to the range of the original."""
        for edits in reversed(self.layers):
            start, end = edits.start_before(start), edits.end_before(end)
        return start, end


def edited(text: str, replacements: Iterable[Replacement]) -> tuple[str, Edits]:
    """Replace sorted, disjoint ranges; ranges that keep their length letter by letter need no edit.

    A replacement as long as its range counts as letter by letter.
    """
    edits = Edits([], [], [], [])
    parts: list[str] = []
    kept_to = length = 0
    for start, end, plain in replacements:
        parts += (text[kept_to:start], plain)
        length += start - kept_to
        if len(plain) != end - start:
            edits.after.append(length)
            edits.after_ends.append(length + len(plain))
            edits.before.append(start)
            edits.before_ends.append(end)
        length += len(plain)
        kept_to = end
    if not parts:
        return text, NO_EDITS
    parts.append(text[kept_to:])
    return "".join(parts), edits
