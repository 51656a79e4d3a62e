"""An excerpt of a text: the stretches near some places of it, which a recognizer reads instead.

Stretches are cut at spaces and joined by signs that stand in no identifier.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from privacy.spans import Span

BEFORE_CHARS = 120
"""How far a cue or a vehicle may stand before the place that it belongs to."""

AFTER_CHARS = 100
_JOINT = "\n\ufffc\ufffc\n"
_FULL_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The joined stretches; the one at `places[i]` of the excerpt is at `starts[i]` of the text."""

    text: str = field(repr=False)
    places: tuple[int, ...]
    starts: tuple[int, ...]

    def in_text(self, span: Span) -> Span:
        """Return a span of the excerpt as one of the text."""
        index = bisect_right(self.places, span.start) - 1
        shift = self.starts[index] - self.places[index]
        if not shift:
            return span
        return Span(span.start + shift, span.end + shift, span.kind, span.reason)


def excerpt_near(text: str, ranges: Iterable[tuple[int, int]]) -> Excerpt:
    """Cut out what is near these sorted ranges; it is the whole text if that is most of it."""
    stretches = _stretches(text, ranges)
    if sum(end - start for start, end in stretches) > _FULL_SHARE * len(text):
        return Excerpt(text, (0,), (0,))
    places, length = [], 0
    for start, end in stretches:
        places.append(length)
        length += end - start + len(_JOINT)
    joined = _JOINT.join([text[start:end] for start, end in stretches])
    return Excerpt(joined, tuple(places), tuple(start for start, _ in stretches))


def _stretches(text: str, ranges: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the disjoint stretches of a text near the ranges, in order."""
    found: list[tuple[int, int]] = []
    start = end = -1
    for first, last in ranges:
        if end < 0 or first - BEFORE_CHARS > end:
            if end >= 0:
                found.append((start, end))
            start = max(_space_before(text, first - BEFORE_CHARS), end, 0)
        end = _space_behind(text, last + AFTER_CHARS)
    return [*found, (start, end)] if end >= 0 else found


def _space_before(text: str, place: int) -> int:
    """Return the place behind the nearest space, or this one if there is none near."""
    place = max(0, place)
    space = text.rfind(" ", max(0, place - BEFORE_CHARS), place)
    return space + 1 if space >= 0 else place


def _space_behind(text: str, place: int) -> int:
    """Return the place of the next space, or this one if there is none near."""
    place = min(len(text), place)
    space = text.find(" ", place, place + AFTER_CHARS)
    return space if space >= 0 else place
