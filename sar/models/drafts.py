"""The table of draft headers: that a phone keeps an unsent report, and nothing of what it says."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class DraftHeader(Base):
    """An unsent report on somebody's phone; the row goes when it is filed, deleted or expired.

    `draft_id` is the SHA-256 (hex) of the draft's random key, as in
    `Report.idempotency_sha256`, so that it is known whether it was filed. `device_sha256` is that
    of a random cookie. The report itself is on the phone alone.
    """

    __tablename__ = "draft_headers"

    draft_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), primary_key=True)
    device_sha256: Mapped[str] = mapped_column(String(64))
    set_id: Mapped[str] = mapped_column(String(64))
    set_version: Mapped[str] = mapped_column(String(32))
    set_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(8))
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
