"""How long reports have waited that are still to decide: one count for every page that shows it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from sar.models import Report
from sar.values import frozen

# Upper ends of the ages, in days, each with its name.
AGES: Sequence[tuple[int, str]] = (
    (1, "up to 1 day"),
    (3, "1 to 3"),
    (7, "3 to 7"),
    (14, "7 to 14"),
    (30, "14 to 30"),
    (100_000, "over 30"),
)


@frozen
class Ages:
    """How many reports by age in days, the youngest first, and when the oldest was received."""

    oldest: datetime | None
    counts: Sequence[tuple[str, int]]


def count_ages(session: Session, *, now: datetime) -> Ages:
    """Count what is to decide at `now`; what is set aside counts, for it goes on ageing."""
    ends = [now, *(now - timedelta(days=days) for days, _ in AGES)]
    waits = Report.queue_place.is_not(None)
    # One question, of which each count has its own part of an index; clocks may differ a little.
    counts = [
        select(func.count()).where(
            waits, Report.received_at > end, Report.received_at <= begin if number else true()
        )
        for number, (begin, end) in enumerate(pairwise(ends))
    ]
    oldest, *found = session.execute(
        select(
            select(func.min(Report.received_at)).where(waits).scalar_subquery(),
            *(each.scalar_subquery() for each in counts),
        )
    ).one()
    return Ages(oldest, [(name, count) for (_, name), count in zip(AGES, found, strict=True)])
