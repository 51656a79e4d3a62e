"""How long reports have waited that are still to decide: one count for every page that shows it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from sar.models import Report
from sar.values import frozen
from triage.decisions import OPEN_STATES

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
    ends = [now - timedelta(days=days) for days, _ in AGES]
    younger = [func.sum(case((Report.received_at > end, 1), else_=0)) for end in ends]
    oldest, *counts = session.execute(
        select(func.min(Report.received_at), *younger).where(Report.state.in_(OPEN_STATES))
    ).one()
    upto = [count or 0 for count in counts]
    between = zip(AGES, upto, [0, *upto], strict=False)
    return Ages(oldest, [(name, count - before) for (_, name), count, before in between])
