"""The clock of the intelligence drawer: records that are due lose their contents and keys."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from privacy.clocks import Due, Facts, Hold, Standing, due
from privacy.retention import is_due
from privacy.retention_policies import Drawer, Policies
from sar.actors import Actor
from sar.errors import ConflictError, FieldFinding, NotFoundError
from sar.log import audit
from sar.models import (
    Agency,
    Crossing,
    IntelligenceContent,
    IntelligenceKey,
    Report,
    RetentionHold,
    Validation,
)
from sar.retention.keeping import RECORD_IS_KEPT, locked
from sar.wording import reasons


def standings(
    session: Session, policies: Policies, *, now: datetime
) -> Iterator[tuple[Crossing, Report, Due]]:
    """Yield every record of the drawer with its due dates; the clock counts from its crossing."""
    holds, validations = _holds(session), _validations(session)
    rows = session.execute(
        select(Crossing, Report, Agency.name)
        .join(Report, Report.report_id == Crossing.report_id)
        .join(Agency, Agency.agency_id == Report.agency_id)
        .where(RECORD_IS_KEPT)
        .order_by(Crossing.decided_at)
    ).all()
    for crossing, report, agency in rows:
        policy = policies.of(agency)
        clock = policy.clock_for(Drawer.INTELLIGENCE, outcome=report.state, is_closed=True)
        crossed_at = crossing.decided_at or now
        facts = Facts(
            received_at=crossed_at,
            closed_at=crossed_at,
            validated_at=tuple(validations[report.report_id]),
            holds=tuple(holds[report.report_id]),
        )
        yield crossing, report, due(clock, facts, zone=policy.zone, now=now)


def purge_due(session: Session, policies: Policies, *, actor: Actor, now: datetime) -> int:
    """Destroy every record whose time is over, and the keys of empty months; return how many.

    The reports are locked first, so that a hold or a validation of this moment counts.
    """
    _lock(session)
    found = list(standings(session, policies, now=now))
    over = [each for each in found if each[2].standing is Standing.PURGE]
    for _crossing, report, judged in over:
        destroy_record(session, report, now=now)
        details: dict[str, audit.Detail] = {"rule": judged.clock}
        event = audit.Event("intelligence.purged", f"report:{report.receipt}", details=details)
        audit.record(session, event, actor=actor, now=now)
    _destroy_keys(session, actor=actor, now=now)
    return len(over)


def destroy_record(session: Session, report: Report, *, now: datetime) -> None:
    """Destroy the record of a report and the words on which it crossed. The caller logs it."""
    session.execute(
        delete(IntelligenceContent).where(IntelligenceContent.report_id == report.report_id)
    )
    session.execute(
        update(Crossing)
        .where(Crossing.report_id == report.report_id)
        .values(subject="", facts="", why="", purged_at=now)
    )


def _lock(session: Session) -> None:
    """Lock every report that has a record in the drawer until the transaction ends."""
    session.execute(
        select(Report.report_id)
        .join(Crossing, Crossing.report_id == Report.report_id)
        .where(RECORD_IS_KEPT)
        .order_by(Report.report_id)
        .with_for_update(of=Report)
    ).all()


def _destroy_keys(session: Session, *, actor: Actor, now: datetime) -> None:
    query = select(IntelligenceKey).where(
        IntelligenceKey.wrapped.is_not(None),
        ~exists().where(IntelligenceContent.month == IntelligenceKey.month),
    )
    for row in session.execute(query).scalars():
        if is_due(row.month, now):
            row.wrapped, row.destroyed_at = None, now
            event = audit.Event("intelligence.key_destroyed", f"month:{row.month}")
            audit.record(session, event, actor=actor, now=now)


def _holds(session: Session) -> dict[int, list[Hold]]:
    found: dict[int, list[Hold]] = defaultdict(list)
    query = (
        select(RetentionHold)
        .join(Crossing, Crossing.report_id == RetentionHold.report_id)
        .where(RetentionHold.lifted_at.is_(None))
    )
    for row in session.execute(query).scalars():
        found[row.report_id].append(Hold(row.placed_at, row.until_at))
    return found


def _validations(session: Session) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    query = select(Validation.report_id, Validation.validated_at).where(
        Validation.drawer == Drawer.INTELLIGENCE
    )
    for report_id, validated_at in session.execute(query):
        found[report_id].append(validated_at)
    return found


def validate(
    session: Session,
    receipt: str,
    policies: Policies,
    written: str,
    *,
    actor: Actor,
    now: datetime,
) -> Sequence[FieldFinding]:
    """Record that a suspicion is still reasonable, and why; return what is missing.

    Raises NotFoundError if there is no such record, ConflictError if its time is over.
    """
    stated = reasons.state(written, path="words")
    if stated.findings:
        return stated.findings
    locked(session, Report.receipt == receipt)
    found = next(
        (each for each in standings(session, policies, now=now) if each[1].receipt == receipt),
        None,
    )
    if found is None:
        raise NotFoundError("There is no such record in the intelligence drawer.")
    _crossing, report, judged = found
    if now >= judged.purge_at:
        raise ConflictError(
            "The time of this record is over, so it cannot be validated any more.",
            remedy="28 CFR 23.20(h): a validation comes before the purge date.",
        )
    session.add(
        Validation(
            report_id=report.report_id,
            drawer=Drawer.INTELLIGENCE,
            account_id=actor.account_id or 0,
            words=stated.words,
            validated_at=now,
        )
    )
    session.flush()
    event = audit.Event("intelligence.validated", f"report:{report.receipt}")
    audit.record(session, event, actor=actor, now=now)
    return ()
