"""Figures, the ledger, held reports and checkpoints, as a privacy officer sees them."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sar.log import ledger
from sar.log.ledger import Statement
from sar.models import (
    Agency,
    AuditCheckpoint,
    AuditEntry,
    AuditHead,
    LedgerEntry,
    LedgerYear,
    Report,
    Reveal,
)
from sar.values import frozen
from triage.decisions import State, is_end

# The log's names for what enters the ledger.
FILINGS = ("report.filed", "report.held")

PAGE = 50
MOST_CHECKPOINTS = 100
MISSING_SHOWN = 20


@frozen
class Figures:
    """The start page's numbers; `checkpoint` is the last one that was signed."""

    received: int
    open: int
    held: int
    revealed: int
    log_size: int
    checkpoint: AuditCheckpoint | None


@frozen
class LedgerRow:
    """One line of the ledger; nothing of what was written."""

    label: str
    receipt: str
    received_at: datetime
    closed_at: datetime | None
    purged_at: datetime | None


@frozen
class LedgerPage:
    """A year of the ledger, the latest line first.

    `gaps` are (year, how many numbers are missing) of every year; `missing` lists the first
    missing numbers of this one. `lines` and `logged` count the whole ledger and the filings that
    the log knows: whoever removes the last lines and sets the counter back must change both.
    """

    year: int
    years: Sequence[int]
    statements: Sequence[Statement]
    rows: Sequence[LedgerRow]
    next_before: int | None
    gaps: Sequence[tuple[int, int]]
    missing: Sequence[int]
    lines: int
    logged: int


@frozen
class HeldRow:
    """A held report: that it is there, since when, from where."""

    receipt: str
    received_at: datetime
    agency: str


def figures(session: Session, *, month_start: datetime) -> Figures:
    """Return the start page's numbers; reveals are counted from `month_start` on."""
    by_state = select(Report.state, func.count()).group_by(Report.state)
    states = {state: count for state, count in session.execute(by_state)}  # noqa: C416  rows
    revealed = select(func.count()).select_from(Reveal).where(Reveal.granted_at >= month_start)
    latest = select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc()).limit(1)
    return Figures(
        received=sum(states.values()),
        open=sum(count for state, count in states.items() if not is_end(State(state))),
        held=states.get(State.HELD, 0),
        revealed=session.execute(revealed).scalar_one(),
        log_size=session.execute(select(AuditHead.size)).scalar_one(),
        checkpoint=session.execute(latest).scalar_one_or_none(),
    )


def ledger_page(
    session: Session, *, year: int, now: datetime, before: int | None = None
) -> LedgerPage:
    """Return a year of the ledger, its lines from before a number on."""
    query = (
        select(LedgerEntry, Report.receipt)
        .join(Report, Report.report_id == LedgerEntry.report_id)
        .where(LedgerEntry.year == year)
        .order_by(LedgerEntry.number.desc())
        .limit(PAGE + 1)
    )
    if before is not None:
        query = query.where(LedgerEntry.number < before)
    found = session.execute(query).all()
    rows = [
        LedgerRow(entry.label, receipt, entry.received_at, entry.closed_at, entry.purged_at)
        for entry, receipt in found[:PAGE]
    ]
    years = session.execute(select(LedgerYear.year).order_by(LedgerYear.year.desc())).scalars()
    gaps = ledger.gaps(session)
    return LedgerPage(
        year=year,
        years=sorted({*years, year, now.astimezone(UTC).year}, reverse=True),
        statements=ledger.statements(session, year=year, now=now),
        rows=rows,
        next_before=found[PAGE - 1][0].number if len(found) > PAGE else None,
        gaps=gaps,
        missing=missing_numbers(session, year) if year in dict(gaps) else (),
        lines=session.execute(select(func.count(LedgerEntry.number))).scalar_one(),
        logged=session.execute(
            select(func.count(AuditEntry.position)).where(AuditEntry.action.in_(FILINGS))
        ).scalar_one(),
    )


def missing_numbers(session: Session, year: int, *, limit: int = MISSING_SHOWN) -> list[int]:
    """List the first numbers between 1 and the year's last that no entry has."""
    last = session.execute(
        select(LedgerYear.last_number).where(LedgerYear.year == year)
    ).scalar_one_or_none()
    numbers = session.execute(
        select(LedgerEntry.number).where(LedgerEntry.year == year).order_by(LedgerEntry.number)
    ).scalars()
    missing: list[int] = []
    expected = 1
    for number in numbers.yield_per(1000):
        missing.extend(range(expected, min(number, expected + limit)))
        expected = number + 1
    missing.extend(range(expected, min((last or 0) + 1, expected + limit)))
    return missing[:limit]


def held_reports(session: Session) -> list[HeldRow]:
    """List the held reports, the oldest first."""
    rows = session.execute(
        select(Report.receipt, Report.received_at, Agency.name)
        .join(Agency, Agency.agency_id == Report.agency_id)
        .where(Report.state == State.HELD)
        .order_by(Report.received_at)
    )
    return [HeldRow(receipt, received_at, agency) for receipt, received_at, agency in rows]


def checkpoints(session: Session) -> list[AuditCheckpoint]:
    """List the stored checkpoints, the latest first, `MOST_CHECKPOINTS` at most."""
    query = select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc()).limit(MOST_CHECKPOINTS)
    return list(session.execute(query).scalars())
