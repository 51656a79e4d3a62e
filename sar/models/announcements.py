"""Tables of the roll-out of a version: announcements, who has read them, and who has opened a form.

They tell how a version arrives with an agency's people. Pages show counts only, never persons.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class Announcement(Base):
    """What a trainer tells agencies about a version; shown until `show_until` or `ended_at`."""

    __tablename__ = "announcements"

    announcement_id: Mapped[int] = mapped_column(primary_key=True)
    definition_set_id: Mapped[int] = mapped_column(
        ForeignKey("definition_sets.definition_set_id"), index=True
    )
    words: Mapped[str] = mapped_column(Text)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    made_at: Mapped[datetime]
    show_until: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class AnnouncementAgency(Base):
    """An agency whose people see an announcement."""

    __tablename__ = "announcement_agencies"

    announcement_id: Mapped[int] = mapped_column(
        ForeignKey("announcements.announcement_id"), primary_key=True
    )
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.agency_id"), primary_key=True)


class Acknowledgement(Base):
    """Somebody has read an announcement and need not see it again."""

    __tablename__ = "acknowledgements"

    announcement_id: Mapped[int] = mapped_column(
        ForeignKey("announcements.announcement_id"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), primary_key=True)
    acknowledged_at: Mapped[datetime]


class FormOpening(Base):
    """Somebody opened a form under a version, for the first time."""

    __tablename__ = "form_openings"

    definition_set_id: Mapped[int] = mapped_column(
        ForeignKey("definition_sets.definition_set_id"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), primary_key=True)
    opened_at: Mapped[datetime]
