"""Who is next: the lot that decides whether a take goes by rank, to a sample, or to what is due.

Nothing that an analyst sees follows from it: a drawn report is claimed, shown and decided like any
other. `docs/decisions` says why the sample is drawn this way.
"""

from collections.abc import Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.models import DateDraw, Decision, Report, SampleFrame, Take
from sar.reports.filters import Filters
from sar.review import second_readings
from sar.review.waiting import waiting
from sar.settings import Settings
from sar.values import frozen
from triage import sampling
from triage.decisions import State
from triage.sampling import Route, Shares

FRAME_MINUTES = 60
LEAST_LINE = 10
"""The first ten places are never sampled: whoever takes the next reports reads them anyway."""
_PROBES, _ROUNDS = 60, 4
# How many reports come to their date in one go; the rest follows an hour later.
_DUE_AT_ONCE = 5_000
_WEEK = timedelta(days=7)


@frozen
class Sampler:
    """How reading is divided, after how many days a report is due, and the lot of this take."""

    shares: Shares
    days: int
    nonce: bytes = field(repr=False)


@frozen
class Lot:
    """What this take is: `report_id` is None when it goes by rank; `nonce` is what it came from."""

    route: Route
    report_id: int | None
    chance: float
    low_ranked: int
    filters: Filters
    nonce: bytes = field(repr=False)


def sampler_for(settings: Settings, nonce: bytes) -> Sampler:
    """Return how reading is divided under these settings."""
    return Sampler(settings.shares, settings.read_within_days, nonce)


def cast(
    session: Session, filters: Filters, sampler: Sampler, *, actor: Actor, now: datetime
) -> Lot:
    """Cast the lot of one take; the caller claims the report, by rank if it is gone by then.

    All candidates are looked up whatever the lot says, so that no take is slower than another.
    """
    frame = _frame(session, sampler, now=now)
    low = _low_ranked(filters, frame, now=now)
    sample = _probe(session, low, nonce=sampler.nonce)
    due = _due(session, now=now) if not filters.chosen else None
    second = None
    if sampler.shares.second:
        second = second_readings.candidate(session, filters, sampler.nonce, actor=actor, now=now)
    chance = _chance(session, sampler, now=now) if sample is not None else 0.0
    size = _size(session, filters, frame, low) if sample is not None else 0
    route = sampling.route_of(sampler.nonce, sample=chance, second=sampler.shares.second)
    if due is not None and sampling.uniform(sampler.nonce, "date") < 0.5:
        route = Route.DUE
    found = {Route.SAMPLE: sample, Route.SECOND: second, Route.DUE: due}.get(route)
    if found is None:
        route = Route.RANK
    return Lot(route, found, chance, size, filters, sampler.nonce)


def log(session: Session, lot: Lot, receipt: str, *, actor: Actor, now: datetime) -> None:
    """Write down how a report was taken and with which chances."""
    report_id = session.execute(
        select(Report.report_id).where(Report.receipt == receipt)
    ).scalar_one()
    session.add(
        Take(
            report_id=report_id,
            account_id=actor.account_id or 0,
            taken_at=now,
            route=lot.route if report_id == lot.report_id else Route.RANK,
            chance=lot.chance,
            low_ranked=lot.low_ranked,
            sector=lot.filters.sector,
            behaviour=lot.filters.behaviour,
            state=lot.filters.state,
            nonce=lot.nonce.hex()[:64],
        )
    )


def _frame(session: Session, sampler: Sampler, *, now: datetime) -> SampleFrame:
    """Return the frame of this hour; at its first take, count it and draw what came to its date."""
    latest = session.execute(
        select(SampleFrame).order_by(SampleFrame.sample_frame_id.desc()).limit(1)
    ).scalar_one_or_none()
    if latest is not None and latest.counted_at <= now < latest.counted_at + timedelta(
        minutes=FRAME_MINUTES
    ):
        return latest
    taken = _count(session, Take.taken_at > now - _WEEK)
    line = session.execute(
        waiting(Filters(), Report.queue_place, now=now).offset(max(LEAST_LINE, taken) - 1).limit(1)
    ).scalar_one_or_none()
    frame = SampleFrame(counted_at=now, line_place=line, low_ranked=0)
    frame.low_ranked = _number(session, _low_ranked(Filters(), frame, now=now))
    session.add(frame)
    gap = now - latest.counted_at if latest is not None else _WEEK
    # A clock that was set back must not make a negative gap.
    weeks = min(1.0, max(gap / _WEEK, 0.0))
    weekly = max(sampler.shares.least_in_week, sampler.shares.sample * taken)
    _draw_due(session, sampler, capacity=weekly * weeks, now=now)
    session.flush()
    return frame


def _draw_due(session: Session, sampler: Sampler, *, capacity: float, now: datetime) -> None:
    """Draw among the reports that came to their date unread; each has its chance written down."""
    due = (
        session.execute(
            select(Report.report_id)
            .where(
                Report.state == State.RECEIVED,
                Report.queue_place.is_not(None),
                Report.received_at <= now - timedelta(days=sampler.days),
                ~select(DateDraw.report_id).where(DateDraw.report_id == Report.report_id).exists(),
                ~_is_decided(),
            )
            .order_by(Report.report_id)
            .limit(_DUE_AT_ONCE)
        )
        .scalars()
        .all()
    )
    chance = sampling.chance_at_date(due=len(due), capacity=capacity)
    rows = [
        {
            "report_id": each,
            "drawn_at": now,
            "chance": chance,
            "is_drawn": sampling.is_drawn(sampler.nonce, str(each), chance=chance),
        }
        for each in due
    ]
    # Whoever takes the next report in the same moment draws too: the first one counts.
    db.insert_absent(session, DateDraw, rows)


def _low_ranked(filters: Filters, frame: SampleFrame, *, now: datetime) -> Select[Any]:
    """Select what ranks low and nobody has read or reads."""
    query = waiting(replace(filters, is_aside=False), Report.report_id, now=now)
    if frame.line_place is None:
        return query.where(Report.report_id.is_(None))
    # The state is asked so that no index leads to it: SQLite would walk along the whole queue to
    # find the few that `_probe` names by their numbers.
    is_unread = func.coalesce(Report.state, "") == State.RECEIVED
    return query.where(
        Report.queue_place > frame.line_place, is_unread, ~_is_decided(), _is_free(now)
    )


def _probe(session: Session, low: Select[Any], *, nonce: bytes) -> int | None:
    """Draw one report of `low` uniformly without counting them; None if there is none.

    Numbers are drawn until one is that of a report in the frame: every report is as likely as
    another. Where that takes too long few are in it, and they are listed.
    """
    last = session.execute(select(func.max(Report.report_id))).scalar_one() or 0
    for turn in range(_ROUNDS):
        lots = [1 + int(last * sampling.uniform(nonce, turn, each)) for each in range(_PROBES)]
        found = _listed(session, low.where(Report.report_id.in_(set(lots))))
        if found:
            return next(each for each in lots if each in set(found))
    rest = sorted(_listed(session, low))
    return rest[sampling.pick(nonce, len(rest))] if rest else None


def _listed(session: Session, query: Select[Any]) -> Sequence[int]:
    return session.execute(query).scalars().all()


def _due(session: Session, *, now: datetime) -> int | None:
    """Return the report that was drawn at its date and waits longest for its reader."""
    # Few are drawn: they are gone through, and each looked for in the queue, not the other way.
    waits = select(Report.report_id).where(
        Report.report_id == DateDraw.report_id,
        Report.state == State.RECEIVED,
        Report.queue_place.is_not(None),
        or_(Report.snoozed_until.is_(None), Report.snoozed_until <= now),
        _is_free(now),
    )
    return session.execute(
        select(DateDraw.report_id)
        .where(DateDraw.is_drawn, waits.exists())
        .order_by(DateDraw.drawn_at, DateDraw.report_id)
        .limit(1)
    ).scalar_one_or_none()


def _chance(session: Session, sampler: Sampler, *, now: datetime) -> float:
    """Return the chance that this take is a draw; a week begins on Monday, UTC."""
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    began = day - timedelta(days=now.weekday())
    return sampling.chance_of_sample(
        sampler.shares,
        drawn=_count(session, Take.taken_at >= began, Take.route == Route.SAMPLE),
        taken=_count(session, Take.taken_at >= began),
        week=(now - began) / _WEEK,
    )


def _size(session: Session, filters: Filters, frame: SampleFrame, low: Select[Any]) -> int:
    """Return from how many reports the draw is made; at least the one that was found."""
    if not filters.chosen:
        return max(1, frame.low_ranked)
    return max(1, _number(session, low))


def _number(session: Session, query: Select[Any]) -> int:
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    return session.execute(counted).scalar_one()


def _count(session: Session, *conditions: Any) -> int:
    return session.execute(select(func.count()).select_from(Take).where(*conditions)).scalar_one()


def _is_free(now: datetime) -> Any:
    return or_(Report.claimed_by_id.is_(None), Report.claim_expires_at <= now)


def _is_decided() -> Any:
    return select(Decision.decision_id).where(Decision.report_id == Report.report_id).exists()
