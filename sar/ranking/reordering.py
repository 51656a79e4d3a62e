"""Moving the reports whose place a step of learning changed: first those at the top of the queue.

To score a report anew takes ten milliseconds and a write; a step changes the points of thousands
by one or two. So what a step is for is done at once: whatever stands among the first, or belongs
there now, and whatever moved far. The rest keeps its score until it comes up, or until all are
scored anew.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.models import Report
from sar.ranker import scoring
from sar.ranking import rescoring
from sar.ranking.memory import Memory

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sar.ranker.learned import LoadedRanker

FIRST = 25
"""So many places from the top are right after each step: a page of the queue."""

FAR = 20
"""Thousandths by which a report moves far, wherever it stands; `FIRST` of these at a time."""

CHUNK_REPORTS = 25
"""Reports in one transaction: a decision waits for it a few milliseconds at most on SQLite."""


def put_in_order(engine: Engine, memory: Memory, *, actor: Actor, now: datetime) -> int:
    """Score the reports anew that a step moved, and return how many.

    Ends early where something else orders the queue meanwhile.
    """
    with db.reading(engine) as session:
        in_force = scoring.in_force(session)
        numbers = moved(session, memory, in_force.ranker) if in_force.ranker else []
    done = 0
    for start in range(0, len(numbers), CHUNK_REPORTS):
        with db.reading(engine) as session:
            found = rescoring.scores(session, in_force, numbers[start : start + CHUNK_REPORTS])
        with db.transaction(engine) as session:
            if scoring.in_force(session).label != in_force.label:
                break
            done += rescoring.store(session, found, by=in_force.label, actor=actor, now=now)
    return done


def moved(session: Session, memory: Memory, ranker: "LoadedRanker") -> list[int]:
    """Return the waiting reports to score anew, the most urgent first."""
    from triage.calibration import points

    waiting = session.execute(
        select(Report.report_id, Report.revision, Report.score).where(
            Report.queue_place.is_not(None), Report.score.is_not(None)
        )
    ).all()
    memory.keep(session, {row.report_id: row.revision for row in waiting})
    stored = {row.report_id: row.score for row in waiting if row.report_id in memory.known}
    if not stored:
        return []
    numbers = sorted(stored, key=lambda each: memory.known[each].row)
    said = points(ranker.chances_of(memory.rows, memory.points_of(numbers)))
    return _worth_moving(numbers, [stored[each] for each in numbers], said)


def _worth_moving(
    numbers: Sequence[int], before: Sequence[int], said: "NDArray[np.int_]"
) -> list[int]:
    import numpy as np

    stored = np.array(before)
    highest, by = np.maximum(stored, said), np.abs(stored - said)
    border = np.sort(said)[-min(FIRST, len(said))]
    order = np.argsort(-highest, kind="stable")
    first = order[(by[order] > 0) & (highest[order] >= border)]
    far = np.argsort(-by, kind="stable")[:FIRST]
    far = far[(by[far] >= FAR) & (highest[far] < border)]
    return [numbers[each] for each in (*first, *far)]
