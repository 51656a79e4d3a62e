"""Payment card numbers.

Sources: ISO/IEC 7812-1 (up to 19 digits, last one the Luhn check digit); the issuers' ranges of
first digits and lengths, from general knowledge. Numbers that fail are hidden after a cue only.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import Cue, cue_words, matches
from privacy.spans import Kind, Span

_NUMBER = re.compile(r"\d(?<!\d\d)(?<!\d[- .]\d)(?:[-\s.]?\d){11,18}+(?![-\s]?\d)")
_IN_FOURS = re.compile(
    r"\d(?<!\d\d)\d{3}(?:([-\s.,/_])\d{4}\1\d{4}\1\d{4}|([-\s])\d{6}\2\d{5})(?!\d)"
)
_MASKED = re.compile(r"\d(?<!\w\d)\d{3}[- ]?(?:[Xx*#]{4}[- ]?){2}\d{4}(?!\w)")
_MASKED_BUT_LAST = re.compile(
    r"(?:\*(?<![\w*]\*)\*{3}|[Xx](?<![\w*#][Xx])[Xx]{3})[- ]?\d{4}(?![\w-])"
)
_RANGES = re.compile(
    r"4\d{12}(?:\d{3}){0,2}|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|(?:30|36|38|39)\d{12}(?:\d\d)?"
    r"|(?:2131|1800)\d{11}|(?:35|6[0-9])\d{14}|(?:50|5[6-9]|6[0-9])\d{10,17}"
)
_CARD = r"(?:visa|master\s?card|amex|american\sexpress|discover|debit|credit|card|cc)\b"
_WORDS = cue_words("visa master mastercard amex american discover debit credit card cc")
_CUED = "Follows a cue for a card."

CUES = (
    Cue(
        _WORDS,
        re.compile(
            _CARD + r"(?:[\s:#]{0,2}\b(?:card|number|no|is|was|used)\b){0,3}[\s:#.\"'=]{1,4}"
            r"(?P<value>\d(?:[-\s.]?\d){11,18})(?!\d)",
            re.I,
        ),
        Kind.CARD,
        _CUED,
    ),
    Cue(
        _WORDS,
        re.compile(
            _CARD + r"[^.\n\d]{0,20}\b(?:ending|ends|last\s(?:four|4))\b[^.\n\d]{0,12}"
            r"(?P<value>\d{4})(?!\d)",
            re.I,
        ),
        Kind.CARD,
        _CUED,
    ),
)


def passes_luhn(digits: str) -> bool:
    """Tell whether the last digit is the Luhn check digit of the others."""
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _is_number(digits: str) -> bool:
    return len(set(digits)) > 1 and bool(_RANGES.fullmatch(digits)) and passes_luhn(digits)


def recognize(text: str) -> Iterator[Span]:
    """Find card numbers by their check digit, and masked ones."""
    for pattern in (_MASKED, _MASKED_BUT_LAST):
        yield from matches(pattern, text, Kind.CARD, "A masked card number.")
    for pattern in (_NUMBER, _IN_FOURS):
        for match in pattern.finditer(text):
            digits = re.sub(r"\D", "", match[0])
            if _is_number(digits):
                reason = "Has the length and the check digit of a card number."
                yield Span(match.start(), match.end(), Kind.CARD, reason)
