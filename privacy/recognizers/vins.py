"""Vehicle identification numbers.

Source: 49 CFR 565.15 and ISO 3779: 17 characters without I, O and Q, the ninth a check digit
(in North America). After the cue the check digit may be wrong and the number cut: a slip of the
pen identifies a vehicle nearly as well.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import CONNECTION, digit_count, matches
from privacy.spans import Kind, Span

_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True))

_BARE = re.compile(r"(?<![A-Za-z0-9])[A-HJ-NPR-Za-hj-npr-z0-9]{17}(?![A-Za-z0-9])")
_CUE = r"\b(?:VIN|vehicle\s{1,2}identification(?:\s{1,2}number)?)(?:'s)?\b"
_CUED = re.compile(_CUE + CONNECTION + r"(?P<value>[A-Z0-9*]{8,18})(?![A-Z0-9])", re.IGNORECASE)
_CUED_GROUPS = re.compile(
    rf"(?i:{_CUE}(?:{CONNECTION}|[^\d\n;:#]{{0,16}}[:#]\s?))(?P<value>[A-Z0-9]{{1,8}}(?:[-\s][A-Z0-9]{{1,8}}){{1,8}})(?![A-Za-z0-9])"
)
_ENDING = re.compile(
    r"(?:" + _CUE + r"[^.\n\d]{0,16}\b(?:ending|ends|last)\b[^.\n\d]{0,12}\b(?:\d\s)?(?:is\s|in\s)?"
    r"|\blast\s\w{1,5}\s(?:digits\s)?of\s(?:the\s)?VIN[\s:]{1,2}(?:is\s|was\s)?)"
    r"(?P<value>[A-Z]{0,3}\d[A-Z0-9]{2,7})(?![A-Z0-9])",
    re.IGNORECASE,
)


def has_valid_check_digit(vin: str) -> bool:
    """Tell whether the ninth of 17 upper-case characters is the right check digit."""
    values = (int(letter) if letter.isdigit() else _VALUES[letter] for letter in vin)
    remainder = sum(w * v for w, v in zip(_WEIGHTS, values, strict=True)) % 11
    return vin[8] == ("X" if remainder == 10 else str(remainder))


def recognize(text: str) -> Iterator[Span]:
    """Find vehicle identification numbers by check digit or cue."""
    for match in _BARE.finditer(text):
        if digit_count(match[0]) >= 3 and has_valid_check_digit(match[0].upper()):
            reason = "A vehicle identification number with a valid check digit."
            yield Span(match.start(), match.end(), Kind.VIN, reason)
    for pattern in (_CUED, _CUED_GROUPS, _ENDING):
        for span in matches(pattern, text, Kind.VIN, "Follows the cue VIN.", group="value"):
            if digit_count(text[span.start : span.end]) >= 3:
                yield span
