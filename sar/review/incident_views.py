"""The pages of incidents: opening one, what belongs to it, ending it."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from indicators.definitions import INDICATOR_ID
from sar import web
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import Incident, Role
from sar.review import incidents, queries
from sar.review.actions import label_of
from sar.security import allow

bp = Blueprint("incidents", __name__, url_prefix="/incidents")


@bp.get("")
@allow(Role.ANALYST)
def list_incidents() -> ResponseReturnValue:
    """List the incidents, with the form that opens one."""
    return _page([])


@bp.post("")
@allow(Role.ANALYST)
def open_incident() -> ResponseReturnValue:
    """Open an incident, or say what does not fit."""
    form = request.form
    behaviour = form.get("behaviour", "")
    wanted = incidents.NewIncident(
        name=" ".join(form.get("name", "").split()),
        area=" ".join(form.get("area", "").split()),
        behaviour=behaviour if INDICATOR_ID.fullmatch(behaviour) else "",
        since_hours=form.get("since", 0, type=int),
        lasts_hours=form.get("lasts", 0, type=int),
    )
    with web.transaction() as session:
        opened = incidents.open_incident(
            session,
            wanted,
            actor=web.actor(),
            now=web.now(),
            recognizers=web.wiring().recognizers,
        )
    if not isinstance(opened, Incident):
        return _page(opened), 422
    flash("The incident is open. Every analyst sees it above the queue.", "success")
    return redirect(url_for("review.show_queue"), 303)


@bp.get("/<int:incident_id>")
@allow(Role.ANALYST)
def show_incident(incident_id: int) -> ResponseReturnValue:
    """Show which reports belong to an incident, in every state."""
    with web.transaction() as session:
        incident, reports = incidents.reports_of(session, incident_id)
        names = queries.behaviour_names(session, reports)
        event = audit.Event(
            "incident.read", f"incident:{incident_id}", details={"count": len(reports)}
        )
        audit.record(session, event, actor=web.actor(), now=web.now())
    return render_template(
        "review/incident.html",
        incident=incident,
        is_live=incident.ends_at > web.now(),
        reports=reports,
        names=names,
        label_of=label_of,
        most=incidents.MOST_SHOWN,
    )


@bp.post("/<int:incident_id>/end")
@allow(Role.ANALYST)
def end_incident(incident_id: int) -> ResponseReturnValue:
    """End an incident before its time."""
    with web.transaction() as session:
        name = incidents.end_incident(session, incident_id, actor=web.actor(), now=web.now())
    flash(f"“{name}” has ended.", "success")
    return redirect(url_for("incidents.list_incidents"), 303)


def _page(findings: Sequence[FieldFinding]) -> str:
    with web.transaction() as session:
        found = incidents.past_and_live(session, now=web.now())
        behaviours = queries.behaviour_options(session)
        audit.record(
            session,
            audit.Event("incident.listed", "incidents"),
            actor=web.actor(),
            now=web.now(),
        )
    return render_template(
        "review/incidents.html",
        incidents=found,
        now=web.now(),
        behaviours=behaviours,
        since=list(incidents.SINCE_HOURS.items()),
        lasts=list(incidents.LASTS_HOURS.items()),
        form=request.form,
        findings=findings,
        errors={finding.path: finding for finding in findings},
    )
