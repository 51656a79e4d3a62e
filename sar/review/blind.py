"""What somebody reads without its score: a report that was given as the next one, till part one.

Its rank would tell a sample from another report, and lean on whoever reads. So it stands in no
list while it is in hand, whatever its route, and in lists without a score until it is decided.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select, true, union_all
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.models import Decision, Report, SecondReading, Take
from sar.review import second_readings
from sar.values import frozen
from triage.decisions import State


@frozen
class InHand:
    """What somebody works on: its receipt number, "" if nothing, and what of it is read blind."""

    receipt: str = ""
    blind: Collection[int] = ()


def given_blind(session: Session, report_ids: Sequence[int], *, viewer: Actor) -> Collection[int]:
    """Return which reports the viewer was given as the next one and has not decided part one of."""
    query = select(Report.report_id).where(
        Report.report_id.in_(report_ids), *_is_given_and_undecided(viewer)
    )
    return set(session.execute(query).scalars())


def in_hand(session: Session, *, viewer: Actor, now: datetime) -> InHand:
    """Return what the viewer works on: claims that have not run out, and a second reading."""
    claimed = select(
        Report.report_id, Report.receipt, and_(*_is_given_and_undecided(viewer)).label("is_blind")
    ).where(
        Report.claimed_by_id == viewer.account_id,
        Report.claim_expires_at > now,
        Report.queue_place.is_not(None),
    )
    read_anew = (
        select(Report.report_id, Report.receipt, true())
        .join(SecondReading, SecondReading.report_id == Report.report_id)
        .where(second_readings.is_open(viewer, now=now))
    )
    rows = session.execute(union_all(claimed, read_anew)).all()
    receipt = rows[0].receipt if rows else ""
    return InHand(receipt, {row.report_id for row in rows if row.is_blind})


def _is_given_and_undecided(viewer: Actor) -> tuple[ColumnElement[bool], ...]:
    # The state is asked so that no index leads to it: SQLite would go through all that are received
    # to find the few of a page.
    return (
        func.coalesce(Report.state, "") == State.RECEIVED,
        exists().where(Take.report_id == Report.report_id, Take.account_id == viewer.account_id),
        ~exists().where(Decision.report_id == Report.report_id),
    )
