"""The table of marks that say: this indicator needs tuning."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class TuningReason(StrEnum):
    """What is wrong with an indicator, as an analyst sees it in a report."""

    DEFINITION = "definition"
    QUESTION = "question"
    MISSING = "missing"
    TOO_WIDE = "too_wide"
    TOO_NARROW = "too_narrow"

    @property
    def label(self) -> str:
        """Return the reason in words."""
        return _LABELS[self]


_LABELS = {
    TuningReason.DEFINITION: "The definition is unclear",
    TuningReason.QUESTION: "A question is unclear",
    TuningReason.MISSING: "A question is missing",
    TuningReason.TOO_WIDE: "It takes in too much",
    TuningReason.TOO_NARROW: "It leaves out what belongs to it",
}


class TuningMark(Base):
    """One analyst's mark on one indicator, made while reading one report; may be taken back.

    `words` are redacted. Who marked is kept for the toggle and is shown to nobody.
    """

    __tablename__ = "tuning_marks"
    __table_args__ = (
        UniqueConstraint("account_id", "report_id", "indicator_id"),
        Index("ix_tuning_marks_indicator", "indicator_id", "set_version"),
    )

    tuning_mark_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    indicator_id: Mapped[str] = mapped_column(String(32))
    set_version: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(Text, default="")
    marked_at: Mapped[datetime]
