"""Verifying the log and signing checkpoints, each of which is itself written down."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from privacy import log
from privacy.errors import LogError
from privacy.keyring import Keyring
from sar import audit
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.models import AuditCheckpoint, AuditEntry
from sar.oversight.checkpoints import parse_checkpoint

# About a quarter of a minute; servers give a page half a minute before they cut it off.
MAX_ENTRIES = 500_000


@dataclass(frozen=True, slots=True)
class Examination:
    """What verifying found; `bad_at` is when the first bad entry says it was written."""

    verdict: log.Verdict
    bad_at: datetime | None
    sound_at: datetime | None
    kept: log.Checkpoint | None


def read_kept(text: str) -> tuple[log.Checkpoint | None, list[FieldFinding]]:
    """Return the checkpoint that was pasted, None for an empty text, or say what is wrong."""
    if not text.strip():
        return None, []
    try:
        return parse_checkpoint(text), []
    except LogError:
        return None, [
            FieldFinding(
                "checkpoint",
                "This is not a checkpoint.",
                "Paste the whole content of the file that you kept, braces included.",
            )
        ]


def examine(
    session: Session,
    kept: log.Checkpoint | None,
    *,
    keyring: Keyring,
    max_entries: int = MAX_ENTRIES,
) -> Examination:
    """Verify the whole log, against `kept` too; `session` must read from one snapshot.

    Raises ConflictError for a log of more than `max_entries`.
    """
    size = session.execute(select(func.count(AuditEntry.position))).scalar_one()
    if size > max_entries:
        raise ConflictError(
            f"The log has more than {max_entries:,} entries: too many to verify in a page.",
            remedy="Ask the people who run this installation to run `sar audit verify`, with your "
            "checkpoint (--checkpoint FILE), and to show you what it prints.",
        )
    verdict = audit.verify(
        session,
        public_keys=[log.public_key(keyring.signing_seed)],
        checkpoints=[kept] if kept else [],
    )
    return Examination(
        verdict=verdict,
        bad_at=audit.time_of(session, verdict.first_bad) if verdict.first_bad else None,
        sound_at=audit.time_of(session, verdict.size),
        kept=kept,
    )


def log_examination(
    session: Session, examination: Examination, *, actor: Actor, now: datetime
) -> None:
    """Write down that the log was verified, and the outcome."""
    verdict = examination.verdict
    event = audit.Event(
        "log.verified",
        "log",
        details={
            "intact": verdict.is_intact,
            "size": verdict.size,
            "first_bad": verdict.first_bad,
            "kept_checkpoint": examination.kept is not None,
        },
    )
    audit.record(session, event, actor=actor, now=now)


def sign(session: Session, *, keyring: Keyring, actor: Actor, now: datetime) -> int:
    """Sign a checkpoint of the log as it stands and return its size.

    Raises ConflictError if the log is empty or contradicts itself.
    """
    signed = audit.sign_checkpoint(session, seed=keyring.signing_seed, now=now)
    if signed is None:
        raise ConflictError("The log is empty; there is nothing to sign.")
    event = audit.Event("log.checkpoint_signed", f"log:{signed.size}")
    audit.record(session, event, actor=actor, now=now)
    return signed.size


def stored_checkpoint(session: Session, size: int) -> log.Checkpoint:
    """Return a stored checkpoint; raises NotFoundError if there is none of this size."""
    row = session.get(AuditCheckpoint, size)
    if row is None:
        raise NotFoundError("There is no checkpoint at this size of the log.")
    return audit.checkpoint_of(row)
