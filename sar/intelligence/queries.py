"""What the intelligence drawer holds and what waits to cross, without any word of a record."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import Account, Crossing, Predicate, Report


@dataclass(frozen=True, slots=True)
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


def crossings(
    session: Session, *, is_decided: bool, viewer_id: int | None, limit: int = 100
) -> Sequence[CrossingRow]:
    """List what waits for a second person, or what is in the drawer."""
    query = (
        select(Crossing, Report.receipt, Account.display_name)
        .join(Report, Report.report_id == Crossing.report_id)
        .join(Account, Account.account_id == Crossing.asked_by_id)
        .where(Crossing.purged_at.is_(None))
        .where(Crossing.is_approved.is_(True) if is_decided else Crossing.decided_at.is_(None))
        .order_by(Crossing.crossing_id.desc())
        .limit(limit)
    )
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
