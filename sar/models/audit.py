"""Tables of the tamper-evident log: entries, the head, and signed checkpoints."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class AuditEntry(Base):
    """Who did what to which thing, for what purpose, when; a leaf of the log's Merkle tree.

    The leaf that is hashed is built from these columns, so an edit of any column is found.
    No column holds a narrative, a name or a secret: `details` has ids, counts and codes only.
    `tree_hashes` are those of the subtrees that the entry completes, its own leaf's first.
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
    tree_hashes: Mapped[bytes] = mapped_column(LargeBinary)


class AuditHead(Base):
    """The size and the right edge of the log's tree: one row, locked while an entry is added."""

    __tablename__ = "audit_heads"

    audit_head_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    edge: Mapped[bytes] = mapped_column(LargeBinary)


class AuditCheckpoint(Base):
    """A signed note of the log's size and root; a copy belongs outside the database."""

    __tablename__ = "audit_checkpoints"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    signed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)
