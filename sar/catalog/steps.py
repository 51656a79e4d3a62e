"""One step of a version: the row it is about, who may take it, and where it is written down."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.lifecycle import STEPS, Standing
from sar.actors import Actor
from sar.errors import ConflictError, DeniedError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import DefinitionSetVersion, SetAction, SetState, SetStep
from sar.values import frozen

# The rule of the finding that somebody, or another window, was faster.
STALE = "moved_on"

# What is kept of where a version stands; once it is out, its activations tell the rest.
_STATES = {
    Standing.DRAFT: SetState.DRAFT,
    Standing.IN_REVIEW: SetState.IN_REVIEW,
    Standing.APPROVED: SetState.APPROVED,
    Standing.SCHEDULED: SetState.PUBLISHED,
    Standing.ACTIVE: SetState.PUBLISHED,
    Standing.DISCARDED: SetState.DISCARDED,
}


@frozen
class Seen:
    """Which version somebody acts on, and the `revision` of it that was on the screen."""

    definition_set_id: int
    revision: int


@frozen
class Step:
    """What is kept of something done: the comment in the table, the details in the log."""

    action: SetAction
    comment: str = field(default="", repr=False)
    details: Mapping[str, audit.Detail] = field(default_factory=dict)


def locked(session: Session, definition_set_id: int) -> DefinitionSetVersion:
    """Return a version, locked for a change; raises NotFoundError if there is none."""
    row = session.execute(
        select(DefinitionSetVersion)
        .where(DefinitionSetVersion.definition_set_id == definition_set_id)
        .with_for_update()
    ).scalar_one_or_none()
    if row is None:
        raise NotFoundError("There is no such version.")
    return row


def may_become(row: DefinitionSetVersion, standing: Standing) -> bool:
    """Tell whether `indicators.lifecycle` has a step there for a version that is not out yet."""
    return row.state != SetState.PUBLISHED and standing in STEPS[Standing(row.state)]


def ready_for(session: Session, seen: Seen, standing: Standing) -> DefinitionSetVersion:
    """Return that version if it may become this and is as it was seen; else ConflictError."""
    row = locked(session, seen.definition_set_id)
    if not may_become(row, standing) or row.revision != seen.revision:
        raise ConflictError(moved_on(row).message)
    return row


def become(row: DefinitionSetVersion, standing: Standing) -> None:
    """Take a step of the lifecycle; a version that is a draft again is no longer approved.

    Raises ConflictError if the lifecycle has no such step.
    """
    if not may_become(row, standing):
        raise ConflictError(moved_on(row).message)
    if standing is Standing.DRAFT:
        row.approver_id = None
        row.approved_at = None
    row.state = _STATES[standing]
    row.revision += 1


def refuse_others(row: DefinitionSetVersion, actor: Actor) -> None:
    """Raise unless the actor is an editor of what is not published yet."""
    if row.state == SetState.PUBLISHED:
        raise ConflictError(
            "A published version is never changed.", remedy="Begin a draft from it instead."
        )
    if not is_editor(row, actor):
        raise DeniedError(
            "Only its editors change a draft.",
            remedy="A trainer can join them on the draft's page, and then not approve it. Or send "
            "the draft back with a comment when it is in review.",
        )


def refuse_editors(row: DefinitionSetVersion, actor: Actor) -> None:
    """Raise DeniedError if the actor edited the version: a second person decides."""
    if actor.account_id is None or is_editor(row, actor):
        raise DeniedError(
            "You wrote or edited this draft, so somebody else decides on it.",
            remedy="Ask another trainer, the privacy officer or an administrator.",
        )


def is_editor(row: DefinitionSetVersion, actor: Actor) -> bool:
    """Tell whether the actor wrote the version or joined those who edit it."""
    return actor.account_id is not None and actor.account_id in {
        row.author_id,
        *(each.account_id for each in row.editors),
    }


def moved_on(row: DefinitionSetVersion) -> FieldFinding:
    """Return the finding that the version is no longer what was on the screen."""
    return stale(
        {
            SetState.DRAFT: "it was changed in the meantime",
            SetState.IN_REVIEW: "it is in review, or follows another version now",
            SetState.APPROVED: "it is approved, or follows another version now",
            SetState.PUBLISHED: "it is published",
            SetState.DISCARDED: "it was discarded",
        }[SetState(row.state)]
    )


def stale(what_happened: str) -> FieldFinding:
    """Return the finding that somebody, or another window, was faster."""
    return FieldFinding(
        "",
        f"This is no longer what was on your screen: {what_happened}.",
        "Nothing was saved, and what you typed is still here. Look at the present state, "
        "then decide again.",
        STALE,
    )


def log(
    session: Session, row: DefinitionSetVersion, step: Step, *, actor: Actor, now: datetime
) -> None:
    """Keep a step: its words in the table of steps, its ids and hashes in the log."""
    session.add(
        SetStep(
            definition_set_id=row.definition_set_id,
            account_id=actor.account_id,
            action=step.action,
            comment=step.comment,
            taken_at=now,
        )
    )
    session.flush()
    details = {"sha256": row.sha256, "revision": row.revision, **step.details}
    event = audit.Event(f"set.{step.action}", subject(row), details=details)
    audit.record(session, event, actor=actor, now=now)


def subject(row: DefinitionSetVersion) -> str:
    """Return what the log calls a version: by its number once it is published."""
    place = row.version if row.state == SetState.PUBLISHED else f"draft-{row.definition_set_id}"
    return f"set:{row.set_id}:{place}"
