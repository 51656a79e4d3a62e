"""The pages on which somebody says why they need to see what is hidden in a report."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from privacy.purposes import allowed_purposes
from sar import web
from sar.log import audit
from sar.models import Role
from sar.originals.wishes import Asked, Granted, Refused, Terms, Wish
from sar.reveal import service
from sar.security import allow

bp = Blueprint("reveal", __name__)

READERS = (Role.ANALYST, Role.PRIVACY_OFFICER)
NOTHING_WRONG = Refused([])


@bp.get("/review/<receipt>/reveal/<field>/<int:number>")
@allow(*READERS)
def ask(receipt: str, field: str, number: int) -> ResponseReturnValue:
    """Ask for the purpose, and for the reason in one's own words."""
    return _page(receipt, Wish(field, number))


@bp.post("/review/<receipt>/reveal/<field>/<int:number>")
@allow(*READERS)
def reveal(receipt: str, field: str, number: int) -> ResponseReturnValue:
    """Record the reveal and lead back to the report, where this one part is shown for a while."""
    return _grant(receipt, field, number)


@bp.get("/review/<receipt>/reveal")
@allow(*READERS)
def ask_whole(receipt: str) -> ResponseReturnValue:
    """Ask for the purpose of seeing the whole report."""
    return _page(receipt, Wish())


@bp.post("/review/<receipt>/reveal")
@allow(*READERS)
def reveal_whole(receipt: str) -> ResponseReturnValue:
    """Record the reveal of a whole report, or the request for a second person's consent."""
    return _grant(receipt)


@bp.post("/review/<receipt>/hide")
@allow(*READERS)
def hide(receipt: str) -> ResponseReturnValue:
    """Hide what was revealed before its time is up."""
    with web.transaction() as session:
        number = service.hide(session, receipt, actor=web.actor(), now=web.now())
    flash("Hidden again.", "success")
    return redirect(url_for("review.show_report", receipt=number), 303)


def terms() -> Terms:
    """Return what this installation allows."""
    return Terms.of(web.wiring().settings)


def words_sent() -> str:
    """Return the reason that was typed."""
    return request.form.get("words", "").replace("\r\n", "\n").strip()


def led_to(granted: Granted) -> ResponseReturnValue:
    """Lead back to the report, to the part that is shown now."""
    anchor = f"span-{granted.anchor}" if granted.anchor else None
    return redirect(url_for("review.show_report", receipt=granted.receipt, _anchor=anchor), 303)


def _grant(receipt: str, path: str = "", number: int = 0) -> ResponseReturnValue:
    wish = Wish(path, number, request.form.get("purpose", ""), words_sent())
    with web.transaction() as session:
        outcome = service.grant(
            session, receipt, wish, actor=web.actor(), now=web.now(), terms=terms()
        )
    if isinstance(outcome, Refused):
        return _page(receipt, wish, outcome), outcome.status
    if isinstance(outcome, Asked):
        until = web.local_time(outcome.expires_at)
        flash(f"Asked. A second person has to agree by {until}.", "info")
        return redirect(url_for("reveal_requests.list_requests"), 303)
    return led_to(outcome)


def _page(receipt: str, wish: Wish, refused: Refused = NOTHING_WRONG) -> str:
    with web.transaction() as session:
        part = service.revealable(session, receipt, wish)
        details: dict[str, audit.Detail] = {}
        if part.span:
            details = {"field": part.span.field, "number": part.span.number}
        event = audit.Event(
            "reveal.asked" if part.span else "reveal.whole_asked",
            f"report:{part.report.receipt}",
            details=details,
        )
        audit.record(session, event, actor=web.actor(), now=web.now())
    purposes = allowed_purposes(web.actor().role, whole=wish.is_whole)
    return render_template(
        "reveal/ask.html",
        receipt=part.report.receipt,
        span=part.span,
        purposes=[(purpose.code, purpose.label) for purpose in purposes],
        minutes=min(terms().minutes, max(purpose.minutes for purpose in purposes)),
        second_person=wish.is_whole and terms().needs_second_person,
        wish=wish,
        findings=refused.findings,
        errors={finding.path: finding for finding in refused.findings},
    )
