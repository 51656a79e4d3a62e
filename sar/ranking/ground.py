"""What a ranker in force learns on from: every decided report as numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import Report
from sar.ranking.chances import read_lots, stand_for
from sar.ranking.lessons import (
    CHUNK_REPORTS,
    MOST_STANDS_FOR,
    OUTCOMES,
    Line,
    digest_of,
    is_held_back,
)
from sar.ranking.memory import Memory
from triage.decisions import State

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Part:
    """Decided reports: a row each, the rules' points, 1 if it mattered, and for how many it counts.

    Every array has one number for each report.
    """

    rows: Any = field(repr=False)
    points: "NDArray[np.float64]" = field(repr=False)
    labels: "NDArray[np.int64]" = field(repr=False)
    counts: "NDArray[np.float64]" = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ground:
    """What is learned from, with its hash as in :func:`sar.ranking.lessons.digest`; what judges."""

    learned: Part
    held_back: Part
    data_sha256: str


def read_ground(session: Session, memory: Memory) -> Ground | None:
    """Read what was decided so far; None if nothing was. Texts are read once for each revision."""
    rows = session.execute(
        select(
            *(Report.report_id, Report.receipt, Report.state, Report.revision),
            *(Report.sector, Report.received_at),
        )
        .where(Report.state.in_(OUTCOMES))
        .order_by(Report.report_id)
    ).all()
    memory.keep(session, {row.report_id: row.revision for row in rows})
    lines = dict(_lines(session, rows, memory))
    if not lines:
        return None
    # Imported here because it takes SciPy, which a start does without.
    from triage.learning import recipe

    learned = {each: line for each, line in lines.items() if not is_held_back(line.receipt)}
    held_back = {each: line for each, line in lines.items() if each not in learned}
    return Ground(
        _part(learned, memory, most=recipe.MOST_STANDS_FOR),
        _part(held_back, memory, most=MOST_STANDS_FOR),
        digest_of(learned.values()),
    )


def _lines(session: Session, rows: Sequence[Any], memory: Memory) -> Iterator[tuple[int, Line]]:
    lots = read_lots(session)
    known = [row for row in rows if row.report_id in memory.known]
    for start in range(0, len(known), CHUNK_REPORTS):
        chunk = known[start : start + CHUNK_REPORTS]
        speaks = stand_for(session, lots, chunk)
        for row in chunk:
            label, weight = OUTCOMES[State(row.state)]
            each = memory.known[row.report_id]
            yield (
                row.report_id,
                Line(row.receipt, label, weight, speaks[row.report_id], each.points, each.seen),
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
