"""Claims: which analyst works on a report, from when until when, and who may take it over."""

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import or_, select, true, update
from sqlalchemy.orm import Session, aliased

from sar.actors import Actor
from sar.errors import ConflictError, NotFoundError
from sar.log import audit
from sar.models import Account, Report
from sar.reports.filters import Filters
from sar.review import sampler as samplers
from sar.review import second_readings
from sar.review.incidents import find_live
from sar.review.sampler import Sampler
from sar.review.waiting import waiting
from sar.values import frozen
from triage.decisions import State, is_end
from triage.sampling import Route


@frozen
class Taken:
    """The viewer holds the claim now; `was_held` tells that it was theirs before."""

    receipt: str
    was_held: bool


@frozen
class TakenBy:
    """Somebody else works on the report."""

    receipt: str
    name: str = field(repr=False)
    expires_at: datetime


def take_next(
    session: Session,
    filters: Filters,
    *,
    actor: Actor,
    now: datetime,
    minutes: int,
    sampler: Sampler | None = None,
) -> Taken | None:
    """Give the viewer the most urgent report that nobody works on, None if there is none.

    Now and then `sampler` puts another one in its place, of which nothing tells; None never does.

    Whoever holds an unexpired claim gets that report again, whatever the filters say: finish
    first. Two analysts never get the same report: PostgreSQL skips the rows that another
    transaction is taking, SQLite lets one transaction write at a time.
    """
    # Two requests of one account are put in a row, so that a double click takes one report.
    session.execute(
        select(Account.account_id)
        .where(Account.account_id == actor.account_id)
        .with_for_update(key_share=True)
    )
    receipt = _held_by(session, actor=actor, now=now)
    was_held = receipt is not None
    # While an incident is worked on, nobody is sent elsewhere.
    if receipt is None and sampler is not None and not filters.incident:
        receipt = _take_by_lot(session, filters, sampler, actor=actor, now=now, minutes=minutes)
    elif receipt is None:
        receipt = _take_top(session, filters, actor=actor, now=now, minutes=minutes)
    if receipt is None:
        return None
    event = audit.Event("claim.resumed" if was_held else "claim.taken", f"report:{receipt}")
    audit.record(session, event, actor=actor, now=now)
    return Taken(receipt, was_held)


def take(
    session: Session,
    receipt: str,
    *,
    is_takeover: bool,
    actor: Actor,
    now: datetime,
    minutes: int,
) -> Taken | TakenBy:
    """Give the viewer a certain report; another's live claim is left alone unless `is_takeover`.

    Raises NotFoundError if there is no such report or it is held, ConflictError if it is closed.
    """
    report = locked_report(session, receipt)
    if is_end(State(report.state)):
        raise ConflictError("This report is closed.", remedy="Open it to read how it ended.")
    holder = report.claimed_by_id
    is_others = holder is not None and holder != actor.account_id
    is_live = report.claim_expires_at is not None and report.claim_expires_at > now
    if is_others and is_live and not is_takeover:
        name = session.get_one(Account, holder).display_name
        return TakenBy(report.receipt, name, report.claim_expires_at or now)
    report.claimed_by_id = actor.account_id
    report.claim_expires_at = now + timedelta(minutes=minutes)
    # Whoever takes a report that was set aside has it back.
    report.snoozed_until = None
    event = audit.Event(
        "claim.taken_over" if is_others and is_live else "claim.taken",
        f"report:{report.receipt}",
        details={"from": holder} if is_others else {},
    )
    audit.record(session, event, actor=actor, now=now)
    return Taken(report.receipt, holder == actor.account_id)


def put_back(session: Session, receipt: str, *, actor: Actor, now: datetime) -> str:
    """End the viewer's claim and return the receipt; raises ConflictError if it is not theirs."""
    report = locked_report(session, receipt)
    second = second_readings.of(session, report, actor=actor, now=now)
    if second is not None:
        session.delete(second)
    elif report.claimed_by_id != actor.account_id:
        raise ConflictError(
            "You are not working on this report.",
            remedy="Somebody else took it over, or it was put back already.",
        )
    else:
        report.claimed_by_id = report.claim_expires_at = None
    event = audit.Event("claim.released", f"report:{report.receipt}")
    audit.record(session, event, actor=actor, now=now)
    return report.receipt


def renew(report: Report, *, actor: Actor, now: datetime, minutes: int) -> None:
    """Let the viewer's own live claim on `report` begin anew; leave every other one alone."""
    is_own = report.claimed_by_id == actor.account_id
    if is_own and report.claim_expires_at is not None and report.claim_expires_at > now:
        report.claim_expires_at = now + timedelta(minutes=minutes)


def locked_report(session: Session, receipt: str) -> Report:
    """Return a report that may be shown, its row locked; raises NotFoundError."""
    report = session.execute(
        select(Report)
        .where(Report.receipt == receipt.upper())
        .with_for_update()
        .execution_options(populate_existing=True)
    ).scalar_one_or_none()
    return shown_only(report)


def locked_reports(session: Session, receipts: Iterable[str]) -> dict[str, Report]:
    """Return the reports with these receipt numbers, their rows locked.

    All who lock several lock them in this order, so that two callers never wait in a ring.
    """
    query = (
        select(Report)
        .where(Report.receipt.in_([each.upper() for each in receipts]))
        .order_by(Report.report_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {each.receipt: each for each in session.execute(query).scalars()}


def is_shown(report: Report) -> bool:
    """Tell whether anybody may read a report: nobody may while it is held."""
    return report.redacted is not None and report.state != State.HELD


def shown_only(report: Report | None) -> Report:
    """Return `report` if it may be shown; raises NotFoundError if there is none or it is held."""
    if report is None:
        raise NotFoundError("There is no report with this receipt number.")
    if not is_shown(report):
        raise NotFoundError(
            "This report is held.",
            remedy="A technical check must finish before anyone can read it. "
            "Nothing is lost; your administrator sees it too.",
        )
    return report


def _held_by(session: Session, *, actor: Actor, now: datetime) -> str | None:
    claimed = session.execute(
        select(Report.receipt)
        .where(
            Report.claimed_by_id == actor.account_id,
            Report.claim_expires_at > now,
            Report.queue_place.is_not(None),
        )
        .order_by(Report.claim_expires_at)
        .limit(1)
    ).scalar_one_or_none()
    return claimed or second_readings.held_by(session, actor=actor, now=now)


def _take_by_lot(
    session: Session,
    filters: Filters,
    sampler: Sampler,
    *,
    actor: Actor,
    now: datetime,
    minutes: int,
) -> str | None:
    """Take what the lot says, by rank if that is nothing or just gone, and log the chances."""
    lot = samplers.cast(session, filters, sampler, actor=actor, now=now)
    receipt = None
    if lot.route is Route.SECOND and lot.report_id is not None:
        receipt = second_readings.give(session, lot.report_id, actor=actor, now=now)
    elif lot.report_id is not None:
        receipt = _take_top(
            session, Filters(), actor=actor, now=now, minutes=minutes, only=lot.report_id
        )
    if receipt is None:
        receipt = _take_top(session, filters, actor=actor, now=now, minutes=minutes)
    if receipt is not None:
        samplers.log(session, lot, receipt, actor=actor, now=now)
    return receipt


@cache
def _free() -> type[Report]:
    # To name a table anew copies its columns, which costs as much as the question.
    return aliased(Report)


def _take_top(
    session: Session,
    filters: Filters,
    *,
    actor: Actor,
    now: datetime,
    minutes: int,
    only: int | None = None,
) -> str | None:
    free = _free()
    incident = find_live(session, filters.incident, now=now)
    wanted = replace(filters, is_aside=False)
    top = (
        waiting(wanted, free.report_id, report=free, now=now, incident=incident)
        .where(or_(free.claimed_by_id.is_(None), free.claim_expires_at <= now))
        .where(free.report_id == only if only is not None else true())
        .limit(1)
        .with_for_update(skip_locked=True, of=free)
        .scalar_subquery()
    )
    return session.execute(
        update(Report)
        .where(Report.report_id == top)
        .values(claimed_by_id=actor.account_id, claim_expires_at=now + timedelta(minutes=minutes))
        .returning(Report.receipt)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
