"""Alerts about patterns of looking: listed without content, acknowledged by somebody else."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from privacy.patterns import PATTERNS
from sar.actors import Actor
from sar.errors import ConflictError, DeniedError, NotFoundError
from sar.log import audit
from sar.models import Account, Alert, Report
from sar.values import frozen

PAGE = 50
_LABELS = {pattern.code: pattern.label for pattern in PATTERNS}


@frozen
class AlertRow:
    """One alert: which pattern, who, which report; nothing of what was revealed."""

    alert_id: int
    pattern: str
    who: str
    username: str
    receipt: str
    raised_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: str
    is_about_viewer: bool


@frozen
class AlertPage:
    """All that wait, the oldest first, and those acknowledged last."""

    waiting: Sequence[AlertRow]
    done: Sequence[AlertRow]


def alert_page(session: Session, *, viewer: Actor) -> AlertPage:
    """Return the alerts that wait and the latest that were acknowledged, `PAGE` of each at most."""
    about, by = aliased(Account), aliased(Account)
    query = (
        select(Alert, about, by.display_name, Report.receipt)
        .join(about, about.account_id == Alert.account_id)
        .outerjoin(by, by.account_id == Alert.acknowledged_by_id)
        .outerjoin(Report, Report.report_id == Alert.report_id)
        .limit(PAGE)
    )
    waits, is_done = Alert.acknowledged_at.is_(None), Alert.acknowledged_at.is_not(None)
    found = [
        [
            AlertRow(
                alert_id=alert.alert_id,
                pattern=_LABELS.get(alert.pattern, alert.pattern),
                who=account.display_name,
                username=account.username,
                receipt=receipt or "",
                raised_at=alert.raised_at,
                acknowledged_at=alert.acknowledged_at,
                acknowledged_by=by_name or "",
                is_about_viewer=alert.account_id == viewer.account_id,
            )
            for alert, account, by_name, receipt in session.execute(ordered)
        ]
        for ordered in (
            query.where(waits).order_by(Alert.alert_id),
            query.where(is_done).order_by(Alert.acknowledged_at.desc(), Alert.alert_id.desc()),
        )
    ]
    return AlertPage(*found)


def count_waiting(session: Session) -> int:
    """Return how many alerts wait."""
    query = select(func.count(Alert.alert_id)).where(Alert.acknowledged_at.is_(None))
    return session.execute(query).scalar_one()


def acknowledge(session: Session, alert_id: int, *, actor: Actor, now: datetime) -> None:
    """Note that the actor looked into an alert.

    Raises NotFoundError if there is no such alert, DeniedError if it is about the actor,
    ConflictError if somebody acknowledged it already.
    """
    alert = session.get(Alert, alert_id)
    if alert is None:
        raise NotFoundError("There is no such alert.")
    if alert.account_id == actor.account_id:
        raise DeniedError(
            "This alert is about you.", remedy="Another privacy officer has to look into it."
        )
    done = session.execute(
        update(Alert)
        .where(Alert.alert_id == alert_id, Alert.acknowledged_at.is_(None))
        .values(acknowledged_at=now, acknowledged_by_id=actor.account_id)
        .returning(Alert.alert_id)
    ).first()
    if done is None:
        raise ConflictError("Somebody acknowledged this alert already.")
    event = audit.Event("alert.acknowledged", f"alert:{alert_id}")
    audit.record(session, event, actor=actor, now=now)
