"""Past reports as a preview sees them: read in chunks, without a word of what somebody wrote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from indicators.replaying import PastReport, WhyNot
from sar.catalog.days import Days
from sar.models import LedgerEntry, Report, ReportBehaviour
from sar.reports.stored_answers import stored_answers
from sar.sets.published import published_sets
from sar.values import frozen
from triage.rules import Reason, Score

CHUNK_REPORTS = 500

_COLUMNS = (
    Report.report_id,
    Report.receipt,
    Report.set_sha256,
    Report.received_at,
    Report.redacted,
    Report.coded_answers,
    Report.score,
    Report.score_version,
    Report.reasons,
    Report.queue_place,
    LedgerEntry.purged_at,
)


@frozen
class Scope:
    """Which reports are replayed.

    Those received in the period whose ids are `first` to `last`, both included; `first` is above
    `last` when there are none. `is_cut`: the period has older ones.
    """

    days: Days
    first: int
    last: int
    is_cut: bool = False


@frozen
class StoredReport:
    """A past report, and what the ranker made of it; `points` is None for one without a score.

    `reasons` are those of the score as they are stored: with a rule, a text and points.
    """

    report_id: int
    past: PastReport
    received_at: datetime
    points: int | None
    reasons: Sequence[Mapping[str, Any]]
    score_version: str
    is_waiting: bool

    @property
    def score(self) -> Score | None:
        """Return the score with its reasons."""
        if self.points is None:
            return None
        return Score(self.points, tuple(Reason(**each) for each in self.reasons))


def scope_of(session: Session, days: Days, *, limit: int | None) -> Scope:
    """Return the scope of a period; with a `limit` only its newest reports, so many at most."""
    first, last = session.execute(
        select(func.coalesce(func.min(Report.report_id), 1), func.max(Report.report_id))
    ).one()
    scope = Scope(days, first, last or 0)
    if limit is None:
        return scope
    left_out = session.execute(
        select(Report.report_id)
        .where(*_within(scope))
        .order_by(Report.report_id.desc())
        .offset(limit)
        .limit(1)
    ).scalar_one_or_none()
    if left_out is None:
        return scope
    return replace(scope, first=left_out + 1, is_cut=True)


def pinned_sets(session: Session) -> dict[str, DefinitionSet]:
    """Return every published set by its SHA-256."""
    return {each.sha256: each.definition_set for each in published_sets(session)}


def read_chunks(
    session: Session, scope: Scope, *, size: int = CHUNK_REPORTS
) -> Iterator[list[StoredReport]]:
    """Yield the reports of a scope in the order of their ids, `size` at a time."""
    rest = scope
    while True:
        # One lower bound: of two, SQLite may search by the wrong one and skip all that was read.
        query = _reports().where(*_within(rest)).order_by(Report.report_id).limit(size)
        rows = session.execute(query).all()
        if not rows:
            return
        ids = (rows[0].report_id, rows[-1].report_id)
        behaviours = _behaviours(session, ReportBehaviour.report_id.between(*ids))
        yield [_stored(row, behaviours.get(row.report_id, ())) for row in rows]
        rest = replace(rest, first=ids[1] + 1)


def read_some(session: Session, report_ids: Sequence[int]) -> dict[int, StoredReport]:
    """Return a few reports by their ids."""
    rows = session.execute(_reports().where(Report.report_id.in_(report_ids))).all()
    behaviours = _behaviours(session, ReportBehaviour.report_id.in_(report_ids))
    return {row.report_id: _stored(row, behaviours.get(row.report_id, ())) for row in rows}


def _reports() -> Select[Any]:
    return select(*_COLUMNS).outerjoin(LedgerEntry, LedgerEntry.report_id == Report.report_id)


def _within(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    return (
        Report.report_id.between(scope.first, scope.last),
        Report.received_at >= scope.days.since,
        Report.received_at < scope.days.until,
    )


def _behaviours(session: Session, which: ColumnElement[bool]) -> dict[int, tuple[str, ...]]:
    """Return the chosen behaviours by report, each report's in the order of choice."""
    rows = session.execute(
        select(ReportBehaviour.report_id, ReportBehaviour.indicator_id)
        .where(which)
        .order_by(ReportBehaviour.report_id, ReportBehaviour.rank)
    )
    return {
        report_id: tuple(indicator_id for _, indicator_id in group)
        for report_id, group in groupby(rows, key=itemgetter(0))
    }


def _stored(row: Row[Any], behaviours: tuple[str, ...]) -> StoredReport:
    return StoredReport(
        report_id=row.report_id,
        past=PastReport(
            reference=row.receipt,
            pinned=row.set_sha256,
            behaviours=behaviours,
            answers=stored_answers(row.coded_answers, row.redacted or {}),
            why_not=_why_not(row),
        ),
        received_at=row.received_at,
        points=row.score,
        reasons=row.reasons,
        score_version=row.score_version,
        is_waiting=row.queue_place is not None,
    )


def _why_not(row: Row[Any]) -> WhyNot | None:
    if row.redacted is None:
        return WhyNot.HELD
    # A purged report has no text left, not even a redacted one.
    return WhyNot.PURGED if row.purged_at is not None or not row.redacted else None
