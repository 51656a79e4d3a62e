"""What the order of the queue misses: blind samples, draws at the date, second readings, age."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log2

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from sar.models import DateDraw, Report, SecondReading, Take
from sar.reports.ages import count_ages
from sar.values import frozen
from triage.agreement import Agreement, agreement
from triage.decisions import Action, State
from triage.estimates import Draw, Estimate, at_most, missed, recall
from triage.sampling import Route

DAYS = 90
WEEKS = 12
# What was worth somebody's time, and what was not; everything else is not decided yet.
MATTERED = (State.POTENTIAL_NEXUS, State.REFERRED)
DISMISSED = (State.NO_NEXUS, State.UNFOUNDED, State.PROTECTED, State.WITHDRAWN)
# Readers agree if both find that the criteria are met, or neither does.
_ANSWERS = ("met", "not met")


@frozen
class Sampled:
    """Reports that were read by one route: how many are decided, mattered, and are still open."""

    read: int
    mattered: int
    undecided: int

    @property
    def of_hundred(self) -> float:
        """Return how many of 100 such reports matter at most, with 95 % confidence.

        Whatever is not decided yet is counted as if it mattered: the bound must not wait for it.
        """
        return 100 * at_most(self.mattered + self.undecided, self.read + self.undecided)


@frozen
class Week:
    """One week's takes by route, and how many second readings of it agreed with the first."""

    begins: datetime
    taken: int
    sampled: int
    due: int
    pairs: int
    agreed: int


@frozen
class Backlog:
    """What waits: how many, since when the oldest does, and how many by age."""

    waiting: int
    oldest: datetime | None
    past_date: int
    ages: Sequence[tuple[str, int]]


@frozen
class Selection:
    """The figures of the last 90 days; `weeks` are the last twelve, the latest first.

    `at_date` is how many reports came to their date unread, `read_at_date` how many of those were
    drawn and decided, `missed` an estimate of how many of them mattered and were not read, `found`
    the share of all that mattered which was read.
    """

    sampled: Sampled
    at_date: int
    read_at_date: int
    missed: Estimate
    found: Estimate
    agreement: Agreement
    weeks: Sequence[Week]
    backlog: Backlog


def selection(session: Session, *, days: int, now: datetime) -> Selection:
    """Count everything; `days` is after how many a report is due."""
    since = now - timedelta(days=DAYS)
    draws = _date_draws(session, since)
    not_found = missed(draws)
    by_rank = _by_route(session, since, Route.RANK)
    pairs = _pairs(session, since)
    return Selection(
        sampled=_by_route(session, since, Route.SAMPLE),
        at_date=sum(each.of for each in draws),
        read_at_date=sum(each.read for each in draws),
        missed=not_found,
        found=recall(by_rank.mattered, not_found),
        agreement=agreement([(first, second) for _, first, second in pairs], _ANSWERS),
        weeks=_weeks(session, pairs, now=now),
        backlog=_backlog(session, days=days, now=now),
    )


def _by_route(session: Session, since: datetime, route: Route) -> Sampled:
    """Count the reports that came by `route`; one that was put back and taken again counts once."""
    taken = select(Take.report_id).where(Take.route == route, Take.taken_at > since)
    rows = session.execute(
        select(Report.state, func.count()).where(Report.report_id.in_(taken)).group_by(Report.state)
    )
    states: Counter[str] = Counter({row[0]: row[1] for row in rows})
    mattered = sum(states[each] for each in MATTERED)
    read = mattered + sum(states[each] for each in DISMISSED)
    gone = states[State.PURGED]
    return Sampled(read, mattered, sum(states.values()) - read - gone)


def _date_draws(session: Session, since: datetime) -> list[Draw]:
    """Return the draws at the date; hourly ones of a handful each would bound nothing alone.

    Those whose chances are within a factor of two count as one draw.
    """
    read = DateDraw.is_drawn & Report.state.in_((*MATTERED, *DISMISSED))
    rows = session.execute(
        select(
            DateDraw.chance,
            func.count(),
            func.sum(case((read, 1), else_=0)),
            func.sum(case((read & Report.state.in_(MATTERED), 1), else_=0)),
        )
        .join(Report, Report.report_id == DateDraw.report_id)
        .where(DateDraw.drawn_at > since)
        .group_by(DateDraw.chance)
    )
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for chance, *counts in rows:
        together = sums[round(log2(chance))]
        together[:] = [one + int(other) for one, other in zip(together, counts, strict=True)]
    return [Draw(read=read, mattered=hits, of=of) for of, read, hits in sums.values()]


def _pairs(session: Session, since: datetime) -> list[tuple[datetime, str, str]]:
    rows = session.execute(
        select(SecondReading.answered_at, SecondReading.first_answer, SecondReading.answer).where(
            SecondReading.answer != "", SecondReading.answered_at > since
        )
    )
    return [(at, _answer(first), _answer(second)) for at, first, second in rows if at]


def _answer(action: str) -> str:
    return _ANSWERS[0] if action == Action.MEETS_CRITERIA else _ANSWERS[1]


def _weeks(
    session: Session, pairs: Sequence[tuple[datetime, str, str]], *, now: datetime
) -> list[Week]:
    """Count the last twelve weeks, which begin on Mondays, UTC, the latest first."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    monday = today - timedelta(days=now.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    routes: Counter[tuple[int, str]] = Counter(
        ((taken_at - first).days // 7, route)
        for taken_at, route in session.execute(
            select(Take.taken_at, Take.route).where(Take.taken_at >= first)
        )
    )
    read = Counter((at - first).days // 7 for at, *_ in pairs)
    agreed = Counter((at - first).days // 7 for at, one, other in pairs if one == other)
    return [
        Week(
            begins=first + timedelta(weeks=number),
            taken=sum(routes[number, route] for route in Route),
            sampled=routes[number, Route.SAMPLE],
            due=routes[number, Route.DUE],
            pairs=read[number],
            agreed=agreed[number],
        )
        for number in reversed(range(WEEKS))
    ]


def _backlog(session: Session, *, days: int, now: datetime) -> Backlog:
    ages = count_ages(session, now=now)
    waits = Report.queue_place.is_not(None)
    past = session.execute(
        select(func.count()).where(
            waits,
            Report.received_at <= now - timedelta(days=days),
            or_(Report.state == State.RECEIVED, Report.state == State.CRITERIA_MET),
        )
    ).scalar_one()
    return Backlog(sum(count for _, count in ages.counts), ages.oldest, past, ages.counts)
