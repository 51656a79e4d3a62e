"""Table of who wants to be told by mail that something is new."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class MailAlert(Base):
    """That somebody asked, in a role, to be told at an address that something is new.

    They know of everything up to `told_until`; the next mail goes out at `due_at` or later.
    `attempts` counts what failed since the last mail, `last_answer` is the status or kind of error
    of the last failure, "" after a mail that was taken.
    """

    __tablename__ = "mail_alerts"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(32))
    told_until: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    last_answer: Mapped[str] = mapped_column(String(40), default="")
