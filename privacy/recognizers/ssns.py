"""Social Security and individual taxpayer numbers.

Source: Social Security Administration, "Social Security Number Randomization": area never 000,
666 or 900-999, group never 00, serial never 0000; taxpayer numbers (ITIN) use the area 9xx.
With hyphens or after a cue we hide impossible numbers too: they are slips of a real one.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import CONNECTION, matches
from privacy.spans import Kind, Span

_CUE = (
    r"\b(?:ssn?|s\.s\.n\.?|soc|social(?:\s{1,2}sec(?:urity)?)?|itin|tin"
    r"|tax(?:payer)?\s{1,2}id)\b\.?(?:'s)?"
)
_HYPHENATED = re.compile(r"(?<![\d-])\d{3}[-.]\s{0,2}\d{2}[-.]\s{0,2}\d{4}(?!\d|-\d)")
_SPACED = re.compile(r"(?<!\d)(?<!\d )(?!000|666|9)\d{3}\s(?!00)\d{2}\s(?!0000)\d{4}(?!\s?\d)")
_MASKED = re.compile(r"(?<![\w*#])[xX*#]{3}[-.\s]{0,2}[xX*#]{2}[-.\s]{0,2}\d{4}(?!\d)")
_CUED = re.compile(
    _CUE + CONNECTION + r"(?P<value>[\dBOISZ](?:[-.\s]{0,3}[\dBOISZX*]){7}[-.\s]{0,3}[\dBOISZ])"
    r"(?![\w])",
    re.IGNORECASE,
)
_LAST_FOUR = re.compile(
    r"\blast\s(?:four|4)\b(?:[\s:#]{0,2}\b(?:digits|of|his|her|their|the|is|are|was|were|soc(?:ial)?"
    r"|security|number|ssn)\b){0,8}[\s:#]{1,3}(?P<value>\d{4})(?!\d)",
    re.IGNORECASE,
)


def recognize(text: str) -> Iterator[Span]:
    """Find Social Security numbers, also masked ones and their last four digits."""
    shaped = "Has the shape of a Social Security number."
    yield from matches(_HYPHENATED, text, Kind.SSN, shaped)
    yield from matches(_SPACED, text, Kind.SSN, shaped)
    yield from matches(_MASKED, text, Kind.SSN, "A masked Social Security number.")
    cued = "Follows a cue for a Social Security number."
    for pattern in (_CUED, _LAST_FOUR):
        yield from matches(pattern, text, Kind.SSN, cued, group="value")
