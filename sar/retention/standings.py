"""Where each report stands by its agency's policy: kept, due for review, due for purge, on hold."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlalchemy.orm import Session

from privacy.clocks import Due, Facts, Hold, due
from privacy.retention_policies import Drawer, Policies
from sar.models import Agency, LedgerEntry, Report, RetentionHold, Validation
from sar.retention.policy import shortest_days
from sar.values import frozen
from triage.decisions import State, is_end

BATCH = 500


@frozen
class Standings:
    """One report that is not purged, with its due dates; nothing of what was written."""

    report_id: int
    receipt: str
    ledger_label: str
    agency: str
    state: str
    received_at: datetime
    policy: str
    basis: str
    due: Due


def standings(
    session: Session, policies: Policies, *, now: datetime, limit: int | None = None
) -> Iterator[Standings]:
    """Yield every report that is kept, the oldest first; at most `limit` of them."""
    last: tuple[datetime, int] | None = None
    seen = 0
    while rows := session.execute(_after(last).limit(BATCH)).all():
        for each in _judged(session, rows, policies, now=now):
            if seen == limit:
                return
            seen += 1
            yield each
        last = rows[-1].received_at, rows[-1].report_id


def candidates(session: Session, policies: Policies, *, now: datetime) -> list[int]:
    """List the reports that are old enough to be due for anything, the oldest first."""
    # One day less, as zones differ.
    since = now - timedelta(days=shortest_days(policies) - 1)
    query = (
        select(Report.report_id)
        .join(LedgerEntry, LedgerEntry.report_id == Report.report_id)
        .where(
            LedgerEntry.purged_at.is_(None),
            or_(Report.received_at <= since, LedgerEntry.closed_at <= since),
        )
        .order_by(Report.received_at, Report.report_id)
    )
    return list(session.execute(query).scalars())


def standing_of(
    session: Session, report_id: int, policies: Policies, *, now: datetime
) -> Standings | None:
    """Return where one report stands; None if it was purged, or never was."""
    rows = session.execute(_columns().where(Report.report_id == report_id)).all()
    return next(iter(_judged(session, rows, policies, now=now)), None)


def _after(last: tuple[datetime, int] | None) -> Select[Any]:
    query = _columns().order_by(Report.received_at, Report.report_id)
    if last is None:
        return query
    at, report_id = last
    later = (Report.received_at == at) & (Report.report_id > report_id)
    return query.where((Report.received_at > at) | later)


def _columns() -> Select[Any]:
    # Its type would name every column, and mypy then wants all of them everywhere.
    query: Any = (
        select(
            Report.report_id,
            Report.receipt,
            Report.state,
            Report.received_at,
            Agency.name.label("agency"),
            LedgerEntry,
        )
        .join(Agency, Agency.agency_id == Report.agency_id)
        .join(LedgerEntry, LedgerEntry.report_id == Report.report_id)
        .where(LedgerEntry.purged_at.is_(None))
    )
    return query  # type: ignore[no-any-return]


def _judged(
    session: Session, rows: Sequence[Row[Any]], policies: Policies, *, now: datetime
) -> Iterator[Standings]:
    ids = [row.report_id for row in rows]
    holds, validations = _holds(session, ids), _validations(session, ids)
    for row in rows:
        policy = policies.of(row.agency)
        entry: LedgerEntry = row.LedgerEntry
        is_closed = is_end(State(row.state)) and entry.closed_at is not None
        clock = policy.clock_for(Drawer.TIPS, outcome=row.state, is_closed=is_closed)
        facts = Facts(
            received_at=row.received_at,
            closed_at=entry.closed_at,
            validated_at=tuple(validations[row.report_id]),
            holds=tuple(holds[row.report_id]),
        )
        yield Standings(
            report_id=row.report_id,
            receipt=row.receipt,
            ledger_label=entry.label,
            agency=row.agency,
            state=row.state,
            received_at=row.received_at,
            policy=policy.name,
            basis=clock.basis,
            due=due(clock, facts, zone=policy.zone, now=now),
        )


def _holds(session: Session, report_ids: Iterable[int]) -> dict[int, list[Hold]]:
    found: dict[int, list[Hold]] = defaultdict(list)
    query = select(RetentionHold).where(
        RetentionHold.report_id.in_(report_ids), RetentionHold.lifted_at.is_(None)
    )
    for row in session.execute(query).scalars():
        found[row.report_id].append(Hold(row.placed_at, row.until_at))
    return found


def _validations(session: Session, report_ids: Iterable[int]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    query = select(Validation.report_id, Validation.validated_at).where(
        Validation.report_id.in_(report_ids), Validation.drawer == Drawer.TIPS
    )
    for report_id, validated_at in session.execute(query):
        found[report_id].append(validated_at)
    return found
