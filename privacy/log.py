"""The tamper-evident access log: a chain of hashes, and signed checkpoints of its length and head.

An entry's hash covers its position, the hash before it and its leaf, so any edit, deletion,
insertion or swap breaks the chain at the first changed position. Cutting off the tail leaves a
valid shorter chain: only a checkpoint (or a head noted elsewhere) reveals it.
Hash: SHA-256 (FIPS 180-4); signature: Ed25519 (RFC 8032).
"""

import hashlib
import json
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeAlias

from privacy.errors import LogError

JSON: TypeAlias = "str | int | float | bool | list[JSON] | dict[str, JSON] | None"

GENESIS = "0" * 64
"""What stands in for the hash before the first entry; also the head of an empty log."""

_ENTRY_DOMAIN = b"sar-log-entry-v1\x00"
_CHECKPOINT_DOMAIN = "sar-log-checkpoint-v1"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `position` counts from 1; hashes are 64 lower-case hex digits."""

    position: int
    leaf: bytes = field(repr=False)
    previous_hash: str
    entry_hash: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement that the log had `size` entries and ended in `head`.

    `signed_at` is ISO 8601 in UTC; `key_id` and `signature` are hex.
    """

    size: int
    head: str
    signed_at: str
    key_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: `size` and `head` are those of the part that was read and is sound.

    `first_bad` is the first position that is wrong or missing; `None` if the log is intact or if
    the fault is in a checkpoint itself.
    """

    is_intact: bool
    size: int
    head: str
    first_bad: int | None
    reason: str


def leaf_bytes(fields: Mapping[str, JSON]) -> bytes:
    """Write the fields as canonical JSON: sorted keys, no spaces, UTF-8.

    Raises
    ------
    LogError
        If a value is not JSON (NaN and lone surrogates included).
    """
    try:
        text = json.dumps(
            fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
        return text.encode("utf-8")
    except (TypeError, ValueError, RecursionError):
        raise LogError("leaf: a value cannot be written as JSON") from None


def entry_hash(position: int, previous_hash: str, leaf: bytes) -> str:
    """Return the hash of an entry: SHA-256 over domain, position (8 bytes), previous hash, leaf.

    Raises
    ------
    LogError
        If the position is not in 1 to 2**63 or the previous hash is not 64 hex digits.
    """
    if not 1 <= position <= 2**63:
        raise LogError("position: must count from 1")
    try:
        before = bytes.fromhex(previous_hash)
    except ValueError:
        raise LogError("previous_hash: must be hex") from None
    if len(before) != 32 or previous_hash != before.hex():
        raise LogError("previous_hash: must be 64 lower-case hex digits")
    return hashlib.sha256(_ENTRY_DOMAIN + position.to_bytes(8, "big") + before + leaf).hexdigest()


def append(leaf: bytes, *, after: Entry | None) -> Entry:
    """Make the entry that follows `after` (`None`: the first entry of a log)."""
    position = 1 if after is None else after.position + 1
    previous = GENESIS if after is None else after.entry_hash
    return Entry(position, leaf, previous, entry_hash(position, previous, leaf))


def public_key(seed: bytes) -> bytes:
    """Return the 32-byte Ed25519 public key of a 32-byte seed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def _key_id(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:16]


def _statement(size: int, head: str, signed_at: str, key_id: str) -> bytes:
    return "\n".join((_CHECKPOINT_DOMAIN, str(size), head, signed_at, key_id)).encode()


def sign_checkpoint(size: int, head: str, *, seed: bytes, signed_at: datetime) -> Checkpoint:
    """Sign that the log has this size and head at this (aware) time."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if signed_at.tzinfo is None:
        raise LogError("signed_at: needs a time zone")
    moment = signed_at.astimezone(UTC).isoformat()
    key_id = _key_id(public_key(seed))
    statement = _statement(size, head, moment, key_id)
    signature = Ed25519PrivateKey.from_private_bytes(seed).sign(statement)
    return Checkpoint(size, head, moment, key_id, signature.hex())


def checkpoint_is_genuine(checkpoint: Checkpoint, public_key: bytes) -> bool:
    """Tell whether the holder of this public key signed exactly this checkpoint."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    statement = _statement(
        checkpoint.size, checkpoint.head, checkpoint.signed_at, checkpoint.key_id
    )
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(bytes.fromhex(checkpoint.signature), statement)
    except (InvalidSignature, ValueError):
        return False
    return checkpoint.key_id == _key_id(public_key)


def _fault(entry: Entry, position: int, head: str) -> str:
    """Return what is wrong with an entry that should stand here, or an empty string."""
    if entry.position != position:
        return "another entry should stand here: one was deleted, inserted or moved"
    if entry.previous_hash != head:
        return "the entry does not follow the one before it: one was deleted, inserted or moved"
    if entry.entry_hash != entry_hash(position, head, entry.leaf):
        return "the entry was changed after it was written"
    return ""


def _broken(size: int, head: str, first_bad: int, reason: str) -> Verdict:
    return Verdict(is_intact=False, size=size, head=head, first_bad=first_bad, reason=reason)


def verify(
    entries: Iterable[Entry],
    *,
    checkpoints: Iterable[Checkpoint] = (),
    public_keys: Collection[bytes] = (),
    known_head: str | None = None,
) -> Verdict:
    """Read the log once, in order, and name the first bad position.

    Memory is bounded by the number of checkpoints. With `public_keys` every checkpoint must be
    signed by one of them; without, the caller vouches for the checkpoints. `known_head` is a head
    noted elsewhere; the log must have passed through it. A chain that was recomputed after an
    edit is caught by the next checkpoint only: the first bad position is then the first one after
    the last good checkpoint, and the reason says how far the fault may reach.
    """
    noted = sorted(checkpoints, key=lambda c: c.size)
    if public_keys:
        for checkpoint in noted:
            if not any(checkpoint_is_genuine(checkpoint, key) for key in public_keys):
                reason = "a checkpoint is not signed by a known key"
                return Verdict(is_intact=False, size=0, head=GENESIS, first_bad=None, reason=reason)
    return _follow(iter(entries), noted, known_head)


def _follow(entries: Iterator[Entry], noted: list[Checkpoint], known_head: str | None) -> Verdict:
    """Walk along the chain, holding it against each checkpoint that is reached."""
    size, head, vouched = 0, GENESIS, 0
    waiting = deque(noted)
    is_head_seen = known_head in (None, GENESIS)
    while True:
        while waiting and waiting[0].size <= size:
            if waiting.popleft().head != head:
                reason = f"rewritten somewhere in positions {vouched + 1} to {max(size, 1)}"
                return _broken(size, head, vouched + 1, reason)
            vouched = size
        entry = next(entries, None)
        if entry is None:
            break
        fault = _fault(entry, size + 1, head)
        if fault:
            return _broken(size, head, size + 1, fault)
        size, head = size + 1, entry.entry_hash
        is_head_seen = is_head_seen or head == known_head
    if waiting:
        reason = f"the log ends here but a checkpoint knows {waiting[-1].size} entries"
        return _broken(size, head, size + 1, reason)
    if not is_head_seen:
        return _broken(size, head, size + 1, "the log never passes through the known head")
    return Verdict(is_intact=True, size=size, head=head, first_bad=None, reason="intact")
