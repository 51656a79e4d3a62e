"""The log outside the database: the whole of it, or the proof of one entry."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.log import exports, receipts
from privacy.log.checkpoints import Checkpoint
from privacy.log.notes import SigningKey
from sar.actors import Actor
from sar.errors import NotFoundError
from sar.log import audit, checkpoints
from sar.models import AuditEntry


def begin(session: Session, *, key: SigningKey, actor: Actor, now: datetime) -> Checkpoint:
    """Write down that the log is taken out, and sign it, that entry included."""
    audit.record(session, audit.Event("log.exported", "log"), actor=actor, now=now)
    signed = checkpoints.sign(session, key, now=now)
    if signed is None:
        raise RuntimeError("an entry was just written, so the log cannot be empty")
    return signed


def write(session: Session, out: exports.Write, *, checkpoint: Checkpoint, key: SigningKey) -> None:
    """Write the log up to a checkpoint; reads in batches, so memory does not grow with it."""
    exports.write_export(
        audit.leaves(session, size=checkpoint.size),
        out,
        checkpoint=checkpoint,
        earlier=checkpoints.stored_until(session, checkpoint.size - 1),
        key=key.verifier,
    )


def prove(session: Session, position: int) -> receipts.EntryProof:
    """Return the proof of an entry, under the newest checkpoint.

    Raises NotFoundError if there is no such entry, or no checkpoint that covers it.
    """
    query = select(AuditEntry).where(AuditEntry.position == position)
    entry = session.execute(query).scalar_one_or_none()
    newest = checkpoints.newest(session)
    if entry is None:
        raise NotFoundError(f"The log has no entry {position}.", remedy="Check the number.")
    if newest is None or newest.size < position:
        raise NotFoundError(
            f"No checkpoint covers entry {position} yet.",
            remedy="Sign one with `sar audit checkpoint`, and ask again.",
        )
    return receipts.prove(audit.leaf_of(entry), position, newest, audit.hash_reader(session))
