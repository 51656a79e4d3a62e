"""Passport numbers after a cue, and machine-readable lines.

Source: ICAO Doc 9303 part 4 (document number of at most nine letters and digits; lines of 44
characters with "<" as filler; cards of 30 or 36).
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import digit_count, matches
from privacy.spans import Kind, Span

_CUED = re.compile(
    r"\b(?:passport|ppt|travel\sdocument)\b[^\d\n;]{0,25}?(?<![A-Z0-9])"
    r"(?P<value>(?=[A-Z0-9]{0,8}\d)[A-Z0-9]{6,9})(?![A-Z0-9])",
    re.IGNORECASE,
)
_MACHINE_LINE = re.compile(r"(?<![A-Z0-9<])(?=[A-Z0-9<]{5,44}<)[A-Z0-9<]{30,44}(?![A-Z0-9<])")


def recognize(text: str) -> Iterator[Span]:
    """Find passport numbers and machine-readable lines."""
    for span in matches(_CUED, text, Kind.PASSPORT, "Follows the cue passport.", group="value"):
        if digit_count(text[span.start : span.end]) >= 5:
            yield span
    reason = "A machine-readable line of a travel document."
    yield from matches(_MACHINE_LINE, text, Kind.PASSPORT, reason)
