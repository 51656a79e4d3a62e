"""The keys that sign releases: PEM files as other programs write and read them, and key ids."""

import hashlib
import re

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from indicators.errors import ReleaseError

KEY_ID = re.compile(r"[0-9a-f]{16}")
_PUBLIC = re.compile(rb"-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----")
_ENCRYPTED = b"-----BEGIN ENCRYPTED PRIVATE KEY-----"


def key_id_of(key: Ed25519PublicKey) -> str:
    """Give the name of a key: the first 16 hex digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def make_key(seed: bytes) -> Ed25519PrivateKey:
    """Make a private key of 32 random bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed)


def dump_private_key(key: Ed25519PrivateKey) -> bytes:
    """Write a private key as PEM (PKCS #8), not encrypted."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def dump_public_key(key: Ed25519PublicKey) -> bytes:
    """Write a public key as PEM, with its key id on a line before it."""
    pem = key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return f"Key {key_id_of(key)}\n".encode() + pem


def needs_password(pem: bytes) -> bool:
    """Tell whether a private key is protected by a password."""
    return _ENCRYPTED in pem


def parse_private_key(pem: bytes, *, name: str, password: bytes | None = None) -> Ed25519PrivateKey:
    """Read a private key; `name` stands in error messages, which quote nothing of it.

    Raises
    ------
    ReleaseError
        When it is no Ed25519 private key, or the password is wrong.
    """
    try:
        key = serialization.load_pem_private_key(pem, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ReleaseError(
            f"{name}: this is no private key in PEM form, or the password is not its own.",
            "Name the file of the private key, and type its password if it has one.",
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _not_ed25519(name)
    return key


def parse_public_keys(pem: bytes, *, name: str) -> dict[str, Ed25519PublicKey]:
    """Read every public key of a file, by key id; text around the PEM blocks is left alone.

    Raises
    ------
    ReleaseError
        When there is none, or one is no Ed25519 public key.
    """
    blocks = _PUBLIC.findall(pem)
    if not blocks:
        raise ReleaseError(
            f"{name}: there is no public key in this file.",
            "Put keys into it as PEM: -----BEGIN PUBLIC KEY----- and so on.",
        )
    keys = [_public_key(block, name) for block in blocks]
    return {key_id_of(key): key for key in keys}


def _public_key(pem: bytes, name: str) -> Ed25519PublicKey:
    try:
        key = serialization.load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ReleaseError(
            f"{name}: a public key in this file is damaged.", "Copy the key again."
        ) from error
    if not isinstance(key, Ed25519PublicKey):
        raise _not_ed25519(name)
    return key


def _not_ed25519(name: str) -> ReleaseError:
    return ReleaseError(
        f"{name}: this key is not an Ed25519 key.",
        "Make one with `sar sets new-key`, or with any program that makes Ed25519 keys.",
    )
