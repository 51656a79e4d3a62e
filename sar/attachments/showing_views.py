"""Showing an attachment to somebody to whom it was revealed: logged first, and never as a page."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from sar import web
from sar.attachments.giving import given
from sar.errors import ConflictError, NotFoundError
from sar.log import audit
from sar.models import Report, Role
from sar.originals import revealed, vault
from sar.originals.revealed import OpenReveal
from sar.reports import attached
from sar.reports.attached import FILE
from sar.security import allow

bp = Blueprint("attachments_shown", __name__)

READERS = (Role.ANALYST, Role.PRIVACY_OFFICER)


@bp.get("/review/<receipt>/files/<int:attachment_id>")
@allow(*READERS)
def show_file(receipt: str, attachment_id: int) -> ResponseReturnValue:
    """Give out a file that is revealed to the viewer now; lead to the question why otherwise."""
    path = f"{FILE}{attachment_id}"
    with web.transaction() as session:
        report = _find(session, receipt)
        found = attached.find(attached.attached_to(session, report.report_id), path)
        if found is None:
            raise NotFoundError("There is no such file in this report.")
        shown = _revealed(session, report, path)
        if shown is None:
            address = url_for("reveal.ask", receipt=report.receipt, field=path, number=1)
            return redirect(address)
        context = attached.content_context(report.receipt, attachment_id)
        if not revealed.is_original_kept(session, context):
            raise ConflictError(
                "This file is gone.",
                remedy="It was kept as long as the retention rule allows. Nobody can see it now.",
            )
        details: dict[str, audit.Detail] = {"file": attachment_id, "reveal": shown.reveal_id}
        event = audit.Event("attachment.shown", f"report:{report.receipt}", details=details)
        audit.record(session, event, actor=web.actor(), now=web.now())
    with web.reading() as session:
        content = vault.take(session, keyring=web.wiring().keyring, context=context)
    return given(report.receipt, found, content)


def _find(session: Session, receipt: str) -> Report:
    query = select(Report).where(Report.receipt == receipt.upper())
    report = session.execute(query).scalar_one_or_none()
    if report is None:
        raise NotFoundError("There is no report with this receipt number.")
    return report


def _revealed(session: Session, report: Report, path: str) -> OpenReveal | None:
    reveals = revealed.open_reveals(
        session, report, account_id=web.actor().account_id, now=web.now()
    )
    return next((each for each in reveals if each.span.field == path), None)
