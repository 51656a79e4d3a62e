"""The equity report: what became of reports, by unit, for whole quarters, safe to publish.

One table for each calendar quarter (UTC) that is over, of the reports received in it and of what
had become of them at its end. It never changes afterwards, so that no two issues of it can be
compared; and there is none for any other period, so that no two overlap.
"""

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.suppression import SMALLEST, publish
from sar.log import ledger
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
    # Those known at the quarter's end: a unit that is added later changes no table. The ledger's
    # time counts: a past report that is brought in keeps its own.
    filed = (
        select(Report.agency_id)
        .join(LedgerEntry, LedgerEntry.report_id == Report.report_id)
        .where(LedgerEntry.received_at < quarter.end)
    )
    units = session.execute(
        select(Agency.agency_id, Agency.name)
        .where(Agency.agency_id.in_(filed))
        .order_by(Agency.agency_id)
    ).all()
    counts = Counter(outcomes_of(session, quarter).values())
    told = publish(
        [[counts[unit.agency_id, outcome] for outcome in OUTCOMES] for unit in units],
        secret=secret_of(keyring),
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


def outcomes_of(session: Session, quarter: Quarter) -> dict[int, tuple[int, str]]:
    """Return agency and outcome of each report received in a quarter, by its id.

    The last step of the review before the quarter's end says which outcome.
    """
    return _outcomes(
        session,
        quarter,
        LedgerEntry.received_at >= quarter.start,
        LedgerEntry.received_at < quarter.end,
    )


def outcomes_at_end_of(
    session: Session, quarter: Quarter, report_ids: Collection[int]
) -> dict[int, str]:
    """Return what had become of certain reports at the end of a quarter, by their ids."""
    found = _outcomes(session, quarter, LedgerEntry.report_id.in_(report_ids))
    return {report_id: outcome for report_id, (_, outcome) in found.items()}


def _outcomes(
    session: Session, quarter: Quarter, *which: ColumnElement[bool]
) -> dict[int, tuple[int, str]]:
    last = (
        select(Decision.report_id, func.max(Decision.decision_id).label("decision_id"))
        .where(Decision.decided_at < quarter.end)
        .group_by(Decision.report_id)
        .subquery()
    )
    rows = session.execute(
        select(Report.report_id, Report.agency_id, Decision.to_state, LedgerEntry.purged_at)
        .select_from(LedgerEntry)
        .join(Report, Report.report_id == LedgerEntry.report_id)
        .outerjoin(last, last.c.report_id == Report.report_id)
        .outerjoin(Decision, Decision.decision_id == last.c.decision_id)
        .where(*which)
    )
    return {
        report_id: (agency_id, _outcome(state, is_purged=bool(purged and purged < quarter.end)))
        for report_id, agency_id, state, purged in rows
    }


def _outcome(state: str | None, *, is_purged: bool) -> str:
    if state is not None and is_end(State(state)):
        return state
    return State.PURGED if is_purged else ""


def _reconciled(session: Session, quarter: Quarter, total: int) -> str:
    received = ledger.statement(session, start=quarter.start, end=quarter.end).received
    agrees = "agree" if received == total else "DO NOT AGREE"
    return f"The ledger has {received} received in {quarter.label}: table and ledger {agrees}."


def _quarter_of(moment: datetime) -> Quarter:
    local = moment.astimezone(UTC)
    return Quarter(local.year, (local.month + 2) // 3)


def secret_of(keyring: Keyring) -> bytes:
    """Return what decides which counts are withheld besides the small ones."""
    return hashlib.blake2b(b"suppression", key=keyring.lookup_secret, digest_size=32).digest()
