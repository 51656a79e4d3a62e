"""The table of incidents: named events that bring matching reports together for a time."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class Incident(Base):
    """A named event; it ends by itself at `ends_at`, which is earlier if somebody ended it.

    A report belongs to it if what it tells happened from `since_at` until `ends_at`, if the place
    it shows holds `area` ("" for anywhere), and if it is about `behaviour` ("" for any).
    """

    __tablename__ = "incidents"
    __table_args__ = (Index("ix_incidents_ends_at", "ends_at"),)

    incident_id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    area: Mapped[str] = mapped_column(String(120))
    behaviour: Mapped[str] = mapped_column(String(32))
    since_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    ends_at: Mapped[datetime]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
