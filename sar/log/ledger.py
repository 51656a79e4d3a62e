"""The gapless ledger: enter what was received, close it, and the month's statement."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, func, select, update
from sqlalchemy.orm import Session

from sar import db
from sar.models import LedgerEntry, LedgerYear
from sar.values import frozen

_YEARS = db.table_of(LedgerYear)
_NEXT_NUMBER = (
    update(_YEARS)
    .where(_YEARS.c.year == bindparam("of_year"))
    .values(last_number=_YEARS.c.last_number + 1)
    .returning(_YEARS.c.last_number)
)


@frozen
class Statement:
    """One month of the ledger (UTC): ``opening + received == closed + open``.

    `closed` counts the entries closed in the month; `purged` those of them, or of earlier months,
    whose content was destroyed in the month. Whatever is purged is closed (a constraint says so).
    """

    month: str
    opening: int
    received: int
    closed: int
    open: int
    purged: int


def enter(session: Session, *, report_id: int, received_at: datetime) -> LedgerEntry:
    """Give the next number of the year (UTC); its row is locked until the transaction ends."""
    year = received_at.astimezone(UTC).year
    number = _next_number(session, year)
    if number is None:
        db.insert_if_absent(session, LedgerYear, {"year": year, "last_number": 0})
        number = _next_number(session, year)
    row = {"year": year, "number": number, "report_id": report_id, "received_at": received_at}
    db.insert(session, LedgerEntry, row)
    return LedgerEntry(**row)


def mark(session: Session, *, report_id: int, closed_at: datetime | None) -> None:
    """Note that a report was closed, or (None) that it is open again.

    What is closed stays closed at the time it was first closed: statements do not change later.
    """
    entry = update(LedgerEntry).where(LedgerEntry.report_id == report_id)
    if closed_at is not None:
        entry = entry.where(LedgerEntry.closed_at.is_(None))
    session.execute(entry.values(closed_at=closed_at))


def statement(session: Session, *, start: datetime, end: datetime) -> Statement:
    """Return the statement of the period from `start` (included) to `end` (excluded)."""
    return _statements(session, [(start, end)])[0]


def statements(session: Session, *, year: int, now: datetime) -> list[Statement]:
    """Return the statements of a year's months (UTC), none of them later than `now`.

    What is open at the end of a month is the opening of the next.
    """
    starts = [datetime(year, month, 1, tzinfo=UTC) for month in range(1, 13)]
    ends = [*starts[1:], datetime(year + 1, 1, 1, tzinfo=UTC)]
    months = [pair for pair in zip(starts, ends, strict=True) if pair[0] <= now]
    return _statements(session, months) if months else []


def gaps(session: Session) -> list[tuple[int, int]]:
    """List (year, how many numbers are missing) for every year that does not run from 1 to its end.

    A year whose counter stands elsewhere than at its highest number is listed too, perhaps with 0.
    """
    entries = session.execute(
        select(LedgerEntry.year, func.count(), func.max(LedgerEntry.number))
        .where(LedgerEntry.number >= 1)
        .group_by(LedgerEntry.year)
    )
    known = {year: (count, highest) for year, count, highest in entries}
    counters = session.execute(select(LedgerYear.year, LedgerYear.last_number))
    last_numbers = {row.year: row.last_number for row in counters}
    found = []
    for year in sorted(known.keys() | last_numbers.keys()):
        (count, highest), last = known.get(year, (0, 0)), last_numbers.get(year, 0)
        if not last == count == highest:
            found.append((year, max(last, highest) - count))
    return found


def _statements(session: Session, periods: Sequence[tuple[datetime, datetime]]) -> list[Statement]:
    """Return the statements of periods that follow one another.

    Everything is counted in one question; each count has its own part of an index.
    """
    first = periods[0][0]
    counts = [_counted(LedgerEntry.received_at < first), _counted(LedgerEntry.closed_at < first)]
    for start, end in periods:
        for column in (LedgerEntry.received_at, LedgerEntry.closed_at, LedgerEntry.purged_at):
            counts.append(_counted(column >= start, column < end))
    came_before, went_before, *within = session.execute(select(*counts)).one()
    opening, found = came_before - went_before, []
    for (start, _), came, went, purged in zip(
        periods, within[::3], within[1::3], within[2::3], strict=True
    ):
        is_open = opening + came - went
        found.append(Statement(f"{start:%Y-%m}", opening, came, went, is_open, purged))
        opening = is_open
    return found


def _counted(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).select_from(LedgerEntry).where(*conditions).scalar_subquery()


def _next_number(session: Session, year: int) -> int | None:
    return session.execute(_NEXT_NUMBER, {"of_year": year}).scalar_one_or_none()
