"""What the privacy officer sees of retention: what is due, held and purged, and the next dates."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from privacy.clocks import Standing
from privacy.retention_policies import Policies
from sar.errors import NotFoundError
from sar.models import (
    Account,
    ExpungeReason,
    HoldReason,
    LedgerEntry,
    Purge,
    Report,
    RetentionHold,
    Validation,
)
from sar.retention.keeping import has_record
from sar.retention.standings import Standings, standing_of, standings
from sar.values import frozen

# The page looks at the oldest so many; the command `sar retention due` at all of them.
MOST_LOOKED_AT = 10_000
SHOWN = 50
MONTHS_AHEAD = 12


@frozen
class HoldRow:
    """One hold: on which report, why (redacted), by whom, until when."""

    hold_id: int
    receipt: str
    reason: str
    who: str
    placed_at: datetime
    until_at: datetime | None
    lifted_at: datetime | None
    is_on: bool
    words: str = field(repr=False)


@frozen
class PurgeRow:
    """What was purged when, under which rule."""

    receipt: str
    ledger_label: str
    purged_at: datetime
    rule: str
    reason: str


@frozen
class MonthAhead:
    """How many of the reports that are kept now fall due in a month."""

    begins: datetime
    purges: int


@frozen
class Overview:
    """The start page; `is_whole` tells whether every report was looked at."""

    counts: Counter[Standing]
    due: Sequence[Standings]
    holds: Sequence[HoldRow]
    purged: Sequence[PurgeRow]
    purged_count: int
    ahead: Sequence[MonthAhead]
    is_whole: bool

    @property
    def highest(self) -> int:
        """Return the height of the picture."""
        return max([1, *(each.purges for each in self.ahead)])


@frozen
class ValidationRow:
    """That a report was validated, when, by whom, and why (redacted)."""

    who: str
    validated_at: datetime
    words: str = field(repr=False)


@frozen
class Kept:
    """One report as retention sees it; exactly one of `standing` and `purge` is there.

    `has_record` says that the intelligence drawer keeps a record of it.
    """

    receipt: str
    standing: Standings | None
    purge: PurgeRow | None
    holds: Sequence[HoldRow]
    validations: Sequence[ValidationRow]
    has_record: bool


def overview(session: Session, policies: Policies, *, zone: str, now: datetime) -> Overview:
    """Return what is due, on hold and purged, and how many fall due in the months ahead."""
    found = list(standings(session, policies, now=now, limit=MOST_LOOKED_AT + 1))
    looked = found[:MOST_LOOKED_AT]
    due = [each for each in looked if each.due.standing is not Standing.KEPT]
    due.sort(key=lambda each: each.due.purge_at)
    return Overview(
        counts=Counter(each.due.standing for each in looked),
        due=due[:SHOWN],
        holds=[each for each in holds(session, now=now) if each.is_on],
        purged=_purges(session),
        purged_count=session.execute(select(func.count(Purge.report_id))).scalar_one(),
        ahead=_ahead(looked, zone=zone, now=now),
        is_whole=len(found) == len(looked),
    )


def kept(session: Session, receipt: str, policies: Policies, *, now: datetime) -> Kept:
    """Return one report as retention sees it; raises NotFoundError if there is none."""
    report_id = session.execute(
        select(Report.report_id).where(Report.receipt == receipt.strip().upper())
    ).scalar_one_or_none()
    if report_id is None:
        raise NotFoundError("There is no report with this receipt number.")
    validations = session.execute(
        select(Account.display_name, Validation.validated_at, Validation.words)
        .join(Account, Account.account_id == Validation.account_id)
        .where(Validation.report_id == report_id)
        .order_by(Validation.validation_id)
    )
    return Kept(
        receipt=receipt.strip().upper(),
        standing=standing_of(session, report_id, policies, now=now),
        purge=next(iter(_purges(session, report_id)), None),
        holds=holds(session, report_id, now=now),
        validations=[ValidationRow(*each) for each in validations],
        has_record=has_record(session, report_id),
    )


def holds(session: Session, report_id: int | None = None, *, now: datetime) -> list[HoldRow]:
    """List the holds of a report, or of all reports those that nobody has lifted."""
    query = (
        select(RetentionHold, Report.receipt, Account.display_name)
        .join(Report, Report.report_id == RetentionHold.report_id)
        .join(Account, Account.account_id == RetentionHold.account_id)
        .order_by(RetentionHold.retention_hold_id)
    )
    if report_id is None:
        query = query.where(RetentionHold.lifted_at.is_(None))
    else:
        query = query.where(RetentionHold.report_id == report_id)
    return [
        HoldRow(
            hold_id=row.retention_hold_id,
            receipt=receipt,
            reason=HoldReason(row.reason).label,
            who=who,
            placed_at=row.placed_at,
            until_at=row.until_at,
            lifted_at=row.lifted_at,
            is_on=row.lifted_at is None and (row.until_at is None or now < row.until_at),
            words=row.words,
        )
        for row, receipt, who in session.execute(query)
    ]


def _purges(session: Session, report_id: int | None = None) -> list[PurgeRow]:
    line = aliased(LedgerEntry)
    query = (
        select(Purge, Report.receipt, line)
        .join(Report, Report.report_id == Purge.report_id)
        .join(line, line.report_id == Purge.report_id)
        .order_by(Purge.purged_at.desc(), Purge.report_id.desc())
        .limit(SHOWN)
    )
    if report_id is not None:
        query = query.where(Purge.report_id == report_id)
    return [
        PurgeRow(
            receipt=receipt,
            ledger_label=entry.label,
            purged_at=row.purged_at,
            rule=row.rule,
            reason=ExpungeReason(row.reason).label if row.reason else "",
        )
        for row, receipt, entry in session.execute(query)
    ]


def _ahead(found: Sequence[Standings], *, zone: str, now: datetime) -> list[MonthAhead]:
    area = ZoneInfo(zone)
    begins = now.astimezone(area).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    counts: Counter[tuple[int, int]] = Counter()
    for each in found:
        local = max(each.due.purge_at, now).astimezone(area)
        counts[local.year, local.month] += 1
    ahead = []
    for _ in range(MONTHS_AHEAD):
        ahead.append(MonthAhead(begins, counts[begins.year, begins.month]))
        begins = (begins + timedelta(days=32)).replace(day=1)
    return ahead
