"""What a ranker in force learns on from: every decided report as numbers."""

from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import Report
from sar.ranking.chances import stand_for
from sar.ranking.lessons import (
    CHUNK_REPORTS,
    MOST_STANDS_FOR,
    OUTCOMES,
    Line,
    digest_of,
    is_held_back,
)
from sar.ranking.memory import Decided, Memory
from sar.values import frozen
from triage.decisions import State

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_IS_DECIDED = Report.state.in_(OUTCOMES)
# In the order of `Decided`.
_COLUMNS = (
    *(Report.report_id, Report.revision, Report.state),
    *(Report.receipt, Report.sector, Report.received_at),
)


@frozen
class Part:
    """Decided reports: a row each, the rules' points, 1 if it mattered, and for how many it counts.

    Every array has one number for each report.
    """

    rows: Any = field(repr=False)
    points: "NDArray[np.float64]" = field(repr=False)
    labels: "NDArray[np.int64]" = field(repr=False)
    counts: "NDArray[np.float64]" = field(repr=False)


@frozen
class Ground:
    """What is learned from, with its hash as in :func:`sar.ranking.lessons.digest`; what judges."""

    learned: Part
    held_back: Part
    data_sha256: str


def read_ground(session: Session, memory: Memory) -> Ground | None:
    """Read what was decided since the last time; return all of it, or None if there is nothing."""
    _follow(session, memory)
    memory.keep(session, {number: each.revision for number, each in memory.decided.items()})
    lines = list(_lines(session, memory))
    if not lines:
        return None
    # Imported here because it takes SciPy, which a start does without.
    from triage.learning import recipe

    learned = {each.report_id: line for each, line in lines if not each.is_held_back}
    held_back = {each.report_id: line for each, line in lines if each.is_held_back}
    return Ground(
        _part(learned, memory, most=recipe.MOST_STANDS_FOR),
        _part(held_back, memory, most=MOST_STANDS_FOR),
        digest_of(learned.values()),
    )


def _follow(session: Session, memory: Memory) -> None:
    """Bring up to date how reports were decided: of those that did not change two numbers are read.

    A decision, a correction and an undo each give their report another revision.
    """
    query = select(Report.report_id, Report.revision, Report.state).where(_IS_DECIDED)
    now = {number: state for number, *state in session.execute(query)}
    memory.takes.follow(session)
    known = {
        number: each
        for number, each in memory.decided.items()
        if now.get(number) == [each.revision, each.state]
    }
    fresh = [each for each in now if each not in known]
    for start in range(0, len(fresh), CHUNK_REPORTS):
        numbers = fresh[start : start + CHUNK_REPORTS]
        rows = session.execute(select(*_COLUMNS).where(Report.report_id.in_(numbers)))
        known |= {each.report_id: each for each in map(_decided, rows)}
    memory.decided = {each: known[each] for each in sorted(known)}


def _decided(row: Any) -> Decided:
    label, weight = OUTCOMES[State(row.state)]
    return Decided(*(*row, label, weight, is_held_back(row.receipt)))


def _lines(session: Session, memory: Memory) -> Iterator[tuple[Decided, Line]]:
    """Yield what is learned from each report that has a text and a score, by number."""
    decided = [each for number, each in memory.decided.items() if number in memory.known]
    speaks = stand_for(session, memory.takes, decided)
    for each in decided:
        known, speaks_for = memory.known[each.report_id], speaks[each.report_id]
        yield (
            each,
            Line(each.receipt, each.label, each.weight, speaks_for, known.points, known.seen),
        )


def _part(lines: dict[int, Line], memory: Memory, *, most: float) -> Part:
    import numpy as np

    numbers = list(lines)
    return Part(
        memory.rows_of(numbers),
        memory.points_of(numbers),
        np.array([each.label for each in lines.values()], dtype=np.int64),
        np.array([each.weight * min(each.stands_for, most) for each in lines.values()]),
    )
