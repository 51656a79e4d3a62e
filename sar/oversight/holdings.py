"""What is kept, numbered and destroyed: the ledger by month, drawn numbers, purges, month keys."""

from collections import defaultdict
from datetime import UTC, datetime
from random import Random
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sar.log import ledger
from sar.models import LedgerEntry, LedgerYear, MonthKey, Report, SealedContent
from sar.oversight.tables import Table
from sar.oversight.titles import TITLES

DRAWN = 25


def ledger_months(session: Session, *, now: datetime) -> Table:
    """Return the month statements of every year."""
    years = session.execute(select(LedgerYear.year).order_by(LedgerYear.year)).scalars().all()
    rows = [
        (each.month, each.opening, each.received, each.closed, each.open, each.purged)
        for year in years
        for each in ledger.statements(session, year=year, now=now)
    ]
    gaps = ledger.gaps(session)
    told = [f"{year}: {count} numbers are missing." for year, count in gaps]
    return Table(
        "ledger",
        TITLES["ledger"],
        ("Month", "Open before", "Received", "Closed", "Open after", "Purged"),
        tuple(rows),
        (
            "Open before and received are as many as closed and open after.",
            *(told or ["In every year the numbers run from 1 to the last."]),
        ),
    )


def drawn(session: Session, *, size: int) -> Table:
    """Return ledger numbers for an inspector to ask the files of; the same for the same log."""
    rows = session.execute(
        select(LedgerEntry, Report.receipt)
        .join(Report, Report.report_id == LedgerEntry.report_id)
        .order_by(LedgerEntry.year, LedgerEntry.number)
    ).all()
    # For drawing lots, not for secrets: an inspector who wants other ones draws them.
    chosen = Random(size).sample(range(len(rows)), min(DRAWN, len(rows)))  # noqa: S311
    return Table(
        "drawn",
        TITLES["drawn"],
        ("Number", "Receipt"),
        tuple((rows[at][0].label, rows[at][1]) for at in sorted(chosen)),
        ("Drawn with the number of log entries as seed; draw your own numbers besides.",),
    )


def purges(session: Session) -> Table:
    """Return how many reports were purged in each month, and how long after they were closed."""
    days = defaultdict(list)
    query = select(LedgerEntry.closed_at, LedgerEntry.purged_at)
    for closed_at, purged_at in session.execute(query.where(LedgerEntry.purged_at.is_not(None))):
        if closed_at is None or purged_at is None:
            continue
        days[f"{purged_at.astimezone(UTC):%Y-%m}"].append((purged_at - closed_at).days)
    return Table(
        "purges",
        TITLES["purges"],
        ("Month", "Purged", "Median days", "Longest, days"),
        tuple(
            (month, len(each), int(median(each)), max(each)) for month, each in sorted(days.items())
        ),
    )


def month_keys(session: Session) -> Table:
    """Return the keys of the retention months, and how many originals each of them seals."""
    sealed = select(SealedContent.month, func.count()).group_by(SealedContent.month)
    counts = {month: count for month, count in session.execute(sealed)}  # noqa: C416  rows
    keys = session.execute(select(MonthKey).order_by(MonthKey.month)).scalars()
    return Table(
        "keys",
        TITLES["keys"],
        ("Month", "Originals", "Made", "Destroyed"),
        tuple(
            (key.month, counts.get(key.month, 0), key.created_at, key.destroyed_at) for key in keys
        ),
        ("Without its key an original can never be opened again.",),
    )
