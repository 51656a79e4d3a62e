"""The table of links: that two reports tell the same event."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class ReportLink(Base):
    """That an analyst linked two reports; taking it back deletes the row, and the log keeps both.

    Nothing of the reports is changed by it. The smaller number stands first, and the pair is the
    key: the table is the same in whatever order links were made and taken back.
    """

    __tablename__ = "report_links"
    __table_args__ = (CheckConstraint("report_id < other_id", name="smaller_first"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(
        ForeignKey("reports.report_id"), primary_key=True, index=True
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    linked_at: Mapped[datetime]
