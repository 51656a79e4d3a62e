"""Verifying the log and signing checkpoints, each of which is itself written down."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from privacy.errors import LogError
from privacy.log.checkpoints import Checkpoint, parse_checkpoint
from privacy.log.notes import Note, SigningKey, VerifierKey
from privacy.log.verifying import Verdict
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding
from sar.log import audit, checkpoints
from sar.models import AuditEntry
from sar.values import frozen

# About a quarter of a minute; servers give a page half a minute before they cut it off.
MAX_ENTRIES = 500_000


@frozen
class Examination:
    """What verifying found; `bad_at` is when the first bad entry says it was written."""

    verdict: Verdict
    bad_at: datetime | None
    sound_at: datetime | None
    kept: Checkpoint | None


def read_kept(text: str) -> tuple[Checkpoint | None, list[FieldFinding]]:
    """Return the checkpoint that was pasted, None for an empty text, or say what is wrong."""
    if not text.strip():
        return None, []
    try:
        return parse_checkpoint(text.replace("\r\n", "\n").strip() + "\n"), []
    except LogError:
        return None, [
            FieldFinding(
                "checkpoint",
                "This is not a checkpoint.",
                "Paste the whole content of the file that you kept, from the name of the log on "
                "to the line of the signature.",
            )
        ]


def examine(
    session: Session,
    kept: Checkpoint | None,
    *,
    key: VerifierKey,
    max_entries: int = MAX_ENTRIES,
) -> Examination:
    """Verify the whole log, against `kept` too; `session` must read from one snapshot.

    Raises ConflictError for a log of more than `max_entries`.
    """
    require_size_for_page(session, max_entries=max_entries)
    verdict = audit.verify(
        session,
        keys=[key],
        checkpoints=[kept] if kept else [],
    )
    return Examination(
        verdict=verdict,
        bad_at=audit.time_of(session, verdict.first_bad) if verdict.first_bad else None,
        sound_at=audit.time_of(session, verdict.size),
        kept=kept,
    )


def require_size_for_page(session: Session, *, max_entries: int = MAX_ENTRIES) -> None:
    """Raise ConflictError for a log that is too long to be read while a page waits."""
    size = session.execute(select(func.count(AuditEntry.position))).scalar_one()
    if size > max_entries:
        raise ConflictError(
            f"The log has more than {max_entries:,} entries: too many for a page.",
            remedy="Ask the people who run this installation to run `sar audit verify`, with your "
            "checkpoint (--checkpoint FILE), or `sar audit export`, and to show you what it "
            "prints.",
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


def qr_code(checkpoint: Checkpoint) -> str:
    """Draw the text of a checkpoint as a QR code, an SVG for a page; dark on white on any screen.

    One of many signatures beside the log's may not fit: then only the log's own is drawn.
    """
    # Drawing is asked for rarely, and other pages need not wait for the import.
    import segno

    try:
        code = segno.make_qr(str(checkpoint), error="m")
    except segno.DataOverflowError:
        own = Note(checkpoint.note.text, checkpoint.note.signatures[:1])
        code = segno.make_qr(str(own), error="m")
    return code.svg_inline(dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True)


def sign(session: Session, *, key: SigningKey, actor: Actor, now: datetime) -> int:
    """Sign a checkpoint of the log as it stands and return its size.

    Raises ConflictError if the log is empty or contradicts itself.
    """
    signed = checkpoints.sign(session, key, now=now)
    if signed is None:
        raise ConflictError("The log is empty; there is nothing to sign.")
    event = audit.Event("log.checkpoint_signed", f"log:{signed.size}")
    audit.record(session, event, actor=actor, now=now)
    return signed.size
