"""One report as it lies on the desk: redacted, with its pinned definitions and its history."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet, Indicator, needs_innocent_explanation
from sar.actors import Actor
from sar.errors import NotReadyError
from sar.models import (
    Account,
    Addition,
    Correction,
    Decision,
    LedgerEntry,
    Report,
    ReturnReason,
    SecondReading,
    Snooze,
    UndoneDecision,
)
from sar.review import attributes, second_readings
from sar.review.blind import given_blind
from sar.review.claims import shown_only
from sar.review.queries import Claim, claim_of
from sar.sets import published
from sar.values import frozen
from triage.decisions import State
from triage.rules import Reason


@frozen
class PastDecision:
    """One step of the review, in redacted words, and who took it."""

    decided_at: datetime
    who: str
    action: str
    to_state: str
    rationale: str = field(repr=False)
    innocent_explanation: str = field(repr=False)
    question: str = field(repr=False)
    referred_to: str = field(repr=False)
    officer_text: str = field(repr=False)
    return_reason: str = ""
    reason: str = ""
    undone_at: datetime | None = None


@frozen
class PastCorrection:
    """That the behaviours were corrected: from which to which, by name, and why, redacted."""

    decided_at: datetime
    who: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    why: str = field(repr=False)


@frozen
class PastSnooze:
    """That somebody set the report aside: until when, and why, redacted."""

    decided_at: datetime
    who: str
    until: datetime
    why: str = field(repr=False)


@frozen
class LaterWords:
    """What the officer added; `stored` is None while the addition is held."""

    addition_id: int
    added_at: datetime
    stored: Mapping[str, Any] | None = field(repr=False)


@frozen
class PinnedSet:
    """Under which version the report was filed."""

    set_id: str
    version: str
    edition: str
    sha256: str


@frozen
class DeskReport:
    """A report as an analyst reads it.

    `redacted` maps a field path to ``{"text": ..., "spans": [...]}``; there is no field for what
    is hidden. `score` is in [0, 1000], higher is more urgent, and is the sum of `reasons`.
    `is_blind` is set while whoever was given the report as the next one has not decided part one:
    no score is shown then, so that they judge what they read. `form_language` is the code of the
    language of the form; nobody knows in which one the officer wrote.
    """

    receipt: str
    ledger_label: str
    state: str
    revision: int
    received_at: datetime
    occurred_at: datetime
    sector: str
    source: str
    place_shown: str
    score: int
    score_version: str
    reasons: tuple[Reason, ...]
    pinned: PinnedSet
    behaviours: tuple[Indicator, ...]
    claim: Claim | None
    redacted: Mapping[str, Mapping[str, Any]] = field(repr=False)
    coded_answers: Mapping[str, Mapping[str, Any]] = field(repr=False)
    additions: Sequence[LaterWords] = field(repr=False)
    decisions: Sequence[PastDecision] = field(repr=False)
    undone: Sequence[PastDecision] = field(repr=False)
    corrections: Sequence[PastCorrection] = field(repr=False)
    snoozes: Sequence[PastSnooze] = field(repr=False)
    snoozed_until: datetime | None
    traits: attributes.Told | None
    is_blind: bool = False
    form_language: str = "en"

    @property
    def history(self) -> list[PastDecision | PastCorrection | PastSnooze]:
        """Return everything that was done to it in the order in which it was done."""
        steps: list[PastDecision | PastCorrection | PastSnooze] = [
            *self.decisions,
            *self.undone,
            *self.corrections,
            *self.snoozes,
        ]
        return sorted(steps, key=lambda each: each.decided_at)

    @property
    def is_often_innocent(self) -> bool:
        """Tell whether a picked behaviour is often innocent."""
        return any(needs_innocent_explanation(each) for each in self.behaviours)

    @property
    def tells_lawful(self) -> bool:
        """Tell whether it tells of an activity that is lawful by itself."""
        return self.traits is not None and self.traits.tells_lawful

    @property
    def needs_explanation(self) -> bool:
        """Tell whether part one needs further facts: also of a crime that tells of a lawful act."""
        return self.is_often_innocent or self.tells_lawful


def find_report(session: Session, receipt: str) -> Report:
    """Return the row of a report that may be shown; raises NotFoundError."""
    return shown_only(
        session.execute(
            select(Report).where(Report.receipt == receipt.upper())
        ).scalar_one_or_none()
    )


def desk_report(session: Session, report: Report, *, viewer: Actor, now: datetime) -> DeskReport:
    """Return `report` as it may be read; whoever reads it anew sees it as if nobody had."""
    shown = _desk_report(session, report, viewer=viewer, now=now)
    second = second_readings.of(session, report, actor=viewer, now=now)
    if second is None:
        given = given_blind(session, [report.report_id], viewer=viewer)
        return replace(shown, is_blind=bool(given))
    return replace(
        shown,
        state=State.RECEIVED,
        # As high as that of a report that nobody has touched; a second reading asks for none.
        revision=1,
        claim=Claim(viewer.name, second.expires_at, is_own=True),
        behaviours=pinned_behaviours(session, report, second),
        decisions=[],
        undone=[],
        corrections=_second_correction(session, report, second, viewer=viewer),
        snoozes=[],
        snoozed_until=None,
        is_blind=True,
    )


def _desk_report(session: Session, report: Report, *, viewer: Actor, now: datetime) -> DeskReport:
    entry = session.execute(
        select(LedgerEntry).where(LedgerEntry.report_id == report.report_id)
    ).scalar_one()
    holder = session.get(Account, report.claimed_by_id) if report.claimed_by_id else None
    return DeskReport(
        receipt=report.receipt,
        ledger_label=entry.label,
        state=report.state,
        revision=report.revision,
        received_at=report.received_at,
        occurred_at=report.occurred_at,
        sector=report.sector,
        source=report.source,
        place_shown=report.place_shown,
        score=report.score or 0,
        score_version=report.score_version,
        reasons=tuple(Reason(**each) for each in report.reasons),
        pinned=_pinned(session, report),
        behaviours=pinned_behaviours(session, report),
        claim=claim_of(
            report.claimed_by_id,
            holder.display_name if holder else None,
            expires_at=report.claim_expires_at,
            viewer=viewer,
            now=now,
        ),
        redacted=report.redacted or {},
        coded_answers=report.coded_answers,
        additions=_additions(session, report),
        decisions=_steps(session, report, Decision),
        undone=_steps(session, report, UndoneDecision),
        corrections=_corrections(session, report),
        snoozes=_snoozes(session, report),
        snoozed_until=_later(report.snoozed_until, now),
        traits=attributes.told(session, report),
        form_language=report.form_language,
    )


def pinned_set(session: Session, report: Report) -> DefinitionSet:
    """Return the version that the report was filed under; raises NotReadyError if it is gone."""
    pinned = published.find_content(
        session, set_id=report.set_id, version=report.set_version, sha256=report.set_sha256
    )
    if pinned is None:
        raise NotReadyError(f"The set {report.set_id} {report.set_version} is missing.")
    return pinned


def pinned_behaviours(
    session: Session, report: Report, second: SecondReading | None = None
) -> tuple[Indicator, ...]:
    """Return the picked behaviours, or those that a second reader saw, as the version has them."""
    pinned, seen = pinned_set(session, report), second.behaviours if second else None
    picked = seen or [each.indicator_id for each in report.behaviours]
    return tuple(pinned.indicator(each) for each in picked)


def _pinned(session: Session, report: Report) -> PinnedSet:
    edition = pinned_set(session, report).edition
    return PinnedSet(report.set_id, report.set_version, edition, report.set_sha256)


def _additions(session: Session, report: Report) -> list[LaterWords]:
    rows = session.execute(
        select(Addition)
        .where(Addition.report_id == report.report_id)
        .order_by(Addition.addition_id)
    ).scalars()
    return [
        LaterWords(row.addition_id, row.added_at, row.redacted and row.redacted["text"])
        for row in rows
    ]


def _steps(session: Session, report: Report, table: type[Any]) -> list[PastDecision]:
    """Return the steps in `table`, `Decision` or `UndoneDecision`, in their order."""
    query = (
        select(table, Account.display_name)
        .join(Account, Account.account_id == table.account_id)
        .where(table.report_id == report.report_id)
        .order_by(*table.__table__.primary_key)
    )
    return [
        PastDecision(
            decided_at=row.decided_at,
            who=name,
            action=row.action,
            to_state=row.to_state,
            rationale=row.rationale,
            innocent_explanation=row.innocent_explanation,
            question=row.question,
            referred_to=row.referred_to,
            officer_text=row.officer_text,
            return_reason=ReturnReason(row.return_reason).label if row.return_reason else "",
            reason=row.reason,
            undone_at=getattr(row, "undone_at", None),
        )
        for row, name in session.execute(query)
    ]


def _corrections(session: Session, report: Report) -> list[PastCorrection]:
    rows = session.execute(
        select(Correction, Account.display_name)
        .join(Account, Account.account_id == Correction.account_id)
        .where(Correction.report_id == report.report_id)
        .order_by(Correction.correction_id)
    )
    pinned = pinned_set(session, report)
    return [
        PastCorrection(
            decided_at=row.corrected_at,
            who=name,
            before=tuple(pinned.indicator(each).name for each in row.before),
            after=tuple(pinned.indicator(each).name for each in row.after),
            why=row.why,
        )
        for row, name in rows
    ]


def _second_correction(
    session: Session, report: Report, second: SecondReading, *, viewer: Actor
) -> list[PastCorrection]:
    if second.corrected_at is None:
        return []
    before = tuple(each.name for each in pinned_behaviours(session, report))
    after = tuple(each.name for each in pinned_behaviours(session, report, second))
    return [PastCorrection(second.corrected_at, viewer.name, before, after, second.why)]


def _snoozes(session: Session, report: Report) -> list[PastSnooze]:
    rows = session.execute(
        select(Snooze, Account.display_name)
        .join(Account, Account.account_id == Snooze.account_id)
        .where(Snooze.report_id == report.report_id)
        .order_by(Snooze.snooze_id)
    )
    return [PastSnooze(row.set_at, name, row.until_at, row.why) for row, name in rows]


def _later(moment: datetime | None, now: datetime) -> datetime | None:
    return moment if moment is not None and moment > now else None
