"""Announcing a version to agencies, whose people see it where they start until they read it."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.catalog import steps
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import (
    Acknowledgement,
    Agency,
    Announcement,
    AnnouncementAgency,
    DefinitionSetVersion,
    SetState,
)
from sar.serving import notices
from sar.sets.published import periods_of
from sar.values import frozen

# What is shown for longer is read by nobody any more.
MAX_DAYS = 180


@frozen
class News:
    """What agencies are told about a version, and for how many days, 1 to 180."""

    agency_ids: frozenset[int]
    days: int
    words: str = field(repr=False)


def announce(
    session: Session, definition_set_id: int, news: News, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Announce a version that is in force or will be; raises ConflictError for any other."""
    row = session.get(DefinitionSetVersion, definition_set_id)
    if row is None or row.state != SetState.PUBLISHED:
        raise NotFoundError("There is no such published version.")
    periods = periods_of(session).get(definition_set_id, ())
    if not periods or periods[-1].accept_until is not None:
        raise ConflictError(f"Version {row.version} is neither in force nor scheduled.")
    known = set(session.execute(select(Agency.agency_id)).scalars())
    if not news.agency_ids or not news.agency_ids <= known:
        return [FieldFinding("agencies", "No agency is chosen.", "Tick at least one of the list.")]
    made = Announcement(
        definition_set_id=definition_set_id,
        words=news.words,
        made_by_id=actor.account_id,
        made_at=now,
        show_until=now + timedelta(days=news.days),
    )
    session.add(made)
    session.flush()
    for agency_id in sorted(news.agency_ids):
        session.add(AnnouncementAgency(announcement_id=made.announcement_id, agency_id=agency_id))
    session.flush()
    details: dict[str, audit.Detail] = {
        "announcement": made.announcement_id,
        "agencies": len(news.agency_ids),
        "days": news.days,
    }
    event = audit.Event("set.announced", steps.subject(row), details=details)
    audit.record(session, event, actor=actor, now=now)
    return []


def end(session: Session, announcement_id: int, *, actor: Actor, now: datetime) -> int:
    """Show an announcement no longer, and return the version it is about."""
    found = session.execute(
        select(Announcement)
        .where(Announcement.announcement_id == announcement_id)
        .with_for_update()
    ).scalar_one_or_none()
    if found is None:
        raise NotFoundError("There is no such announcement.")
    if found.ended_at is None:
        found.ended_at = now
        session.flush()
        row = session.get_one(DefinitionSetVersion, found.definition_set_id)
        details: dict[str, audit.Detail] = {"announcement": announcement_id}
        event = audit.Event("set.announcement_ended", steps.subject(row), details=details)
        audit.record(session, event, actor=actor, now=now)
    return found.definition_set_id


def acknowledge(session: Session, announcement_id: int, *, actor: Actor, now: datetime) -> None:
    """Note that the actor has read an announcement; raises NotFoundError if it is not for them."""
    found = session.execute(
        select(Announcement.announcement_id).where(
            Announcement.announcement_id == announcement_id, notices.announced_to(actor)
        )
    ).scalar_one_or_none()
    if found is None:
        raise NotFoundError("There is no such announcement for your agency.")
    row = {
        "announcement_id": announcement_id,
        "account_id": actor.account_id,
        "acknowledged_at": now,
    }
    if db.insert_if_absent(session, Acknowledgement, row) is not None:
        event = audit.Event("announcement.acknowledged", f"announcement:{announcement_id}")
        audit.record(session, event, actor=actor, now=now)
