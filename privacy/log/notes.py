"""Signed notes (C2SP signed-note): a text, and under it signatures that name who signed.

A verifier key is written ``name+key id+base64``. Two kinds of signature are known: Ed25519 of the
text itself, by the log, and the timestamped cosignature of a witness (C2SP tlog-cosignature, v1).
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from hashlib import sha256

from privacy.errors import LogError

MAX_NOTE_BYTES = 100_000
MAX_SIGNATURES = 100
_DASH = "\u2014 "
_NAME = re.compile(r"[^\s+\x00-\x1f]{1,200}")
_ED25519_BYTES = 64


class Kind(IntEnum):
    """The kinds of signature, by the byte that the specification gives them."""

    LOG = 1
    WITNESS = 4


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """Who may sign, and the public key by which that is verified; no secret."""

    name: str
    public_key: bytes
    kind: Kind = Kind.LOG

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise LogError("key name: must be 1 to 200 characters without spaces or plus signs")
        if len(self.public_key) != 32:
            raise LogError("key: must have 32 bytes")

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that stand before this key's signatures."""
        signed = self.name.encode() + b"\n" + bytes((self.kind,)) + self.public_key
        return sha256(signed).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{_base64(bytes((self.kind,)) + self.public_key)}"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The secret by which a log or a witness signs: a name and a 32-byte Ed25519 seed."""

    name: str
    seed: bytes = field(repr=False)
    kind: Kind = Kind.LOG

    @property
    def verifier(self) -> VerifierKey:
        """Return the key that anybody may know."""
        return VerifierKey(self.name, public_key(self.seed), self.kind)


@dataclass(frozen=True, slots=True)
class Signature:
    """One line under a note: who signed, and the bytes."""

    name: str
    key_id: bytes
    signed: bytes = field(repr=False)

    def __str__(self) -> str:
        return f"{_DASH}{self.name} {_base64(self.key_id + self.signed)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text that ends in a newline, with its signatures; whether they fit is not said."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"


@dataclass(frozen=True, slots=True)
class Signer:
    """A signature that fits, by its key; `signed_at` is known of witnesses only."""

    key: VerifierKey
    signed_at: datetime | None


def public_key(seed: bytes) -> bytes:
    """Return the 32-byte Ed25519 public key of a 32-byte seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def parse_verifier_key(text: str) -> VerifierKey:
    """Read a verifier key; raises LogError if it is none or if its key id does not fit."""
    try:
        name, key_id, encoded = text.strip().split("+", 2)
        plain = base64.b64decode(encoded, validate=True)
        key = VerifierKey(name, plain[1:], Kind(plain[0]))
        is_whole = key.key_id.hex() == key_id
    except (ValueError, IndexError):
        raise LogError(
            "key: must be a verifier key, name+key id+base64, as `sar audit public-key` shows it"
        ) from None
    if not is_whole:
        raise LogError("key: its id does not fit; copy the whole line again")
    return key


def parse_note(text: str) -> Note:
    """Read a signed note; raises LogError that says what is wrong with it."""
    if len(text) > MAX_NOTE_BYTES:
        raise LogError(f"note: longer than {MAX_NOTE_BYTES} characters")
    if any(character < " " and character != "\n" for character in text):
        raise LogError("note: contains control characters")
    body, blank, under = text.rpartition("\n\n")
    if not blank or not body or not under.endswith("\n"):
        raise LogError("note: must be a text, an empty line, and signatures, each line ended")
    lines = under[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise LogError(f"note: more than {MAX_SIGNATURES} signatures")
    return Note(body + "\n", tuple(map(_parse_signature, lines)))


def sign(text: str, key: SigningKey, *, now: datetime) -> Signature:
    """Sign the text of a note; a witness's signature says when, by the second."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    stamp = b"" if key.kind is Kind.LOG else int(now.timestamp()).to_bytes(8, "big")
    signed = Ed25519PrivateKey.from_private_bytes(key.seed).sign(_message(text, stamp))
    return Signature(key.name, key.verifier.key_id, stamp + signed)


def signers(note: Note, keys: Iterable[VerifierKey]) -> list[Signer]:
    """Return those of `keys` that signed the note; signatures of other keys are passed over.

    Raises LogError if a signature says that it is by one of `keys` and is not.
    """
    known = {(key.name, key.key_id): key for key in keys}
    found = []
    for each in note.signatures:
        key = known.get((each.name, each.key_id))
        if key is None:
            continue
        if not _is_by(each, key, note.text):
            raise LogError(f"note: the signature by {key.name} does not fit the text")
        stamp = each.signed[:-_ED25519_BYTES]
        moment = datetime.fromtimestamp(int.from_bytes(stamp, "big"), UTC) if stamp else None
        found.append(Signer(key, moment))
    return found


def _is_by(signature: Signature, key: VerifierKey, text: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    stamp, signed = signature.signed[:-_ED25519_BYTES], signature.signed[-_ED25519_BYTES:]
    # A time beyond the year 9999 is no time; an ordinary signature has none.
    if len(stamp) != (0 if key.kind is Kind.LOG else 8) or int.from_bytes(stamp, "big") >= 2**37:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(key.public_key).verify(signed, _message(text, stamp))
    except (InvalidSignature, ValueError):
        return False
    return True


def _message(text: str, stamp: bytes) -> bytes:
    """Return what is signed: the text, with the header of a cosignature if there is a time."""
    header = f"cosignature/v1\ntime {int.from_bytes(stamp, 'big')}\n" if stamp else ""
    return (header + text).encode()


def _parse_signature(line: str) -> Signature:
    name, space, encoded = line.removeprefix(_DASH).partition(" ")
    try:
        plain = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        plain = b""
    if not line.startswith(_DASH) or not space or len(plain) < 5 or not _NAME.fullmatch(name):
        raise LogError("note: a line under the text is no signature")
    return Signature(name, plain[:4], plain[4:])


def _base64(plain: bytes) -> str:
    return base64.b64encode(plain).decode("ascii")
