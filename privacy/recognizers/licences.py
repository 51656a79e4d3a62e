"""Driver licence and state identity card numbers.

Source: AAMVA D20 data dictionary (operator licence number: up to 25 letters, digits and signs);
the shapes that are told without a cue are those of Illinois, Florida, Michigan, Minnesota,
Maryland and Wisconsin (a letter, then groups of three and four digits), from general knowledge.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import digit_count, matches
from privacy.spans import Kind, Span

_CUED = re.compile(
    r"\b(?:(?:drivers?'?s?|operator'?s?|chauffeur'?s?)\s{1,2}(?:licen[sc]e|lic)|OLN|ODL|CDL|DLN?|D/L"
    r"|(?:state|st)\s{1,2}ID|identification\scard|ID\scard)\b[^\d\n;]{0,25}?(?<![A-Z0-9*])"
    r"(?P<value>(?=[A-Z*]{0,12}\d)[A-Z0-9*]{1,20}(?:[-\s]\d[A-Z0-9]{0,6}){0,5})(?![A-Z0-9])",
    re.IGNORECASE,
)
_SHAPED = re.compile(
    r"(?<![\w-])[A-Z]\d{3}[-\s](?:\d{4}[-\s]\d{4}(?:[-\s]\d{2})?|\d{3}[-\s]\d{2}[-\s]\d{3}[-\s]\d"
    r"|\d{3}[-\s]\d{3}[-\s]\d{3})(?![\w-])",
    re.IGNORECASE,
)


def recognize(text: str) -> Iterator[Span]:
    """Find driver licence numbers after a cue or by the shape that some states use."""
    reason = "Follows a cue for a driver licence."
    for span in matches(_CUED, text, Kind.DRIVER_LICENCE, reason, group="value"):
        if digit_count(text[span.start : span.end]) >= 3 and span.end - span.start >= 5:
            yield span
    reason = "Has the shape of a driver licence number of several states."
    yield from matches(_SHAPED, text, Kind.DRIVER_LICENCE, reason)
