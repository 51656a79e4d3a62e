"""Whether one value has the same placeholder in every report: off, until a privacy officer acts.

The log itself is the switch: what its last entry about it says is so. A switch that could be moved
without an entry does not exist, then. The key is derived from the keyring and is stored nowhere.
"""

import hmac
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from sar import db
from sar.actors import Actor
from sar.errors import ConflictError
from sar.log import audit
from sar.models import AuditEntry

ON, OFF = "pseudonyms.switched_on", "pseudonyms.switched_off"


def is_on(session: Session) -> bool:
    """Tell whether reports get pseudonyms now."""
    return db.ask(session, _LAST).scalar() == ON


def key(session: Session, keyring: Keyring) -> bytes | None:
    """Return the key of the pseudonyms, 32 bytes; None while they are off."""
    if not is_on(session):
        return None
    return hmac.digest(keyring.lookup_secret, b"pseudonyms of reports, version 1", "sha256")


def switch(session: Session, *, to_on: bool, actor: Actor, now: datetime) -> None:
    """Switch pseudonyms on or off for what is redacted from now on; raises ConflictError.

    It is a conflict if they are so already: somebody else was faster.
    """
    audit.head_of(session, is_locked=True)
    if is_on(session) == to_on:
        raise ConflictError(f"Pseudonyms are {'on' if to_on else 'off'} already.")
    audit.record(session, audit.Event(ON if to_on else OFF, "pseudonyms"), actor=actor, now=now)


_ENTRIES = db.table_of(AuditEntry).c
_LAST = (
    select(_ENTRIES.action)
    .where(_ENTRIES.action.in_((ON, OFF)))
    .order_by(_ENTRIES.position.desc())
    .limit(1)
)
