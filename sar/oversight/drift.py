"""Whether what comes in, how it is scored and how it ends moved: this month against the last three.

Only shares are told, and none that fewer than `SMALLEST` reports stand behind.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from privacy.suppression import SMALLEST
from sar.models import Report, ReportBehaviour
from sar.values import frozen
from triage.decisions import State, is_end
from triage.drift import OTHERS, Shift, compare, count_steps, edges_of

RECENT_DAYS, BEFORE_DAYS = 30, 90
# The newest of each side: enough to see a move, and the page stays fast at a million reports.
MOST = 5_000
_ENDS = tuple(state for state in State if is_end(state))

Counts = dict[str, Mapping[str, int]]


@frozen
class Move:
    """How far one thing moved; `value` moved most, from a share to a share, "" if none is told."""

    name: str
    index: float
    is_alert: bool
    value: str = ""
    before: float = 0.0
    now: float = 0.0


def moves(session: Session, *, now: datetime) -> list[Move]:
    """Compare the last 30 days with the 90 before them, what moved most first."""
    border = now - timedelta(days=RECENT_DAYS)
    older = _columns(session, border - timedelta(days=BEFORE_DAYS), border)
    newer = _columns(session, border, now)
    edges = {name: edges_of(older[name][1]) for name in ("Score", "Length")}
    before, after = _counts(older, edges), _counts(newer, edges)
    sizes = [{name: sum(side[name].values()) for name in side} for side in (before, after)]
    return [
        _told(each, sizes[0][each.name], sizes[1][each.name]) for each in compare(before, after)
    ]


def _columns(
    session: Session, since: datetime, until: datetime
) -> dict[str, tuple[list[str], list[float]]]:
    """Return what is watched of the newest reports of a time, as words and as numbers."""
    rows = session.execute(
        select(
            Report.sector,
            Report.source,
            Report.score,
            func.length(cast(Report.redacted, Text)),
            Report.state,
            Report.report_id,
        )
        .where(Report.received_at > since, Report.received_at <= until)
        .order_by(Report.report_id.desc())
        .limit(MOST)
    ).all()
    picked = session.execute(
        select(ReportBehaviour.indicator_id)
        .join(Report, Report.report_id == ReportBehaviour.report_id)
        .where(
            Report.received_at > since,
            Report.received_at <= until,
            Report.report_id >= min((row.report_id for row in rows), default=0),
        )
    ).scalars()
    return {
        "Behavior": (list(picked), []),
        "Sector": ([row.sector or "not given" for row in rows], []),
        "Source": ([row.source for row in rows], []),
        "Outcome": ([row.state for row in rows if row.state in _ENDS], []),
        "Score": ([], [row.score for row in rows if row.score is not None]),
        "Length": ([], [row[3] for row in rows if row[3]]),
    }


def _counts(
    columns: Mapping[str, tuple[Sequence[str], Sequence[float]]],
    edges: Mapping[str, Sequence[float]],
) -> Counts:
    return {
        name: count_steps(numbers, edges[name]) if name in edges else Counter(texts)
        for name, (texts, numbers) in columns.items()
    }


def _told(shift: Shift, before_all: int, now_all: int) -> Move:
    """Name the value that moved most among those that enough reports stand behind."""
    large = [
        value
        for value in shift.before
        if value != OTHERS
        and _is_large(shift.before[value] * before_all)
        and _is_large(shift.now[value] * now_all)
    ]
    if not large:
        return Move(shift.name, shift.index, shift.is_alert)
    most = max(large, key=lambda value: abs(shift.now[value] - shift.before[value]))
    return Move(shift.name, shift.index, shift.is_alert, most, shift.before[most], shift.now[most])


def _is_large(count: float) -> bool:
    return round(count) == 0 or round(count) >= SMALLEST
