"""The privacy officer's page to correct what a report says, without seeing its original."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.errors import FieldFinding
from sar.intake import amending
from sar.log import audit
from sar.models import AmendReason, Role
from sar.security import allow

bp = Blueprint("amending", __name__)


@bp.get("/reports/<receipt>/amend")
@allow(Role.PRIVACY_OFFICER)
def ask(receipt: str) -> ResponseReturnValue:
    """Ask which words are wrong, what is right, and why; list what was corrected before."""
    return _page(receipt, [])


@bp.post("/reports/<receipt>/amend")
@allow(Role.PRIVACY_OFFICER)
def amend(receipt: str) -> ResponseReturnValue:
    """Correct the report and let everybody who received it be told."""
    given = {name: request.form.get(name, "").replace("\r\n", "\n") for name in ("find", "put")}
    change = amending.Change(
        **given, reason=request.form.get("reason", ""), words=request.form.get("words", "")
    )
    tools = amending.Redacting(web.wiring().keyring, web.wiring().recognizers)
    with web.transaction() as session:
        findings = amending.amend(session, receipt, change, tools, actor=web.actor(), now=web.now())
    if findings:
        return _page(receipt, findings), 422
    flash("Corrected. The version before stays sealed beside it.", "success")
    return redirect(url_for("amending.ask", receipt=receipt), 303)


def _page(receipt: str, findings: Sequence[FieldFinding]) -> str:
    with web.transaction() as session:
        rows = amending.amendments(session, receipt)
        event = audit.Event("report.amendments_viewed", f"report:{receipt.upper()}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "intake/amend.html",
        receipt=receipt.upper(),
        rows=rows,
        form=request.form,
        findings=findings,
        errors={finding.path: finding for finding in reversed(findings)},
        reasons=[(each.value, each.label) for each in AmendReason],
        labels={each.value: each.label for each in AmendReason},
    )
