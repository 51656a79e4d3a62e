"""Tables of the disclosure register: who received which version of what, and what they were told.

28 CFR 23.20(g) asks for a record of who was given what, why and when; 23.20(h) that whoever
received information is told of changes.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from sar.db import Base


class Tier(StrEnum):
    """How much is given out: allow-listed fields, or the redacted report."""

    SUMMARY = "summary"
    DETAILED = "detailed"

    @property
    def label(self) -> str:
        """Return the tier in words."""
        return {Tier.SUMMARY: "Summary", Tier.DETAILED: "Redacted report"}[self]


class DisclosurePurpose(StrEnum):
    """What the recipient needs it for."""

    ASSESSMENT = "assessment"
    INVESTIGATION = "investigation"
    IMMINENT_DANGER = "imminent_danger"
    PREVENTION = "prevention"
    OVERSIGHT = "oversight"

    @property
    def label(self) -> str:
        """Return the purpose in words."""
        return _PURPOSES[self]


_PURPOSES = {
    DisclosurePurpose.ASSESSMENT: "Assess whether there is a nexus to terrorism",
    DisclosurePurpose.INVESTIGATION: "Investigate a crime",
    DisclosurePurpose.IMMINENT_DANGER: "Avert an imminent danger to life or property",
    DisclosurePurpose.PREVENTION: "Protect a site or an event",
    DisclosurePurpose.OVERSIGHT: "Inspection, court or lawmaker",
}


class Authority(StrEnum):
    """On what authority it may be given out."""

    NEED_AND_RIGHT_TO_KNOW = "need_and_right_to_know"
    STATUTE = "statute"
    AGREEMENT = "agreement"
    COURT_ORDER = "court_order"
    EMERGENCY = "emergency"

    @property
    def label(self) -> str:
        """Return the authority in words."""
        return _AUTHORITIES[self]


_AUTHORITIES = {
    Authority.NEED_AND_RIGHT_TO_KNOW: "Need to know and right to know (28 CFR 23.20(e))",
    Authority.STATUTE: "A law asks for it",
    Authority.AGREEMENT: "A written agreement between the agencies",
    Authority.COURT_ORDER: "A court order or subpoena",
    Authority.EMERGENCY: "Imminent danger (28 CFR 23.20(f)(2))",
}


class Disclosure(Base):
    """That a report was given out: to whom, in which tier and version, why, on what authority.

    `content_sha256` is the hash of exactly what was given; `words` are redacted.
    """

    __tablename__ = "disclosures"
    __table_args__ = (Index("ix_disclosures_released", "released_at"),)

    disclosure_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    tier: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[str] = mapped_column(String(120))
    agency: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(24))
    authority: Mapped[str] = mapped_column(String(24))
    words: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    content_sha256: Mapped[str] = mapped_column(String(64))
    released_at: Mapped[datetime]


class NoticeCause(StrEnum):
    """Why a recipient must be told something."""

    CORRECTED = "corrected"
    EXPUNGED = "expunged"
    PURGED = "purged"

    @property
    def label(self) -> str:
        """Return the cause in words."""
        return _CAUSES[self]


_CAUSES = {
    NoticeCause.CORRECTED: "The report was corrected: replace what you have",
    NoticeCause.EXPUNGED: "The report was expunged: destroy what you have",
    NoticeCause.PURGED: "The time of the report is over: destroy what you have",
}


class RecipientNotice(Base):
    """That a recipient must be told of a change; told and acknowledged at, NULL until then.

    `acknowledged_by` names the person who did, at the recipient's agency.
    """

    __tablename__ = "recipient_notices"
    __table_args__ = (UniqueConstraint("disclosure_id", "cause", "caused_at"),)

    recipient_notice_id: Mapped[int] = mapped_column(primary_key=True)
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosures.disclosure_id"))
    cause: Mapped[str] = mapped_column(String(16))
    caused_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str] = mapped_column(String(120), default="")
