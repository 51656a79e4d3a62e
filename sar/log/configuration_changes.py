"""What the settings were: a change of one is an entry of the log, seen when a server starts."""

from dataclasses import fields
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.log import audit
from sar.models import AuditEntry
from sar.settings import Settings

_SERVER = Actor(account_id=None, role="server")


def note(engine: Engine, settings: Settings, *, now: datetime) -> None:
    """Write down which settings are not those that the log knows; nothing if all are.

    Secrets are neither written nor compared; they are the fields that `repr` hides.
    """
    with db.transaction(engine) as session:
        # The lock makes a second server that starts at the same moment see this one's entry.
        audit.head_of(session, is_locked=True)
        known = known_settings(session)
        changed = {
            name: value
            for name, value in plain_settings(settings).items()
            if name not in known or known[name] != value
        }
        if changed:
            event = audit.Event("settings.changed", "settings", details=changed)
            audit.record(session, event, actor=_SERVER, now=now)


def plain_settings(settings: Settings) -> dict[str, audit.Detail]:
    """Return every setting that is no secret, as it is written down."""
    values = {
        each.name: getattr(settings, each.name)
        for each in fields(settings)
        if each.repr  # a secret is hidden there
    }
    return {name: _plain(value) for name, value in values.items()}


def known_settings(session: Session) -> dict[str, audit.Detail]:
    """Return the settings as the log's entries leave them, one change after the other."""
    query = select(AuditEntry.details).where(AuditEntry.action == "settings.changed")
    known: dict[str, audit.Detail] = {}
    for details in session.execute(query.order_by(AuditEntry.position)).scalars():
        known |= details
    return known


def _plain(value: object) -> audit.Detail:
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value) if isinstance(value, Path) else repr(value)
