"""Keyed tokens: a hidden plate, vehicle number, phone number or address is matched, never read.

A token is equal for two writings of one value, and tells nothing to whoever lacks the key. Whoever
has it can still test guesses one by one, so an application counts how often somebody asks. Names
have no token: nobody shall look up people by guessing.

Sources: RFC 2104 (HMAC) with SHA-256, cut to 128 bits; ITU-T E.164 for 15 digits at most; 49 CFR
565.13 for the 17 signs of a vehicle number; USPS Publication 28, appendix C, for street suffixes.
"""

import hmac
import re
from collections.abc import Mapping

from privacy.spans import Kind

TOKEN_BYTES = 16
MIN_KEY_BYTES = 32

# As a word is written, and as it is compared.
_STREET_WORDS: Mapping[str, str] = {
    **{"street": "st", "avenue": "ave", "av": "ave", "road": "rd", "court": "ct", "drive": "dr"},
    **{"lane": "ln", "boulevard": "blvd", "place": "pl", "highway": "hwy", "parkway": "pkwy"},
    **{"circle": "cir", "terrace": "ter", "trail": "trl", "square": "sq", "north": "n"},
    **{"south": "s", "east": "e", "west": "w"},
}
_WORD = re.compile(r"[^\W_]+")
_PHONE = re.compile(r"\+?[\d\s().-]{7,24}")
_ADDRESS = re.compile(r"\s*\d{1,6}\s+\S*[^\W\d_]{2}.*", re.DOTALL)
_VIN = re.compile(r"[0-9a-hj-npr-z]{17}")
_PLATE = re.compile(r"(?=.*\d)[0-9a-z]{4,8}")


def token_of(key: bytes, kind: Kind, value: str) -> bytes | None:
    """Return the 16 bytes by which a value is found; None for a kind that nobody looks up.

    Raises
    ------
    ValueError
        If the key has fewer than 32 bytes.
    """
    if len(key) < MIN_KEY_BYTES:
        raise ValueError(f"a lookup key needs at least {MIN_KEY_BYTES} bytes")
    plain = _plain(kind, value)
    if not plain:
        return None
    message = f"{kind.value}\0{plain}".encode("utf-8", "surrogatepass")
    return hmac.digest(key, message, "sha256")[:TOKEN_BYTES]


def kinds_of(typed: str) -> tuple[Kind, ...]:
    """Return what a typed text may be, as a whole: a plate, a phone number, an address ..."""
    joined = "".join(_WORD.findall(typed.casefold()))
    n_digits = sum(character.isdigit() for character in joined)
    found = []
    if _PLATE.fullmatch(joined) and len(typed.split()) <= 3:
        found.append(Kind.PLATE)
    if _VIN.fullmatch(joined):
        found.append(Kind.VIN)
    if _PHONE.fullmatch(typed.strip()) and 7 <= n_digits <= 15:
        found.append(Kind.PHONE)
    if _ADDRESS.fullmatch(typed):
        found.append(Kind.ADDRESS)
    return tuple(found)


def _plain(kind: Kind, value: str) -> str:
    words = _WORD.findall(value.casefold())
    if kind in {Kind.PLATE, Kind.VIN}:
        return "".join(words)
    if kind is Kind.PHONE:
        digits = "".join(character for word in words for character in word if character.isdigit())
        return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    if kind is Kind.ADDRESS:
        return " ".join(_STREET_WORDS.get(word, word) for word in words)
    return ""
