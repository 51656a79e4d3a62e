"""Streets without a house number: a place, which stays readable."""

import re
from collections.abc import Iterator

from privacy.spans import Kind, Span

_SUFFIX = re.compile(
    r"(?:St\.?|Street|Ave\.?|Avenue|Blvd\.?|Boulevard|Rd\.?|Road|Lane|Ln\.?|Drive"
    r"|Dr\.?|Highway|Hwy|Parkway|Pkwy"
    r"|Court|Way|Square|Bridge|Tunnel|Expressway|Turnpike)(?!\w)"
)
_NAME = re.compile(r"(?:\b[A-Z][\w'-]{1,24}\s|\b\d{1,3}(?:st|nd|rd|th)\s|\b[NSEW]\.?\s){1,3}$")


def recognize(text: str) -> Iterator[Span]:
    """Find a capitalised name with the suffix of a street."""
    for suffix in _SUFFIX.finditer(text):
        name = _NAME.search(text, max(0, suffix.start() - 50), suffix.start())
        if name:
            yield Span(name.start(), suffix.end(), Kind.PLACE, "A street.")
