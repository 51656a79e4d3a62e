"""Recognizers that need a digit read only what stands near one: prose costs them nearly nothing."""

import re
from collections.abc import Iterator, Sequence

from privacy.recognizers.excerpts import excerpt_near
from privacy.recognizers.recognizer import Recognizer
from privacy.spans import Span

_DIGITS = re.compile(r"\d(?:\D{0,200}\d){0,200}")
"""Digits near one another; the bounds only keep a single match small."""


def near_digits(recognizers: Sequence[Recognizer]) -> Recognizer:
    """Return a recognizer that runs these on the stretches of a text near its digits."""

    def recognize(text: str) -> Iterator[Span]:
        excerpt = excerpt_near(text, (digits.span() for digits in _DIGITS.finditer(text)))
        if excerpt.text:
            for recognizer in recognizers:
                for span in recognizer(excerpt.text):
                    yield excerpt.in_text(span)

    return recognize
