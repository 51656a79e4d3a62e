"""The page on which people say whether a mail may tell them that something is new."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from sar import web
from sar.actors import FILERS
from sar.alerting import asking
from sar.errors import FieldFinding, NotFoundError
from sar.security import allow

bp = Blueprint("alerting", __name__, url_prefix="/account/mail")


@bp.get("")
@allow(*FILERS)
def show_choice() -> ResponseReturnValue:
    """Show what was chosen, and what such a mail says."""
    return _page("", [])


@bp.post("")
@allow(*FILERS)
def choose() -> ResponseReturnValue:
    """Keep the choice, or show what is wrong with the address."""
    _refuse_if_off()
    address = request.form.get("address", "").strip()
    with web.transaction() as session:
        if "stop" in request.form:
            asking.stop(session, actor=web.actor(), now=web.now())
            findings = []
        else:
            findings = asking.ask(session, address, actor=web.actor(), now=web.now())
    if findings:
        return _page(address, findings), 422
    said = "No mail is sent any more." if "stop" in request.form else "Stored."
    flash(said, "success")
    return redirect(url_for("alerting.show_choice"), 303)


def _page(typed: str, findings: Sequence[FieldFinding]) -> str:
    _refuse_if_off()
    with web.reading() as session:
        own = asking.own_alert(session, web.actor())
    return render_template(
        "alerting/choice.html",
        is_on=own is not None,
        has_failed=own is not None and bool(own.last_answer),
        address=typed or (own.address if own else ""),
        findings=findings,
        errors={each.path: each for each in findings},
    )


def _refuse_if_off() -> None:
    if not asking.is_offered(web.wiring().settings, web.actor()):
        raise NotFoundError("This installation sends no such mail.")
