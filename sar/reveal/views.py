"""The page on which somebody says why they need to see one hidden part of a report."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from privacy.purposes import allowed_purposes
from sar import audit, web
from sar.errors import FieldFinding
from sar.models import Role
from sar.reveal import service
from sar.security import allow

bp = Blueprint("reveal", __name__)

READERS = (Role.ANALYST, Role.PRIVACY_OFFICER)


@bp.get("/review/<receipt>/reveal/<field>/<int:number>")
@allow(*READERS)
def ask(receipt: str, field: str, number: int) -> ResponseReturnValue:
    """Ask for the purpose, and for the reason in one's own words."""
    return _page(receipt, service.Wish(field, number, "", ""), [])


@bp.post("/review/<receipt>/reveal/<field>/<int:number>")
@allow(*READERS)
def reveal(receipt: str, field: str, number: int) -> ResponseReturnValue:
    """Record the reveal and lead back to the report, where this one part is shown for a while."""
    words = request.form.get("words", "").replace("\r\n", "\n").strip()
    wish = service.Wish(field, number, request.form.get("purpose", ""), words)
    with web.transaction() as session:
        outcome = service.grant(session, receipt, wish, actor=web.actor(), now=web.now())
    if isinstance(outcome, service.Refused):
        return _page(receipt, wish, outcome.findings), 422
    return redirect(
        url_for("review.show_report", receipt=outcome.receipt, _anchor=f"span-{outcome.anchor}"),
        303,
    )


def _page(receipt: str, wish: service.Wish, findings: Sequence[FieldFinding]) -> str:
    with web.transaction() as session:
        report, span = service.revealable(session, receipt, path=wish.path, number=wish.number)
        event = audit.Event(
            "reveal.asked",
            f"report:{report.receipt}",
            details={"field": span.field, "number": span.number},
        )
        audit.record(session, event, actor=web.actor(), now=web.now())
    purposes = allowed_purposes(web.actor().role)
    return render_template(
        "reveal/ask.html",
        receipt=report.receipt,
        span=span,
        purposes=[(purpose.code, purpose.label) for purpose in purposes],
        minutes=max(purpose.minutes for purpose in purposes),
        wish=wish,
        findings=findings,
        errors={finding.path: finding for finding in findings},
    )
