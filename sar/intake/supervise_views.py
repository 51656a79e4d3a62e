"""The supervisor's page: read a report before analysts do, send it on, add to it, or ask."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.errors import FieldFinding
from sar.findings import flatten
from sar.intake import adding, schemas, supervising
from sar.log import audit
from sar.models import CheckOutcome, Role
from sar.reports import pseudonym_switch, report_versions
from sar.security import allow
from sar.sets import published

bp = Blueprint("supervising", __name__)


@bp.get("/reports/<receipt>/look")
@allow(Role.SUPERVISOR)
def start_look(receipt: str) -> ResponseReturnValue:
    """Show the redacted report that waits, with what can be done."""
    return _page(receipt, [])


@bp.post("/reports/<receipt>/look")
@allow(Role.SUPERVISOR)
def look(receipt: str) -> ResponseReturnValue:
    """Send the report on, with what is added, or ask its officer."""
    is_question = "ask" in request.form
    field = "question" if is_question else "text"
    text = request.form.get(field, "").strip()
    if is_question or text:
        said = flatten(schemas.QuestionAnswerSchema().validate({"text": text}), "")
        findings = [FieldFinding(field, each.message, each.remedy) for each in said]
        if findings:
            return _page(receipt, findings), 422
    parts = web.wiring()
    with web.reading() as session:
        words = adding.read_answer(
            session,
            receipt,
            text,
            recognizers=parts.recognizers,
            pseudonym_key=pseudonym_switch.key(session, parts.keyring),
        )
    if words.redacted is None:
        return _page(receipt, [_UNCHECKED]), 422
    outcome = CheckOutcome.RETURNED if is_question else CheckOutcome.APPROVED
    with web.transaction() as session:
        supervising.look(
            session,
            receipt,
            supervising.Looked(outcome, words),
            keyring=parts.keyring,
            actor=web.actor(),
            now=web.now(),
        )
    flash("The officer was asked." if is_question else "Sent on to the analysts.", "success")
    return redirect(url_for("intake.show_report", receipt=receipt), 303)


def _page(receipt: str, findings: Sequence[FieldFinding]) -> str:
    with web.transaction() as session:
        report, check = supervising.waiting_report(
            session, receipt, actor=web.actor(), now=web.now()
        )
        pinned = published.find_content(session, set_id=report.set_id, version=report.set_version)
        told = report_versions.told(report, pinned, local_time=web.local_time) if pinned else []
        event = audit.Event("report.supervisor_read", f"report:{report.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
        receipt, due_at = report.receipt, check.due_at
    return render_template(
        "intake/look.html",
        receipt=receipt,
        due_at=due_at,
        told=told,
        form=request.form,
        findings=findings,
        errors={each.path: each for each in findings},
    )


_UNCHECKED = FieldFinding(
    "",
    "Your words could not be checked for names and numbers, so nothing was sent.",
    "Try again; if it stays, send the report on without words.",
)
