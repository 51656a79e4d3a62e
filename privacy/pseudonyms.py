"""Pseudonyms: placeholders that are the same in every report, for whoever holds the key.

"[PERSON ~7F3K2A]" stands for one written value, wherever it is written: it links reports, and tells
nobody who it is who lacks the key. The same name is not the same person. Without a key the
placeholders of two reports have nothing to do with one another; that is the default.

Sources: RFC 2104 (HMAC) with SHA-256; the alphabet is Crockford's base 32, which has no letters
that look like digits. Six of its characters are 30 bits: among 1,000 values two share a pseudonym
with a chance of 1 in 2,000, among 10,000 of 1 in 20.
"""

import hmac

from privacy.repeats import canonical
from privacy.spans import Kind

MIN_KEY_BYTES = 32
CODE_PATTERN = r"~[0-9A-HJKMNP-TV-Z]{6}"
"""The tilde tells a code from anything that somebody writes in brackets."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_CHARS = 6


def code_of(key: bytes, kind: Kind, value: str) -> str:
    """Return the code of a value: equal for equal kinds and canonical values under one key.

    Raises
    ------
    ValueError
        If the key has fewer than 32 bytes.
    """
    if len(key) < MIN_KEY_BYTES:
        raise ValueError(f"a pseudonym key needs at least {MIN_KEY_BYTES} bytes")
    message = f"{kind.value}\0{canonical(kind, value)}".encode("utf-8", "surrogatepass")
    number = int.from_bytes(hmac.digest(key, message, "sha256")[:8], "big")
    return "~" + "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_CODE_CHARS))
