"""Tables of the tamper-evident log: entries, the head, and signed checkpoints."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class AuditEntry(Base):
    """Who did what to which thing, for what purpose, when; chained to the entry before it.

    The leaf that is hashed is built from these columns, so an edit of any column is found.
    No column holds a narrative, a name or a secret: `details` has ids, counts and codes only.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_subject", "subject", "position"),
        Index("ix_audit_entries_actor", "actor_id", "position"),
        Index("ix_audit_entries_action", "action", "position"),
    )

    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    recorded_at: Mapped[datetime]
    actor_id: Mapped[int | None]
    role: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(48))
    subject: Mapped[str] = mapped_column(String(80))
    purpose: Mapped[str] = mapped_column(String(48))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(64))
    entry_hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """The size and head of the log: one row, locked while an entry is added."""

    __tablename__ = "audit_heads"

    audit_head_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))


class AuditCheckpoint(Base):
    """A signed statement of the log's size and head; a copy belongs outside the database."""

    __tablename__ = "audit_checkpoints"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    head: Mapped[str] = mapped_column(String(64))
    signed_at: Mapped[datetime]
    key_id: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(200))
