"""The privacy officer's pages of what wants a look: alerts, and reveals in an emergency."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from privacy.patterns import PATTERNS
from sar import web
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import ReviewOutcome, Role
from sar.oversight import alerts, emergencies
from sar.oversight.emergencies import Judgement
from sar.reports import pseudonym_switch
from sar.security import allow

bp = Blueprint("watch", __name__, url_prefix="/oversight")


@bp.get("/alerts")
@allow(Role.PRIVACY_OFFICER)
def list_alerts() -> ResponseReturnValue:
    """List the alerts, and the patterns that raise one."""
    with web.transaction() as session:
        page = alerts.alert_page(session, viewer=web.actor())
        count = len(page.waiting)
        event = audit.Event("alerts.viewed", "alerts", details={"count": count})
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template("oversight/alerts.html", page=page, patterns=PATTERNS, most=alerts.PAGE)


@bp.post("/alerts/<int:alert_id>/acknowledge")
@allow(Role.PRIVACY_OFFICER)
def acknowledge_alert(alert_id: int) -> ResponseReturnValue:
    """Note that an alert was looked into."""
    with web.transaction() as session:
        alerts.acknowledge(session, alert_id, actor=web.actor(), now=web.now())
    flash("Acknowledged.", "success")
    return redirect(url_for("watch.list_alerts"), 303)


@bp.get("/pseudonyms")
@allow(Role.PRIVACY_OFFICER)
def show_pseudonyms() -> ResponseReturnValue:
    """Say whether pseudonyms are on, and what that means."""
    with web.reading() as session:
        is_on = pseudonym_switch.is_on(session)
    return render_template("oversight/pseudonyms.html", is_on=is_on)


@bp.post("/pseudonyms")
@allow(Role.PRIVACY_OFFICER)
def switch_pseudonyms() -> ResponseReturnValue:
    """Switch pseudonyms on or off for what is redacted from now on."""
    to_on = request.form.get("to") == "on"
    with web.transaction() as session:
        pseudonym_switch.switch(session, to_on=to_on, actor=web.actor(), now=web.now())
    flash(f"Pseudonyms are {'on' if to_on else 'off'} now.", "success")
    return redirect(url_for("watch.show_pseudonyms"), 303)


@bp.get("/emergencies")
@allow(Role.PRIVACY_OFFICER)
def list_emergencies() -> ResponseReturnValue:
    """List the reveals in an emergency: first those that wait for an outcome."""
    with web.transaction() as session:
        waiting, done = (
            emergencies.emergencies(session, viewer=web.actor(), is_open=is_open)
            for is_open in (True, False)
        )
        event = audit.Event("emergencies.viewed", "reveals", details={"count": len(waiting)})
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "oversight/emergencies.html",
        waiting=waiting,
        done=done,
        most=emergencies.PAGE,
        age_of=_age_of,
    )


@bp.get("/emergencies/<int:reveal_id>")
@allow(Role.PRIVACY_OFFICER)
def show_emergency(reveal_id: int) -> ResponseReturnValue:
    """Show one emergency, and the form for what was found of it."""
    return _page(reveal_id, Judgement("", ""), [])


@bp.post("/emergencies/<int:reveal_id>")
@allow(Role.PRIVACY_OFFICER)
def review_emergency(reveal_id: int) -> ResponseReturnValue:
    """Record what was found of an emergency."""
    words = request.form.get("words", "").replace("\r\n", "\n").strip()
    typed = emergencies.judgement(request.form.get("outcome", ""), words)
    findings = emergencies.faults(typed)
    if findings:
        return _page(reveal_id, typed, findings), 422
    with web.transaction() as session:
        receipt = emergencies.review(session, reveal_id, typed, actor=web.actor(), now=web.now())
    flash(f"Recorded for report {receipt}.", "success")
    return redirect(url_for("watch.list_emergencies"), 303)


def _page(reveal_id: int, typed: Judgement, findings: Sequence[FieldFinding]) -> str:
    with web.transaction() as session:
        found = emergencies.emergency(session, reveal_id, viewer=web.actor())
        event = audit.Event("emergencies.viewed", "reveals", details={"reveal": reveal_id})
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "oversight/emergency.html",
        emergency=found,
        judgement=typed,
        findings=findings,
        errors={finding.path: finding for finding in findings},
        outcomes=[(each.value, each.label) for each in ReviewOutcome],
    )


def _age_of(moment: datetime) -> str:
    """Say how many whole days ago a moment was."""
    days = (web.now() - moment).days
    return "today" if days < 1 else f"{days} day{'' if days == 1 else 's'}"
