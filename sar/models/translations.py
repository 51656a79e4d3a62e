"""Table of the translations of published sets: offered by one person, approved by another."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class TranslationState(StrEnum):
    """Where a translation stands."""

    OFFERED = "offered"
    APPROVED = "approved"
    DECLINED = "declined"


class SetTranslation(Base):
    """A translation of one published version, by its SHA-256; rows are added, and decided once.

    `content` is a PO file (GNU gettext), `sha256` that of its bytes.
    """

    __tablename__ = "set_translations"
    __table_args__ = (
        Index("ix_set_translations_language_state", "language", "state"),
        CheckConstraint("decided_by_id <> offered_by_id", name="decided_by_somebody_else"),
    )

    set_translation_id: Mapped[int] = mapped_column(primary_key=True)
    definition_set_id: Mapped[int] = mapped_column(
        ForeignKey("definition_sets.definition_set_id"), index=True
    )
    set_sha256: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    content: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12))
    offered_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    offered_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    decided_at: Mapped[datetime | None]
