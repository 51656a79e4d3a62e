"""Tables of reports as they may be shown: redacted text, score, state, decisions, additions.

What was written in the original is sealed in `sar.models.sealed`; no column here holds it.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from sar.db import Base

# What each row of `report_behaviours` repeats of its report, so that one index serves the queue.
REPEATED = ("sector", "state", "queue_place")

POINT = 10**13
"""What a point of the score counts in a place in the queue; the rest is when it was received."""


class Report(Base):
    """A report that was received.

    `redacted` maps a field path to ``{"text": ..., "spans": [...]}``; it is NULL while the report
    is held. `coded_answers` holds the answers that are no free text: codes, numbers, times.
    `score` is in thousandths, 0 to 1000, higher is more urgent; NULL while held. `reasons` are
    those of the score; `rule_reasons` keep those of the rules while a ranker orders the report,
    and are NULL otherwise.
    `queue_place` orders the queue, lower is sooner (see `queue_place`); NULL when the report is
    not waiting for an analyst. Until `snoozed_until` the queue leaves it out although it waits.
    `revision` grows with every change and serves as ETag.
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("account_id", "idempotency_sha256"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 1000)", name="score_in_range"),
        CheckConstraint("state = 'held' OR redacted IS NOT NULL", name="shown_only_if_redacted"),
        # These serve the order of the queue without sorting, one for each set of filters, and
        # those of `ReportBehaviour` do where a behaviour is among them (docs/decisions/0004).
        Index("ix_reports_queue", "queue_place", "report_id"),
        # What a ranker that learns on asks for after each decision: which waiting reports changed.
        Index(
            "ix_reports_waiting",
            *("report_id", "revision", "queue_place"),
            # The dialects' own option would load PostgreSQL's for SQLite, too; migrations make the
            # index, and a test compares it with this.
            info={"where": "queue_place IS NOT NULL"},
        ),
        # How long they have waited, and the few that were set aside.
        Index(
            "ix_reports_waiting_since",
            "received_at",
            info={"where": "queue_place IS NOT NULL"},
        ),
        Index(
            "ix_reports_aside",
            *("queue_place", "report_id"),
            info={"where": "snoozed_until IS NOT NULL"},
        ),
        Index("ix_reports_queue_sector", "sector", "queue_place", "report_id"),
        Index("ix_reports_queue_state", "state", "queue_place", "report_id"),
        Index("ix_reports_queue_sector_state", "sector", "state", "queue_place", "report_id"),
        Index(
            "ix_reports_claim",
            "claimed_by_id",
            info={"where": "claimed_by_id IS NOT NULL"},
        ),
        Index("ix_reports_account", "account_id", "report_id"),
        Index("ix_reports_agency", "agency_id", "report_id"),
        Index("ix_reports_place", "place_shown", "received_at"),
        # What changed since a program last asked.
        Index("ix_reports_updated", "updated_at", "report_id"),
        # How many reports were filed under each version, week by week.
        Index("ix_reports_version", "definition_set_id", "received_at"),
    )

    report_id: Mapped[int] = mapped_column(primary_key=True)
    receipt: Mapped[str] = mapped_column(String(16), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.agency_id"))
    idempotency_sha256: Mapped[str] = mapped_column(String(64))
    content_sha256: Mapped[str] = mapped_column(String(64))
    definition_set_id: Mapped[int] = mapped_column(ForeignKey("definition_sets.definition_set_id"))
    set_id: Mapped[str] = mapped_column(String(64))
    set_version: Mapped[str] = mapped_column(String(32))
    set_sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    occurred_at: Mapped[datetime]
    occurred_zone: Mapped[str] = mapped_column(String(64))
    sector: Mapped[str] = mapped_column(String(16), default="")
    source: Mapped[str] = mapped_column(String(32))
    form_language: Mapped[str] = mapped_column(String(8), default="en", server_default="en")
    redacted: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    coded_answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    place_shown: Mapped[str] = mapped_column(String(200), default="")
    score: Mapped[int | None]
    score_version: Mapped[str] = mapped_column(String(32), default="")
    reasons: Mapped[list[Any]] = mapped_column(JSON, default=list)
    rule_reasons: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    state: Mapped[str] = mapped_column(String(24))
    queue_place: Mapped[int | None] = mapped_column(BigInteger)
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.account_id"))
    claim_expires_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)

    behaviours: Mapped[list["ReportBehaviour"]] = relationship(
        lazy="selectin", order_by="ReportBehaviour.rank", cascade="all, delete-orphan"
    )

    @validates(*REPEATED)
    def _tell_behaviours(self, name: str, value: Any) -> Any:
        for behaviour in self.behaviours:
            setattr(behaviour, name, value)
        return value

    @validates("behaviours")
    def _tell_behaviour(self, _key: str, behaviour: "ReportBehaviour") -> "ReportBehaviour":
        for name in REPEATED:
            setattr(behaviour, name, getattr(self, name))
        return behaviour


def queue_place(score: int, received_at: datetime) -> int:
    """Return the place in the queue: higher scores first, then who has waited longest.

    `score` is in thousandths, 0 to 1000. One integer, so that one ascending index serves the
    order, the next page and "take next". Milliseconds since 1970 stay below 10**13 until 2286.
    """
    return (1000 - score) * POINT + int(received_at.timestamp() * 1000)


class ReportBehaviour(Base):
    """A behaviour that the officer picked; `rank` 0 was picked first.

    `sector`, `state` and `queue_place` repeat the report's, so that one index serves the queue of
    one behaviour, narrowed further or not; the report keeps them equal.
    """

    __tablename__ = "report_behaviours"
    __table_args__ = (
        Index("ix_report_behaviours_indicator", "indicator_id", "report_id"),
        Index("ix_report_behaviours_queue", "indicator_id", "queue_place", "report_id"),
        Index("ix_report_behaviours_sector", "indicator_id", "sector", "queue_place", "report_id"),
        Index("ix_report_behaviours_state", "indicator_id", "state", "queue_place", "report_id"),
        Index(
            "ix_report_behaviours_sector_state",
            "indicator_id",
            "sector",
            "state",
            "queue_place",
            "report_id",
        ),
    )

    report_id: Mapped[int] = mapped_column(
        ForeignKey("reports.report_id", ondelete="CASCADE"), primary_key=True
    )
    indicator_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    rank: Mapped[int]
    sector: Mapped[str] = mapped_column(String(16), server_default="")
    state: Mapped[str] = mapped_column(String(24), server_default="")
    queue_place: Mapped[int | None] = mapped_column(BigInteger)


class ReturnReason(StrEnum):
    """Why a report goes back to the officer; the board of misunderstood behaviours counts them."""

    NO_FACT = "no_fact"
    TIME_OR_PLACE = "time_or_place"
    BEHAVIOUR = "behaviour"
    SOURCE = "source"
    ANSWER = "answer"
    OTHER = "other"

    @property
    def label(self) -> str:
        """Return the reason in words that go on after "because"."""
        return _RETURN_REASONS[self]


_RETURN_REASONS = {
    ReturnReason.NO_FACT: "no fact says why it stood out",
    ReturnReason.TIME_OR_PLACE: "the time or the place is missing",
    ReturnReason.BEHAVIOUR: "it is not clear which behavior was seen",
    ReturnReason.SOURCE: "it is not clear how it is known",
    ReturnReason.ANSWER: "a question is not answered",
    ReturnReason.OTHER: "something else is missing",
}


class _Step:
    """The columns of one step in the review of a report, whether it stands or was undone.

    Every text column holds redacted text. `return_reason` is "" unless the report was returned.
    `reason` is the code of a standard reason (`sar.review.reasons`), "" if none was picked.
    """

    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    action: Mapped[str] = mapped_column(String(24))
    from_state: Mapped[str] = mapped_column(String(24))
    to_state: Mapped[str] = mapped_column(String(24))
    rationale: Mapped[str] = mapped_column(Text, default="")
    innocent_explanation: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str] = mapped_column(Text, default="")
    referred_to: Mapped[str] = mapped_column(Text, default="")
    officer_text: Mapped[str] = mapped_column(Text, default="")
    return_reason: Mapped[str] = mapped_column(String(24), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(24), default="", server_default="")
    decided_at: Mapped[datetime]


class Decision(_Step, Base):
    """One step in the review of a report that stands; see `UndoneDecision` for the others."""

    __tablename__ = "decisions"
    # What was decided lately, and by whom.
    __table_args__ = (Index("ix_decisions_decided", "decided_at", "account_id"),)

    decision_id: Mapped[int] = mapped_column(primary_key=True)


class UndoneDecision(_Step, Base):
    """A step that whoever took it undid at once; rows are only added.

    It stands apart from `Decision`, so that nothing that counts, shows or learns from decisions
    meets it.
    """

    __tablename__ = "undone_decisions"

    undone_decision_id: Mapped[int] = mapped_column(primary_key=True)
    undone_at: Mapped[datetime]


class Correction(Base):
    """That an analyst found other behaviours in a report than the officer; rows are only added.

    `before` and `after` are lists of indicator ids of the pinned version, in order; `why` is
    redacted. What the officer picked stays in the sealed original and in the first `before`.
    """

    __tablename__ = "corrections"

    correction_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    before: Mapped[list[Any]] = mapped_column(JSON)
    after: Mapped[list[Any]] = mapped_column(JSON)
    why: Mapped[str] = mapped_column(Text)
    corrected_at: Mapped[datetime]


class Addition(Base):
    """What the officer added after filing, an answer to a question for example; redacted."""

    __tablename__ = "additions"

    addition_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    redacted: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    added_at: Mapped[datetime]


class ReportVersion(Base):
    """One wording of a report that its officer corrected; rows are only ever added.

    `changed` lists the paths of what differs from the version before; number 1 is what was filed.
    `shown` is what stood in the report before the next version took its place, NULL for the
    version in force, and once a privacy officer corrected the report: then no older wording is
    shown. Each original stays sealed.
    """

    __tablename__ = "report_versions"
    __table_args__ = (UniqueConstraint("report_id", "number"),)

    report_version_id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.report_id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.account_id"))
    number: Mapped[int]
    content_sha256: Mapped[str] = mapped_column(String(64))
    changed: Mapped[list[Any]] = mapped_column(JSON, default=list)
    shown: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    filed_at: Mapped[datetime]
