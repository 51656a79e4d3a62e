"""The illustration of a refresh as the demo trainer's open draft; it takes the usual review."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

import indicators
from indicators.loading import load_set
from sar.actors import actor_of
from sar.catalog import service, steps, versions
from sar.log import audit
from sar.models import Account
from sar.sets.published import current_set

ILLUSTRATION = Path(indicators.__file__).parent / "illustrations" / "nsi-behaviours-refresh.yaml"


def open_illustration(session: Session, *, now: datetime) -> bool:
    """Begin a draft as ``trainer`` and put the illustration into it.

    False if a draft is open already: a set has one at a time, and nobody's work is lost.
    """
    trainer = session.execute(select(Account).where(Account.username == "trainer")).scalar_one()
    actor = actor_of(trainer)
    current = current_set(session, now=now)
    started = service.start_draft(session, current.definition_set_id, actor=actor, now=now)
    if not started.is_new:
        return False
    row = steps.locked(session, started.definition_set_id)
    versions.renumber(session, row, load_set(ILLUSTRATION))
    row.revision += 1
    details: dict[str, audit.Detail] = {"sha256": row.sha256, "revision": row.revision}
    event = audit.Event("set.edited", steps.subject(row), details=details)
    audit.record(session, event, actor=actor, now=now)
    return True
