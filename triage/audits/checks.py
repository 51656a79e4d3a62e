"""The numbers behind the gate's checks, each with what chance alone would make of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING

from triage.audits.probe import auc
from triage.audits.rates import Rate

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ROUNDS = 300
FIFTHS = 5
CERTAINTY = 0.95
LEAST_RELEVANT = 5
"""Groups with fewer reports that mattered are not compared: nothing could be told of them."""


@dataclass(frozen=True, slots=True)
class Area:
    """The areas under the curve of two rankers, and the 95 % interval of their difference."""

    candidate: float
    active: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Shortfall:
    """The group that is overlooked most: by how much more than the others, as a share.

    `is_sure`: chance would do so in fewer than one of twenty cases, all groups considered.
    """

    group: str
    gap: float
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Fifth:
    """One fifth of the reports by their probability: what was said, and what was true."""

    reports: int
    said: float
    true: float


def area_between(
    candidate: "NDArray[np.float64]",
    active: "NDArray[np.float64]",
    labels: "NDArray[np.int64]",
    weights: "NDArray[np.float64]",
    *,
    seed: int,
) -> Area:
    """Compare two orders of the same reports by a paired bootstrap, drawn within each class."""
    import numpy as np

    rng = np.random.default_rng(seed)
    zeros, ones = np.flatnonzero(labels == 0), np.flatnonzero(labels == 1)
    drawn = tuple(_draws(len(each), rng) * weights[each, None] for each in (zeros, ones))
    found, beside = (_areas(each[zeros], each[ones], *drawn) for each in (candidate, active))
    differences = found - beside
    tail = (1 - CERTAINTY) / 2
    low, high = np.quantile(differences, (tail, 1 - tail))
    return Area(
        auc(labels, candidate, weights), auc(labels, active, weights), float(low), float(high)
    )


def _draws(reports: int, rng: "np.random.Generator") -> "NDArray[np.int64]":
    """Draw as many reports as there are, with replacement; how often each, a column for a round."""
    import numpy as np

    picked = rng.integers(0, max(reports, 1), (ROUNDS, reports))
    places = picked * ROUNDS + np.arange(ROUNDS)[:, None]
    return np.bincount(places.ravel(), minlength=ROUNDS * reports).reshape(-1, ROUNDS)


def _areas(
    zeros: "NDArray[np.float64]",
    ones: "NDArray[np.float64]",
    drawn_zeros: "NDArray[np.float64]",
    drawn_ones: "NDArray[np.float64]",
) -> "NDArray[np.float64]":
    """Return the area under the curve of each round, as :func:`triage.audits.probe.auc` does.

    All rounds at once: the order of the scores is the same in each. `zeros` and `ones` are the
    scores of either class; what was drawn has a column for a round, and says for how many reports
    each one counts in it.
    """
    import numpy as np

    order = np.argsort(zeros, kind="stable")
    below = np.zeros((len(zeros) + 1, ROUNDS))
    np.cumsum(drawn_zeros[order], axis=0, out=below[1:])
    # Of the zeros that share a one's score, half count.
    first = np.searchsorted(zeros[order], ones, side="left")
    last = np.searchsorted(zeros[order], ones, side="right")
    before = (below[first] + below[last]) / 2
    pairs = drawn_ones.sum(axis=0) * below[-1]
    return np.asarray((drawn_ones * before).sum(axis=0) / pairs)


def fifths(
    chances: "NDArray[np.float64]", labels: "NDArray[np.int64]", weights: "NDArray[np.float64]"
) -> tuple[Fifth, ...]:
    """Return the reports in five parts of equal size by probability, the least likely first."""
    import numpy as np

    parts = np.array_split(np.argsort(chances, kind="stable"), FIFTHS)
    return tuple(
        Fifth(
            len(part),
            float(np.average(chances[part], weights=weights[part])),
            float(np.average(labels[part], weights=weights[part])),
        )
        for part in parts
        if len(part)
    )


def calibration_error(
    chances: "NDArray[np.float64]", labels: "NDArray[np.int64]", weights: "NDArray[np.float64]"
) -> float:
    """Return the mean distance of said and true probability over the fifths, 0 to 1."""
    found = fifths(chances, labels, weights)
    reports = sum(each.reports for each in found)
    return sum(each.reports * abs(each.said - each.true) for each in found) / reports


def calibration_by_chance(
    chances: "NDArray[np.float64]", weights: "NDArray[np.float64]", *, seed: int
) -> float:
    """Return the error that true probabilities exceed in one of twenty draws of outcomes."""
    import numpy as np

    drawn = np.random.default_rng(seed).random((ROUNDS, len(chances))) < chances
    parts = np.array_split(np.argsort(chances, kind="stable"), FIFTHS)
    heavy = np.zeros((len(chances), FIFTHS))
    for number, part in enumerate(parts):
        heavy[part, number] = weights[part] / weights[part].sum()
    off = np.abs(drawn @ heavy - chances @ heavy) @ [len(part) for part in parts]
    return float(np.quantile(off / len(chances), CERTAINTY))


def shortfall(counted: Sequence[Rate]) -> Shortfall | None:
    """Return the group with the greatest share of overlooked reports, compared with all others.

    Groups with fewer than `LEAST_RELEVANT` reports that mattered, and groups without others to
    compare with, have no part; None if no group is left. Sure is what Fisher's exact test finds,
    one-sided, at one in twenty divided by the number of groups (Bonferroni).
    """
    relevant = sum(each.relevant for each in counted)
    overlooked = sum(each.overlooked for each in counted)
    large = [
        each
        for each in counted
        if each.relevant >= LEAST_RELEVANT and relevant - each.relevant >= LEAST_RELEVANT
    ]
    if not large:
        return None

    def gap(each: Rate) -> float:
        others = (overlooked - each.overlooked) / (relevant - each.relevant)
        return each.overlooked / each.relevant - others

    worst = max(large, key=gap)
    chance = _at_least(worst.overlooked, worst.relevant, overlooked, relevant)
    return Shortfall(worst.group, gap(worst), chance < (1 - CERTAINTY) / len(large))


def _at_least(found: int, drawn: int, marked: int, total: int) -> float:
    """Return the chance to draw so many marked ones or more without replacement."""
    ways = sum(
        comb(marked, k) * comb(total - marked, drawn - k)
        for k in range(found, min(drawn, marked) + 1)
    )
    return ways / comb(total, drawn)
