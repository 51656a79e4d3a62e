"""What is shown of announcements: those of one version, and the text that a new one begins with."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import Account, Agency, Announcement, AnnouncementAgency
from sar.values import frozen


@frozen
class AnnouncementRow:
    """One announcement, and the agencies that it is made to."""

    announcement_id: int
    agencies: tuple[str, ...]
    made_by: str
    made_at: datetime
    ends_at: datetime
    is_shown: bool
    words: str = field(repr=False)


def announcements(
    session: Session, definition_set_id: int, *, now: datetime
) -> list[AnnouncementRow]:
    """List what was announced about a version, the last first."""
    query = (
        select(Announcement, Account.display_name)
        .join(Account, Account.account_id == Announcement.made_by_id)
        .where(Announcement.definition_set_id == definition_set_id)
        .order_by(Announcement.announcement_id.desc())
    )
    return [
        AnnouncementRow(
            announcement_id=each.announcement_id,
            agencies=_agencies(session, each.announcement_id),
            made_by=name,
            made_at=each.made_at,
            ends_at=each.ended_at or each.show_until,
            is_shown=each.ended_at is None and each.show_until > now,
            words=each.words,
        )
        for each, name in session.execute(query)
    ]


def agency_choices(session: Session) -> Sequence[tuple[int, str]]:
    """List every agency as a choice (id, name)."""
    found = session.execute(select(Agency.agency_id, Agency.name).order_by(Agency.name))
    return [(each.agency_id, each.name) for each in found]


def _agencies(session: Session, announcement_id: int) -> tuple[str, ...]:
    query = (
        select(Agency.name)
        .join(AnnouncementAgency, AnnouncementAgency.agency_id == Agency.agency_id)
        .where(AnnouncementAgency.announcement_id == announcement_id)
        .order_by(Agency.name)
    )
    return tuple(session.execute(query).scalars())
