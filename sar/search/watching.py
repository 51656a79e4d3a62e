"""Counting how often somebody looks up hidden values: many in a day become an alert."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from privacy.patterns import Look, met_patterns
from sar import db
from sar.actors import Actor
from sar.log import audit
from sar.models import Alert, AuditEntry

LOOKED_UP = "search.looked_up"
_PATTERN = "many_lookups"


def watch(session: Session, *, actor: Actor, now: datetime) -> None:
    """Note the pattern if the actor's latest lookup meets it; call after the log has it.

    One alert a day of the person is enough. It is about no report: nothing need have been found.
    """
    times = session.execute(
        select(func.count(AuditEntry.position)).where(
            AuditEntry.actor_id == actor.account_id,
            AuditEntry.action == LOOKED_UP,
            AuditEntry.recorded_at > now - timedelta(days=1),
        )
    ).scalar_one()
    local = now.astimezone(ZoneInfo(actor.zone))
    look = Look(local, lookups_today=times)
    if _PATTERN not in {pattern.code for pattern in met_patterns(look)}:
        return
    row = {
        "key": f"{_PATTERN}:{actor.account_id}:{local:%Y-%m-%d}",
        "pattern": _PATTERN,
        "account_id": actor.account_id,
        "report_id": None,
        "raised_at": now,
    }
    alert_id = db.insert_if_absent(session, Alert, row)
    if alert_id is not None:
        event = audit.Event("alert.raised", f"alert:{alert_id}", details={"rule": _PATTERN})
        audit.record(session, event, actor=actor, now=now)
