"""Tables of what is sealed: originals, the month keys that open them, and who was shown what."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class MonthKey(Base):
    """The key of one retention month, wrapped by a master key; a purge destroys it."""

    __tablename__ = "month_keys"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    master_id: Mapped[str] = mapped_column(String(32))
    wrapped: Mapped[bytes | None]
    created_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]


class SealedContent(Base):
    """An original, sealed: a submission or an addition to one.

    `context` is the associated data of the encryption, ``"report:<receipt>"`` or
    ``"addition:<receipt>:<n>"``: a row that is moved to another report cannot be opened.
    """

    __tablename__ = "sealed_contents"

    context: Mapped[str] = mapped_column(String(64), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    month: Mapped[str] = mapped_column(ForeignKey("month_keys.month"), index=True)
    wrapped_key: Mapped[bytes]
    nonce: Mapped[bytes]
    ciphertext: Mapped[bytes]


class Reveal(Base):
    """A hidden span, or a whole report, that somebody was shown, for which purpose, until when.

    The whole report has no `field` and the `span_number` 0. `words` are redacted. An emergency is
    judged afterwards (`EmergencyReview`).
    """

    __tablename__ = "reveals"
    __table_args__ = (
        Index("ix_reveals_report_account", "report_id", "account_id"),
        Index("ix_reveals_account_granted", "account_id", "granted_at"),
    )

    reveal_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    purpose: Mapped[str] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(Text)
    field: Mapped[str] = mapped_column(String(120))
    span_number: Mapped[int]
    granted_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    is_emergency: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def is_whole(self) -> bool:
        """Tell whether the whole report was shown."""
        return not self.field
