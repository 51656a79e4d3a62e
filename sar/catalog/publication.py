"""The second person's side: send a draft back, approve it, publish it with its dates."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from indicators.lifecycle import Standing
from sar.actors import Actor
from sar.catalog import activation, comments, readiness, steps, versions
from sar.catalog.activation import Terms
from sar.catalog.comparison import version_key
from sar.catalog.steps import Seen, Step
from sar.errors import FieldFinding, InvalidInputError
from sar.log import audit
from sar.models import (
    Activation,
    DefinitionSetVersion,
    Role,
    SetAction,
    SetState,
)
from sar.sets.published import definition_set_of, last_activation
from sar.values import frozen

REVIEWERS = (Role.TRAINER, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)

# A report that an officer has begun is finished within days, not hours: two weeks by default.
DEFAULT_ACCEPT_DAYS = 14
MAX_ACCEPT_DAYS = 365


@frozen
class Dates:
    """The dates of a set that comes from a file; None means now, and two weeks after that."""

    effective_from: datetime | None = None
    accept_previous_until: datetime | None = None


def send_back(
    session: Session, seen: Seen, comment: str, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Return a draft to its author with a comment; raises DeniedError for its editors.

    What was approved is no longer so.
    """
    row = steps.locked(session, seen.definition_set_id)
    steps.refuse_editors(row, actor)
    if not steps.may_become(row, Standing.DRAFT) or row.revision != seen.revision:
        return [steps.moved_on(row)]
    steps.become(row, Standing.DRAFT)
    steps.log(session, row, Step(SetAction.SENT_BACK, comment), actor=actor, now=now)
    return []


def approve(
    session: Session, seen: Seen, follows_id: int, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Approve a draft that others wrote; raises DeniedError for its editors.

    It gets its version number, its canonical content and hash, and stays so until it is published
    or goes back to its author. `follows_id` is the activation after which it was to come.
    """
    row = steps.locked(session, seen.definition_set_id)
    steps.refuse_editors(row, actor)
    found = _about_state(session, row, seen, follows_id, step=Standing.APPROVED)
    if found:
        return found
    _approve(session, row, actor=actor, now=now)
    return []


def publish(
    session: Session, seen: Seen, terms: Terms, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Publish what a second person approved; in review, that person approves it herewith.

    The version before it stays accepted for `terms.accept_days` after its date. Raises
    DeniedError if an editor would approve.
    """
    row = steps.locked(session, seen.definition_set_id)
    is_approved = row.state == SetState.APPROVED
    if not is_approved:
        steps.refuse_editors(row, actor)
    effective_from = terms.effective_from or now
    out = Standing.SCHEDULED if effective_from > now else Standing.ACTIVE
    step = out if is_approved else Standing.APPROVED
    found = _about_state(session, row, seen, terms.follows_id, step=step)
    last = last_activation(session, row.set_id)
    found = found or activation.about_date(session, effective_from, last, now=now)
    if found:
        return found
    if not is_approved:
        _approve(session, row, actor=actor, now=now)
    steps.become(row, out)
    row.published_at = now
    row.effective_from = effective_from
    start = Activation(
        set_id=row.set_id,
        definition_set_id=row.definition_set_id,
        effective_from=effective_from,
        accept_previous_until=effective_from + timedelta(days=terms.accept_days),
        asked_by_id=row.author_id,
        asked_at=row.submitted_at,
        confirmed_by_id=row.approver_id,
    )
    activation.begin(session, row, start, actor=actor, now=now)
    return []


def _about_state(
    session: Session, row: DefinitionSetVersion, seen: Seen, follows_id: int, *, step: Standing
) -> list[FieldFinding]:
    """Find what has moved on since the page was made, and what keeps the draft from its step."""
    versions.lock_published(session, row.set_id)
    last = last_activation(session, row.set_id)
    has_moved = last is None or last.activation_id != follows_id
    if not steps.may_become(row, step) or row.revision != seen.revision or has_moved:
        return [steps.moved_on(row)]
    is_outdated = row.approved_at is not None and (
        last is not None and last.confirmed_at is not None and last.confirmed_at > row.approved_at
    )
    if is_outdated:
        return [
            FieldFinding(
                "",
                "Another version took effect or was scheduled after this one was approved.",
                "Send it back, so that a second person reads what it changes now.",
            )
        ]
    draft = definition_set_of(row)
    return [
        *readiness.obstacles(draft),
        *versions.about_ids(session, draft),
        *comments.obstacles(session, row.definition_set_id),
    ]


def _approve(session: Session, row: DefinitionSetVersion, *, actor: Actor, now: datetime) -> None:
    versions.renumber(session, row, definition_set_of(row))
    steps.become(row, Standing.APPROVED)
    row.approver_id = actor.account_id
    row.approved_at = now
    steps.log(session, row, Step(SetAction.APPROVED), actor=actor, now=now)


def publish_file(
    session: Session,
    definition_set: DefinitionSet,
    dates: Dates,
    *,
    signed_by: str | None,
    actor: Actor,
    now: datetime,
) -> DefinitionSetVersion:
    """Publish a set that was written as a file; the log says that the command line did it.

    `signed_by` is the id of the key that signed it, None for nobody; the log says that, too.
    Raises InvalidInputError if it is not ready, its number is too low or its date will not do.
    """
    versions.lock_published(session, definition_set.set_id)
    newest = versions.find_newest(session, definition_set.set_id)
    effective_from = dates.effective_from or now
    grace = timedelta(days=DEFAULT_ACCEPT_DAYS)
    accept_until = dates.accept_previous_until or effective_from + grace
    found = [
        *readiness.obstacles(definition_set),
        *versions.about_ids(session, definition_set),
        *_about_dates(session, definition_set, Dates(effective_from, accept_until), now=now),
    ]
    if newest is not None:
        found += _about_number(session, newest, definition_set)
    if found:
        raise InvalidInputError(found)
    row = DefinitionSetVersion(
        set_id=definition_set.set_id,
        state=SetState.PUBLISHED,
        based_on_id=newest.definition_set_id if newest else None,
        note="Published from a file at the command line, "
        + (f"signed with the key {signed_by}." if signed_by else "which nobody signed."),
        created_at=now,
        published_at=now,
        effective_from=effective_from,
    )
    versions.write_content(row, definition_set, definition_set.version)
    session.add(row)
    session.flush()
    start = Activation(
        set_id=row.set_id,
        definition_set_id=row.definition_set_id,
        effective_from=effective_from,
        accept_previous_until=accept_until if newest else None,
        asked_at=now,
    )
    activation.begin(session, row, start, actor=actor, now=now)
    _log_import(session, row, signed_by, actor=actor, now=now)
    return row


def _log_import(
    session: Session,
    row: DefinitionSetVersion,
    signed_by: str | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    details: dict[str, audit.Detail] = {
        "definition_set": row.definition_set_id,
        "sha256": row.sha256,
        "is_signed": signed_by is not None,
        "signed_by": signed_by,
    }
    event = audit.Event("set.imported", f"set:{row.set_id}:{row.version}", details=details)
    audit.record(session, event, actor=actor, now=now)


def _about_dates(
    session: Session, definition_set: DefinitionSet, dates: Dates, *, now: datetime
) -> list[FieldFinding]:
    last = last_activation(session, definition_set.set_id)
    starts, until = dates.effective_from or now, dates.accept_previous_until
    found = activation.about_date(session, starts, last, now=now) if last else []
    if until is not None and until < starts:
        found.append(
            FieldFinding(
                "accept_previous_until",
                "The version before it would end before the new one begins.",
                "Choose the day on which the new one takes effect, or a later one.",
            )
        )
    return found


def _about_number(
    session: Session, newest: DefinitionSetVersion, new: DefinitionSet
) -> list[FieldFinding]:
    least = versions.next_number(session, newest, new)
    if versions.is_same_content(new, definition_set_of(newest)):
        problem = f"The content is that of version {newest.version}, which is published already."
        return [FieldFinding("version", problem, "Change something, or leave it as it is.")]
    if version_key(new.version) < version_key(least):
        problem = f"The version {new.version} is too low for what has changed."
        return [FieldFinding("version", problem, f"Write {least} or higher.")]
    return []
