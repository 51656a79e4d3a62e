"""Putting a version in force from a date on: after its publication, and again after another one.

A published version never changes and its number is never used again. To go back, an earlier
version gets a further activation: one person asks with a reason, a second one confirms.
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.catalog import steps, versions
from sar.catalog.steps import Step
from sar.errors import ConflictError, DeniedError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import Activation, ActivationState, DefinitionSetVersion, SetAction, SetState
from sar.sets.published import last_activation
from sar.values import frozen


@frozen
class Terms:
    """From when a version is in force, and how long the one before it is still accepted.

    `effective_from` None means at once; `accept_days` counts from then, 0 to 365. `follows_id` is
    the activation after which it comes, as it was on the screen.
    """

    effective_from: datetime | None
    accept_days: int
    follows_id: int


@frozen
class Wish:
    """An earlier version that is to be live again, and why."""

    definition_set_id: int
    terms: Terms
    reason: str = field(repr=False)


def about_date(
    session: Session, effective_from: datetime, last: Activation | None, *, now: datetime
) -> list[FieldFinding]:
    """Say what is wrong with the date from which a version is to be in force.

    Versions take effect in the order in which it was decided, so that their times never overlap
    and what follows what is never in doubt.
    """
    if effective_from < now:
        return [
            FieldFinding(
                "effective_from", "This date is in the past.", "Choose a later one, or “At once”."
            )
        ]
    if last is None or last.effective_from is None or effective_from >= last.effective_from:
        return []
    version = session.get_one(DefinitionSetVersion, last.definition_set_id).version
    return [
        FieldFinding(
            "effective_from",
            f"Version {version} is scheduled already and takes effect after this date; two "
            "versions cannot be in force at the same time.",
            f"Choose the same date or a later one, or withdraw version {version} first.",
        )
    ]


def begin(
    session: Session,
    row: DefinitionSetVersion,
    activation: Activation,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Confirm an activation whose dates are set, and log what it replaces and until when."""
    previous = versions.find_newest(session, row.set_id)
    action = SetAction.REACTIVATED if activation.activation_id else SetAction.PUBLISHED
    activation.state = ActivationState.CONFIRMED
    activation.confirmed_at = now
    session.add(activation)
    session.flush()
    starts, until = activation.effective_from, activation.accept_previous_until
    details: dict[str, audit.Detail] = {
        "definition_set": row.definition_set_id,
        "activation": activation.activation_id,
        "effective_from": starts.isoformat() if starts else None,
        "previous_version": previous.version if previous else None,
        "previous_sha256": previous.sha256 if previous else None,
        "previous_accept_until": until.isoformat() if until else None,
        "asked_by": activation.asked_by_id,
    }
    step = Step(action, activation.reason, details)
    steps.log(session, row, step, actor=actor, now=now)


def ask(session: Session, wish: Wish, *, actor: Actor, now: datetime) -> Sequence[FieldFinding]:
    """Ask a second person to make an earlier version live again; raises NotFoundError."""
    row = _published(session, wish.definition_set_id)
    versions.lock_published(session, row.set_id)
    last = last_activation(session, row.set_id)
    if last is None or last.activation_id != wish.terms.follows_id:
        return [steps.stale("another version was published or made live again")]
    if last.definition_set_id == row.definition_set_id:
        raise ConflictError(
            f"Version {row.version} is already the last to take effect.",
            remedy="Choose another version.",
        )
    if open_request(session, row.set_id) is not None:
        raise ConflictError(
            "Somebody asked already to make a version live again.",
            remedy="Decide on that first, on the page of all versions.",
        )
    wanted = wish.terms.effective_from
    found = about_date(session, wanted or now, last, now=now)
    if found:
        return found
    asked = Activation(
        set_id=row.set_id,
        definition_set_id=row.definition_set_id,
        state=ActivationState.ASKED,
        reason=wish.reason,
        wanted_from=wanted,
        accept_days=wish.terms.accept_days,
        asked_by_id=actor.account_id,
        asked_at=now,
    )
    session.add(asked)
    step = Step(SetAction.REACTIVATION_ASKED, wish.reason)
    steps.log(session, row, step, actor=actor, now=now)
    return []


def confirm(
    session: Session, activation_id: int, follows_id: int, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Make the version live again that somebody else asked for; raises DeniedError for them.

    A date that has passed since it was asked for means at once.
    """
    asked, row = _asked(session, activation_id)
    if actor.account_id is None or asked.asked_by_id == actor.account_id:
        raise DeniedError(
            "You asked for this, so somebody else decides on it.",
            remedy="Ask another trainer, the privacy officer or an administrator.",
        )
    last = last_activation(session, row.set_id)
    if last is None or last.activation_id != follows_id:
        return [steps.stale("another version was published or made live again")]
    starts = max(asked.wanted_from or now, now)
    found = about_date(session, starts, last, now=now)
    if found:
        return found
    asked.effective_from = starts
    asked.accept_previous_until = starts + timedelta(days=asked.accept_days or 0)
    asked.confirmed_by_id = actor.account_id
    begin(session, row, asked, actor=actor, now=now)
    return []


def decline(
    session: Session, activation_id: int, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Do not make a version live again: a second person declines, who asked takes it back."""
    asked, row = _asked(session, activation_id)
    is_own = actor.account_id is not None and asked.asked_by_id == actor.account_id
    _end(
        asked,
        ActivationState.WITHDRAWN if is_own else ActivationState.DECLINED,
        reason,
        actor=actor,
        now=now,
    )
    action = SetAction.REACTIVATION_TAKEN_BACK if is_own else SetAction.REACTIVATION_DECLINED
    steps.log(session, row, Step(action, reason), actor=actor, now=now)


def withdraw(
    session: Session, activation_id: int, reason: str, *, actor: Actor, now: datetime
) -> None:
    """Take back what is scheduled before its date; what it would replace stays in force.

    One person may: nothing changes for officers. Raises ConflictError once the date has come.
    """
    found = _activation(session, activation_id)
    row = session.get_one(DefinitionSetVersion, found.definition_set_id)
    starts = found.effective_from
    if found.state != ActivationState.CONFIRMED or starts is None or starts <= now:
        raise ConflictError(
            f"Version {row.version} is not waiting for its date.",
            remedy="Once a version is in force, make an earlier one live again instead.",
        )
    _end(found, ActivationState.WITHDRAWN, reason, actor=actor, now=now)
    details: dict[str, audit.Detail] = {
        "activation": activation_id,
        "effective_from": starts.isoformat(),
    }
    step = Step(SetAction.WITHDRAWN, reason, details)
    steps.log(session, row, step, actor=actor, now=now)


def open_request(session: Session, set_id: str) -> Activation | None:
    """Return the activation that waits for a second person; a set has at most one."""
    return session.execute(
        select(Activation).where(
            Activation.set_id == set_id, Activation.state == ActivationState.ASKED
        )
    ).scalar_one_or_none()


def _published(session: Session, definition_set_id: int) -> DefinitionSetVersion:
    row = session.get(DefinitionSetVersion, definition_set_id)
    if row is None or row.state != SetState.PUBLISHED:
        raise NotFoundError("There is no such published version.")
    return row


def _activation(session: Session, activation_id: int) -> Activation:
    """Return an activation, with its set locked; raises NotFoundError if there is none."""
    set_id = session.execute(
        select(Activation.set_id).where(Activation.activation_id == activation_id)
    ).scalar_one_or_none()
    if set_id is None:
        raise NotFoundError("There is no such activation.")
    versions.lock_published(session, set_id)
    return session.get_one(Activation, activation_id)


def _asked(session: Session, activation_id: int) -> tuple[Activation, DefinitionSetVersion]:
    found = _activation(session, activation_id)
    if found.state != ActivationState.ASKED:
        raise ConflictError("This was decided already.", remedy="Look at the page of all versions.")
    return found, session.get_one(DefinitionSetVersion, found.definition_set_id)


def _end(
    activation: Activation, state: ActivationState, reason: str, *, actor: Actor, now: datetime
) -> None:
    activation.state = state
    activation.ended_by_id = actor.account_id
    activation.ended_at = now
    activation.end_reason = reason
