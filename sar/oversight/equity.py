"""The equity report: what became of reports, by unit, for whole quarters, safe to publish.

One table for each calendar quarter (UTC) that is over, of the reports received in it and of what
had become of them at its end. It never changes afterwards, so that no two issues of it can be
compared; and there is none for any other period, so that no two overlap.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import false, func, select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.suppression import SMALLEST, publish
from sar import ledger
from sar.models import Agency, Decision, LedgerEntry, Report
from sar.oversight.tables import Table
from triage.decisions import State, is_end

OUTCOMES = {
    "": "Open",
    State.POTENTIAL_NEXUS: "Potential nexus",
    State.NO_NEXUS: "No nexus",
    State.REFERRED: "Passed on",
    State.UNFOUNDED: "Unfounded",
    State.PROTECTED: "Protected",
    State.WITHDRAWN: "Withdrawn",
    State.PURGED: "Purged undecided",
}
ALL_UNITS = "All units"
NOTES = (
    f"Counts from 1 to {SMALLEST - 1} are withheld, and as many others as it takes that nobody can "
    "work them out from the rest.",
    f"Below {2 * SMALLEST} reports in a quarter only their number is told.",
    "The total is that of the ledger. Outcomes are those at the end of the quarter (UTC).",
)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A calendar quarter in UTC; `number` is 1 to 4."""

    year: int
    number: int

    @property
    def label(self) -> str:
        """Return the quarter as it is written, ``"2026-Q1"``."""
        return f"{self.year}-Q{self.number}"

    @property
    def start(self) -> datetime:
        """Return its first moment."""
        return datetime(self.year, 3 * self.number - 2, 1, tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """Return the first moment after it."""
        return self.following.start

    @property
    def following(self) -> "Quarter":
        """Return the next one."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)


def finished_quarters(session: Session, *, now: datetime) -> list[Quarter]:
    """List the quarters that are over, from that of the first report on."""
    query = select(LedgerEntry.received_at).order_by(LedgerEntry.received_at).limit(1)
    first = session.execute(query).scalar_one_or_none()
    if first is None:
        return []
    found, quarter = [], _quarter_of(first)
    while quarter.end <= now:
        found.append(quarter)
        quarter = quarter.following
    return found


def equity_table(session: Session, quarter: Quarter, *, keyring: Keyring) -> Table:
    """Return the table of a quarter that is over, as it may be published."""
    # Those known at the quarter's end: a unit that is added later changes no table.
    filed = select(Report.agency_id).where(Report.received_at < quarter.end)
    units = session.execute(
        select(Agency.agency_id, Agency.name)
        .where(Agency.agency_id.in_(filed))
        .order_by(Agency.agency_id)
    ).all()
    counts = _counts(session, quarter)
    told = publish(
        [[counts[unit.agency_id, outcome] for outcome in OUTCOMES] for unit in units],
        secret=_secret(keyring),
    )
    rows = [
        (quarter.label, unit.name, *cells, total)
        for unit, cells, total in zip(units, told.cells, told.row_totals, strict=True)
    ]
    rows.append((quarter.label, ALL_UNITS, *told.column_totals, told.total))
    return Table(
        name=f"equity-{quarter.label}",
        title=f"Reports by unit and outcome, {quarter.label}",
        headings=("Quarter", "Unit", *OUTCOMES.values(), "Total"),
        rows=tuple(rows),
        notes=(*NOTES, _reconciled(session, quarter, told.total)),
        blank="withheld",
    )


def _counts(session: Session, quarter: Quarter) -> Counter[tuple[int, str]]:
    """Count by unit and outcome; the last step before the quarter's end says which."""
    last = (
        select(Decision.report_id, func.max(Decision.decision_id).label("decision_id"))
        .where(Decision.decided_at < quarter.end)
        .group_by(Decision.report_id)
        .subquery()
    )
    is_purged = func.coalesce(LedgerEntry.purged_at < quarter.end, false())
    rows = session.execute(
        select(Report.agency_id, Decision.to_state, is_purged, func.count())
        .select_from(LedgerEntry)
        .join(Report, Report.report_id == LedgerEntry.report_id)
        .outerjoin(last, last.c.report_id == Report.report_id)
        .outerjoin(Decision, Decision.decision_id == last.c.decision_id)
        .where(LedgerEntry.received_at >= quarter.start, LedgerEntry.received_at < quarter.end)
        .group_by(Report.agency_id, Decision.to_state, is_purged)
    )
    counts: Counter[tuple[int, str]] = Counter()
    for agency_id, state, was_purged, count in rows:
        is_over = state is not None and is_end(State(state))
        undecided = State.PURGED if was_purged else ""
        counts[agency_id, state if is_over else undecided] += count
    return counts


def _reconciled(session: Session, quarter: Quarter, total: int) -> str:
    received = ledger.statement(session, start=quarter.start, end=quarter.end).received
    agrees = "agree" if received == total else "DO NOT AGREE"
    return f"The ledger has {received} received in {quarter.label}: table and ledger {agrees}."


def _quarter_of(moment: datetime) -> Quarter:
    local = moment.astimezone(UTC)
    return Quarter(local.year, (local.month + 2) // 3)


def _secret(keyring: Keyring) -> bytes:
    """Return what decides which counts are withheld besides the small ones."""
    return hashlib.blake2b(b"suppression", key=keyring.lookup_secret, digest_size=32).digest()
