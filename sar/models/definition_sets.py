"""Tables of indicator definition sets: drafts, reviews, published immutable versions, and steps."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class SetState(StrEnum):
    """How far a version has come."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class SetAction(StrEnum):
    """What was done with a version on its way."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    TAKEN_BACK = "taken_back"
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class DefinitionSetVersion(Base):
    """One version of a definition set; `content` is its canonical JSON, `sha256` its hash.

    A version that the toolkit ships has no author; every other one is published by a second person.
    """

    __tablename__ = "definition_sets"
    __table_args__ = (
        CheckConstraint("approver_id IS NULL OR approver_id <> author_id", name="four_eyes"),
        CheckConstraint(
            "state <> 'published' OR author_id IS NULL OR approver_id IS NOT NULL",
            name="published_by_a_second_person",
        ),
        CheckConstraint(
            "state <> 'published' OR effective_from IS NOT NULL", name="published_has_a_date"
        ),
        Index(
            "uq_definition_sets_published_version",
            "set_id",
            "version",
            unique=True,
            sqlite_where=text("state = 'published'"),
            postgresql_where=text("state = 'published'"),
        ),
    )

    definition_set_id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[str] = mapped_column(String(64))
    version: Mapped[str] = mapped_column(String(32))
    edition: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), index=True)
    content: Mapped[str] = mapped_column(Text, deferred=True)  # long, and rarely needed
    sha256: Mapped[str] = mapped_column(String(64))
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("definition_sets.definition_set_id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    approver_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    effective_from: Mapped[datetime | None]
    accept_until: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)


class SetStep(Base):
    """One step of a version from draft to publication, with what was said; rows are only added."""

    __tablename__ = "set_steps"

    set_step_id: Mapped[int] = mapped_column(primary_key=True)
    definition_set_id: Mapped[int] = mapped_column(
        ForeignKey("definition_sets.definition_set_id"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    action: Mapped[str] = mapped_column(String(24))
    comment: Mapped[str] = mapped_column(Text, default="")
    taken_at: Mapped[datetime]
