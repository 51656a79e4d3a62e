"""The pages of the second person, and of an emergency, in which there is no time for one."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from privacy.purposes import PURPOSES, emergency_purpose
from sar import web
from sar.errors import DeniedError
from sar.log import audit
from sar.models import Role
from sar.originals.wishes import Refused, Wish
from sar.reveal import requests, service
from sar.reveal.views import NOTHING_WRONG, READERS, led_to, terms, words_sent
from sar.security import allow

bp = Blueprint("reveal_requests", __name__)


@bp.get("/reveal-requests")
@allow(*READERS)
def list_requests() -> ResponseReturnValue:
    """List the requests that wait for a second person, and the viewer's own."""
    with web.transaction() as session:
        rows = requests.listed(session, viewer=web.actor(), now=web.now())
        event = audit.Event("reveal.requests_viewed", "reveals", details={"count": len(rows)})
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "reveal/requests.html",
        rows=rows,
        most=requests.SHOWN,
        purposes={purpose.code: purpose.label for purpose in PURPOSES},
    )


@bp.post("/reveal-requests/<int:request_id>/approve")
@allow(*READERS)
def approve(request_id: int) -> ResponseReturnValue:
    """Agree that somebody else sees a whole report."""
    return _decide(request_id, agrees=True)


@bp.post("/reveal-requests/<int:request_id>/decline")
@allow(*READERS)
def decline(request_id: int) -> ResponseReturnValue:
    """Decline it."""
    return _decide(request_id, agrees=False)


@bp.post("/reveal-requests/<int:request_id>/open")
@allow(*READERS)
def open_report(request_id: int) -> ResponseReturnValue:
    """Show the whole report to the one who asked, once somebody agreed."""
    with web.transaction() as session:
        outcome = service.open_approved(
            session, request_id, actor=web.actor(), now=web.now(), terms=terms()
        )
    if isinstance(outcome, Refused):
        flash(f"{outcome.findings[0].message} {outcome.findings[0].remedy}", "danger")
        return redirect(url_for("reveal_requests.list_requests"), 303)
    return led_to(outcome)


@bp.get("/review/<receipt>/emergency")
@allow(Role.ANALYST)
def ask_in_emergency(receipt: str) -> ResponseReturnValue:
    """Ask for one sentence, and say that it will be reviewed."""
    return _emergency_page(receipt, "", NOTHING_WRONG)


@bp.post("/review/<receipt>/emergency")
@allow(Role.ANALYST)
def open_in_emergency(receipt: str) -> ResponseReturnValue:
    """Open the whole report at once; a privacy officer reviews it afterwards."""
    words = words_sent()
    with web.transaction() as session:
        outcome = service.open_in_emergency(
            session, receipt, words, actor=web.actor(), now=web.now(), terms=terms()
        )
    if isinstance(outcome, Refused):
        return _emergency_page(receipt, words, outcome), outcome.status
    flash("Opened for an emergency. A privacy officer will review this.", "info")
    return led_to(outcome)


def _decide(request_id: int, *, agrees: bool) -> ResponseReturnValue:
    with web.transaction() as session:
        receipt = requests.decide(
            session, request_id, agrees=agrees, actor=web.actor(), now=web.now()
        )
    said = "You agreed" if agrees else "You declined"
    flash(f"{said} that report {receipt} is shown whole.", "success")
    return redirect(url_for("reveal_requests.list_requests"), 303)


def _emergency_page(receipt: str, words: str, refused: Refused) -> str:
    purpose = emergency_purpose(web.actor().role)
    if purpose is None:
        raise DeniedError()
    with web.transaction() as session:
        report = service.revealable(session, receipt, Wish()).report
        event = audit.Event("reveal.emergency_asked", f"report:{report.receipt}")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "reveal/emergency.html",
        receipt=report.receipt,
        purpose=purpose,
        minutes=min(terms().minutes, purpose.minutes),
        words=words,
        findings=refused.findings,
        errors={finding.path: finding for finding in refused.findings},
    )
