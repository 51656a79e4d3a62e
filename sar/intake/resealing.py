"""Sealing the next version of what somebody wrote, with the one before kept sealed beside it."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from sar.models import Report, ReportVersion, Reveal, SealedContent
from sar.originals import vault


def reseal(
    session: Session,
    report: Report,
    change: tuple[str, bytes, bytes],
    *,
    keyring: Keyring,
    now: datetime,
) -> None:
    """Seal the present version under a context of its own, and the next one in its place.

    `change` is the context, what stands there now, and what shall stand there.
    """
    context, old, new = change
    row = session.get_one(SealedContent, context)
    month = row.month
    kept = session.execute(
        select(func.count()).where(
            SealedContent.report_id == report.report_id,
            SealedContent.context.startswith("version:"),
        )
    ).scalar_one()
    session.delete(row)
    session.flush()
    for name, plaintext in ((f"version:{kept + 1}:{context}", old), (context, new)):
        label = vault.Label(name, report.report_id, month)
        vault.put(session, plaintext, label, keyring=keyring, now=now)


def end_reveals(session: Session, report: Report, *, now: datetime) -> None:
    """End what is revealed of a report whose text is redacted anew: numbers mean other spans."""
    session.execute(
        update(Reveal)
        .where(Reveal.report_id == report.report_id, Reveal.expires_at > now)
        .values(expires_at=now)
    )


def hide_versions(session: Session, report: Report) -> None:
    """Show no older wording of a report any more: it may hold what had to go."""
    session.execute(
        update(ReportVersion).where(ReportVersion.report_id == report.report_id).values(shown=None)
    )
