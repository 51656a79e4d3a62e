"""Checkpoints (C2SP tlog-checkpoint): a log's name, size and root as a signed note."""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from privacy.errors import LogError
from privacy.log.notes import (
    Note,
    Signature,
    Signer,
    SigningKey,
    VerifierKey,
    parse_note,
    sign,
    signers,
)
from privacy.log.tree import HASH_BYTES, MAX_SIZE, Edge, root

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a note says of a log; `origin` is the log's name, `root` has 32 bytes."""

    origin: str
    size: int
    root: bytes
    note: Note

    def __str__(self) -> str:
        return str(self.note)


def parse_checkpoint(text: str) -> Checkpoint:
    """Read a checkpoint; whether its signatures fit is for `signed_by`.

    Raises LogError that names the line which is wrong.
    """
    note = parse_note(text)
    lines = note.text[:-1].split("\n")
    if len(lines) < 3 or not all(lines):
        raise LogError("checkpoint: must begin with three lines: the log's name, size and root")
    origin, size, encoded = lines[:3]
    if not _NUMBER.fullmatch(size) or int(size) >= MAX_SIZE:
        raise LogError("checkpoint: the second line must be the number of entries")
    try:
        found = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != HASH_BYTES:
        raise LogError("checkpoint: the third line must be the root, 32 bytes in base64")
    return Checkpoint(origin, int(size), found, note)


def sign_checkpoint(edge: Edge, key: SigningKey, *, now: datetime) -> Checkpoint:
    """Sign that the log called as the key has this size and root."""
    found = root(edge)
    text = f"{key.name}\n{edge.size}\n{base64.b64encode(found).decode()}\n"
    return Checkpoint(key.name, edge.size, found, Note(text, (sign(text, key, now=now),)))


def signed_by(checkpoint: Checkpoint, keys: Iterable[VerifierKey]) -> list[Signer]:
    """Return those of `keys` that signed the checkpoint.

    Raises LogError if a signature that names one of them does not fit.
    """
    return signers(checkpoint.note, keys)


def require_log(checkpoint: Checkpoint, key: VerifierKey) -> None:
    """Raise LogError unless this is a checkpoint of the log that has `key`, signed by it."""
    if checkpoint.origin != key.name:
        raise LogError(f"checkpoint: it is of another log than {key.name}")
    if not signed_by(checkpoint, [key]):
        raise LogError(f"checkpoint: not signed by {key.name} with the key that you gave")


def cosign(checkpoint: Checkpoint, key: SigningKey, *, now: datetime) -> Checkpoint:
    """Add the signature of a witness; what it had signed before is replaced.

    `privacy.log.witness` tells when a witness may.
    """
    added = sign(checkpoint.note.text, key, now=now)
    return with_signatures(checkpoint, [added])


def merge(checkpoint: Checkpoint, other: Checkpoint) -> Checkpoint:
    """Add the signatures of another copy; raises LogError if it says something else."""
    if other.note.text != checkpoint.note.text:
        raise LogError("checkpoint: the two are not copies of one another")
    return with_signatures(checkpoint, other.note.signatures)


def with_signatures(checkpoint: Checkpoint, added: Iterable[Signature]) -> Checkpoint:
    """Return the checkpoint with more signatures, the newest of each key."""
    newest = {(each.name, each.key_id): each for each in (*checkpoint.note.signatures, *added)}
    note = Note(checkpoint.note.text, tuple(newest.values()))
    return Checkpoint(checkpoint.origin, checkpoint.size, checkpoint.root, note)
