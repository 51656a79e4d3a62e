"""Second readings: a report that a colleague has decided comes once more, as if nobody had."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session, aliased

from sar import db
from sar.actors import Actor
from sar.models import Correction, Decision, Report, ReportBehaviour, SecondReading
from sar.reports.filters import Filters
from triage import sampling
from triage.decisions import Action, State

# How long ago a colleague's decision may be, and from how many of them one is drawn.
DAYS = 14
_DRAWN_FROM = 200
# A second reading is held longer than a claim: nobody else waits for it.
MINUTES = 120
_PART_ONE = (Action.MEETS_CRITERIA, Action.FAILS_CRITERIA)
_GONE = (State.PURGED, State.WITHDRAWN, State.RETURNED, State.HELD)


def candidate(
    session: Session, filters: Filters, nonce: bytes, *, actor: Actor, now: datetime
) -> int | None:
    """Return a report that a colleague decided lately and that can be read anew, None if none can.

    It has no other story than that one decision and what followed: no question to the officer, no
    correction, nothing of the reader's own, and no second reading yet.
    """
    if filters.state not in ("", State.RECEIVED):
        return None
    others = _others()
    query = (
        select(Decision.report_id)
        .join(Report, Report.report_id == Decision.report_id)
        .where(
            Decision.action.in_(_PART_ONE),
            Decision.from_state == State.RECEIVED,
            Decision.decided_at > now - timedelta(days=DAYS),
            Decision.account_id != actor.account_id,
            Report.state.not_in(_GONE),
            ~select(others.decision_id)
            .where(
                others.report_id == Decision.report_id,
                (others.account_id == actor.account_id)
                | (others.decision_id < Decision.decision_id)
                | (others.action == Action.RETURN_TO_OFFICER),
            )
            .exists(),
            ~select(Correction.correction_id)
            .where(Correction.report_id == Decision.report_id)
            .exists(),
            ~select(SecondReading.report_id)
            .where(SecondReading.report_id == Decision.report_id)
            .exists(),
        )
        .order_by(Decision.decided_at.desc(), Decision.decision_id.desc())
        .limit(_DRAWN_FROM)
    )
    if filters.sector:
        query = query.where(Report.sector == filters.sector)
    if filters.behaviour:
        query = query.join(ReportBehaviour, ReportBehaviour.report_id == Report.report_id).where(
            ReportBehaviour.indicator_id == filters.behaviour
        )
    found = sorted(session.execute(query).scalars().all())
    return found[sampling.pick(nonce, len(found))] if found else None


@cache
def _others() -> type[Decision]:
    # To name a table anew copies its columns, which costs as much as the question.
    return aliased(Decision)


def give(session: Session, report_id: int, *, actor: Actor, now: datetime) -> str | None:
    """Give a report to its second reader and return its receipt; None if it just got one."""
    first = session.execute(
        select(Decision.action)
        .where(Decision.report_id == report_id)
        .order_by(Decision.decision_id)
        .limit(1)
    ).scalar_one()
    row = {
        "report_id": report_id,
        "account_id": actor.account_id,
        "first_answer": first,
        "given_at": now,
        "expires_at": now + timedelta(minutes=MINUTES),
    }
    if db.insert_if_absent(session, SecondReading, row) is None:
        return None
    return session.get_one(Report, report_id).receipt


def held_by(session: Session, *, actor: Actor, now: datetime) -> str | None:
    """Return the receipt of what the viewer has to read anew, None if there is nothing."""
    return session.execute(
        select(Report.receipt)
        .join(SecondReading, SecondReading.report_id == Report.report_id)
        .where(is_open(actor, now=now))
        .limit(1)
    ).scalar_one_or_none()


def is_open(actor: Actor, *, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a second reading, joined with its report, waits for the actor."""
    return and_(
        SecondReading.account_id == actor.account_id,
        SecondReading.answer == "",
        SecondReading.expires_at > now,
        Report.state.not_in(_GONE),
    )


def of(session: Session, report: Report, *, actor: Actor, now: datetime) -> SecondReading | None:
    """Return the viewer's reading of `report` if it is open, else None."""
    found = session.get(SecondReading, report.report_id)
    if found is None or found.account_id != actor.account_id or found.answer:
        return None
    return found if found.expires_at > now and report.state not in _GONE else None


def correct(
    reading: SecondReading, indicator_ids: Sequence[str], why: str, *, now: datetime
) -> None:
    """Keep which behaviours the second reader sees, and why; the report stays as it is."""
    reading.behaviours, reading.why, reading.corrected_at = list(indicator_ids), why, now


def answer(
    reading: SecondReading, action: Action, words: Mapping[str, str], *, now: datetime
) -> None:
    """Keep what the second reader decided, in redacted words; the report stays as it is."""
    reading.answer, reading.answered_at = action, now
    reading.rationale = words["rationale"]
