"""Whether something is new for somebody who is not in the application: yes or no, nothing else."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.models import Addition, Decision, Report, Role, SignIn, SupervisorCheck
from sar.reports.supervision import waiting
from sar.values import frozen


@frozen
class Period:
    """From when, exclusive, until when something counts as new."""

    since: datetime
    until: datetime


def last_seen(session: Session, actor: Actor) -> datetime | None:
    """Return when the actor was last in the application, where every page tells what is new."""
    query = select(func.max(SignIn.last_seen_at)).where(SignIn.account_id == actor.account_id)
    return session.execute(query).scalar_one()


def is_new(session: Session, actor: Actor, period: Period) -> bool:
    """Tell whether anything became new in a period, to somebody in the actor's role."""
    conditions = [_answered(actor, period)]
    if actor.is_one_of(Role.ANALYST):
        conditions.append(_waits_for_analysts(period))
    if actor.is_one_of(Role.SUPERVISOR):
        conditions.append(_waits_for_supervisors(actor, period))
    found: bool = session.execute(select(or_(*conditions))).scalar_one()
    return bool(found)


def _within(moment: ColumnElement[Any], period: Period) -> ColumnElement[bool]:
    return (moment > period.since) & (moment <= period.until)


def _answered(actor: Actor, period: Period) -> ColumnElement[bool]:
    """Return that somebody else decided about a report of the actor's own, or asked."""
    return exists().where(
        Report.account_id == actor.account_id,
        Decision.report_id == Report.report_id,
        Decision.account_id != actor.account_id,
        _within(Decision.decided_at.expression, period),
    )


def _waits_for_analysts(period: Period) -> ColumnElement[bool]:
    """Return that a report came into the queue or back, or was added to, and nobody has it."""
    added = exists().where(
        Addition.report_id == Report.report_id,
        _within(Addition.added_at.expression, period),
    )
    return exists().where(
        Report.queue_place.is_not(None),
        Report.claimed_by_id.is_(None) | (Report.claim_expires_at <= period.until),
        Report.snoozed_until.is_(None) | _within(Report.snoozed_until.expression, period),
        _within(Report.received_at.expression, period)
        | _within(Report.snoozed_until.expression, period)
        | added,
    )


def _waits_for_supervisors(actor: Actor, period: Period) -> ColumnElement[bool]:
    return exists().where(
        Report.agency_id == actor.agency_id,
        SupervisorCheck.report_id == Report.report_id,
        waiting(period.until),
        _within(Report.received_at.expression, period),
    )
