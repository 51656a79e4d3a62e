"""Table of how those who filed reports follow them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class Usefulness(StrEnum):
    """What whoever filed a report says of the answer that they got."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"

    @property
    def label(self) -> str:
        """Return it in words."""
        return {"yes": "Yes", "partly": "In part", "no": "No"}[self]


class Following(Base):
    """When whoever filed a report last looked at it, and how useful they found its end.

    `usefulness` is "" until they say; nothing is chosen for them.
    """

    __tablename__ = "followings"

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), primary_key=True)
    seen_at: Mapped[datetime]
    usefulness: Mapped[str] = mapped_column(String(8), default="")
    rated_at: Mapped[datetime | None]
