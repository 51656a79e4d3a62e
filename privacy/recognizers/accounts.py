"""Numbers of bank accounts and wallets, and numbers under which records of one person are kept.

Sources: Bitcoin base58 and bech32 addresses (BIP 13, BIP 173); Ethereum addresses (40 hex digits,
EIP-55). The list of cues is ours.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import CONNECTION, Cue, cue_words, digit_count, matches
from privacy.spans import Kind, Span

NUMBER = (
    r"(?P<value>(?=[A-Z*-]{0,8}\d)[A-Z0-9*]{1,24}"
    r"(?:[-\s./]\d[A-Z0-9]{0,10}|-[A-Z0-9]{1,10}){0,6})(?![A-Z0-9])"
)
"""A number of up to seven groups, the later ones with a digit first or after a hyphen."""

_ACCOUNT = re.compile(
    r"(?:(?:bank\s)?accounts?|accts?|a/c|routing|aba|checking|savings|policy|member(?:ship)?|loan"
    r"|wallet|money\sorder|gift\scard|zelle|venmo|cash\s?app|paypal|sort\scode|swift|bic)\b\.?"
    r"(?:\s{1,2}(?:id|account|acct)\b\.?){0,2}(?:\s{1,2}(?:ending|ends|in|with)\b){0,3}"
    + CONNECTION
    + NUMBER,
    re.I,
)
_RECORD = re.compile(
    r"(?:medicaid|medicare|student|employee|patient|mrn|medical\srecord|health\splan"
    r"|insurance|nhs|ebt"
    r"|military|dod|member|beneficiary|voter|library\scard|customer|client|national|citizen"
    r"|national\sinsurance|tax|id(?=\s?(?:#|no\b|num|card)))\b"
    r"(?:\s{1,2}(?:id|card|registration|record|number|identification)\b){0,3}"
    + CONNECTION
    + NUMBER,
    re.I,
)
_WALLET = re.compile(
    r"(?:bc1(?<![A-Za-z0-9]bc1)[ac-hj-np-z02-9]{25,60}|[13]"
    r"(?<![A-Za-z0-9][13])[1-9A-HJ-NP-Za-km-z]{25,34}"
    r"|0x(?<![A-Za-z0-9]0x)[0-9a-fA-F]{40})(?![A-Za-z0-9])"
)


def is_number(match: re.Match[str]) -> bool:
    """Tell whether a value after a cue is long enough to be a number of somebody."""
    return digit_count(match["value"]) >= 3 and len(match["value"]) >= 4


CUES = (
    Cue(
        cue_words(
            "account accounts bank acct accts a routing aba checking savings policy"
            " member membership"
            " loan wallet money gift zelle venmo cash cashapp paypal sort swift bic"
        ),
        _ACCOUNT,
        Kind.ACCOUNT,
        "Follows a cue for an account.",
        is_number,
    ),
    Cue(
        cue_words(
            "medicaid medicare student employee patient mrn medical health insurance"
            " nhs ebt military"
            " dod member beneficiary voter library customer client national citizen tax id"
        ),
        _RECORD,
        Kind.ACCOUNT,
        "A number under which records of one person are kept.",
        is_number,
    ),
)


def recognize(text: str) -> Iterator[Span]:
    """Find the addresses of wallets."""
    yield from matches(_WALLET, text, Kind.ACCOUNT, "Has the shape of a wallet address.")
