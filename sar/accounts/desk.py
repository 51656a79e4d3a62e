"""How somebody works at the desk: which single keys, or none, and where they are afterwards."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import AfterDecision, DeskSettings
from sar.serving.keys import SHIPPED, collisions, with_changes
from sar.values import frozen


@frozen
class Chosen:
    """What a person settles; `keys` holds every key by name."""

    has_keys: bool = True
    keys: Mapping[str, str] = field(default_factory=lambda: SHIPPED)
    after_decision: str = AfterDecision.STAY


def own_settings(session: Session, actor: Actor) -> Chosen:
    """Return what somebody settled, or what is shipped."""
    own = session.get(DeskSettings, actor.account_id)
    if own is None:
        return Chosen()
    return Chosen(own.has_keys, with_changes(own.keys), own.after_decision)


def read_settings(form: Mapping[str, str]) -> Chosen:
    """Return what the form says; a key that is missing or empty stands where it was shipped."""
    if form.get("reset"):
        return Chosen()
    keys = {name: " ".join(form.get(f"key.{name}", "").split()) for name in SHIPPED}
    return Chosen(
        has_keys=form.get("has_keys") == "yes",
        keys={name: key or SHIPPED[name] for name, key in keys.items()},
        after_decision=form.get("after_decision", ""),
    )


def settle(session: Session, chosen: Chosen, *, actor: Actor, now: datetime) -> list[FieldFinding]:
    """Store what somebody settled; return what does not fit, and then nothing is stored."""
    found = [
        FieldFinding(f"key.{name}", message, "Choose another key.", rule="key")
        for name, message in collisions(chosen.keys).items()
    ]
    if chosen.after_decision not in set(AfterDecision):
        remedy = "Choose one of the three."
        found.append(FieldFinding("after_decision", "Nothing is chosen.", remedy, rule="desk"))
    if found:
        return found
    changed = {name: key for name, key in chosen.keys.items() if key != SHIPPED[name]}
    row = DeskSettings(
        account_id=actor.account_id or 0,
        has_keys=chosen.has_keys,
        keys=changed,
        after_decision=chosen.after_decision,
        changed_at=now,
    )
    session.merge(row)
    details: dict[str, audit.Detail] = {"keys": chosen.has_keys, "changed": len(changed)}
    event = audit.Event("desk.settled", f"account:{actor.account_id}", details=details)
    audit.record(session, event, actor=actor, now=now)
    return []
