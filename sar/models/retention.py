"""Tables of retention: holds, validations, and what was purged under which rule."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class HoldReason(StrEnum):
    """Why a report may not be purged for now."""

    LITIGATION = "litigation"
    INVESTIGATION = "investigation"
    COURT_ORDER = "court_order"
    RECORDS_REQUEST = "records_request"
    AUDIT = "audit"

    @property
    def label(self) -> str:
        """Return the reason in words."""
        return _HOLDS[self]


_HOLDS = {
    HoldReason.LITIGATION: "A lawsuit is pending or expected",
    HoldReason.INVESTIGATION: "An investigation needs it",
    HoldReason.COURT_ORDER: "A court ordered that it is kept",
    HoldReason.RECORDS_REQUEST: "A request for records is open",
    HoldReason.AUDIT: "An audit or inspection needs it",
}


class ExpungeReason(StrEnum):
    """Why one report is destroyed before its time; a code, so that no name can stay behind."""

    COURT_ORDER = "court_order"
    GRANTED_REQUEST = "granted_request"
    UNFOUNDED = "unfounded"
    PROTECTED = "protected"
    UNLAWFUL = "unlawful"
    MISTAKE = "mistake"

    @property
    def label(self) -> str:
        """Return the reason in words."""
        return _EXPUNGES[self]


_EXPUNGES = {
    ExpungeReason.COURT_ORDER: "A court ordered it",
    ExpungeReason.GRANTED_REQUEST: "Somebody asked for it and was found right",
    ExpungeReason.UNFOUNDED: "It was found to be unfounded",
    ExpungeReason.PROTECTED: "It rests on conduct that the law protects",
    ExpungeReason.UNLAWFUL: "It was obtained unlawfully",
    ExpungeReason.MISTAKE: "It was filed by mistake, or is about somebody else",
}


class RetentionHold(Base):
    """That a report may not be purged: who said so, why (redacted), and until when.

    `until_at` NULL means until somebody lifts it. Rows are added and lifted, never removed.
    """

    __tablename__ = "retention_holds"

    retention_hold_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    reason: Mapped[str] = mapped_column(String(24))
    words: Mapped[str] = mapped_column(Text)
    placed_at: Mapped[datetime]
    until_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))


class Validation(Base):
    """That somebody looked at a record and found it still justified, and why (redacted)."""

    __tablename__ = "validations"
    __table_args__ = (Index("ix_validations_report", "report_id", "drawer"),)

    validation_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"))
    drawer: Mapped[str] = mapped_column(String(16))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    words: Mapped[str] = mapped_column(Text)
    validated_at: Mapped[datetime]


class Purge(Base):
    """That the content of a report was destroyed, under which rule; it holds nothing of it.

    `rule` is the policy's name and its clock's, or "expunged"; `reason` is "" unless expunged;
    `outcome` is the state in which the review had left the report; `contents` counts what was
    sealed. `account_id` is NULL when the command line purged.
    """

    __tablename__ = "purges"

    report_id: Mapped[int] = mapped_column(
        ForeignKey("reports.report_id"), primary_key=True, autoincrement=False
    )
    rule: Mapped[str] = mapped_column(String(120))
    reason: Mapped[str] = mapped_column(String(24), default="")
    outcome: Mapped[str] = mapped_column(String(24))
    contents: Mapped[int]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    purged_at: Mapped[datetime] = mapped_column(index=True)
