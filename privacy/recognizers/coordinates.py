"""Geographic coordinates: degrees with a fraction, or with minutes and seconds.

Source: ISO 6709, annex D (how degrees are written), and how map programs print a pair of numbers.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import matches
from privacy.spans import Kind, Span

_COORDINATES = re.compile(
    r"[NS]\s?\d{1,2}\.\d{3,12}\s?°?,?\s{1,2}[EW]\s?\d{1,3}\.\d{3,12}|"
    r"(?=[-+\d])(?<![\w.])[-+]?\d{1,2}(?:\.\d{3,12}\s?°?\s?[NS]?\s?[,/ ]\s{0,2}"
    r"-?\d{1,3}\.\d{3,12}(?:\s?°?\s?[EW]\b)?"
    r"|\s?°\s?\d{1,2}(?:\.\d{1,6})?\s?['’]\s?(?:\d{1,2}(?:\.\d{1,6})?\s?(?:\"|''"
    r"|”)\s?)?[NS],?\s{0,2}"
    r"\d{1,3}\s?°\s?\d{1,2}(?:\.\d{1,6})?\s?['’]\s?(?:\d{1,2}(?:\.\d{1,6})?\s?(?:\"|''|”)\s?)?[EW])"
)
_DECIMALS = re.compile(r"\.\d{3}|°")


def recognize(text: str) -> Iterator[Span]:
    """Find pairs of coordinates."""
    if not _DECIMALS.search(text):
        return
    yield from matches(_COORDINATES, text, Kind.ADDRESS, "Geographic coordinates.")
