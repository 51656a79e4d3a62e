"""Tables of the gapless ledger: one line for everything received, numbered per year."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class LedgerYear(Base):
    """The last number given in a year; its row lock makes the numbers gapless."""

    __tablename__ = "ledger_years"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class LedgerEntry(Base):
    """One line of the ledger; it outlives the report's content."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        CheckConstraint("number >= 1", name="numbers_start_at_1"),
        CheckConstraint("purged_at IS NULL OR closed_at IS NOT NULL", name="purged_is_closed"),
        Index("ix_ledger_entries_received", "received_at"),
        Index("ix_ledger_entries_closed", "closed_at"),
    )

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), unique=True)
    received_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]

    @property
    def label(self) -> str:
        """Return the number as it is written, ``"2026-000123"``."""
        return f"{self.year}-{self.number:06d}"
