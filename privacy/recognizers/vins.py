"""Vehicle identification numbers.

Source: 49 CFR 565.15 and ISO 3779: 17 characters without I, O and Q, the ninth a check digit
(in North America). After the cue the check digit may be wrong and the number cut: a slip of the
pen identifies a vehicle nearly as well.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import CONNECTION, Cue, at_least_digits, cue_words, digit_count
from privacy.spans import Kind, Span

_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True))
_LENGTH = 17

_RUN = re.compile(r"[A-Za-z0-9]{17,}")
_SPLIT = re.compile(
    r"(?<![A-Za-z0-9])"
    r"(?=[A-HJ-NPR-Z\d]{1,16}[- \n](?:[A-HJ-NPR-Z]{1,5}[- \n])?[A-HJ-NPR-Z]{0,4}\d)"
    r"[A-HJ-NPR-Z\d]{1,16}(?:[- \n][A-HJ-NPR-Z\d]{1,14}){1,6}(?![A-Za-z0-9])"
)
_WITHOUT_GAPS = str.maketrans("", "", "- \n")
_CUE = r"(?:VIN|vehicle\s{1,2}identification(?:\s{1,2}number)?|chassis)(?:'s)?\b"
_WORDS = cue_words("vin vehicle chassis")
_CUED = "Follows the cue VIN."
_ENOUGH = at_least_digits(3)

CUES = (
    Cue(
        _WORDS,
        re.compile(_CUE + CONNECTION + r"(?P<value>[A-Z0-9*]{8,18})(?![A-Z0-9])", re.I),
        Kind.VIN,
        _CUED,
        _ENOUGH,
    ),
    Cue(
        _WORDS,
        re.compile(
            rf"(?i:{_CUE}(?:{CONNECTION}|[^\d\n;:#]{{0,16}}[:#]\s?))"
            r"(?P<value>[A-Z0-9]{1,8}(?:[-\s][A-Z0-9]{1,8}){1,8})(?![A-Za-z0-9])"
        ),
        Kind.VIN,
        _CUED,
        _ENOUGH,
    ),
    Cue(
        _WORDS,
        re.compile(
            _CUE + r"[^.\n\d]{0,16}\b(?:ending|ends|last)\b[^.\n\d]{0,12}(?:\d\)?\s)?(?:is\s|in\s)?"
            r"(?P<value>[A-Z]{0,3}\d[A-Z0-9]{2,7})(?![A-Z0-9])",
            re.I,
        ),
        Kind.VIN,
        _CUED,
        _ENOUGH,
    ),
    Cue(
        cue_words("last"),
        re.compile(
            r"last\s\w{1,5}\s(?:digits\s)?of\s(?:the\s)?VIN[\s:]{1,2}(?:is\s|was\s)?"
            r"(?P<value>[A-Z]{0,3}\d[A-Z0-9]{2,7})(?![A-Z0-9])",
            re.I,
        ),
        Kind.VIN,
        _CUED,
        _ENOUGH,
    ),
)


def has_valid_check_digit(vin: str) -> bool:
    """Tell whether the ninth of 17 upper-case characters is the right check digit."""
    values = (int(letter) if letter.isdigit() else _VALUES.get(letter, 0) for letter in vin)
    remainder = sum(w * v for w, v in zip(_WEIGHTS, values, strict=True)) % 11
    return vin[8] == ("X" if remainder == 10 else str(remainder))


def _is_number(vin: str) -> bool:
    is_shaped = not set(vin) & set("IOQ") and digit_count(vin) >= 3
    return is_shaped and has_valid_check_digit(vin)


def recognize(text: str) -> Iterator[Span]:
    """Find vehicle identification numbers by their check digit."""
    reason = "A vehicle identification number with a valid check digit."
    for pattern in (_RUN, _SPLIT):
        for match in pattern.finditer(text):
            number = match[0].translate(_WITHOUT_GAPS)
            if len(number) == _LENGTH and _is_number(number.upper()):
                yield Span(match.start(), match.end(), Kind.VIN, reason)
