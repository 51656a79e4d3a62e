"""Whether a report waits for a supervisor, and what came of it: for all who follow or review it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, select
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.models import Agency, Report, Role, SupervisorCheck
from sar.values import frozen
from triage.decisions import State

_AGENCIES = db.table_of(Agency).c
_HOURS_OF = select(_AGENCIES.supervisor_hours).where(_AGENCIES.agency_id == bindparam("agency"))


@frozen
class Look:
    """A supervisor's look at a report: until when it may wait, and how that ended, in words."""

    due_at: datetime
    is_waiting: bool = False
    ended_at: datetime | None = None
    words: str = ""


def waiting(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a report joined with its check waits at `now`.

    It does not once an analyst took it: then it is not set aside any more.
    """
    return and_(
        SupervisorCheck.outcome == "",
        SupervisorCheck.due_at > now,
        Report.state == State.RECEIVED,
        Report.snoozed_until == SupervisorCheck.due_at,
    )


def look_at(session: Session, report: Report, *, now: datetime) -> Look | None:
    """Return a supervisor's look at a report, None if its agency does not have them look."""
    check = session.get(SupervisorCheck, report.report_id)
    if check is None:
        return None
    is_open = check.outcome == "" and report.state == State.RECEIVED
    is_waiting = is_open and check.due_at > now and report.snoozed_until == check.due_at
    words = {"approved": "A supervisor sent it on", "returned": "A supervisor asked a question"}
    if check.outcome:
        return Look(check.due_at, ended_at=check.decided_at, words=words[check.outcome])
    if check.due_at <= now:
        return Look(check.due_at, ended_at=check.due_at, words="It went on by itself")
    return Look(check.due_at, is_waiting=is_waiting)


def due_at(session: Session, *, actor: Actor, now: datetime) -> datetime | None:
    """Return until when a report of the actor waits for a supervisor; None if it does not."""
    if not actor.is_one_of(Role.OFFICER):
        return None
    hours = db.ask(session, _HOURS_OF, agency=actor.agency_id).scalar_one_or_none()
    return now + timedelta(hours=hours) if hours else None


def enter(session: Session, report_id: int, due: datetime | None) -> None:
    """Note that a report waits, if it does."""
    if due is not None:
        row: dict[str, Any] = {"report_id": report_id, "due_at": due, "outcome": ""}
        db.insert(session, SupervisorCheck, row)
