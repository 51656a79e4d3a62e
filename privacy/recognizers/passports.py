"""Passport numbers after a cue, and machine-readable lines.

Source: ICAO Doc 9303 part 4 (document number of at most nine letters and digits; lines of 44
characters with "<" as filler; cards of 30 or 36).
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import Cue, at_least_digits, cue_words
from privacy.spans import Kind, Span

# Letters that stand apart belong to it ("AB 1234567"), small words of a sentence do not.
_VALUE = (
    r"(?P<value>(?:(?!(?:is|was|no|nr|num|nbr|and|or|its|for|of|on|the|her|his)\b)[A-Z]{1,3}[ -])?"
    r"(?=(?:[A-Z]{0,4}\d){5})[A-Z0-9]{5,9})(?![A-Z0-9])"
)

CUES = (
    Cue(
        cue_words("passport passports ppt pp travel"),
        re.compile(
            r"(?:passports?|ppt|pp(?=\s?(?:\#|no\b))|travel\sdocument)\b[^\d\n;]{0,30}?(?<![A-Z0-9])"
            + _VALUE,
            re.I,
        ),
        Kind.PASSPORT,
        "Follows the cue passport.",
        at_least_digits(5),
    ),
)
_LINE_CHARACTERS = re.compile(r"[A-Z0-9<]{0,44}")
_SHORTEST_LINE = 30


def recognize(text: str) -> Iterator[Span]:
    """Find machine-readable lines, looking at both sides of their filler."""
    done = 0
    filler = text.find("<<")
    while filler >= 0:
        before = _LINE_CHARACTERS.match(text[max(done, filler - 44) : filler][::-1])
        after = _LINE_CHARACTERS.match(text, filler)
        start, end = filler - (before.end() if before else 0), after.end() if after else filler
        if end - start >= _SHORTEST_LINE:
            reason = "A machine-readable line of a travel document."
            yield Span(start, end, Kind.PASSPORT, reason)
        done = max(end, filler + 2)
        filler = text.find("<<", done)
