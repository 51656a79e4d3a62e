"""The tamper-evident log in the database: add an entry, verify all of them, sign a checkpoint."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, update
from sqlalchemy.orm import Session

from privacy import log
from sar import db
from sar.actors import Actor
from sar.errors import ConflictError
from sar.models import AuditCheckpoint, AuditEntry, AuditHead

Detail = str | int | bool | None

_HEADS = db.table_of(AuditHead)
_HEAD = 1
_GROW = (
    update(_HEADS)
    .where(_HEADS.c.audit_head_id == _HEAD)
    .values(size=_HEADS.c.size + 1)
    .returning(_HEADS.c.size, _HEADS.c.head)
)
_MOVE_HEAD = (
    update(_HEADS).where(_HEADS.c.audit_head_id == _HEAD).values(head=bindparam("new_head"))
)
_LEAF = ("recorded_at", "actor_id", "role", "action", "subject", "purpose", "details")
_BATCH = 1000
_COLUMNS = (
    AuditEntry.position,
    AuditEntry.recorded_at,
    AuditEntry.actor_id,
    AuditEntry.role,
    AuditEntry.action,
    AuditEntry.subject,
    AuditEntry.purpose,
    AuditEntry.details,
    AuditEntry.previous_hash,
    AuditEntry.entry_hash,
)


@dataclass(frozen=True, slots=True)
class Event:
    """What is written down: `details` holds ids, counts and codes, never what somebody wrote."""

    action: str
    subject: str
    purpose: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)


def record(session: Session, event: Event, *, actor: Actor, now: datetime) -> int:
    """Add an entry and return its position; the caller's transaction fails if this does.

    The head row is locked until the transaction ends, so parallel writers never fork the chain:
    call this last.
    """
    session.flush()
    size, previous = session.execute(_GROW).one()
    leaf = {
        "recorded_at": now.astimezone(UTC),
        "actor_id": actor.account_id,
        "role": actor.role,
        "action": event.action,
        "subject": event.subject,
        "purpose": event.purpose,
        "details": dict(event.details),
    }
    entry_hash = log.entry_hash(size, previous, _leaf_bytes(leaf))
    chained = {"position": size, "previous_hash": previous, "entry_hash": entry_hash}
    db.insert(session, AuditEntry, leaf | chained)
    session.execute(_MOVE_HEAD, {"new_head": entry_hash})
    position: int = size
    return position


def leaf_of(entry: AuditEntry | Row[Any]) -> bytes:
    """Return the bytes of `entry` that are hashed; they are built from its columns."""
    return _leaf_bytes({name: getattr(entry, name) for name in _LEAF})


def _leaf_bytes(leaf: Mapping[str, Any]) -> bytes:
    moment = leaf["recorded_at"].astimezone(UTC).isoformat(timespec="microseconds")
    return log.leaf_bytes({**leaf, "recorded_at": moment})


def verify(
    session: Session,
    *,
    public_keys: Iterable[bytes] = (),
    checkpoints: Iterable[log.Checkpoint] = (),
    on_progress: Callable[[int], None] = lambda _position: None,
) -> log.Verdict:
    """Verify the whole log against its chain, its head and every checkpoint.

    `session` must read from one snapshot (`sar.db.reading`), or entries that arrive meanwhile
    look like a fault. `checkpoints` are copies kept elsewhere; those in the database are always
    used. With no `public_keys` the signatures are not checked, only sizes and heads. Reads in
    batches: memory does not grow with the log; `on_progress` is told the last position of each.
    Whatever stands in a row gives a verdict; only a database that cannot be read raises.
    """
    known = tuple(public_keys)
    stored, unreadable = _checkpoints(session)
    noted = [*stored, *checkpoints]
    forged = [each for each in noted if known and not _is_signed(each, known)]
    verdict = log.verify(
        _entries(session, on_progress),
        checkpoints=[each for each in noted if each not in forged],
    )
    fault = _fault_of_head(session, verdict) if verdict.is_intact else None
    if verdict.is_intact and fault is None and (forged or unreadable):
        size = min([*unreadable, *(each.size for each in forged)])
        reason = f"the checkpoint at {size} entries is not signed by a known key"
        fault = _broken(verdict, None, reason)
    return fault or verdict


def sign_checkpoint(session: Session, *, seed: bytes, now: datetime) -> log.Checkpoint | None:
    """Sign the present size and head and store the checkpoint; None for an empty log.

    Raises ConflictError if the log does not end as its head row says or contradicts a stored
    checkpoint: a signature would vouch for a log that was tampered with.
    """
    head = session.execute(
        select(AuditHead.size, AuditHead.head)
        .where(AuditHead.audit_head_id == _HEAD)
        .with_for_update()
    ).one_or_none()
    if head is not None and head.size == 0:
        return None
    if head is None or _is_contradicted(session, size=head.size, head=head.head):
        raise ConflictError(
            "The log contradicts itself, so no checkpoint was signed.",
            remedy="Verify the log: the verdict names the first bad entry.",
        )
    signed = log.sign_checkpoint(head.size, head.head, seed=seed, signed_at=now)
    session.merge(
        AuditCheckpoint(
            size=signed.size,
            head=signed.head,
            signed_at=now,
            key_id=signed.key_id,
            signature=signed.signature,
        )
    )
    return signed


def checkpoint_of(row: AuditCheckpoint) -> log.Checkpoint:
    """Return a stored checkpoint as it was signed."""
    return log.Checkpoint(
        size=row.size,
        head=str(row.head),
        signed_at=row.signed_at.astimezone(UTC).isoformat(),
        key_id=str(row.key_id),
        signature=str(row.signature),
    )


def time_of(session: Session, position: int) -> datetime | None:
    """Return when the entry at `position` says it was written; None if it is gone or unreadable."""
    query = select(AuditEntry.recorded_at).where(AuditEntry.position == position)
    try:
        return session.execute(query).scalar_one_or_none()
    except Exception:
        # A row that was tampered with may break any reader; that it is unreadable is the answer.
        return None


def _fault_of_head(session: Session, verdict: log.Verdict) -> log.Verdict | None:
    """Hold a chain that is sound in itself against the head row."""
    head = session.execute(
        select(AuditHead.size, AuditHead.head).where(AuditHead.audit_head_id == _HEAD)
    ).one_or_none()
    if head is None:
        return _broken(verdict, verdict.size + 1, "the head row is missing")
    if head.size != verdict.size:
        reason = f"the head row knows {head.size} entries, the log has {verdict.size}"
        return _broken(verdict, max(min(head.size, verdict.size), 0) + 1, reason)
    if head.head != verdict.head:
        reason = "the last entry is not the one that the head row knows"
        return _broken(verdict, max(verdict.size, 1), reason)
    return None


def _is_contradicted(session: Session, *, size: int, head: str) -> bool:
    """Compare the ends and the checkpoints only; the chain between them is for `verify`."""
    last = session.execute(
        select(AuditEntry.position, AuditEntry.entry_hash)
        .order_by(AuditEntry.position.desc())
        .limit(1)
    ).one_or_none()
    mismatch = session.execute(
        select(AuditCheckpoint.size)
        .outerjoin(AuditEntry, AuditEntry.position == AuditCheckpoint.size)
        .where(AuditEntry.entry_hash.is_distinct_from(AuditCheckpoint.head))
        .limit(1)
    ).first()
    return last is None or tuple(last) != (size, head) or mismatch is not None


def _entries(session: Session, on_progress: Callable[[int], None]) -> Iterator[log.Entry]:
    """Read the log in order; an unreadable row becomes an entry whose hash cannot fit."""
    position: int | None = None
    head, limit = log.GENESIS, _BATCH
    while True:
        try:
            rows = session.execute(_after(select(*_COLUMNS), position).limit(limit)).all()
            batch = [_entry(row) for row in rows]
        except Exception:
            # A row that was tampered with may break any reader: find it, one row at a time. If
            # not even its position can be read, it is the database that fails, and this raises.
            if limit > 1:
                limit = 1
                continue
            query = _after(select(AuditEntry.position), position).limit(1)
            batch = [log.Entry(session.execute(query).scalar_one(), b"", head, "unreadable")]
        if not batch:
            return
        yield from batch
        position, head = batch[-1].position, batch[-1].entry_hash
        on_progress(position)


def _after(query: Select[Any], position: int | None) -> Select[Any]:
    """Continue after `position`; from the very first row, a forged zero or minus too, if None."""
    ordered = query.order_by(AuditEntry.position)
    return ordered if position is None else ordered.where(AuditEntry.position > position)


def _entry(row: Row[Any]) -> log.Entry:
    return log.Entry(
        position=row.position,
        leaf=leaf_of(row),
        previous_hash=row.previous_hash,
        entry_hash=row.entry_hash,
    )


def _checkpoints(session: Session) -> tuple[list[log.Checkpoint], list[int]]:
    """Return the stored checkpoints, and the sizes of those that cannot be read."""
    sizes = session.execute(select(AuditCheckpoint.size).order_by(AuditCheckpoint.size)).scalars()
    found: list[log.Checkpoint] = []
    unreadable: list[int] = []
    for size in sizes.all():
        try:
            row = session.execute(
                select(AuditCheckpoint).where(AuditCheckpoint.size == size)
            ).scalar_one()
            found.append(checkpoint_of(row))
        except Exception:
            # As for entries: what stands in the row must not stop the verification.
            unreadable.append(size)
    return found, unreadable


def _is_signed(checkpoint: log.Checkpoint, public_keys: Sequence[bytes]) -> bool:
    return any(log.checkpoint_is_genuine(checkpoint, key) for key in public_keys)


def _broken(verdict: log.Verdict, first_bad: int | None, reason: str) -> log.Verdict:
    return log.Verdict(
        is_intact=False,
        size=verdict.size,
        head=verdict.head,
        first_bad=first_bad,
        reason=reason,
    )
