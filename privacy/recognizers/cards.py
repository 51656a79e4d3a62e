"""Payment card numbers.

Source: ISO/IEC 7812-1 (up to 19 digits, last one the Luhn check digit). Numbers that fail the
check are hidden after a cue only.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import matches
from privacy.spans import Kind, Span

_NUMBER = re.compile(r"(?<!\d)(?<!\d[- ])\d(?:[-\s]?\d){12,18}(?![-\s]?\d)")
_CUE = r"\b(?:visa|master\s?card|amex|american express|discover|debit|credit|card|cc)\b"
_CUED = re.compile(
    _CUE + r"(?:[\s:#]{0,2}\b(?:card|number|no|is|was|used)\b){0,3}[\s:#.]{1,3}"
    r"(?P<value>\d(?:[-\s]?\d){11,18})(?!\d)",
    re.IGNORECASE,
)
_ENDING = re.compile(
    _CUE
    + r"[^.\n\d]{0,20}\b(?:ending|ends|last\s(?:four|4))\b[^.\n\d]{0,12}(?P<value>\d{4})(?!\d)",
    re.IGNORECASE,
)


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit is the Luhn check digit of the others."""
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def recognize(text: str) -> Iterator[Span]:
    """Find card numbers by their check digit or a cue, and the last four digits after a cue."""
    for match in _NUMBER.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if len(set(digits)) > 1 and passes_luhn(digits):
            reason = "Has the length and the check digit of a card number."
            yield Span(match.start(), match.end(), Kind.CARD, reason)
    for pattern in (_CUED, _ENDING):
        yield from matches(pattern, text, Kind.CARD, "Follows a cue for a card.", group="value")
