"""Putting a ranker in force, one step back, off and on; an override needs a second person."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.errors import ConflictError, DeniedError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import RankerSwitch, RankerVersion, SwitchKind, SwitchState
from sar.ranker import scoring
from sar.ranking.history import standing
from sar.values import frozen
from sar.wording import reasons

# As the other reasons of this project: enough to rule out "ok".
MAX_REASON_CHARS = 2000


@frozen
class Wish:
    """Which version shall order the queue; why, if the gate refused it."""

    version_id: int
    reason: str = field(default="", repr=False)


def activate(
    session: Session, wish: Wish, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Put a version in force that the gate let pass; for another one ask a second person.

    Returns what is missing. Raises NotFoundError if there is no such version, ConflictError if it
    is in force, cannot be loaded or was not judged, or if another override waits.
    """
    audit.head_of(session, is_locked=True)
    version = find_version(session, wish.version_id)
    found = standing(session)
    if found.version_id == version.ranker_version_id:
        raise ConflictError(
            f"Ranker {version.ranker_version_id} is the present one already.",
            remedy="If learned rankers are switched off, switch them on again.",
        )
    if version.is_passed is None:
        raise ConflictError(
            f"Ranker {version.ranker_version_id} was not judged yet.",
            remedy=f"Run `sar triage gate {version.ranker_version_id}` first.",
        )
    scoring.load(version)
    if version.is_passed:
        _make(session, SwitchKind.ACTIVATE, version.ranker_version_id, actor=actor, now=now)
        return ()
    return _ask(session, version, wish, actor=actor, now=now)


def decide(
    session: Session, ranker_switch_id: int, *, is_agreed: bool, actor: Actor, now: datetime
) -> None:
    """Let a second person agree to an override or decline it; who asked may only take it back.

    Raises NotFoundError or ConflictError if it is decided, DeniedError if who asked agrees.
    """
    audit.head_of(session, is_locked=True)
    row = session.get(RankerSwitch, ranker_switch_id)
    if row is None:
        raise NotFoundError("There is no such request.")
    if row.state != SwitchState.ASKED:
        raise ConflictError("This was decided already.")
    if is_agreed and (actor.account_id is None or row.asked_by_id == actor.account_id):
        raise DeniedError(
            "You asked for this, so somebody else decides on it.",
            remedy="Ask another trainer, the privacy officer or an administrator.",
        )
    version = find_version(session, row.ranker_version_id or 0)
    if is_agreed:
        scoring.load(version)
    row.decided_by_id, row.decided_at = actor.account_id, _behind_the_last(session, now)
    row.state = SwitchState.MADE if is_agreed else SwitchState.DECLINED
    action = "ranker.override_agreed" if is_agreed else "ranker.override_declined"
    _log(session, action, row, actor=actor, now=now)


def roll_back(session: Session, *, actor: Actor, now: datetime) -> None:
    """Go back to what ordered the queue before the last activation; raises ConflictError."""
    audit.head_of(session, is_locked=True)
    found = standing(session)
    if found.is_off:
        raise ConflictError(
            "Learned rankers are switched off.", remedy="Switch them on first, then roll back."
        )
    if not found.may_roll_back:
        raise ConflictError("There is nothing to go back to: the rules order the queue.")
    _make(session, SwitchKind.ROLL_BACK, found.before_id, actor=actor, now=now)


def switch(session: Session, *, to_on: bool, actor: Actor, now: datetime) -> None:
    """Switch learned rankers off (the rules order the queue) or on again; raises ConflictError."""
    audit.head_of(session, is_locked=True)
    found = standing(session)
    if found.is_off != to_on:
        raise ConflictError(f"Learned rankers are {'on' if to_on else 'off'} already.")
    kind = SwitchKind.ON if to_on else SwitchKind.OFF
    _make(session, kind, found.version_id if to_on else None, actor=actor, now=now)


def hold(session: Session, *, is_held: bool, actor: Actor, now: datetime) -> None:
    """Keep the ranker in force exactly as it was judged, or let it learn on; raises ConflictError.

    What it became by learning on is over with either.
    """
    audit.head_of(session, is_locked=True)
    at = scoring.in_force_now(session)
    if at is None or at.ranker_version_id is None:
        raise ConflictError("The rules order the queue, and they do not learn.")
    if (at.kind == SwitchKind.HOLD) == is_held:
        raise ConflictError("It is held already." if is_held else "It learns on already.")
    kind = SwitchKind.HOLD if is_held else SwitchKind.LEARN
    _make(session, kind, at.ranker_version_id, actor=actor, now=now)


def find_version(session: Session, version_id: int) -> RankerVersion:
    """Return a version; raises NotFoundError."""
    version = session.get(RankerVersion, version_id) if 0 < version_id < 2**31 else None
    if version is None:
        raise NotFoundError("There is no ranker with this number.")
    return version


def _ask(
    session: Session, version: RankerVersion, wish: Wish, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    if actor.account_id is None:
        raise ConflictError(
            f"The gate refused ranker {version.ranker_version_id}.",
            remedy="Two persons can override it on the pages of rankers; a command cannot.",
        )
    asked = select(RankerSwitch.ranker_switch_id).where(RankerSwitch.state == SwitchState.ASKED)
    if session.execute(asked).first() is not None:
        raise ConflictError("Another override waits for a second person; decide on that first.")
    stated = reasons.state(wish.reason, path="reason", most=MAX_REASON_CHARS)
    if stated.findings:
        return stated.findings
    row = _row(SwitchKind.ACTIVATE, version.ranker_version_id, actor=actor, now=now)
    row.state, row.is_override, row.decided_at = SwitchState.ASKED, True, None
    row.reason = stated.words
    session.add(row)
    _log(session, "ranker.override_asked", row, actor=actor, now=now)
    return ()


def _make(
    session: Session, kind: SwitchKind, version_id: int | None, *, actor: Actor, now: datetime
) -> None:
    row = _row(kind, version_id, actor=actor, now=now)
    row.decided_at = _behind_the_last(session, now)
    session.add(row)
    _log(session, _ACTIONS[kind], row, actor=actor, now=now)


def _behind_the_last(session: Session, now: datetime) -> datetime:
    """Return when a change is made: behind the last one, though the clock was put back since.

    The last change is what is in force.
    """
    made = select(func.max(RankerSwitch.decided_at)).where(RankerSwitch.state == SwitchState.MADE)
    last = session.execute(made).scalar_one()
    return now if last is None else max(now, last + timedelta(microseconds=1))


def _row(kind: SwitchKind, version_id: int | None, *, actor: Actor, now: datetime) -> RankerSwitch:
    return RankerSwitch(
        ranker_version_id=version_id,
        kind=kind,
        state=SwitchState.MADE,
        is_override=False,
        asked_by_id=actor.account_id,
        asked_at=now,
        decided_at=now,
    )


def _log(session: Session, action: str, row: RankerSwitch, *, actor: Actor, now: datetime) -> None:
    session.flush()
    details: dict[str, audit.Detail] = {"switch": row.ranker_switch_id}
    if row.is_override:
        details["asked_by"] = row.asked_by_id
    subject = f"ranker:{row.ranker_version_id}" if row.ranker_version_id else "ranker:rules"
    audit.record(session, audit.Event(action, subject, details=details), actor=actor, now=now)


_ACTIONS = {
    SwitchKind.ACTIVATE: "ranker.activated",
    SwitchKind.ROLL_BACK: "ranker.rolled_back",
    SwitchKind.OFF: "ranker.switched_off",
    SwitchKind.ON: "ranker.switched_on",
    SwitchKind.HOLD: "ranker.held",
    SwitchKind.LEARN: "ranker.let_learn",
}
