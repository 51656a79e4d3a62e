"""Tables around reveals: the second person's consent, the review after an emergency, alerts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class RequestState(StrEnum):
    """Where a request for a whole report stands."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    OPENED = "opened"

    @property
    def label(self) -> str:
        """Return the state in words."""
        return {"asked": "Waits for a second person"}.get(self.value, self.value.capitalize())


class RevealRequest(Base):
    """That somebody asks to see a whole report, and what a second person said to it.

    `words` are redacted. After `expires_at` it can neither be decided nor opened.
    """

    __tablename__ = "reveal_requests"
    __table_args__ = (
        CheckConstraint(
            "state IN ('asked', 'approved', 'declined', 'opened')", name="state_is_known"
        ),
        CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> account_id", name="decided_by_another"
        ),
        CheckConstraint(
            "(state = 'asked') = (decided_by_id IS NULL)"
            " AND (decided_by_id IS NULL) = (decided_at IS NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("(state = 'opened') = (reveal_id IS NOT NULL)", name="opened_by_a_reveal"),
        Index("ix_reveal_requests_state", "state", "expires_at"),
    )

    reveal_request_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    purpose: Mapped[str] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16), default=RequestState.ASKED)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    decided_at: Mapped[datetime | None]
    reveal_id: Mapped[int | None] = mapped_column(ForeignKey("reveals.reveal_id"), unique=True)


class ReviewOutcome(StrEnum):
    """What a privacy officer found of an emergency; a follow-up leaves it open."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"
    FOLLOW_UP = "follow_up"

    @property
    def label(self) -> str:
        """Return the outcome in words."""
        return _OUTCOMES[self]


_OUTCOMES = {
    ReviewOutcome.JUSTIFIED: "Justified",
    ReviewOutcome.NOT_JUSTIFIED: "Not justified",
    ReviewOutcome.FOLLOW_UP: "Needs follow-up, stays open",
}


class EmergencyReview(Base):
    """One judgement of a reveal in an emergency; rows are only added.

    `account_id` repeats who opened the report, so that the database refuses their own review.
    `words` are redacted.
    """

    __tablename__ = "emergency_reviews"
    __table_args__ = (
        CheckConstraint("reviewer_id <> account_id", name="reviewed_by_another"),
        CheckConstraint(
            "outcome IN ('justified', 'not_justified', 'follow_up')", name="outcome_is_known"
        ),
        # One final outcome at most.
        Index(
            "ix_emergency_reviews_final",
            "reveal_id",
            unique=True,
            info={"where": "outcome <> 'follow_up'"},
        ),
    )

    emergency_review_id: Mapped[int] = mapped_column(primary_key=True)
    reveal_id: Mapped[int] = mapped_column(ForeignKey("reveals.reveal_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    outcome: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text)
    reviewed_at: Mapped[datetime]


class Alert(Base):
    """That a pattern of `privacy.patterns` was met: who, which report, how often; no content.

    A pattern of searches is about no report.

    `key` lets the same pattern of the same person or report be noted once a day.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        CheckConstraint(
            "acknowledged_by_id IS NULL OR acknowledged_by_id <> account_id",
            name="acknowledged_by_another",
        ),
        CheckConstraint(
            "(acknowledged_by_id IS NULL) = (acknowledged_at IS NULL)",
            name="acknowledged_by_somebody",
        ),
        Index("ix_alerts_acknowledged", "acknowledged_at"),
    )

    alert_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    pattern: Mapped[str] = mapped_column(String(32))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.report_id"))
    raised_at: Mapped[datetime]
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    acknowledged_at: Mapped[datetime | None]
