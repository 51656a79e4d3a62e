"""How far reports move when nothing changes but who somebody is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from triage.audits.counterparts import Trial
from triage.errors import AuditError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

Scorer = Callable[[Sequence[str]], "ArrayLike"]
"""Scores all reports in their order, each with the text that is given in the place of its own.

Higher is more urgent. What is no text (behaviors, sector, ...) the scorer knows by the position.
"""

BINS = (0.0, 0.001, 0.01, 0.05, 0.1)
"""Upper ends of the bins of a distribution, as shares of the queue; what is above is the last."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What swapping one attribute did to the reports.

    Attributes
    ----------
    trials, moves : int
        How many swaps were tried, and how many pairs of a report and a swap that makes.
    largest_places : int
        The greatest distance between two places of one report, other reports left as they are.
    largest_share, mean_share : float
        The greatest and the mean distance as a share of the queue, 0 to 1.
    largest_points : float
        The greatest difference between two scores of one report, in the scorer's unit.
    bins : tuple of int
        How many moves lie within each of `BINS`, and how many above.
    worst : tuple of str
        The two words between which the largest move was; from the lists, never from a report.
    """

    attribute: str
    reports: int
    trials: int
    moves: int
    largest_places: int
    largest_share: float
    mean_share: float
    largest_points: float
    bins: tuple[int, ...]
    worst: tuple[str, str]


def measure(score: Scorer, base: Sequence[str], trials: Iterable[Trial]) -> tuple[Moved, ...]:
    """Score every version of every trial and say, for each attribute, how far reports move.

    `base` are the texts of the reports as they stand in the queue: the place of a version counts
    among the others of these. Raises AuditError if there are no reports or a score is no number.
    """
    own = _scores(score, base)
    by_attribute: dict[str, list[_Tried]] = {}
    for trial in trials:
        by_attribute.setdefault(trial.attribute, []).append(_try(score, own, trial))
    return tuple(_summary(name, len(base), tried) for name, tried in by_attribute.items())


@dataclass(frozen=True, slots=True)
class _Tried:
    """Of one trial: how far each report moves, in places and points, and between which labels."""

    places: "NDArray[np.int64]"
    points: "NDArray[np.float64]"
    worst: tuple[str, str]


def _try(score: Scorer, own: "NDArray[np.float64]", trial: Trial) -> _Tried:
    """Place each version among the other reports: as many as have a higher score come first.

    Equal scores give equal places. `own` are the scores of the reports as they stand.
    """
    import numpy as np

    scores = np.stack([_scores(score, texts) for texts in trial.texts])
    higher = len(own) - np.searchsorted(np.sort(own), scores, side="right")
    places = higher - (own > scores)
    distances = places.max(axis=0) - places.min(axis=0)
    spread = scores.max(axis=0) - scores.min(axis=0)
    furthest = int(np.lexsort((spread, distances))[-1])
    worst = (
        trial.labels[int(scores[:, furthest].argmin())],
        trial.labels[int(scores[:, furthest].argmax())],
    )
    return _Tried(distances, spread, worst)


def _scores(score: Scorer, texts: Sequence[str]) -> "NDArray[np.float64]":
    import numpy as np

    scores = np.asarray(score(texts), dtype=np.float64)
    if not len(texts) or scores.shape != (len(texts),) or not np.isfinite(scores).all():
        raise AuditError("a scorer must give one finite number for each of one or more reports")
    return scores


def _summary(attribute: str, reports: int, tried: Sequence[_Tried]) -> Moved:
    import numpy as np

    places = np.concatenate([each.places for each in tried])
    shares = places / reports
    furthest = max(tried, key=lambda each: (each.places.max(), each.points.max()))
    edges = np.searchsorted(BINS, shares, side="left")
    return Moved(
        attribute=attribute,
        reports=reports,
        trials=len(tried),
        moves=len(places),
        largest_places=int(places.max()),
        largest_share=float(shares.max()),
        mean_share=float(shares.mean()),
        largest_points=float(max(each.points.max() for each in tried)),
        bins=tuple(int(count) for count in np.bincount(edges, minlength=len(BINS) + 1)),
        worst=furthest.worst,
    )
