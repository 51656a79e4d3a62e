"""Receipt numbers: random, short enough to read out over a radio, with a check sign."""

import re
import secrets
from collections.abc import Callable

# Crockford's base 32: no I, L, O, U.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_receipt(choose: Callable[[str], str] = secrets.choice) -> str:
    """Return a fresh receipt number: 40 random bits and a check sign, ``"7K3M-9QXD-V"``.

    `choose` picks one of the signs; only a demo's numbers may follow from a seed.
    """
    signs = "".join(choose(_ALPHABET) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}-{check_sign(signs)}"


def check_sign(signs: str) -> str:
    """Return the check sign: Luhn mod N with N = 32, which notices every single wrong sign."""
    total = 0
    for place, sign in enumerate(reversed(signs)):
        value = _ALPHABET.index(sign) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return _ALPHABET[-total % 32]


def is_receipt(text: str) -> bool:
    """Tell whether a text has the form of a receipt number, its check sign included."""
    found = re.fullmatch(rf"([{_ALPHABET}]{{4}})-([{_ALPHABET}]{{4}})-([{_ALPHABET}])", text)
    return found is not None and check_sign(found[1] + found[2]) == found[3]
