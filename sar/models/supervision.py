"""The table of reports that a supervisor looks at before analysts do."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class CheckOutcome(StrEnum):
    """What a supervisor did with a report."""

    APPROVED = "approved"
    RETURNED = "returned"


class SupervisorCheck(Base):
    """That a report waits for a supervisor of its agency; at `due_at` it goes on by itself.

    `outcome` is "" while it waits, and stays so if nobody looked in time or an analyst took it.
    """

    __tablename__ = "supervisor_checks"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)
    due_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(12), default="")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    decided_at: Mapped[datetime | None]
