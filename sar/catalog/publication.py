"""The second person's side: send a draft back, or approve and publish it with its dates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from sar import audit
from sar.actors import Actor
from sar.catalog import readiness, steps, versions
from sar.catalog.comparison import version_key
from sar.catalog.steps import Seen, Step
from sar.errors import FieldFinding, InvalidInputError
from sar.models import DefinitionSetVersion, Role, SetAction, SetState
from sar.published import definition_set_of

REVIEWERS = (Role.TRAINER, Role.PRIVACY_OFFICER, Role.ADMINISTRATOR)

# A report that an officer has begun is finished within days, not hours: two weeks by default.
DEFAULT_ACCEPT_DAYS = 14
MAX_ACCEPT_DAYS = 365


@dataclass(frozen=True, slots=True)
class Terms:
    """From when a version is in force, and how long the one before it is still accepted.

    `effective_from` None means at once; `accept_days` counts from then, 0 to 365. `follows_id` is
    the version that the reviewer saw it compared with.
    """

    effective_from: datetime | None
    accept_days: int
    follows_id: int


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a set that comes from a file; None means now, and two weeks after that."""

    effective_from: datetime | None = None
    accept_previous_until: datetime | None = None


def send_back(
    session: Session, seen: Seen, comment: str, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Return a draft to its author with a comment; raises DeniedError for the author."""
    row = steps.locked(session, seen.definition_set_id)
    steps.refuse_author(row, actor)
    if row.state != SetState.IN_REVIEW or row.revision != seen.revision:
        return [steps.moved_on(row)]
    row.state = SetState.DRAFT
    row.revision += 1
    steps.log(session, row, Step(SetAction.SENT_BACK, comment), actor=actor, now=now)
    return []


def publish(
    session: Session, seen: Seen, terms: Terms, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Approve a draft that somebody else wrote, and publish it; raises DeniedError for the author.

    It gets its version number, its canonical content and hash, and its date; the version before
    it stays accepted for `terms.accept_days` after that date.
    """
    row = steps.locked(session, seen.definition_set_id)
    steps.refuse_author(row, actor)
    versions.lock_published(session, row.set_id)
    newest = versions.newest_version(session, row.set_id)
    has_moved = newest.definition_set_id != terms.follows_id
    if row.state != SetState.IN_REVIEW or row.revision != seen.revision or has_moved:
        return [steps.moved_on(row)]
    draft = definition_set_of(row)
    effective_from = terms.effective_from or now
    found = [
        *readiness.obstacles(draft),
        *versions.about_ids(session, draft),
        *versions.about_date(effective_from, newest, now=now),
    ]
    if found:
        return found
    versions.renumber(session, row, draft)
    row.state = SetState.PUBLISHED
    row.approver_id = actor.account_id
    row.published_at = now
    row.effective_from = effective_from
    row.revision += 1
    newest.accept_until = effective_from + timedelta(days=terms.accept_days)
    _log_publication(session, row, newest, actor=actor, now=now)
    return []


def publish_file(
    session: Session,
    definition_set: DefinitionSet,
    dates: Dates,
    *,
    actor: Actor,
    now: datetime,
) -> DefinitionSetVersion:
    """Publish a set that was written as a file; the log says that the command line did it.

    Raises InvalidInputError if it is not ready, its number is too low or its date will not do.
    """
    versions.lock_published(session, definition_set.set_id)
    newest = versions.find_newest(session, definition_set.set_id)
    effective_from = dates.effective_from or now
    found = [
        *readiness.obstacles(definition_set),
        *versions.about_ids(session, definition_set),
    ]
    if newest is not None:
        found += _about_number(session, newest, definition_set)
        found += versions.about_date(effective_from, newest, now=now)
    accept_until = dates.accept_previous_until or effective_from + timedelta(
        days=DEFAULT_ACCEPT_DAYS
    )
    if accept_until < effective_from:
        found.append(
            FieldFinding(
                "accept_previous_until",
                "The version before it would end before the new one begins.",
                "Choose the day on which the new one takes effect, or a later one.",
            )
        )
    if found:
        raise InvalidInputError(found)
    row = DefinitionSetVersion(
        set_id=definition_set.set_id,
        state=SetState.PUBLISHED,
        based_on_id=newest.definition_set_id if newest else None,
        note="Published from a file at the command line.",
        created_at=now,
        published_at=now,
        effective_from=effective_from,
    )
    versions.write_content(row, definition_set, definition_set.version)
    session.add(row)
    if newest is not None:
        newest.accept_until = accept_until
    session.flush()
    _log_publication(session, row, newest, actor=actor, now=now)
    return row


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


def _log_publication(
    session: Session,
    row: DefinitionSetVersion,
    previous: DefinitionSetVersion | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    until = previous.accept_until if previous else None
    details: dict[str, audit.Detail] = {
        "definition_set": row.definition_set_id,
        "effective_from": row.effective_from.isoformat() if row.effective_from else None,
        "previous_version": previous.version if previous else None,
        "previous_sha256": previous.sha256 if previous else None,
        "previous_accept_until": until.isoformat() if until else None,
    }
    steps.log(session, row, Step(SetAction.PUBLISHED, details=details), actor=actor, now=now)
