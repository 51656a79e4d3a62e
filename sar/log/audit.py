"""The tamper-evident log in the database: add an entry, verify all of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, update
from sqlalchemy.orm import Session

from privacy.errors import LogError
from privacy.log.checkpoints import Checkpoint, parse_checkpoint, signed_by
from privacy.log.leaves import leaf_bytes
from privacy.log.notes import VerifierKey
from privacy.log.proofs import ReadHash
from privacy.log.tree import HASH_BYTES, Edge, grow, leaf_hash, read_edge, split_hashes
from privacy.log.verifying import Entry, Verdict, broken
from privacy.log.verifying import verify as verify_entries
from sar import db
from sar.actors import Actor
from sar.models import AuditCheckpoint, AuditEntry, AuditHead
from sar.values import frozen

Detail = str | int | bool | None

_HEADS = db.table_of(AuditHead)
_HEAD = 1
_GROW = (
    update(_HEADS)
    .where(_HEADS.c.audit_head_id == _HEAD)
    .values(size=_HEADS.c.size + 1)
    .returning(_HEADS.c.size, _HEADS.c.edge)
)
_MOVE_EDGE = (
    update(_HEADS).where(_HEADS.c.audit_head_id == _HEAD).values(edge=bindparam("new_edge"))
)
_LEAF = ("position", "recorded_at", "actor_id", "role", "action", "subject", "purpose", "details")
_BATCH = 1000
_COLUMNS = (*(getattr(AuditEntry, name) for name in _LEAF), AuditEntry.tree_hashes)


@frozen
class Event:
    """What is written down: `details` holds ids, counts and codes, never what somebody wrote."""

    action: str
    subject: str
    purpose: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)


def record(session: Session, event: Event, *, actor: Actor, now: datetime) -> int:
    """Add an entry and return its position; the caller's transaction fails if this does.

    The head row is locked until the transaction ends, so parallel writers never fork the tree:
    call this last.
    """
    session.flush()
    size, stored = session.execute(_GROW).one()
    leaf = {
        "position": size,
        "recorded_at": now.astimezone(UTC),
        "actor_id": actor.account_id,
        "role": actor.role,
        "action": event.action,
        "subject": event.subject,
        "purpose": event.purpose,
        "details": dict(event.details),
    }
    edge, completed = grow(read_edge(size - 1, stored), leaf_hash(_leaf_bytes(leaf)))
    db.insert(session, AuditEntry, {**leaf, "tree_hashes": b"".join(completed)})
    session.execute(_MOVE_EDGE, {"new_edge": bytes(edge)})
    position: int = size
    return position


def leaf_of(entry: AuditEntry | Row[Any]) -> bytes:
    """Return the bytes of `entry` that are hashed; they are built from its columns."""
    return _leaf_bytes({name: getattr(entry, name) for name in _LEAF})


def _leaf_bytes(leaf: Mapping[str, Any]) -> bytes:
    moment = leaf["recorded_at"].astimezone(UTC).isoformat(timespec="microseconds")
    return leaf_bytes({**leaf, "recorded_at": moment})


def verify(
    session: Session,
    *,
    keys: Iterable[VerifierKey] = (),
    checkpoints: Iterable[Checkpoint] = (),
    on_progress: Callable[[int], None] = lambda _position: None,
) -> Verdict:
    """Verify the whole log against its stored hashes, its head and every checkpoint.

    `session` must read from one snapshot (`sar.db.reading`), or entries that arrive meanwhile
    look like a fault. `checkpoints` are copies kept elsewhere; those in the database are always
    used. With no `keys` the signatures are not checked, only sizes and roots. Reads in batches:
    memory does not grow with the log; `on_progress` is told the last position of each.
    Whatever stands in a row gives a verdict; only a database that cannot be read raises.
    """
    known = tuple(keys)
    stored, unreadable = _checkpoints(session)
    noted = [*stored, *checkpoints]
    forged = [each for each in noted if known and not is_genuine(each, known)]
    sound = [each for each in noted if each not in forged]
    verdict = verify_entries(_entries(session, on_progress), checkpoints=sound)
    if not verdict.is_intact:
        return verdict
    fault = _fault_of_head(session, verdict.edge)
    if fault is None and (forged or unreadable):
        size = min([*unreadable, *(each.size for each in forged)])
        reason = f"the checkpoint at {size} entries is not signed by a known key"
        return broken(verdict.edge, None, reason)
    return fault or verdict


def is_genuine(checkpoint: Checkpoint, keys: Iterable[VerifierKey]) -> bool:
    """Tell whether the checkpoint is of the log of one of `keys`, and signed by it."""
    own = [key for key in keys if key.name == checkpoint.origin]
    try:
        return bool(signed_by(checkpoint, own))
    except LogError:
        return False


def head_of(session: Session, *, is_locked: bool = False) -> Edge | None:
    """Return the edge that the head row holds; None if the row is gone or contradicts itself."""
    query = select(AuditHead.size, AuditHead.edge).where(AuditHead.audit_head_id == _HEAD)
    row = session.execute(query.with_for_update() if is_locked else query).one_or_none()
    try:
        return None if row is None else read_edge(row.size, row.edge)
    except (LogError, TypeError):
        return None


def hash_reader(session: Session) -> ReadHash:
    """Return how a hash of the tree is read from the entry that completed it.

    It raises LogError for a hash that is not there; what it gives is only as good as the proof
    that it becomes part of.
    """
    query = select(AuditEntry.tree_hashes).where(AuditEntry.position == bindparam("at"))

    def read(level: int, number: int) -> bytes:
        position = (number + 1) << level
        stored = session.execute(query, {"at": position}).scalar_one_or_none()
        found = (stored or b"")[level * HASH_BYTES : (level + 1) * HASH_BYTES]
        if len(found) != HASH_BYTES:
            raise LogError(f"proof: the hashes of entry {position} are not there; verify the log")
        return found

    return read


def leaves(session: Session, *, size: int) -> Iterator[bytes]:
    """Read the first `size` leaves in order, in batches."""
    found = _entries(session, lambda _position: None)
    return (entry.leaf for entry in islice(found, size))


def time_of(session: Session, position: int) -> datetime | None:
    """Return when the entry at `position` says it was written; None if it is gone or unreadable."""
    query = select(AuditEntry.recorded_at).where(AuditEntry.position == position)
    try:
        return session.execute(query).scalar_one_or_none()
    except Exception:
        # A row that was tampered with may break any reader; that it is unreadable is the answer.
        return None


def _fault_of_head(session: Session, edge: Edge) -> Verdict | None:
    """Hold entries that are sound in themselves against the head row."""
    query = select(AuditHead.size, AuditHead.edge).where(AuditHead.audit_head_id == _HEAD)
    head = session.execute(query).one_or_none()
    if head is None:
        return broken(edge, edge.size + 1, "the head row is missing")
    if head.size != edge.size:
        reason = f"the head row knows {head.size} entries, the log has {edge.size}"
        return broken(edge, max(min(head.size, edge.size), 0) + 1, reason)
    if head.edge != bytes(edge):
        reason = "the last entry is not the one that the head row knows"
        return broken(edge, max(edge.size, 1), reason)
    return None


def _entries(session: Session, on_progress: Callable[[int], None]) -> Iterator[Entry]:
    """Read the log in order; raises LogError at a row that cannot be read."""
    position: int | None = None
    limit = _BATCH
    while True:
        try:
            rows = session.execute(_after(select(*_COLUMNS), position).limit(limit)).all()
            batch = [Entry(leaf_of(row), split_hashes(row.tree_hashes)) for row in rows]
        except Exception:
            # A row that was tampered with may break any reader: find it, one row at a time. If
            # not even its position can be read, it is the database that fails, and that raises.
            if limit > 1:
                limit = 1
                continue
            session.execute(_after(select(AuditEntry.position), position).limit(1)).scalar_one()
            raise LogError("the entry cannot be read: it was changed") from None
        if not rows:
            return
        yield from batch
        position = rows[-1].position
        on_progress(position)


def _after(query: Select[Any], position: int | None) -> Select[Any]:
    """Continue after `position`; from the very first row, a forged zero or minus too, if None."""
    ordered = query.order_by(AuditEntry.position)
    return ordered if position is None else ordered.where(AuditEntry.position > position)


def _checkpoints(session: Session) -> tuple[list[Checkpoint], list[int]]:
    """Return the stored checkpoints, and the sizes of those that cannot be read."""
    sizes = session.execute(select(AuditCheckpoint.size).order_by(AuditCheckpoint.size)).scalars()
    found: list[Checkpoint] = []
    unreadable: list[int] = []
    for size in sizes.all():
        query = select(AuditCheckpoint.note).where(AuditCheckpoint.size == size)
        try:
            found.append(parse_checkpoint(session.execute(query).scalar_one()))
        except Exception:
            # As for entries: what stands in the row must not stop the verification.
            unreadable.append(size)
            continue
        if found[-1].size != size:
            unreadable.append(size)
    return found, unreadable
