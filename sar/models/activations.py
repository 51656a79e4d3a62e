"""Table of activations: from when which published version is the one in force, and who said so."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class ActivationState(StrEnum):
    """How far an activation has come; only a confirmed one counts."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Activation(Base):
    """A version put in force from a moment on; a version has several if it was made live again.

    The version whose confirmed activation began last is in force (the later row, if two began at
    the same moment); what it replaces stays accepted
    until `accept_previous_until` (NULL: until further notice). `asked_by_id` is NULL for the
    command line. `accept_days` (0 to 365) and `wanted_from` (NULL: at once) are what was asked.
    `ended_*` says who declined or withdrew it, when and why. Rows are never deleted, and what was
    confirmed is never changed: a trigger refuses.
    """

    __tablename__ = "activations"
    __table_args__ = (
        CheckConstraint("confirmed_by_id <> asked_by_id", name="four_eyes"),
        CheckConstraint(
            "state <> 'confirmed' OR asked_by_id IS NULL OR confirmed_by_id IS NOT NULL",
            name="confirmed_by_a_second_person",
        ),
        CheckConstraint(
            "state <> 'confirmed' OR effective_from IS NOT NULL", name="confirmed_has_a_date"
        ),
        CheckConstraint(
            "state <> 'withdrawn' OR effective_from IS NULL OR ended_at < effective_from",
            name="withdrawn_before_its_date",
        ),
        Index(
            "uq_activations_asked",
            "set_id",
            unique=True,
            info={"where": "state = 'asked'"},
        ),
    )

    activation_id: Mapped[int] = mapped_column(primary_key=True)
    set_id: Mapped[str] = mapped_column(String(64))
    definition_set_id: Mapped[int] = mapped_column(
        ForeignKey("definition_sets.definition_set_id"), index=True
    )
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text, default="")
    wanted_from: Mapped[datetime | None]
    accept_days: Mapped[int | None]
    effective_from: Mapped[datetime | None]
    accept_previous_until: Mapped[datetime | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    asked_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    confirmed_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
