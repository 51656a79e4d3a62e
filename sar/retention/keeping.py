"""Keeping a report longer: holds, and validations that somebody answers for."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session

from privacy.retention_policies import Drawer, Policies
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import Crossing, HoldReason, LedgerEntry, Report, RetentionHold, Validation
from sar.retention.standings import standing_of
from sar.values import frozen
from sar.wording import reasons

RECORD_IS_KEPT = and_(Crossing.is_approved.is_(True), Crossing.purged_at.is_(None))
"""Tells the crossings whose record is still in the intelligence drawer."""


@frozen
class HoldWish:
    """A hold as it was asked for; `until_at` None means until it is lifted."""

    reason: str
    until_at: datetime | None
    words: str = field(repr=False)


def place_hold(
    session: Session, receipt: str, wish: HoldWish, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Keep a report, and its record in the intelligence drawer, from being purged.

    Returns what is missing. Raises NotFoundError if there is no such report, ConflictError if
    nothing of it is left in either drawer.
    """
    report = kept_in_a_drawer(session, receipt)
    stated = reasons.state(wish.words, path="words")
    findings = list(stated.findings)
    if wish.reason not in set(HoldReason):
        findings = [NO_REASON, *findings]
    if wish.until_at is not None and wish.until_at <= now:
        findings = [*findings, _IN_THE_PAST]
    if findings:
        return findings
    row = RetentionHold(
        report_id=report.report_id,
        account_id=actor.account_id or 0,
        reason=wish.reason,
        words=stated.words,
        placed_at=now,
        until_at=wish.until_at,
    )
    session.add(row)
    session.flush()
    details: dict[str, audit.Detail] = {
        "hold": row.retention_hold_id,
        "until": wish.until_at.isoformat() if wish.until_at else None,
    }
    event = audit.Event("retention.held", _subject(report), purpose=wish.reason, details=details)
    audit.record(session, event, actor=actor, now=now)
    return ()


def lift_hold(session: Session, hold_id: int, *, actor: Actor, now: datetime) -> str:
    """Lift a hold and return the report's receipt; raises ConflictError if it is lifted already."""
    row = session.get(RetentionHold, hold_id, with_for_update=True)
    if row is None:
        raise NotFoundError("There is no such hold.")
    if row.lifted_at is not None:
        raise ConflictError("This hold was lifted already.")
    row.lifted_at, row.lifted_by_id = now, actor.account_id
    report = session.get_one(Report, row.report_id)
    event = audit.Event("retention.hold_lifted", _subject(report), details={"hold": hold_id})
    audit.record(session, event, actor=actor, now=now)
    return report.receipt


def validate(
    session: Session, receipt: str, policies: Policies, written: str, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Record that a report is still justified, and why; its purge comes later then.

    Raises ConflictError if it is due already, or its clock foresees no validation.
    """
    report = kept_report(session, receipt)
    stated = reasons.state(written, path="words")
    if stated.findings:
        return stated.findings
    before = standing_of(session, report.report_id, policies, now=now)
    if before is None or now >= before.due.purge_at:
        raise ConflictError(
            "The time of this report is over, so it cannot be validated any more.",
            remedy="A validation comes before the purge date. Purge it, or let a hold say why not.",
        )
    session.add(
        Validation(
            report_id=report.report_id,
            drawer=Drawer.TIPS,
            account_id=actor.account_id or 0,
            words=stated.words,
            validated_at=now,
        )
    )
    session.flush()
    after = standing_of(session, report.report_id, policies, now=now)
    if after is None or after.due.purge_at <= before.due.purge_at:
        raise ConflictError(
            "The policy gives this report no more time.",
            remedy=f"Its clock is {before.due.clock!r} of {before.policy!r}.",
        )
    details: dict[str, audit.Detail] = {"until": after.due.purge_at.isoformat()}
    event = audit.Event("retention.validated", _subject(report), details=details)
    audit.record(session, event, actor=actor, now=now)
    return ()


def kept_report(session: Session, receipt: str) -> Report:
    """Return a report that was not purged, its row locked.

    Raises NotFoundError if there is none, ConflictError if it was purged.
    """
    return _unpurged(session, _existing(session, receipt))


def _unpurged(session: Session, report: Report) -> Report:
    purged_at = purged_on(session, report)
    if purged_at is not None:
        raise ConflictError(
            f"This report was purged on {purged_at:%Y-%m-%d}; nothing of its content is left.",
            remedy="There is nothing more to do. Its line in the ledger says under which rule.",
        )
    return report


def kept_in_a_drawer(session: Session, receipt: str) -> Report:
    """Return a report of which something is left in either drawer, its row locked.

    Raises NotFoundError if there is none, ConflictError if nothing is left.
    """
    report = _existing(session, receipt)
    return report if has_record(session, report.report_id) else _unpurged(session, report)


def purged_on(session: Session, report: Report) -> datetime | None:
    """Return when a report was purged; its record in the other drawer may be there still."""
    query = select(LedgerEntry.purged_at).where(LedgerEntry.report_id == report.report_id)
    return session.execute(query).scalar_one()


def has_record(session: Session, report_id: int) -> bool:
    """Tell whether the intelligence drawer keeps a record of a report, purged or not."""
    query = select(exists().where(Crossing.report_id == report_id, RECORD_IS_KEPT))
    return session.execute(query).scalar_one()


def _existing(session: Session, receipt: str) -> Report:
    report = locked(session, Report.receipt == receipt.strip().upper())
    if report is None:
        raise NotFoundError("There is no report with this receipt number.")
    return report


def locked(session: Session, condition: ColumnElement[bool]) -> Report | None:
    """Return the report that fits, its row locked until the transaction ends."""
    query = select(Report).where(condition).with_for_update()
    return session.execute(query).scalar_one_or_none()


def _subject(report: Report) -> str:
    return f"report:{report.receipt}"


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, rule="retention")


NO_REASON = _finding("reason", "No reason was chosen.", "Choose the one that fits.")
_IN_THE_PAST = _finding("until", "This day is over already.", "Give a later day, or none at all.")
