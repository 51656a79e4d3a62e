"""Asking for mail that says only that something is new, and stopping it."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from sar.actors import FILERS, Actor
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import MailAlert
from sar.settings import Settings

MAX_ADDRESS_CHARS = 254
"""RFC 5321, 4.5.3.1.3, less the angle brackets."""
# What every mail server takes; quoted and international names are left out.
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}"
)
NOT_AN_ADDRESS = FieldFinding(
    "address",
    "This is not a mail address.",
    "Write it like name@example.gov.",
    rule="mail_address",
)


def is_offered(settings: Settings, actor: Actor) -> bool:
    """Tell whether this installation sends such mail to people like the actor."""
    return bool(settings.alert_link) and actor.is_one_of(*FILERS)


def own_alert(session: Session, actor: Actor) -> MailAlert | None:
    """Return what the actor asked for in their present role, None if nothing."""
    found = session.get(MailAlert, actor.account_id)
    return found if found is not None and found.role == actor.role else None


def ask(session: Session, address: str, *, actor: Actor, now: datetime) -> list[FieldFinding]:
    """Have the actor told at `address` of what is new from now on; return what is wrong with it."""
    if len(address) > MAX_ADDRESS_CHARS or not _ADDRESS.fullmatch(address):
        return [NOT_AN_ADDRESS]
    alert = MailAlert(
        account_id=actor.account_id or 0,
        address=address,
        role=actor.role,
        told_until=now,
        due_at=now,
        attempts=0,
        last_answer="",
    )
    session.merge(alert)
    _log(session, "account.alerts_on", actor=actor, now=now)
    return []


def stop(session: Session, *, actor: Actor, now: datetime) -> None:
    """Send the actor nothing more, and forget the address."""
    found = session.get(MailAlert, actor.account_id)
    if found is not None:
        session.delete(found)
        _log(session, "account.alerts_off", actor=actor, now=now)


def _log(session: Session, action: str, *, actor: Actor, now: datetime) -> None:
    audit.record(session, audit.Event(action, f"account:{actor.account_id}"), actor=actor, now=now)
