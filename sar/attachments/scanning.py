"""Asking the virus scanner again about the files for which it gave no answer."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from sar.actors import Actor
from sar.attachments.service import destroy
from sar.log import audit
from sar.models import Attachment, AttachmentState, Report
from sar.originals import vault
from sar.outside.scanner import Scanner, Verdict, scan
from sar.reports import attached


def held_files(session: Session) -> list[int]:
    """List the attachments that are held, the oldest first."""
    query = (
        select(Attachment.attachment_id)
        .where(Attachment.state == AttachmentState.HELD)
        .order_by(Attachment.attachment_id)
    )
    return list(session.execute(query).scalars())


def ask_again(
    session: Session, attachment_id: int, *, keyring: Keyring, scanner: Scanner
) -> Verdict:
    """Scan a held attachment's clean file; raises SealError if it was destroyed meanwhile."""
    receipt = session.execute(
        select(Report.receipt)
        .join(Attachment, Attachment.report_id == Report.report_id)
        .where(Attachment.attachment_id == attachment_id)
    ).scalar_one()
    context = attached.content_context(receipt, attachment_id)
    return scan(vault.take(session, keyring=keyring, context=context), scanner)


def settle(
    session: Session, attachment_id: int, verdict: Verdict, *, actor: Actor, now: datetime
) -> bool:
    """Make a held attachment ready, or destroy it; return whether it is held no longer."""
    # The report first, as whoever adds or removes a file does; then the file, as it is now.
    about = select(Attachment.report_id).where(Attachment.attachment_id == attachment_id)
    query = select(Report).where(Report.report_id == about.scalar_subquery()).with_for_update()
    report = session.execute(query).scalar_one_or_none()
    row = session.get(Attachment, attachment_id)
    if report is None or row is None or row.state != AttachmentState.HELD:
        return True
    if verdict is Verdict.UNKNOWN:
        return False
    if verdict is Verdict.INFECTED:
        destroy(session, report.receipt, row, AttachmentState.INFECTED, now=now)
    else:
        row.state = AttachmentState.READY
    report.updated_at, report.revision = now, report.revision + 1
    details: dict[str, audit.Detail] = {"file": attachment_id, "verdict": verdict}
    event = audit.Event("attachment.scanned", f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)
    return True
