"""What the intelligence drawer holds and what waits to cross, without any word of a record."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from sar.models import Account, Crossing, Predicate, Report
from sar.values import frozen

PAGE = 50


@frozen
class CrossingRow:
    """A crossing: who asked for it on which suspicion (redacted); decided or not."""

    crossing_id: int
    receipt: str
    predicate: str
    who: str
    is_own: bool
    asked_at: datetime
    decided_at: datetime | None
    subject: str = field(repr=False)
    facts: str = field(repr=False)


@frozen
class RecordPage:
    """A page of the drawer's records, the newest first; `next_before` is None on the last page."""

    rows: Sequence[CrossingRow]
    next_before: int | None


def record_page(
    session: Session, *, viewer_id: int | None, before: int | None = None
) -> RecordPage:
    """Return the records that crossed before the crossing `before`."""
    query = _crossings().where(Crossing.is_approved.is_(True))
    if before is not None:
        query = query.where(Crossing.crossing_id < before)
    query = query.order_by(Crossing.crossing_id.desc()).limit(PAGE + 1)
    rows = _rows(session, query, viewer_id=viewer_id)
    return RecordPage(rows[:PAGE], rows[PAGE - 1].crossing_id if len(rows) > PAGE else None)


def waiting(session: Session, *, viewer_id: int | None) -> Sequence[CrossingRow]:
    """List what waits for a second person, the oldest first, `PAGE` at most."""
    query = _crossings().where(Crossing.decided_at.is_(None)).order_by(Crossing.crossing_id)
    return _rows(session, query.limit(PAGE), viewer_id=viewer_id)


def _crossings() -> Select[Crossing, str, str]:
    return (
        select(Crossing, Report.receipt, Account.display_name)
        .join(Report, Report.report_id == Crossing.report_id)
        .join(Account, Account.account_id == Crossing.asked_by_id)
        .where(Crossing.purged_at.is_(None))
    )


def _rows(
    session: Session, query: Select[Crossing, str, str], *, viewer_id: int | None
) -> Sequence[CrossingRow]:
    return [
        CrossingRow(
            crossing_id=row.crossing_id,
            receipt=receipt,
            predicate=Predicate(row.predicate).label,
            who=who,
            is_own=row.asked_by_id == viewer_id,
            asked_at=row.asked_at,
            decided_at=row.decided_at,
            subject=row.subject,
            facts=row.facts,
        )
        for row, receipt, who in session.execute(query)
    ]
