"""Moving the reports whose place a step of learning changed: first those at the top of the queue.

To explain a score takes a millisecond and a write, to read its account anew some more; a step
changes the points of thousands by one or two. So what a step is for is done at once: whatever
stands on the first page, or belongs there now, and then whatever moved far. The rest keeps its
score until it comes up, or until all are scored anew.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from sar import db
from sar.actors import Actor
from sar.models.reports import POINT
from sar.ranker import scoring
from sar.ranker.scoring import InForce
from sar.ranking import rescoring
from sar.ranking.kept import KeptQueue
from sar.ranking.seeing import Seen, see
from sar.values import frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sar.ranker.learned import LoadedRanker

FIRST = 25
"""So many places from the top are right after each step: the first page of the queue."""

FAR = 20
"""Thousandths by which a report moves far, wherever it stands; `FIRST` of these at a time."""

CHUNK_REPORTS = 50
"""Reports in one transaction: a decision waits for it a few milliseconds at most on SQLite."""


@frozen
class Moved:
    """Numbers of the waiting reports to score anew, and of those that belong at the top.

    `first` changes what stands on the first page; `far` moved far elsewhere. `top` are as many as
    two pages hold: what comes up next is read before its turn.
    """

    top: Sequence[int] = ()
    first: Sequence[int] = ()
    far: Sequence[int] = ()


def put_in_order(engine: Engine, queue: KeptQueue, *, actor: Actor, now: datetime) -> Iterator[int]:
    """Score the reports anew that a step moved; yield how many were.

    First come those on the first page, which is right from then on, then what moved far. Ends early
    where something else orders the queue meanwhile.
    """
    with db.reading(engine) as session:
        in_force = scoring.in_force(session)
        if in_force.ranker is None:
            return
        queue.follow(session, in_force.ranker)
        moved = _moved(queue, in_force.ranker)
        first = queue.see(session, moved.first, top=moved.top)
    yield _put(engine, in_force, queue, first, actor=actor, now=now)
    if moved.far:
        with db.reading(engine) as session:
            far = see(session, moved.far)
        yield _put(engine, in_force, queue, far, actor=actor, now=now)
    with db.reading(engine) as session:
        queue.see(session, moved.top, top=moved.top)


def _put(
    engine: Engine,
    in_force: InForce,
    queue: KeptQueue,
    seen: Sequence[Seen],
    *,
    actor: Actor,
    now: datetime,
) -> int:
    done = 0
    for start in range(0, len(seen), CHUNK_REPORTS):
        found = rescoring.scores_of(in_force, seen[start : start + CHUNK_REPORTS])
        with db.transaction(engine) as session:
            if scoring.in_force(session).label != in_force.label:
                break
            done += rescoring.store(session, found, by=in_force.label, actor=actor, now=now)
        queue.move(found)
    return done


def _moved(queue: KeptQueue, ranker: "LoadedRanker") -> Moved:
    import numpy as np

    from triage.calibration import points

    if not len(queue.table):
        return Moved()
    numbers, before = queue.table["number"], queue.table["place"]
    said = points(queue.chances(ranker))
    after = (1000 - said) * POINT + before % POINT
    top = _lowest(after, 2 * FIRST)
    best = np.minimum(before, after)
    first = np.flatnonzero((after != before) & (best <= after[top[:FIRST]].max()))
    by = np.abs(1000 - before // POINT - said)
    by[first] = 0
    far = _lowest(-by, FIRST)
    return Moved(
        numbers[top].tolist(),
        numbers[first[np.argsort(best[first])]].tolist(),
        numbers[far[by[far] >= FAR]].tolist(),
    )


def _lowest(values: "NDArray[np.int_]", count: int) -> "NDArray[np.int_]":
    """Return where the lowest so many values stand, the lowest first; all, if there are fewer."""
    import numpy as np

    some = np.argpartition(values, count)[:count] if count < len(values) else np.arange(len(values))
    return some[np.argsort(values[some], kind="stable")]
