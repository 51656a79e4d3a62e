"""The API of incidents: list them, open one, read which reports belong to it, end it."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_smorest import Blueprint

from sar import web
from sar.errors import InvalidInputError
from sar.log import audit
from sar.models import Incident, Role
from sar.review import api_schemas, incidents, schemas
from sar.security import allow
from sar.serving.api_documents import problems

bp = Blueprint("api_incidents", __name__, url_prefix="/api/v1", description="Incidents")


@bp.route("/incidents", methods=["GET"])
@allow(Role.ANALYST, scope="reports:read")
@bp.response(200, api_schemas.IncidentsSchema)
@problems(bp, 401, 403)
def list_incidents() -> ResponseReturnValue:
    """List the incidents of the last 90 days, the latest first; one is live until `ends_at`."""
    with web.transaction() as session:
        found = incidents.past_and_live(session, now=web.now())
        event = audit.Event("incident.listed", "incidents")
        audit.record(session, event, actor=web.actor(), now=web.now())
    return {"incidents": found}


@bp.route("/incidents", methods=["POST"])
@allow(Role.ANALYST, scope="decisions:write")
@bp.arguments(schemas.NewIncidentSchema)
@bp.response(201, api_schemas.IncidentSchema)
@problems(bp, 400, 401, 403, 413, 415, 422)
def open_incident(given: dict[str, Any]) -> ResponseReturnValue:
    """Open an incident; every analyst sees its part of the queue until it ends by itself."""
    with web.transaction() as session:
        opened = incidents.open_incident(
            session,
            incidents.NewIncident(**given),
            actor=web.actor(),
            now=web.now(),
            recognizers=web.wiring().recognizers,
        )
    if not isinstance(opened, Incident):
        raise InvalidInputError(opened)
    return opened, 201  # type: ignore[return-value]


@bp.route("/incidents/<int:incident_id>", methods=["GET"])
@allow(Role.ANALYST, scope="reports:read")
@bp.response(200, api_schemas.IncidentReportsSchema)
@problems(bp, 401, 403, 404)
def read_incident(incident_id: int) -> ResponseReturnValue:
    """Read which reports belong to an incident, in any state."""
    with web.transaction() as session:
        incident, reports = incidents.reports_of(session, incident_id)
        event = audit.Event(
            "incident.read", f"incident:{incident_id}", details={"count": len(reports)}
        )
        audit.record(session, event, actor=web.actor(), now=web.now())
    fields = api_schemas.IncidentSchema._declared_fields
    return {name: getattr(incident, name) for name in fields} | {"reports": reports}


@bp.route("/incidents/<int:incident_id>/end", methods=["POST"])
@allow(Role.ANALYST, scope="decisions:write")
@bp.response(204)
@problems(bp, 401, 403, 404)
def end_incident(incident_id: int) -> ResponseReturnValue:
    """End an incident before its time; nothing happens if it has ended."""
    with web.transaction() as session:
        incidents.end_incident(session, incident_id, actor=web.actor(), now=web.now())
    return "", 204
