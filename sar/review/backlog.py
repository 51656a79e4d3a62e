"""How the work stands: what waits and for how long, how fast it goes, who has how much of it.

Counts and times only. A person appears as a count of work, and only to people of their own agency.
The measures answer what was asked of such programmes in public: feedback to whoever reported, and
results (GAO-13-233, 2013); delay and backlog (Inspectors General of the Intelligence Community, of
Homeland Security and of Justice, March 2017). What cannot be known here is said, not guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.models import (
    Account,
    Addition,
    Decision,
    Disclosure,
    LedgerEntry,
    RankMark,
    RankReason,
    Report,
    Role,
    Snooze,
    Usefulness,
)
from sar.reports.ages import count_ages
from sar.reports.following import count_usefulness
from sar.values import frozen
from triage.decisions import OPEN_STATES, Action, State, is_end

# Over how many days speed, results and work are counted; how many weeks the picture shows.
PERIOD_DAYS = 30
WEEKS = 8
_ENDS = [state for state in State if is_end(state)]


@frozen
class Waiting:
    """What is not finished, in reports; `oldest` is when the oldest of them was received."""

    to_decide: int
    worked_on: int
    set_aside: int
    with_officer: int
    held: int
    oldest: datetime | None
    ages: Sequence[tuple[str, int]]


@frozen
class Clock:
    """How long something took, in hours: half of them up to `middle`, nine of ten up to `most`."""

    label: str
    count: int
    middle: float | None
    most: float | None


@frozen
class Week:
    """What came in and what was finished in the seven days before `until`."""

    until: datetime
    received: int
    finished: int


@frozen
class Workload:
    """One analyst's work, as counts; no report is named."""

    name: str = field(repr=False)
    in_hand: int
    decided: int
    set_aside: int


@frozen
class Backlog:
    """Everything on the page.

    `outcomes` counts ends by state. Of `finished` reports `told` were ended with words for whoever
    reported. `rank_marks` are pairs of a reason in words and its count.
    """

    waiting: Waiting
    weeks: Sequence[Week]
    clocks: Sequence[Clock]
    outcomes: Mapping[str, int]
    finished: int
    told: int
    released: int
    useful: Mapping[Usefulness, int]
    rank_marks: Sequence[tuple[str, int]]
    workloads: Sequence[Workload]


def read_backlog(session: Session, *, viewer: Actor, now: datetime) -> Backlog:
    """Count how the work stands at `now`."""
    since = now - timedelta(days=PERIOD_DAYS)
    ended = (Decision.to_state.in_(_ENDS), Decision.decided_at >= since)
    outcomes = _pairs(
        session, select(Decision.to_state, func.count()).where(*ended).group_by(Decision.to_state)
    )
    marks = _pairs(
        session,
        select(RankMark.reason, func.count())
        .where(RankMark.marked_at >= since)
        .group_by(RankMark.reason),
    )
    return Backlog(
        waiting=_waiting(session, now),
        weeks=_weeks(session, now),
        clocks=_clocks(session, since),
        outcomes=outcomes,
        finished=sum(outcomes.values()),
        told=_count(session, *ended, Decision.officer_text != ""),
        released=_count(session, Disclosure.released_at >= since),
        useful=count_usefulness(session, since=since),
        rank_marks=[(each.label, marks[each]) for each in RankReason if each in marks],
        workloads=_workloads(session, viewer=viewer, now=now, since=since),
    )


def _waiting(session: Session, now: datetime) -> Waiting:
    by_state = _pairs(
        session,
        select(Report.state, func.count())
        .where(Report.state.in_([*OPEN_STATES, State.RETURNED, State.HELD]))
        .group_by(Report.state),
    )
    # The state is asked so that no index leads to it: it would lead to nearly all reports.
    is_open = func.coalesce(Report.state, "").in_(OPEN_STATES)
    ages = count_ages(session, now=now)
    return Waiting(
        to_decide=sum(by_state.get(state, 0) for state in OPEN_STATES),
        worked_on=_count(session, is_open, *_is_claimed(now)),
        set_aside=_count(
            session, is_open, Report.snoozed_until.is_not(None), Report.snoozed_until > now
        ),
        with_officer=by_state.get(State.RETURNED, 0),
        held=by_state.get(State.HELD, 0),
        oldest=ages.oldest,
        ages=ages.counts,
    )


def _weeks(session: Session, now: datetime) -> list[Week]:
    """Count every week, all of them in one question: each count has its own part of an index."""
    ends = [now - timedelta(weeks=back) for back in reversed(range(WEEKS))]
    counts = [
        select(func.count()).where(moment > end - timedelta(weeks=1), moment <= end)
        for end in ends
        for moment in (LedgerEntry.received_at, LedgerEntry.closed_at)
    ]
    found = session.execute(select(*(each.scalar_subquery() for each in counts))).one()
    return list(map(Week, ends, found[::2], found[1::2]))


def _clocks(session: Session, since: datetime) -> list[Clock]:
    first = (
        select(Decision.report_id, func.min(Decision.decided_at).label("at"))
        .group_by(Decision.report_id)
        .having(func.min(Decision.decided_at) >= since)
        .subquery()
    )
    asked = (
        select(func.max(Decision.decided_at))
        .where(
            Decision.report_id == Addition.report_id,
            Decision.action == Action.RETURN_TO_OFFICER,
            Decision.decided_at <= Addition.added_at,
        )
        .scalar_subquery()
    )
    received = LedgerEntry.received_at
    spans: Mapping[str, Any] = {
        "From receipt to the first decision": select(received, first.c.at).join(
            first, first.c.report_id == LedgerEntry.report_id
        ),
        "From receipt to the end, when the officer is told": select(
            received, LedgerEntry.closed_at
        ).where(LedgerEntry.closed_at >= since),
        "From a question to the officer's answer": select(asked, Addition.added_at).where(
            Addition.added_at >= since
        ),
    }
    return [_clock(label, session.execute(query).all()) for label, query in spans.items()]


def _clock(label: str, spans: Sequence[Any]) -> Clock:
    hours = sorted((end - start) / timedelta(hours=1) for start, end in spans if start and end)
    if not hours:
        return Clock(label, 0, None, None)
    middle, most = (hours[min(len(hours) * part // 10, len(hours) - 1)] for part in (5, 9))
    return Clock(label, len(hours), middle, most)


def _workloads(
    session: Session, *, viewer: Actor, now: datetime, since: datetime
) -> list[Workload]:
    in_hand = _pairs(
        session,
        select(Report.claimed_by_id, func.count())
        .where(*_is_claimed(now))
        .group_by(Report.claimed_by_id),
    )
    decided = _pairs(
        session,
        select(Decision.account_id, func.count())
        .where(Decision.decided_at >= since)
        .group_by(Decision.account_id),
    )
    aside = _pairs(
        session,
        select(Snooze.account_id, func.count())
        .join(Report, Report.report_id == Snooze.report_id)
        .where(Report.snoozed_until == Snooze.until_at, Snooze.until_at > now)
        .group_by(Snooze.account_id),
    )
    people = session.execute(
        select(Account.account_id, Account.display_name)
        .where(
            Account.agency_id == viewer.agency_id,
            Account.role == Role.ANALYST,
            Account.is_active,
        )
        .order_by(Account.display_name)
    )
    return [
        Workload(name, in_hand.get(one, 0), decided.get(one, 0), aside.get(one, 0))
        for one, name in people
    ]


def _is_claimed(now: datetime) -> tuple[ColumnElement[bool], ...]:
    # That somebody holds it is asked too: an index has the few that anybody does.
    return Report.claimed_by_id.is_not(None), Report.claim_expires_at > now


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.execute(select(func.count()).where(*conditions)).scalar_one()


def _pairs(session: Session, query: Select[Any, Any]) -> dict[Any, int]:
    return {key: count for key, count in session.execute(query)}  # noqa: C416  rows are no pairs
