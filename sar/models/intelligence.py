"""Tables of the second drawer, criminal intelligence (28 CFR Part 23): keys, contents, crossings.

They are tables of their own, under keys of their own: whoever may read the first drawer's tables
and keyring reads nothing of this one.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class Predicate(StrEnum):
    """Which kind of crime somebody is reasonably suspected of."""

    TERRORISM = "terrorism"
    WEAPONS = "weapons"
    ATTACK_PLAN = "attack_plan"
    SABOTAGE = "sabotage"
    THREAT = "threat"
    ORGANISED_CRIME = "organised_crime"

    @property
    def label(self) -> str:
        """Return the predicate in words."""
        return _PREDICATES[self]


_PREDICATES = {
    Predicate.TERRORISM: "Support of terrorism",
    Predicate.WEAPONS: "Illegal weapons or explosives",
    Predicate.ATTACK_PLAN: "Planning an attack on people",
    Predicate.SABOTAGE: "Planning to damage a site or a network",
    Predicate.THREAT: "A criminal threat",
    Predicate.ORGANISED_CRIME: "Organised crime",
}


class IntelligenceKey(Base):
    """The key of one month of the intelligence drawer, wrapped by a master key of its keyring."""

    __tablename__ = "intelligence_keys"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    master_id: Mapped[str] = mapped_column(String(32))
    wrapped: Mapped[bytes | None]
    created_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]


class IntelligenceContent(Base):
    """A record of the intelligence drawer, sealed whole: original and redacted text."""

    __tablename__ = "intelligence_contents"

    context: Mapped[str] = mapped_column(String(64), primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    month: Mapped[str] = mapped_column(ForeignKey("intelligence_keys.month"), index=True)
    wrapped_key: Mapped[bytes]
    nonce: Mapped[bytes]
    ciphertext: Mapped[bytes]


class Crossing(Base):
    """That somebody wants a report in the intelligence drawer, on which suspicion, and the answer.

    `subject`, `facts` and `why` are redacted. `is_approved` is NULL until a second person decides;
    the record's clock counts from `decided_at`, and `purged_at` says when it was destroyed.
    """

    __tablename__ = "crossings"
    __table_args__ = (Index("ix_crossings_report", "report_id", "is_approved"),)

    crossing_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    predicate: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(Text)
    facts: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    decided_at: Mapped[datetime | None]
    is_approved: Mapped[bool | None]
    why: Mapped[str] = mapped_column(Text, default="")
    purged_at: Mapped[datetime | None]


class DrawerPermission(Base):
    """That somebody may open the intelligence drawer; nobody may without one, whatever their role.

    Rows are added and revoked, never removed.
    """

    __tablename__ = "drawer_permissions"

    drawer_permission_id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"), index=True)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    granted_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
