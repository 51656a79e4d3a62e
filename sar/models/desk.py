"""Tables of how analysts work: their settings, and their marks on the order of the queue."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class AfterDecision(StrEnum):
    """Where somebody is after a decision that takes the report off their desk."""

    STAY = "stay"
    NEXT = "next"
    QUEUE = "queue"

    @property
    def label(self) -> str:
        """Return the setting in words."""
        return _AFTER[self]


_AFTER = {
    AfterDecision.STAY: "Stay with the report; the next one is a key away",
    AfterDecision.NEXT: "Take the next report at once",
    AfterDecision.QUEUE: "Go back to the queue",
}


class DeskSettings(Base):
    """How one person works; no row means that everything is as it was shipped.

    `keys` holds the single keys that were changed, by name (see `sar.serving.keys`).
    """

    __tablename__ = "desk_settings"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), primary_key=True)
    has_keys: Mapped[bool]
    keys: Mapped[dict[str, str]] = mapped_column(JSON)
    after_decision: Mapped[str] = mapped_column(String(8))
    changed_at: Mapped[datetime]


class RankReason(StrEnum):
    """Why a report stands in the wrong place of the queue, as an analyst sees it."""

    SOON = "soon"
    MORE = "more"
    EXPLAINED = "explained"
    OVER = "over"
    UNTRUE = "untrue"

    @property
    def label(self) -> str:
        """Return the reason in words."""
        return _RANK[self]


_RANK = {
    RankReason.SOON: "Too low: it may happen soon",
    RankReason.MORE: "Too low: it belongs to something larger",
    RankReason.EXPLAINED: "Too high: an innocent reason is plain",
    RankReason.OVER: "Too high: it is over or dealt with",
    RankReason.UNTRUE: "A reason shown is not true of it",
}


class RankMark(Base):
    """One analyst's mark that a report stands in the wrong place; marking again replaces it.

    `score` and `score_version` are those that the analyst saw.
    """

    __tablename__ = "rank_marks"
    __table_args__ = (UniqueConstraint("account_id", "report_id"),)

    rank_mark_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    reason: Mapped[str] = mapped_column(String(16))
    score: Mapped[int | None]
    score_version: Mapped[str] = mapped_column(String(32))
    marked_at: Mapped[datetime]


class Snooze(Base):
    """That an analyst set a report aside until a time; rows are only added.

    `why` is redacted. Whether a report is set aside now stands in `Report.snoozed_until`.
    """

    __tablename__ = "snoozes"

    snooze_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    until_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(Text)
    set_at: Mapped[datetime]
