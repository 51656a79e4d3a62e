"""Purging: destroying what a report said, together with its keys, in one transaction.

The hash of the content, the line in the ledger and the entries of the log stay, so that the
ledger has no gap and the log verifies.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.orm import Session

from privacy.retention import is_due
from privacy.retention_policies import Policies
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding
from sar.log import audit
from sar.models import (
    Crossing,
    ExpungeReason,
    LedgerEntry,
    MonthKey,
    NoticeCause,
    Purge,
    RedressContent,
    Report,
    ReportBehaviour,
    RetentionHold,
    Reveal,
    SealedContent,
)
from sar.reports.recipients import owe_notices
from sar.retention.erasure import OTHER_DRAWER, erase
from sar.retention.keeping import NO_REASON, has_record, kept_in_a_drawer, locked, purged_on
from sar.retention.second_drawer import destroy_record
from sar.retention.standings import standing_of
from triage.decisions import State, is_end

EXPUNGED = "expunged"


def purge_if_due(
    session: Session, report_id: int, policies: Policies, *, actor: Actor, now: datetime
) -> str | None:
    """Purge a report if it is due at this very moment; return its receipt, None if it is not."""
    report = locked(session, Report.report_id == report_id)
    standing = standing_of(session, report_id, policies, now=now)
    if report is None or standing is None or standing.due.standing != "purge":
        return None
    rule = f"{standing.policy}: {standing.due.clock}"[:120]
    _destroy(session, report, rule, reason="", actor=actor, now=now)
    return report.receipt


def expunge(
    session: Session, receipt: str, reason: str, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Destroy one report before its time, for a reason from the list; return what is missing.

    Of a report that was purged this is its record in the intelligence drawer. Raises NotFoundError
    if there is none, ConflictError if it is gone already or on hold.
    """
    report = kept_in_a_drawer(session, receipt)
    if reason not in set(ExpungeReason):
        return [NO_REASON]
    if _is_held(session, report, now=now):
        raise ConflictError(
            "This report is on hold, so it cannot be expunged.",
            remedy="Lift the hold first, if who placed it agrees.",
        )
    if purged_on(session, report) is None:
        _destroy(session, report, EXPUNGED, reason=reason, actor=actor, now=now)
    else:
        destroy_record(session, report, now=now)
        event = audit.Event("intelligence.expunged", f"report:{report.receipt}", purpose=reason)
        audit.record(session, event, actor=actor, now=now)
    return ()


def destroy_requests(session: Session, *, now: datetime) -> int:
    """Destroy what stands in requests from outside whose month is over; return how many."""
    months = session.execute(select(RedressContent.month).distinct()).scalars()
    over = [month for month in months if is_due(month, now)]
    result: Any = session.execute(delete(RedressContent).where(RedressContent.month.in_(over)))
    return int(result.rowcount)


def destroy_month_keys(session: Session, *, actor: Actor, now: datetime) -> int:
    """Destroy the key of every month that is over and empty; return how many.

    A month to come keeps its key even if it is empty: reports may still be sealed under it.
    """
    query = select(MonthKey).where(
        MonthKey.wrapped.is_not(None),
        ~exists().where(SealedContent.month == MonthKey.month),
        ~exists().where(RedressContent.month == MonthKey.month),
    )
    months = [row for row in session.execute(query).scalars() if is_due(row.month, now)]
    for row in months:
        row.wrapped, row.destroyed_at = None, now
        event = audit.Event("keys.destroyed", f"month:{row.month}")
        audit.record(session, event, actor=actor, now=now)
    return len(months)


def _destroy(
    session: Session, report: Report, rule: str, *, reason: str, actor: Actor, now: datetime
) -> None:
    outcome, report_id = report.state, report.report_id
    contents = _erase(session, report_id, is_early=rule == EXPUNGED, now=now)
    _close(session, report, now=now)
    session.add(
        Purge(
            report_id=report_id,
            rule=rule,
            reason=reason,
            outcome=outcome,
            contents=contents,
            account_id=actor.account_id,
            purged_at=now,
        )
    )
    is_early = rule == EXPUNGED
    cause = NoticeCause.EXPUNGED if is_early else NoticeCause.PURGED
    details: dict[str, audit.Detail] = {
        "contents": contents,
        "revision": report.revision,
        "notices": owe_notices(session, report_id, cause, now=now),
    }
    action = "report.expunged" if is_early else "report.purged"
    event = audit.Event(action, f"report:{report.receipt}", purpose=reason, details=details)
    audit.record(session, event, actor=actor, now=now)


def _erase(session: Session, report_id: int, *, is_early: bool, now: datetime) -> int:
    """End what is revealed and erase the report; its record in the other drawer may stay."""
    session.execute(
        update(Reveal)
        .where(Reveal.report_id == report_id, Reveal.expires_at > now)
        .values(expires_at=now)
    )
    if not is_early and has_record(session, report_id):
        return erase(session, report_id, spared=OTHER_DRAWER)
    session.execute(
        update(Crossing)
        .where(Crossing.report_id == report_id, Crossing.purged_at.is_(None))
        .values(purged_at=now)
    )
    return erase(session, report_id)


def _close(session: Session, report: Report, *, now: datetime) -> None:
    """Let nobody work on the report any more; its line in the ledger says that it was purged."""
    if not is_end(State(report.state)):
        session.execute(
            update(ReportBehaviour)
            .where(ReportBehaviour.report_id == report.report_id)
            .values(state=State.PURGED)
        )
        report.state = State.PURGED
    report.claimed_by_id = None
    report.updated_at, report.revision = now, report.revision + 1
    session.execute(
        update(LedgerEntry)
        .where(LedgerEntry.report_id == report.report_id)
        .values(closed_at=func.coalesce(LedgerEntry.closed_at, now), purged_at=now)
    )


def _is_held(session: Session, report: Report, *, now: datetime) -> bool:
    query = select(RetentionHold.until_at).where(
        RetentionHold.report_id == report.report_id, RetentionHold.lifted_at.is_(None)
    )
    return any(until is None or now < until for until in session.execute(query).scalars())
