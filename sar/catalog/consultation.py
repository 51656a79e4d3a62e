"""Asking partners for comments on a draft: who is asked, until when, and when it ends."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.catalog import steps
from sar.catalog.steps import Step
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import (
    Account,
    Agency,
    Consultation,
    DefinitionSetVersion,
    Invitation,
    SetAction,
    SetState,
)
from sar.serving import notices
from sar.values import frozen

# A consultation that goes on for longer is one that nobody ends.
MAX_DAYS = 180


@frozen
class Call:
    """What partners are asked, until when, and which agencies and persons are."""

    closes_at: datetime
    agency_ids: frozenset[int]
    account_ids: frozenset[int]
    question: str = field(repr=False)


def open_for_comments(
    session: Session, definition_set_id: int, call: Call, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Open the actor's draft for comments until a date; nobody need be invited by name.

    Outside partners comment by file. Raises DeniedError for others than its editors, and
    ConflictError if it is no draft or is open for comments already.
    """
    row = steps.locked(session, definition_set_id)
    steps.refuse_others(row, actor)
    if row.state != SetState.DRAFT:
        raise ConflictError(steps.moved_on(row).message)
    before = unclosed(session, definition_set_id)
    if before is not None and is_open(before, now=now):
        raise ConflictError("This draft is open for comments already.")
    found = [*_about_time(call.closes_at, now=now), *_about_guests(session, call)]
    if found:
        return found
    if before is not None:
        before.closed_at = before.closes_at
        session.flush()
    fresh = Consultation(
        definition_set_id=definition_set_id,
        question=call.question,
        opened_by_id=actor.account_id,
        opened_at=now,
        closes_at=call.closes_at,
    )
    session.add(fresh)
    session.flush()
    for name, ids in (("agency_id", call.agency_ids), ("account_id", call.account_ids)):
        for each in sorted(ids):
            session.add(Invitation(**{"consultation_id": fresh.consultation_id, name: each}))
    details: dict[str, audit.Detail] = {
        "closes_at": call.closes_at.isoformat(),
        "agencies": len(call.agency_ids),
        "persons": len(call.account_ids),
    }
    step = Step(SetAction.CONSULTED, call.question, details)
    steps.log(session, row, step, actor=actor, now=now)
    return []


def close(session: Session, definition_set_id: int, *, actor: Actor, now: datetime) -> None:
    """End the consultation on the actor's draft before its time; raises ConflictError if none."""
    row = steps.locked(session, definition_set_id)
    steps.refuse_others(row, actor)
    found = unclosed(session, definition_set_id)
    if found is None or not is_open(found, now=now):
        raise ConflictError("This draft is not open for comments.")
    found.closed_at = now
    steps.log(session, row, Step(SetAction.CONSULTATION_CLOSED), actor=actor, now=now)


def obstacles(session: Session, definition_set_id: int, *, now: datetime) -> list[FieldFinding]:
    """Say that a draft is still open for comments, which keeps it from review."""
    found = unclosed(session, definition_set_id)
    if found is None or not is_open(found, now=now):
        return []
    return [
        FieldFinding(
            "",
            "The draft is still open for comments.",
            "Wait for the day that partners were told, or end the consultation.",
            "consulting",
        )
    ]


def unclosed(session: Session, definition_set_id: int) -> Consultation | None:
    """Return the consultation on a draft that nobody closed; its time may be over."""
    return session.execute(
        select(Consultation).where(
            Consultation.definition_set_id == definition_set_id, Consultation.closed_at.is_(None)
        )
    ).scalar_one_or_none()


def is_open(consultation: Consultation, *, now: datetime) -> bool:
    """Tell whether comments are taken."""
    return consultation.closed_at is None and now < consultation.closes_at


def open_to(
    session: Session, consultation_id: int, *, actor: Actor, now: datetime
) -> tuple[Consultation, DefinitionSetVersion]:
    """Return a consultation that takes the actor's comments, and its draft, locked.

    Raises NotFoundError if the actor is not invited, ConflictError if it is over.
    """
    found = session.execute(
        select(Consultation).where(
            Consultation.consultation_id == consultation_id, notices.invited(actor)
        )
    ).scalar_one_or_none()
    if found is None:
        raise NotFoundError("You are not asked for comments here.")
    row = steps.locked(session, found.definition_set_id)
    session.refresh(found)
    if not is_open(found, now=now) or row.state != SetState.DRAFT:
        raise ConflictError(
            "This draft is no longer open for comments.",
            remedy="Copy what you typed and send it to the trainer who asked.",
        )
    return found, row


def _about_time(closes_at: datetime, *, now: datetime) -> list[FieldFinding]:
    if closes_at <= now:
        return [FieldFinding("closes_at", "This date is in the past.", "Choose a later one.")]
    if closes_at > now + timedelta(days=MAX_DAYS):
        message = f"This is more than {MAX_DAYS} days away."
        return [FieldFinding("closes_at", message, "Choose an earlier date.")]
    return []


def _about_guests(session: Session, call: Call) -> list[FieldFinding]:
    agencies = set(session.execute(select(Agency.agency_id)).scalars())
    people = set(session.execute(select(Account.account_id).where(Account.is_active)).scalars())
    if call.agency_ids <= agencies and call.account_ids <= people:
        return []
    return [
        FieldFinding(
            "agencies", "One of those chosen is not there any more.", "Choose from the list again."
        )
    ]
