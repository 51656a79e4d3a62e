"""Numbers of bank accounts and wallets, and numbers under which records of one person are kept.

Sources: ISO 13616 (IBAN, check by ISO 7064 MOD 97-10); Bitcoin base58 and bech32 addresses
(BIP 13, BIP 173); Ethereum addresses (40 hex digits, EIP-55). The list of cues is ours.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import CONNECTION, digit_count, matches
from privacy.spans import Kind, Span

_NUMBER = (
    r"(?P<value>(?=[A-Z*-]{0,8}\d)[A-Z0-9*]{1,24}"
    r"(?:[-\s]\d[A-Z0-9]{0,8}|-[A-Z0-9]{1,8}){0,6})(?![A-Z0-9])"
)
_ACCOUNT = re.compile(
    r"\b(?:accounts?|accts?|a/c|iban|routing|aba|checking|savings|policy|member(?:ship)?|loan"
    r"|wallet|money\sorder|gift\scard|zelle|venmo|cash\s?app|paypal)\b\.?(?:\s{1,2}id\b)?"
    r"(?:\s{1,2}(?:ending|ends|in|with)\b){0,3}" + CONNECTION + _NUMBER,
    re.IGNORECASE,
)
_RECORD = re.compile(
    r"\b(?:FBI(?=\s?(?:#|no|num))|booking|inmate|prisoner|medicaid|medicare|IMEI|IMSI|ICCID|alien"
    r"|USCIS|green\scard|student|employee|patient|MRN|NIC|PCN|SID|EBT|TWIC|DACA|offender|probation"
    r"|visa(?=\s?(?:#|no|num))|military\sid|DOD\sid|ID(?=\s?(?:#|no\b|num)))\b"
    r"(?:\s{1,2}(?:id|card|registration|record)\b){0,2}" + CONNECTION + _NUMBER,
    re.IGNORECASE,
)
_ALIEN = re.compile(r"(?<![\w-])A[-#]?\s?\d{3}[-\s]?\d{3}[-\s]?\d{2,3}(?![\w-])")
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:\s?[A-Z0-9]){11,30}(?![A-Z0-9])")
_WALLET = re.compile(
    r"(?<![A-Za-z0-9])(?:bc1[ac-hj-np-z02-9]{25,60}|[13][1-9A-HJ-NP-Za-km-z]{25,34}"
    r"|0x[0-9a-fA-F]{40})(?![A-Za-z0-9])"
)


def _iban_end(candidate: str) -> int:
    """Return the length of the longest valid IBAN at the start of the candidate, or 0."""
    for end in range(len(candidate), 14, -1):
        compact = re.sub(r"\s", "", candidate[:end])
        if len(compact) < 15 or candidate[end - 1].isspace():
            continue
        turned = compact[4:] + compact[:4]
        if int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1:
            return end
    return 0


def recognize(text: str) -> Iterator[Span]:
    """Find account, wallet and personal record numbers."""
    cued = "Follows a cue for an account."
    recorded = "A number under which records of one person are kept."
    for pattern, reason in ((_ACCOUNT, cued), (_RECORD, recorded)):
        for span in matches(pattern, text, Kind.ACCOUNT, reason, group="value"):
            if digit_count(text[span.start : span.end]) >= 3 and span.end - span.start >= 4:
                yield span
    yield from matches(_ALIEN, text, Kind.ACCOUNT, recorded)
    yield from matches(_WALLET, text, Kind.ACCOUNT, "Has the shape of a wallet address.")
    for match in _IBAN.finditer(text):
        if size := _iban_end(match[0]):
            start = match.start()
            yield Span(start, start + size, Kind.ACCOUNT, "A valid international account number.")
