"""International bank account numbers.

Source: ISO 13616 and its registry (lengths per country); the check is ISO 7064 MOD 97-10.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import CONNECTION, Cue, at_least_digits, cue_words
from privacy.spans import Kind, Span

_IBAN = re.compile(r"[A-Za-z]{2}(?<![A-Za-z0-9][A-Za-z]{2})\d{2}(?:[ -]?[A-Za-z0-9]){11,30}")
_HEAD_CHARS = 4
_MAX_CHARS = 34
_COUNTRIES = {
    15: "NO", 16: "BE", 18: "DK FI FO GL NL SD", 19: "MK SI", 20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV", 22: "BG BH CR DE GB GE IE ME RS", 23: "AE GI IL IQ OM SO TL",
    24: "AD CZ DZ ES MD PK RO SA SE SK TN VG", 25: "LY PT ST", 26: "IR IS TR",
    27: "BI DJ FR GR IT MC MR SM", 28: "AL AZ BY CY DO GT HU LB NI PL SV", 29: "BR EG PS QA UA",
    30: "JO KW MU YE", 31: "MT SC", 32: "LC", 33: "RU",
}  # fmt: skip
_LENGTHS = {code: size for size, codes in _COUNTRIES.items() for code in codes.split()}

CUES = (
    Cue(
        cue_words("iban"),
        re.compile(
            r"iban\b"
            + CONNECTION
            + r"(?P<value>[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?)"
            r"(?![A-Z0-9])",
            re.I,
        ),
        Kind.IBAN,
        "Follows the cue IBAN.",
        at_least_digits(8),
    ),
)


def _passes_check(compact: str) -> bool:
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1


def _end(candidate: str) -> int:
    """Return how much of the candidate is a valid number with the length of its country, or 0."""
    compact = re.sub(r"[ -]", "", candidate).upper()
    if len(compact) == len(candidate) <= _MAX_CHARS and _passes_check(compact):
        return len(candidate)
    length = _LENGTHS.get(compact[:2])
    if length is None or len(compact) < length or not _passes_check(compact[:length]):
        return 0
    seen = 0
    for place, character in enumerate(candidate, 1):
        seen += character not in " -"
        if seen == length:
            return place if not candidate[place : place + 1].isalnum() else 0
    return 0


def recognize(text: str) -> Iterator[Span]:
    """Find international bank account numbers by their check digits."""
    match = _IBAN.search(text)
    while match:
        size = _end(match[0])
        if size:
            reason = "A valid international account number."
            yield Span(match.start(), match.start() + size, Kind.IBAN, reason)
        match = _IBAN.search(text, match.start() + (size or _HEAD_CHARS))
