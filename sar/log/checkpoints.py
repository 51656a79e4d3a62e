"""Checkpoints of the log: signed, stored, cosigned, and kept."""

from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.errors import LogError
from privacy.keyring import Keyring
from privacy.log import checkpoints as notes
from privacy.log.checkpoints import Checkpoint, parse_checkpoint
from privacy.log.notes import Kind, SigningKey, VerifierKey, public_key
from privacy.log.proofs import consistency_proof, proves_consistency
from privacy.log.tree import HASH_BYTES, Edge, root
from sar.errors import ConflictError, NotFoundError
from sar.log import audit
from sar.models import AuditCheckpoint, AuditEntry, AuditHead
from sar.settings import Settings

# At most this much of the log can be cut off or rewritten by somebody who holds every key here
# without contradicting a checkpoint that is kept elsewhere.
EVERY_ENTRIES = 1000
EVERY = timedelta(minutes=10)


def signing_key(settings: Settings, keyring: Keyring) -> SigningKey:
    """Return the key that signs checkpoints, under the log's name.

    Without a name in the settings the log is called after its public key, so that no two logs
    share a name.
    """
    digest = sha256(public_key(keyring.signing_seed)).hexdigest()
    return SigningKey(settings.log_name or f"sar-log/{digest[:16]}", keyring.signing_seed)


def sign(session: Session, key: SigningKey, *, now: datetime) -> Checkpoint | None:
    """Sign the present size and root and store the checkpoint; None for an empty log.

    Raises ConflictError if the log does not end as its head row says, or does not continue the
    last checkpoint: a signature would vouch for a log that was tampered with.
    """
    edge = audit.head_of(session, is_locked=True)
    if edge is not None and edge.size == 0:
        return None
    if edge is None or not _is_end(session, edge) or not _is_continued(session, edge):
        raise ConflictError(
            "The log contradicts itself, so no checkpoint was signed.",
            remedy="Verify the log: the verdict names the first bad entry.",
        )
    signed, last = notes.sign_checkpoint(edge, key, now=now), newest(session)
    if last is not None and last.note.text == signed.note.text:
        signed = notes.merge(signed, last)
    session.merge(AuditCheckpoint(size=signed.size, signed_at=now, note=str(signed)))
    return signed


def sign_if_due(session: Session, key: SigningKey, *, now: datetime) -> Checkpoint | None:
    """Sign if the log grew by `EVERY_ENTRIES`, or grew at all and `EVERY` went by; else None."""
    size = session.execute(select(AuditHead.size)).scalar_one_or_none() or 0
    query = select(AuditCheckpoint.size, AuditCheckpoint.signed_at)
    last = session.execute(query.order_by(AuditCheckpoint.size.desc()).limit(1)).one_or_none()
    grown = size - (last.size if last else 0)
    is_old = last is None or now - last.signed_at >= EVERY
    if grown >= EVERY_ENTRIES or (grown > 0 and is_old):
        return sign(session, key, now=now)
    return None


def add_cosignature(session: Session, brought: Checkpoint, witness: VerifierKey) -> Checkpoint:
    """Add what a witness signed to the stored checkpoint of that size, and return it.

    Raises NotFoundError if there is none, LogError if this is no copy of it or not signed by the
    witness.
    """
    if witness.kind is not Kind.WITNESS:
        raise LogError("key: must be the key of a witness")
    own = stored(session, brought.size)
    if not notes.signed_by(brought, [witness]):
        raise LogError(f"checkpoint: not signed by the witness {witness.name}")
    merged = notes.merge(own, brought)
    row = session.get_one(AuditCheckpoint, brought.size)
    row.note = str(merged)
    return merged


def newest(session: Session) -> Checkpoint | None:
    """Return the last checkpoint that was signed; raises LogError if it cannot be read."""
    query = select(AuditCheckpoint.note).order_by(AuditCheckpoint.size.desc()).limit(1)
    note = session.execute(query).scalar_one_or_none()
    return None if note is None else parse_checkpoint(note)


def stored(session: Session, size: int) -> Checkpoint:
    """Return a stored checkpoint; raises NotFoundError if there is none of this size."""
    row = session.get(AuditCheckpoint, size)
    if row is None:
        raise NotFoundError("There is no checkpoint at this size of the log.")
    return parse_checkpoint(row.note)


def stored_until(session: Session, size: int) -> list[Checkpoint]:
    """List the stored checkpoints of up to `size` entries, the smallest first."""
    query = select(AuditCheckpoint.note).where(AuditCheckpoint.size <= size)
    found = session.execute(query.order_by(AuditCheckpoint.size)).scalars()
    return [parse_checkpoint(note) for note in found]


def _is_end(session: Session, edge: Edge) -> bool:
    """Tell whether the last entry is the one with which the edge ends."""
    query = select(AuditEntry.position, AuditEntry.tree_hashes)
    last = session.execute(query.order_by(AuditEntry.position.desc()).limit(1)).one_or_none()
    return (
        last is not None
        and last.position == edge.size
        and last.tree_hashes[-HASH_BYTES:] == edge.hashes[-1]
    )


def _is_continued(session: Session, edge: Edge) -> bool:
    """Tell whether the log with this edge continues the last checkpoint, which can be read."""
    try:
        last = newest(session)
        if last is None:
            return True
        proof = consistency_proof(last.size, edge.size, audit.hash_reader(session))
    except LogError:
        return False
    return proves_consistency(
        proof, old=last.size, old_root=last.root, new=edge.size, new_root=root(edge)
    )
