"""Who has opened a form under which version: noted once per person, and shown as counts only."""

from datetime import datetime

from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.models import FormOpening


def is_noted(session: Session, definition_set_id: int, *, actor: Actor) -> bool:
    """Tell whether the actor is known to have opened a form under a version."""
    return session.get(FormOpening, (definition_set_id, actor.account_id)) is not None


def note(session: Session, definition_set_id: int, *, actor: Actor, now: datetime) -> None:
    """Note that the actor opened a form under a version; a second time changes nothing."""
    row = {
        "definition_set_id": definition_set_id,
        "account_id": actor.account_id,
        "opened_at": now,
    }
    db.insert_if_absent(session, FormOpening, row)
