"""Tables of consultations on a draft: who is asked until when, and the comments with their answers.

A comment is about a definition, never about a case; no column here may hold a narrative.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class Disposition(StrEnum):
    """What became of a comment."""

    ACCEPTED = "accepted"
    IN_PART = "in_part"
    DECLINED = "declined"
    NOTED = "noted"


class Consultation(Base):
    """A time in which partners are asked for comments on a draft; `closed_at` if it ended early.

    A draft has at most one that is not closed; after `closes_at` nobody comments any more.
    """

    __tablename__ = "consultations"
    __table_args__ = (
        Index(
            "uq_consultations_open",
            "definition_set_id",
            unique=True,
            info={"where": "closed_at IS NULL"},
        ),
    )

    consultation_id: Mapped[int] = mapped_column(primary_key=True)
    definition_set_id: Mapped[int] = mapped_column(
        ForeignKey("definition_sets.definition_set_id"), index=True
    )
    question: Mapped[str] = mapped_column(Text)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Invitation(Base):
    """An agency, all its people, or one person who is asked for comments."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("(agency_id IS NULL) <> (account_id IS NULL)", name="agency_or_person"),
        UniqueConstraint("consultation_id", "agency_id"),
        UniqueConstraint("consultation_id", "account_id"),
    )

    invitation_id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.consultation_id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.agency_id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))


class SetComment(Base):
    """What somebody says on a draft, and what the editors answer; its words never change.

    `indicator_id` is NULL for the whole set; `indicator_name` is what the behaviour was called
    then, for it may be gone later. `author_id` is NULL for an outside partner, whose comment came
    by file; `file_key` then recognises it in the next file. Before a draft is approved every
    comment needs a disposition with words: a trigger refuses otherwise.
    """

    __tablename__ = "set_comments"
    __table_args__ = (
        CheckConstraint(
            "disposition IS NULL OR (disposition IN ('accepted', 'in_part', 'declined', 'noted') "
            "AND answer <> '' AND answered_by_id IS NOT NULL AND answered_at IS NOT NULL)",
            name="disposition_has_words",
        ),
        UniqueConstraint("definition_set_id", "file_key"),
    )

    set_comment_id: Mapped[int] = mapped_column(primary_key=True)
    definition_set_id: Mapped[int] = mapped_column(ForeignKey("definition_sets.definition_set_id"))
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultations.consultation_id"))
    indicator_id: Mapped[str | None] = mapped_column(String(32))
    indicator_name: Mapped[str] = mapped_column(String(200), default="")
    revision: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    author_name: Mapped[str] = mapped_column(String(120), default="")
    agency_name: Mapped[str] = mapped_column(String(200), default="")
    words: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    file_key: Mapped[str | None] = mapped_column(String(64))
    disposition: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    answered_at: Mapped[datetime | None]
