"""The officer's pages for photos and files: add some to a report that is in, or remove one."""

from collections.abc import Sequence

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.actors import FILERS
from sar.attachments import doors, queries, service
from sar.attachments.giving import given
from sar.attachments.receiving import Sent
from sar.attachments.service import Added
from sar.attachments.words import removal, said
from sar.errors import FieldFinding
from sar.log import audit
from sar.originals import vault
from sar.reports import attached
from sar.security import allow
from sar.serving import speaking, uploads
from sar.serving.limits import limit_reports

bp = Blueprint("attachments", __name__)


@bp.get("/reports/<receipt>/files")
@allow(*FILERS)
def list_files(receipt: str) -> ResponseReturnValue:
    """Show the photos and files of a report of one's own, and take more."""
    return _page(receipt, [])


@bp.post("/reports/<receipt>/files")
@allow(*FILERS)
@limit_reports
@uploads.takes_files
def add_files(receipt: str) -> ResponseReturnValue:
    """Take one file or several; one that is refused keeps none of the others from being taken.

    A script asks for JSON, one file at a time, each with a key of its own.
    """
    most = web.wiring().settings.max_file_bytes
    files = [each for each in request.files.getlist("files") if each.filename]
    key = request.form.get("key", "") if len(files) == 1 else ""
    sent = [Sent(each.stream.read(most + 1), each.filename or "", key) for each in files]
    taken: list[Added | FieldFinding] = doors.take_files(receipt, sent) if sent else [_NOTHING]
    if request.accept_mimetypes.best == "application/json":
        return jsonify(files=[_told(each) for each in taken]), 201 if _is_fine(taken) else 422
    for each in taken:
        if isinstance(each, Added):
            flash(_spoken(*said(each)), "success")
    findings = [each for each in taken if isinstance(each, FieldFinding)]
    if findings:
        return _page(receipt, findings), 422
    return redirect(url_for("attachments.list_files", receipt=receipt.upper()), 303)


@bp.get("/reports/<receipt>/files/<int:attachment_id>")
@allow(*FILERS)
def look_at_file(receipt: str, attachment_id: int) -> ResponseReturnValue:
    """Give out a cleaned file of a report of one's own that is open; the log knows of each look."""
    actor, keyring = web.actor(), web.wiring().keyring
    with web.transaction() as session:
        found = queries.own_file(session, receipt, attachment_id, viewer=actor)
        details: dict[str, audit.Detail] = {"file": attachment_id}
        event = audit.Event("attachment.opened", f"report:{found.receipt}", details=details)
        audit.record(session, event, actor=actor, now=web.now())
    with web.reading() as session:
        context = attached.content_context(found.receipt, attachment_id)
        content = vault.take(session, keyring=keyring, context=context)
    return given(found.receipt, found.attachment, content)


@bp.post("/reports/<receipt>/files/<int:attachment_id>/remove")
@allow(*FILERS)
def remove_file(receipt: str, attachment_id: int) -> ResponseReturnValue:
    """Take a file out of the report again, as long as nobody has begun to review it."""
    with web.transaction() as session:
        service.remove(session, receipt, attachment_id, actor=web.actor(), now=web.now())
    flash("Removed. Only the fact that a file was there is kept.", "success")
    return redirect(url_for("attachments.list_files", receipt=receipt.upper()), 303)


def _is_fine(taken: Sequence[Added | FieldFinding]) -> bool:
    return all(isinstance(each, Added) for each in taken)


def _told(taken: Added | FieldFinding) -> dict[str, object]:
    if isinstance(taken, FieldFinding):
        return {"is_taken": False, "said": _spoken(taken.message, taken.remedy)}
    return {"is_taken": True, "said": _spoken(*said(taken))}


def _spoken(*sentences: str) -> str:
    return " ".join(speaking.say(each) for each in sentences)


def _page(receipt: str, findings: Sequence[FieldFinding]) -> str:
    with web.transaction() as session:
        own = queries.own_files(session, receipt, keyring=web.wiring().keyring, viewer=web.actor())
        event = audit.Event("attachment.listed", f"report:{own.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template("attachments/files.html", own=own, removal=removal, findings=findings)


_NOTHING = FieldFinding("files", "Nothing was chosen.", "Choose a photo or a file first.")
