"""Tables of indicator definition sets: drafts, reviews, published immutable versions, and steps."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from sar.db import Base


class SetState(StrEnum):
    """How far a version has come."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    DISCARDED = "discarded"


class SetAction(StrEnum):
    """What was done with a version on its way."""

    DRAFTED = "drafted"
    JOINED = "joined"
    CONSULTED = "consulted"
    CONSULTATION_CLOSED = "consultation_closed"
    SUBMITTED = "submitted"
    TAKEN_BACK = "taken_back"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REACTIVATION_ASKED = "reactivation_asked"
    REACTIVATION_DECLINED = "reactivation_declined"
    REACTIVATION_TAKEN_BACK = "reactivation_taken_back"
    REACTIVATED = "reactivated"
    DISCARDED = "discarded"


class DefinitionSetVersion(Base):
    """One version of a definition set; `content` is its canonical JSON, `sha256` its hash.

    A version that the toolkit ships has no author; every other one is approved by a second person,
    who edited nothing of it (a trigger looks at `set_editors`). `effective_from` is the date with
    which it was published; whether it is in force is told by its activations.
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
            info={"where": "state = 'published'"},
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
    approved_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    editors: Mapped[list["SetEditor"]] = relationship(order_by="SetEditor.since", viewonly=True)


class SetEditor(Base):
    """Somebody who may change a draft, and so can never approve it; rows are only added."""

    __tablename__ = "set_editors"

    definition_set_id: Mapped[int] = mapped_column(
        ForeignKey("definition_sets.definition_set_id"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), primary_key=True)
    since: Mapped[datetime]


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
