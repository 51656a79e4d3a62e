"""Social Security and individual taxpayer numbers.

Source: Social Security Administration, "Social Security Number Randomization": area never 000,
666 or 900-999, group never 00, serial never 0000; taxpayer numbers (ITIN) use the area 9xx.
With hyphens or after a cue we hide impossible numbers too: they are slips of a real one.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import CONNECTION, Cue, at_least_digits, cue_words, matches
from privacy.spans import Kind, Span

_SHAPED = re.compile(
    r"\d(?<!\d\d)(?<!\d-\d)\d\d(?:([-./])\s{0,2}\d{2}\1\s{0,2}\d{4}(?!\d|-\d)"
    r"|(?<!\d \d{3})(?<!000)(?<!666)(?<!9\d\d)\s(?!00)\d{2}\s(?!0000)\d{4}(?!\s?\d))"
)
_REVERSED = re.compile(r"\d(?<![\w-]\d)\d{3}-\d{2}-\d{3}(?![\w-])")
_MASKED = re.compile(r"[xX*#](?<![\w*#][xX*#])[xX*#]{2}[-.\s]{0,2}[xX*#]{2}[-.\s]{0,2}\d{4}(?!\d)")
_VALUE = r"(?P<value>[\dBOISZl](?:[-./,\s]{0,3}[\dBOISZlX*]){7}[-./,\s]{0,3}[\dBOISZl])(?![\w])"
_LAST_FOUR = (
    r"(?:[\s:#]{0,2}\b(?:digits|of|in|with|his|her|their|the|is|are|was|were|soc(?:ial)?|security"
    r"|number|ssn)\b){0,8}[\s:#]{1,3}(?P<value>\d{4})(?!\d)"
)
_SSN = (
    r"(?:ssn?|s\.\s?s\.(?:\s?n)?\.?|soc|social(?:\s{1,2}sec(?:urity)?)?|itin|tin"
    r"|tax(?:payer)?\s{1,2}id(?:entification)?)\b\.?(?:'s)?"
)
_CUED = "Follows a cue for a Social Security number."
_WORDS = cue_words("ss ssn s soc social itin tin tax taxpayer")

CUES = (
    Cue(
        _WORDS,
        re.compile(_SSN + r"(?:\s(?:sec|#|no\.?))?" + CONNECTION + _VALUE, re.I),
        Kind.SSN,
        _CUED,
    ),
    Cue(
        _WORDS,
        re.compile(
            _SSN
            + CONNECTION
            + r"(?P<value>[A-Z]{0,6}[-.]?\d[A-Z0-9]{0,16}(?:[-./\s]\d[A-Z0-9]{0,8}){0,4})(?!\w)",
            re.I,
        ),
        Kind.SSN,
        _CUED,
        at_least_digits(6),
    ),
    Cue(
        _WORDS,
        re.compile(_SSN + r"\s(?:ending|ends|last(?:\s?4|\sfour)?)\b" + _LAST_FOUR, re.I),
        Kind.SSN,
        _CUED,
    ),
    Cue(cue_words("last"), re.compile(r"last\s(?:four|4)\b" + _LAST_FOUR, re.I), Kind.SSN, _CUED),
)


def recognize(text: str) -> Iterator[Span]:
    """Find Social Security numbers by their shape, also masked ones."""
    shaped = "Has the shape of a Social Security number."
    yield from matches(_SHAPED, text, Kind.SSN, shaped)
    yield from matches(_REVERSED, text, Kind.SSN, shaped)
    yield from matches(_MASKED, text, Kind.SSN, "A masked Social Security number.")
