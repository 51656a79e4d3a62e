"""From a ranker's margins to probabilities, learned from labels that reading chose.

Which reports have a label was decided by their score: the top of the queue was read, and of the
rest only a sample. :func:`fit_calibration` finds a curve that never falls, straight in the
log-odds between a few knots. It fits it twice. The curve in which all labels count alike has
little noise and is right as long as nothing but the margin decided what was read. The curve in
which each label counts for the reports that it stands for (one by the probability of its being
read) is right in any case, and noisy. The second one is taken as far as the labels contradict the
first. Where few labels are, many curves fit them as well; what is said is the mean of the
probabilities that these give, or the least likely reports would matter more often than is said.
Measured in ``benchmarks/selection.py`` and ``benchmarks/learning.py``; docs/decisions/0031 says
what else was tried.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from triage.errors import NotEnoughLabelsError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import ArrayLike, NDArray

    Numbers = NDArray[np.float64]

# Where the knots stand, as shares of the labels; close at both ends, where the curve bends most.
_SHARES = (0.07, 0.25, 0.5, 0.75, 0.93)
# How strongly a bend and a slope other than 1 (of standardised margins) are held back, in labels:
# with ten labels the curve is all but straight, with a thousand it bends as the labels do.
_BEND, _SLOPE = 1.0, 0.02
# The deviance that a better fit to the weighted labels has by chance alone; 1 did best.
_CHANCE = 1.0
# Which share of the covariance counts when probabilities are averaged: Laplace's approximation
# allows curves that fall, which the fit does not. Chosen on the streams of both benchmarks.
_UNSURE = 0.4
# Points of the rule that averages over a normal distribution; more change no third digit.
_NODES = 15
# Log-odds beyond this are a probability of 0 or 1 to anybody.
_FURTHEST = 15.0
_STEPS = 50


@dataclass(frozen=True, slots=True)
class Calibration:
    """A curve from margins to log-odds that never falls; plain numbers, so that it can be stored.

    Attributes
    ----------
    knots : tuple of float
        Margins, ascending, at least one.
    log_odds : tuple of float
        The curve's height at each knot; straight in between.
    slope_below, slope_above : float
        How steep it goes on before the first and behind the last knot; 0 or more.
    """

    knots: tuple[float, ...]
    log_odds: tuple[float, ...]
    slope_below: float
    slope_above: float

    def __post_init__(self) -> None:
        rises = all(left <= right for left, right in pairwise(self.log_odds))
        if not self.knots or len(self.knots) != len(self.log_odds):
            raise ValueError("A calibration has as many log-odds as knots, and at least one.")
        if not rises or min(self.slope_below, self.slope_above) < 0:
            raise ValueError("A calibration never falls.")
        if any(left >= right for left, right in pairwise(self.knots)):
            raise ValueError("The knots of a calibration ascend.")

    def probabilities(self, margins: "ArrayLike") -> "Numbers":
        """Return the probability that a report matters, in (0, 1), for each of `margins`.

        A higher margin never has a lower probability. Raises ValueError for what is no number.
        """
        import numpy as np

        given = _finite(margins, "margins")
        height = np.interp(given, self.knots, self.log_odds)
        height += self.slope_below * np.minimum(0, given - self.knots[0])
        height += self.slope_above * np.maximum(0, given - self.knots[-1])
        return 1 / (1 + np.exp(-np.clip(height, -_FURTHEST, _FURTHEST)))


def points(probabilities: "ArrayLike") -> "NDArray[np.int_]":
    """Return scores in thousandths, 0 to 1000: a score means the same in every version."""
    import numpy as np

    return np.asarray(np.rint(1000 * np.asarray(probabilities, float)), int)


def fit_calibration(
    margins: "ArrayLike", labels: "ArrayLike", *, weights: "ArrayLike"
) -> Calibration:
    """Learn which share of the reports with a margin matters.

    Parameters
    ----------
    margins : array of shape (n_labels,)
        What a ranker said that had not seen the label: of another fold, or before the decision.
    labels : array of shape (n_labels,)
        1 or True if the report mattered, else 0.
    weights : array of shape (n_labels,)
        How many reports each label stands for: one by the probability with which it was read.

    Raises
    ------
    NotEnoughLabelsError
        Unless something mattered and something did not.
    ValueError
        If the arrays differ in length, hold what is no number, or a weight is not above 0.
    """
    import numpy as np

    given, truth, stands_for = (
        _finite(each, name)
        for each, name in ((margins, "margins"), (labels, "labels"), (weights, "weights"))
    )
    if not given.shape == truth.shape == stands_for.shape or given.ndim != 1:
        raise ValueError("margins, labels and weights must be as long as one another")
    if not np.isin(truth, (0, 1)).all() or not (stands_for > 0).all():
        raise ValueError("labels must be 0 or 1, and weights above 0")
    if not 0 < truth.sum() < len(truth):
        raise NotEnoughLabelsError("At least one report that mattered and one that did not.")
    centre = float(np.average(given, weights=stands_for))
    spread = float(np.sqrt(np.average((given - centre) ** 2, weights=stands_for))) or 1.0
    scaled = (given - centre) / spread
    knots = _knots(scaled, np.sqrt(stands_for))
    # As many labels as the weighted ones are worth (Kish 1965, effective sample size).
    worth = stands_for * stands_for.sum() / (stands_for**2).sum()
    curve = _blend(_basis(scaled, knots), truth, worth)
    ends = np.unique([scaled.min(), *knots, scaled.max()])
    heights = _expected(_basis(ends, knots), curve)
    return _calibration(centre + spread * ends, heights)


@dataclass(frozen=True, slots=True)
class _Curve:
    """Where a curve starts and how it rises, and how surely that is known (a covariance)."""

    found: "Numbers"
    covariance: "Numbers"


def _blend(basis: "Numbers", labels: "Numbers", worth: "Numbers") -> _Curve:
    """Go from the even curve to the weighted one as far as the labels ask for it.

    The share is James and Stein's: what the weighted curve fits better, less what it would fit
    better by chance.
    """
    import numpy as np

    ones = np.ones_like(worth)
    even, weighted = _heights(basis, labels, ones), _heights(basis, labels, worth)
    gain = 2 * (_misfit(basis @ even, labels, worth) - _misfit(basis @ weighted, labels, worth))
    share = max(0.0, 1 - _CHANCE / gain) if gain > 0 else 0.0
    found = np.asarray((1 - share) * even + share * weighted)
    covariance = (1 - share) ** 2 * _covariance(basis, found, ones)
    return _Curve(found, covariance + share**2 * _covariance(basis, found, worth))


def _covariance(basis: "Numbers", found: "Numbers", weights: "Numbers") -> "Numbers":
    """Return how unsure the curve is: Laplace's approximation, its bounds left aside."""
    import numpy as np

    share = _probability(basis @ found)
    bent = (basis * (weights * share * (1 - share))[:, None]).T @ basis
    slopes = basis.shape[1] - 1
    return np.asarray(np.linalg.inv(bent + _held_back(slopes) + 1e-9 * np.eye(slopes + 1)))


def _expected(basis: "Numbers", curve: _Curve) -> "Numbers":
    """Return the log-odds of the mean probability over all curves that are likely."""
    import numpy as np

    nodes, weights = np.polynomial.hermite_e.hermegauss(_NODES)
    unsure = np.sqrt(_UNSURE * np.einsum("ij,jk,ik->i", basis, curve.covariance, basis))
    heights = (basis @ curve.found)[:, None] + unsure[:, None] * nodes
    mean = _probability(heights) @ weights / weights.sum()
    return np.asarray(np.log(mean / (1 - mean)))


def _heights(basis: "Numbers", labels: "Numbers", weights: "Numbers") -> "Numbers":
    """Fit one curve: where it starts, and its slopes, none below 0 (penalised likelihood).

    Newton's steps, each to the lowest point that the bounds allow; the misfit is convex, so that
    there is one answer, and a dozen steps reach it.
    """
    import numpy as np
    from scipy.optimize import lsq_linear

    slopes = basis.shape[1] - 1
    hold, straight = _held_back(slopes), np.r_[0.0, np.ones(slopes)]
    matters, not_so = weights @ labels, weights @ (1 - labels)
    found = np.r_[np.log((matters + 0.5) / (not_so + 0.5)), np.ones(slopes)]
    least = np.r_[-np.inf, np.zeros(slopes)]

    def loss(tried: "Numbers") -> float:
        off = tried - straight
        return _misfit(basis @ tried, labels, weights) + float(off @ hold @ off) / 2

    for _ in range(_STEPS):
        share = _probability(basis @ found)
        slope = basis.T @ (weights * (share - labels)) + hold @ (found - straight)
        bent = (basis * (weights * share * (1 - share))[:, None]).T @ basis + hold
        root = np.linalg.cholesky(bent + 1e-9 * np.eye(slopes + 1))
        aim = root.T @ found - np.linalg.solve(root, slope)
        step = lsq_linear(root.T, aim, bounds=(least, np.inf), method="bvls").x - found
        before = loss(found)
        found = next((each for each in _shorter(found, step) if loss(each) < before), found)
        if before - loss(found) < 1e-9 * (1 + abs(before)):
            break
    return np.asarray(found)


def _shorter(found: "Numbers", step: "Numbers") -> "Iterator[Numbers]":
    """Give where the step leads to, and a half, a quarter ... of it."""
    return (found + step / 2**halving for halving in range(30))


def _held_back(slopes: int) -> "Numbers":
    """Return the penalty's matrix: on the first slope's distance from 1, and on every bend."""
    import numpy as np

    bends = np.diff(np.eye(slopes), axis=0)
    hold = np.zeros((slopes + 1, slopes + 1))
    hold[1:, 1:] = _BEND * bends.T @ bends
    hold[1, 1] += _SLOPE
    return hold


def _misfit(height: "Numbers", labels: "Numbers", weights: "Numbers") -> float:
    import numpy as np

    return float(weights @ (np.logaddexp(0, height) - labels * height))


def _probability(height: "Numbers") -> "Numbers":
    import numpy as np

    return np.asarray(1 / (1 + np.exp(-np.clip(height, -35, 35))))


def _knots(scaled: "Numbers", weights: "Numbers") -> "Numbers":
    """Return up to five margins that part the labels; more of them where more labels are."""
    import numpy as np

    order = np.argsort(scaled)
    shares = np.cumsum(weights[order])
    found = np.searchsorted(shares, np.asarray(_SHARES) * shares[-1])
    return np.unique(scaled[order][np.minimum(found, len(scaled) - 1)])


def _basis(scaled: "Numbers", knots: "Numbers") -> "Numbers":
    """Return, for each margin, 1 and how far it has come in each stretch between the knots."""
    import numpy as np

    columns = [np.minimum(scaled, knots[0])]
    columns += [np.clip(scaled, low, high) - low for low, high in pairwise([*knots, np.inf])]
    return np.column_stack([np.ones_like(scaled), *columns])


def _calibration(knots: "Numbers", heights: "Numbers") -> Calibration:
    """Return a curve through these points; where few labels make it fall, it is level."""
    import numpy as np

    rising = np.minimum.accumulate(heights[::-1])[::-1]
    slopes = np.diff(rising) / np.diff(knots) if len(knots) > 1 else np.zeros(1)
    return Calibration(
        knots=tuple(knots.tolist()),
        log_odds=tuple(rising.tolist()),
        slope_below=float(slopes[0]),
        slope_above=float(slopes[-1]),
    )


def _finite(values: "ArrayLike", name: str) -> "Numbers":
    import numpy as np

    given = np.asarray(values, float)
    if not np.isfinite(given).all():
        raise ValueError(f"{name} must be finite numbers")
    return given
