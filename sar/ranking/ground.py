"""What a ranker in force learns on from: every decided report as numbers."""

from dataclasses import field
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from sar.ranking.chances import stand_for
from sar.ranking.lessons import MOST_STANDS_FOR, digest_of
from sar.ranking.memory import Memory, Pile
from sar.values import frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sar.ranker.learned import LoadedRanker


@frozen
class Part:
    """Decided reports: a row each, the rules' points, 1 if it mattered, and for how many it counts.

    Every array has one number for each report. Rows are weighed as what was judged weighs them.
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


def read_ground(session: Session, memory: Memory, judged: "LoadedRanker") -> Ground | None:
    """Read what was decided since the last time; return all of it, or None if there is nothing.

    `judged` is what `memory` serves.
    """
    memory.follow(session, judged)
    learned, held_back = memory.learned, memory.held_back
    if not learned.reports:
        return None
    # Imported here because it takes SciPy, which a start does without.
    from triage.learning import recipe

    speaks = stand_for(session, memory.takes, [*learned.reports, *held_back.reports])
    return Ground(
        _part(learned, speaks, most=recipe.MOST_STANDS_FOR),
        _part(held_back, speaks, most=MOST_STANDS_FOR),
        digest_of(each.line(speaks[each.report_id]) for each in learned.reports),
    )


def _part(pile: Pile, speaks: dict[int, float], *, most: float) -> Part:
    import numpy as np

    counts = [each.weight * min(speaks[each.report_id], most) for each in pile.reports]
    return Part(
        pile.rows,
        np.array([each.points for each in pile.reports], dtype=np.float64),
        np.array([each.label for each in pile.reports], dtype=np.int64),
        np.array(counts, dtype=np.float64),
    )
