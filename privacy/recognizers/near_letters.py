"""Recognizers that need a letter do not read long rows without one: tables of numbers, signs."""

import re
from collections.abc import Iterator, Sequence

from privacy.recognizers.excerpts import excerpt_near
from privacy.recognizers.recognizer import Recognizer
from privacy.spans import Span

_MARGIN_CHARS = 100
"""So much of a row is read at either end, besides what an excerpt adds: a number after its cue."""

_ROW_CHARS = 600
_ROW = re.compile(rf"[\W\d_]{{{_ROW_CHARS},}}+")
_LETTER = re.compile(r"[^\W\d_]")


def near_letters(recognizers: Sequence[Recognizer]) -> Recognizer:
    """Return a recognizer that runs these on a text without the inside of rows without a letter."""

    def recognize(text: str) -> Iterator[Span]:
        excerpt = excerpt_near(text, _ranges(text) if _has_row(text) else [(0, len(text))])
        if excerpt.text:
            for recognizer in recognizers:
                for span in recognizer(excerpt.text):
                    yield excerpt.in_text(span)

    return recognize


def _has_row(text: str) -> bool:
    """Tell cheaply whether a text may hold a row: one would fill a stretch of half its length."""
    half = _ROW_CHARS // 2
    starts = range(0, len(text) - half + 1, half)
    return not all(_LETTER.search(text, start, start + half) for start in starts)


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """Yield what is left of a text between its rows; nothing of a text that is one row."""
    start = 0
    for row in _ROW.finditer(text):
        if row.start():
            yield start, row.start() + _MARGIN_CHARS
        start = row.end() - _MARGIN_CHARS
    if start < len(text) - _MARGIN_CHARS or not start:
        yield start, len(text)
