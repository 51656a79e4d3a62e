"""Sealing: AES-256-GCM with one key per report, wrapped by a month key, wrapped by a master key.

Keys form three levels. The keyring (a file outside the database) holds the master keys; a master
key wraps one key per retention month; a month key wraps one fresh key per sealed text. Destroying
a month's wrapped key erases every report of that month, backups of the texts included.

AES-256-GCM: NIST SP 800-38D, through `cryptography`; nonces are 96 random bits, and every key
that seals texts seals exactly one. What is sealed is bound to a context (report id and purpose),
which must be given again to unseal.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from privacy.errors import SealError
from privacy.keyring import (
    Keyring,
    dump_keyring,
    load_keyring,
    new_keyring,
    parse_keyring,
    rotate,
)
from privacy.retention import check_month

__all__ = [
    "Keyring",
    "Sealed",
    "WrappedKey",
    "dump_keyring",
    "load_keyring",
    "new_keyring",
    "new_month_key",
    "open_month_key",
    "parse_keyring",
    "rewrap_month_key",
    "rotate",
    "seal",
    "unseal",
]

RandomBytes: TypeAlias = Callable[[int], bytes]
"""Gives that many unpredictable bytes; `secrets.token_bytes` outside of tests."""

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16

_MONTH_DOMAIN = b"sar-month-key-v1\x00"
_TEXT_KEY_DOMAIN = b"sar-text-key-v1\x00"
_TEXT_DOMAIN = b"sar-text-v1\x00"


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A month key under the master key `master_id`: 12 bytes of nonce, then the ciphertext."""

    master_id: str
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed text: its own key under the month key, the nonce, the ciphertext with its tag."""

    wrapped_key: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    ciphertext: bytes = field(repr=False)


def _random(random_bytes: RandomBytes, size: int) -> bytes:
    drawn = random_bytes(size)
    if len(drawn) != size:
        raise SealError("random_bytes: gave another number of bytes than asked for")
    return drawn


def _encrypt(key: bytes, nonce: bytes, plaintext: bytes, associated: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(key) != KEY_BYTES:
        raise SealError(f"key: must be {KEY_BYTES} bytes")
    try:
        return AESGCM(key).encrypt(nonce, plaintext, associated)
    except OverflowError:
        raise SealError("plaintext: too long to seal") from None


def _decrypt(key: bytes, nonce: bytes, ciphertext: bytes, associated: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    if len(key) != KEY_BYTES or len(nonce) != NONCE_BYTES or len(ciphertext) < TAG_BYTES:
        raise SealError("does not open: the key is gone or the bytes are cut")
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, associated)
    except InvalidTag:
        raise SealError("does not open: wrong key, wrong context or changed bytes") from None


def _context_bytes(domain: bytes, context: str) -> bytes:
    if not context:
        raise SealError("context: must not be empty")
    try:
        return domain + context.encode("utf-8")
    except UnicodeEncodeError:
        raise SealError("context: cannot be written as UTF-8") from None


def _month_context(month: str, master_id: str) -> bytes:
    check_month(month)
    return _context_bytes(_MONTH_DOMAIN, f"{month}\x00{master_id}")


def _master(keyring: Keyring, master_id: str) -> bytes:
    try:
        return keyring.masters[master_id]
    except KeyError:
        raise SealError("master_id: the keyring holds no such master key") from None


def _wrap_month_key(
    keyring: Keyring, month: str, month_key: bytes, random_bytes: RandomBytes
) -> WrappedKey:
    nonce = _random(random_bytes, NONCE_BYTES)
    associated = _month_context(month, keyring.current)
    master = _master(keyring, keyring.current)
    return WrappedKey(keyring.current, nonce + _encrypt(master, nonce, month_key, associated))


def new_month_key(keyring: Keyring, month: str, *, random_bytes: RandomBytes) -> WrappedKey:
    """Draw the key of a retention month ("YYYY-MM") and wrap it under the current master key."""
    return _wrap_month_key(keyring, month, _random(random_bytes, KEY_BYTES), random_bytes)


def open_month_key(keyring: Keyring, month: str, wrapped: WrappedKey) -> bytes:
    """Unwrap a month key (32 bytes).

    Raises
    ------
    SealError
        If the master key is not in the keyring, the month is another one, or bytes were changed.
    """
    associated = _month_context(month, wrapped.master_id)
    master = _master(keyring, wrapped.master_id)
    nonce, ciphertext = wrapped.wrapped[:NONCE_BYTES], wrapped.wrapped[NONCE_BYTES:]
    return _decrypt(master, nonce, ciphertext, associated)


def rewrap_month_key(
    keyring: Keyring, month: str, wrapped: WrappedKey, *, random_bytes: RandomBytes
) -> WrappedKey:
    """Wrap a month key anew under the current master key; sealed texts stay as they are."""
    month_key = open_month_key(keyring, month, wrapped)
    return _wrap_month_key(keyring, month, month_key, random_bytes)


def seal(plaintext: bytes, *, month_key: bytes, context: str, random_bytes: RandomBytes) -> Sealed:
    """Seal bytes under a fresh key of their own, which is wrapped by the month key.

    Raises
    ------
    SealError
        If the context is empty or the month key is not 32 bytes.
    """
    text_key = _random(random_bytes, KEY_BYTES)
    key_nonce = _random(random_bytes, NONCE_BYTES)
    nonce = _random(random_bytes, NONCE_BYTES)
    key_context = _context_bytes(_TEXT_KEY_DOMAIN, context)
    wrapped_key = key_nonce + _encrypt(month_key, key_nonce, text_key, key_context)
    ciphertext = _encrypt(text_key, nonce, plaintext, _context_bytes(_TEXT_DOMAIN, context))
    return Sealed(wrapped_key, nonce, ciphertext)


def unseal(sealed: Sealed, *, month_key: bytes, context: str) -> bytes:
    """Open what was sealed with this month key and this very context.

    Raises
    ------
    SealError
        If key or context differ or a single bit was changed; nothing of the content is told.
    """
    key_nonce, wrapped = sealed.wrapped_key[:NONCE_BYTES], sealed.wrapped_key[NONCE_BYTES:]
    key_context = _context_bytes(_TEXT_KEY_DOMAIN, context)
    text_key = _decrypt(month_key, key_nonce, wrapped, key_context)
    associated = _context_bytes(_TEXT_DOMAIN, context)
    return _decrypt(text_key, sealed.nonce, sealed.ciphertext, associated)
