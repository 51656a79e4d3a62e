"""An excerpt of a text: only the stretches near a digit, because most identifiers hold one.

Recognizers that need a digit read the excerpt instead of the text, so prose costs them next to
nothing. Stretches are cut at spaces and joined by signs that stand in no identifier.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from privacy.recognizers.recognizer import Recognizer
from privacy.spans import Span

BEFORE_CHARS = 120
"""How far a cue or a vehicle may stand before the digit that it belongs to."""

AFTER_CHARS = 100
_JOINT = "\n\ufffc\ufffc\n"
_DIGITS = re.compile(r"\d[^\n]{0,60}(?<=\d)|\d")
_FULL_SHARE = 0.8


def _stretches(text: str) -> list[tuple[int, int]]:
    """Return the disjoint ranges of a text near its digits, in order."""
    found: list[tuple[int, int]] = []
    start = end = -1
    for digits in _DIGITS.finditer(text):
        if end < 0 or digits.start() - BEFORE_CHARS > end:
            if end >= 0:
                found.append((start, end))
            first = _at_space(text, max(0, digits.start() - BEFORE_CHARS), backwards=True)
            start = max(first, end, 0)
        end = _at_space(text, min(len(text), digits.end() + AFTER_CHARS), backwards=False)
    if end >= 0:
        found.append((start, end))
    return found


def _at_space(text: str, place: int, *, backwards: bool) -> int:
    """Return the next place beside a space, or this one if there is none near."""
    if backwards:
        space = text.rfind(" ", max(0, place - BEFORE_CHARS), place)
        return space + 1 if space >= 0 else place
    space = text.find(" ", place, place + AFTER_CHARS)
    return space if space >= 0 else place


def near_digits(recognizers: Sequence[Recognizer]) -> Recognizer:
    """Return a recognizer that runs these on the stretches of a text near its digits."""

    def recognize(text: str) -> Iterator[Span]:
        stretches = _stretches(text)
        if not stretches:
            return
        if sum(end - start for start, end in stretches) > _FULL_SHARE * len(text):
            for recognizer in recognizers:
                yield from recognizer(text)
            return
        places, excerpt = _excerpt(text, stretches)
        for recognizer in recognizers:
            for span in recognizer(excerpt):
                index = bisect_right(places, span.start) - 1
                shift = stretches[index][0] - places[index]
                yield Span(span.start + shift, span.end + shift, span.kind, span.reason)

    return recognize


def _excerpt(text: str, stretches: Sequence[tuple[int, int]]) -> tuple[list[int], str]:
    """Join the stretches; return where each starts in the excerpt, and the excerpt."""
    places, length = [], 0
    for start, end in stretches:
        places.append(length)
        length += end - start + len(_JOINT)
    return places, _JOINT.join(text[start:end] for start, end in stretches)
