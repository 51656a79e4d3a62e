"""Incidents: which reports belong to a named event, and opening and ending one."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from privacy.errors import RedactionError
from privacy.recognizers import DEFAULT, Recognizer
from privacy.redaction import redact_fields
from sar.actors import Actor
from sar.errors import FieldFinding, NotFoundError
from sar.log import audit
from sar.models import Incident, Report, ReportBehaviour
from sar.values import frozen

# How far back it reaches, and after how long it ends by itself; what fits most emergencies.
SINCE_HOURS: Mapping[int, str] = {1: "The last hour", 6: "6 hours", 24: "A day", 72: "3 days"}
LASTS_HOURS: Mapping[int, str] = {4: "4 hours", 12: "12 hours", 24: "A day", 72: "3 days"}
MAX_CHARS = 80
MIN_NAME_CHARS = 3
# Whoever looks back finds incidents for so long on the page; the table keeps them.
SHOWN_DAYS = 90
MOST_SHOWN = 200


@frozen
class NewIncident:
    """What somebody opens: reports since so many hours, for so many hours."""

    name: str = field(repr=False)
    area: str
    behaviour: str
    since_hours: int
    lasts_hours: int


@frozen
class Lane:
    """A live incident as the queue shows it; `waits` counts its open reports."""

    incident_id: int
    name: str
    ends_at: datetime
    waits: int

    @property
    def chosen(self) -> dict[str, str]:
        """Return what narrows the queue to it, as `Filters.chosen` does."""
        return {"incident": str(self.incident_id)}


def belongs(incident: Incident, report: Any) -> list[ColumnElement[bool]]:
    """Return the conditions under which `report`, the model or an alias of it, belongs."""
    conditions = [report.occurred_at >= incident.since_at, report.occurred_at <= incident.ends_at]
    if incident.area:
        conditions.append(report.place_shown.icontains(incident.area, autoescape=True))
    if incident.behaviour:
        conditions.append(
            exists().where(
                ReportBehaviour.report_id == report.report_id,
                ReportBehaviour.indicator_id == incident.behaviour,
            )
        )
    return conditions


def live(session: Session, *, now: datetime) -> list[Incident]:
    """List the incidents that have not ended at `now`, the one that ends first in front."""
    query = select(Incident).where(Incident.ends_at > now).order_by(Incident.ends_at)
    return list(session.execute(query).scalars())


def find_live(session: Session, incident_id: int, *, now: datetime) -> Incident | None:
    """Return an incident that has not ended; None if it has, or if there is none."""
    found = session.get(Incident, incident_id) if incident_id else None
    return found if found is not None and found.ends_at > now else None


def lanes(session: Session, *, now: datetime) -> list[Lane]:
    """List the live incidents with what waits in each."""
    return [
        Lane(
            each.incident_id,
            each.name,
            each.ends_at,
            session.execute(
                select(func.count()).where(Report.queue_place.is_not(None), *belongs(each, Report))
            ).scalar_one(),
        )
        for each in live(session, now=now)
    ]


def of_report(session: Session, report: Report, *, now: datetime) -> list[Incident]:
    """List the live incidents that a report belongs to."""
    return [
        each
        for each in live(session, now=now)
        if session.execute(
            select(Report.report_id).where(
                Report.report_id == report.report_id, *belongs(each, Report)
            )
        ).first()
    ]


def past_and_live(session: Session, *, now: datetime) -> list[Incident]:
    """List the incidents of the last months, the latest first."""
    query = (
        select(Incident)
        .where(Incident.ends_at > now - timedelta(days=SHOWN_DAYS))
        .order_by(Incident.incident_id.desc())
    )
    return list(session.execute(query).scalars())


def reports_of(session: Session, incident_id: int) -> tuple[Incident, list[Report]]:
    """Return an incident and its reports in any state, the latest first; raises NotFoundError."""
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise NotFoundError("There is no such incident.")
    query = (
        select(Report)
        .where(Report.redacted.is_not(None), *belongs(incident, Report))
        .order_by(Report.report_id.desc())
        .limit(MOST_SHOWN)
    )
    return incident, list(session.execute(query).scalars())


def open_incident(
    session: Session,
    wanted: NewIncident,
    *,
    actor: Actor,
    now: datetime,
    recognizers: Sequence[Recognizer] = DEFAULT,
) -> Incident | Sequence[FieldFinding]:
    """Open an incident, its name redacted; return what does not fit, and then nothing is opened."""
    found = _missing(wanted)
    if found:
        return found
    try:
        name = redact_fields({"name": wanted.name}, recognizers=recognizers)["name"].text
    except RedactionError:
        return [_UNCHECKED]
    incident = Incident(
        name=name[:120],
        area=wanted.area,
        behaviour=wanted.behaviour,
        since_at=now - timedelta(hours=wanted.since_hours),
        opened_at=now,
        opened_by_id=actor.account_id or 0,
        ends_at=now + timedelta(hours=wanted.lasts_hours),
    )
    session.add(incident)
    session.flush()
    details: dict[str, audit.Detail] = {
        "behaviour": incident.behaviour,
        "since": incident.since_at.isoformat(),
        "until": incident.ends_at.isoformat(),
    }
    event = audit.Event("incident.opened", f"incident:{incident.incident_id}", details=details)
    audit.record(session, event, actor=actor, now=now)
    return incident


def end_incident(session: Session, incident_id: int, *, actor: Actor, now: datetime) -> str:
    """End an incident before its time and return its name; nothing happens if it has ended.

    Raises NotFoundError if there is no such incident.
    """
    incident = session.get(Incident, incident_id, with_for_update=True)
    if incident is None:
        raise NotFoundError("There is no such incident.")
    if incident.ends_at > now:
        incident.ends_at, incident.ended_by_id = now, actor.account_id
        event = audit.Event("incident.ended", f"incident:{incident_id}")
        audit.record(session, event, actor=actor, now=now)
    return incident.name


def _missing(wanted: NewIncident) -> list[FieldFinding]:
    found = []
    if not MIN_NAME_CHARS <= len(wanted.name) <= MAX_CHARS or "\x00" in wanted.name:
        message = f"The name needs {MIN_NAME_CHARS} to {MAX_CHARS} characters."
        found.append(_finding("name", message, "Name the event and the place, no person."))
    if len(wanted.area) > MAX_CHARS or "\x00" in wanted.area:
        message = f"The area is longer than {MAX_CHARS} characters."
        found.append(_finding("area", message, "Write a town or a facility."))
    if not (wanted.area or wanted.behaviour):
        remedy = "Say where, or which behavior; otherwise every report would belong."
        found.append(_finding("area", "Nothing tells which reports belong.", remedy))
    if wanted.since_hours not in SINCE_HOURS:
        found.append(_finding("since", "Nothing is chosen.", "Choose how far back it reaches."))
    if wanted.lasts_hours not in LASTS_HOURS:
        found.append(_finding("lasts", "Nothing is chosen.", "Choose when it ends by itself."))
    return found


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, rule="incident")


_UNCHECKED = _finding(
    "name", "The name could not be checked for identifiers.", "Try again with other words."
)
