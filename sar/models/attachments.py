"""Table of the photos and files of reports; their contents and names are sealed."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class AttachmentState(StrEnum):
    """Where an attachment stands: held until a virus scanner has answered, then ready.

    What was removed by its officer, or destroyed because of a virus, has no content any more.
    """

    READY = "ready"
    HELD = "held"
    REMOVED = "removed"
    INFECTED = "infected"


class Attachment(Base):
    """A photo or file that an officer added to a report.

    `kind` is the media type and `size_bytes` the size of the clean file; `original_sha256`, hex,
    is that of the file as it came, NULL once it was removed. `key_sha256`, hex, is that of the key
    under which it was sent, NULL if there was none; it stays, so that a file that was removed does
    not come back when a phone sends it once more. `removed` lists what was taken out
    (`privacy.files.Removed`). The clean file is sealed under ``"file:<receipt>:<attachment_id>"``,
    its name under ``"file-name:<receipt>:<attachment_id>"`` (`SealedContent`).
    """

    __tablename__ = "attachments"
    __table_args__ = (
        UniqueConstraint("report_id", "original_sha256"),
        Index("ix_attachments_report_id_key_sha256", "report_id", "key_sha256", unique=True),
        CheckConstraint("state IN ('ready', 'held', 'removed', 'infected')", name="state_is_known"),
    )

    attachment_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    kind: Mapped[str] = mapped_column(String(32))
    size_bytes: Mapped[int]
    original_sha256: Mapped[str | None] = mapped_column(String(64))
    key_sha256: Mapped[str | None] = mapped_column(String(64))
    removed: Mapped[list[Any]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(16))
    added_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
