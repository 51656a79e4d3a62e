"""When enough of a backlog has been read: whether 95 % of what matters is found, 95 times in 100.

Two judges are asked. The exact one (Callaghan and Müller-Hansen 2020) takes the latest reading for
a random sample of what was left, which is safe as long as the order is no worse than chance, and
asks whether so few hits are likely if the target were not met. Alone, at the usual 5 %, it reads
on long after everything is found. The other one sees that hits become rare: they are a Poisson
process along the order of reading, whose rate falls in one of many ways, on top of a floor of
reports that the order does not see at all; how many are still to come follows in closed form.
They look at different things, so what each leaves open is multiplied: the surer one is, the less
the other must be. What that costs and how often it is true stands in ``benchmarks/selection.py``;
where many reports that matter look like nothing to the ranker, no judge knows, and only a sample
tells (``triage.estimates``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

TARGET = 0.95
# What both judges may leave open, multiplied: of .003 to .008 the one that reads least where what
# is said is true in 95 of 100 runs, of orders that miss a tenth, too (benchmarks/selection.py).
_OPEN = 0.004
_STARTS = 40
# The ways in which the rate falls: (1 + x / scale) ** -power, x the share that was read, and the
# share of all hits that comes evenly, whatever was read before.
_POWERS = (0.0, 0.5, 1.001, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0)
_SCALES = (0.003, 0.01, 0.03, 0.1, 0.3)
_FLOORS = (0.0, 0.01, 0.03, 0.1, 0.3)


@dataclass(frozen=True, slots=True)
class Stopping:
    """What is known when `read` of `size` reports were read in order and `found` of them mattered.

    Attributes
    ----------
    chance : float
        How likely it is that the target is met, by the way the rate falls; in [0, 1].
    doubt : float
        The exact judge's p-value that it is not met; in [0, 1].
    expected_left : float
        How many that matter are expected among what was not read.
    may_stop : bool
        Whether the two judges together are sure enough that reading may stop.
    """

    read: int
    size: int
    found: int
    chance: float
    doubt: float
    expected_left: float
    may_stop: bool


def judge(mattered: Sequence[bool], *, size: int, target: float = TARGET) -> Stopping:
    """Say whether enough was read.

    Parameters
    ----------
    mattered : sequence of bool
        For each report in the order in which it was read, whether it mattered.
    size : int
        How many reports there are, read or not.
    target : float
        The share of all that matters which is to be found, in (0, 1).

    While nothing was found, reading goes on; when everything was read, it may stop. Raises
    ValueError if more was read than there is, or `target` is no share.
    """
    import numpy as np

    if len(mattered) > size or not 0 < target < 1:
        raise ValueError("At most `size` reports can be read, and target must be in (0, 1).")
    hits = np.flatnonzero(np.asarray(mattered, bool))
    read, found = len(mattered), len(hits)
    if read == size:
        return Stopping(read, size, found, 1.0, 0.0, 0.0, may_stop=True)
    if not found:
        return Stopping(read, size, 0, 0.0, 1.0, float(size - read), may_stop=False)
    doubt = _doubt(np.asarray(mattered, bool), size, target)
    chance, left = _outlook((hits + 0.5) / size, read / size, target)
    is_enough = (1 - chance) * doubt <= _OPEN
    return Stopping(read, size, found, chance, doubt, left, may_stop=is_enough)


def _doubt(mattered: "NDArray[np.bool_]", size: int, target: float) -> float:
    """Return the smallest p-value over where the sample may be said to begin."""
    import numpy as np
    from scipy.stats import hypergeom

    seen = np.r_[0, np.cumsum(mattered)]
    read, found = len(mattered), int(seen[-1])
    starts = np.unique(np.linspace(0, read - 1, _STARTS).astype(int))
    least = int(found / target) + 1
    still = np.minimum(least - seen[starts], size - starts)
    hits = found - seen[starts]
    return float(hypergeom.cdf(hits, size - starts, still, read - starts).min())


def _outlook(places: "Numbers", read: float, target: float) -> tuple[float, float]:
    """Return how likely the target is met, and how many are still to come.

    `places` of the hits and `read` are shares of the whole. For each way of falling the number of
    hits has a Gamma posterior and what is to come a negative binomial one; the ways are weighed
    by how well they fit what was seen.
    """
    import numpy as np
    from scipy.stats import nbinom

    found = len(places)
    shapes = np.array([(p, s, f) for p in _POWERS for s in _SCALES for f in _FLOORS])
    power, scale, floor = shapes.T
    density, whole = _density(places[:, None], power, scale), _reach(np.ones(1), power, scale)
    heights = (1 - floor) * density / whole + floor
    until = (1 - floor) * _reach(np.array([read]), power, scale) / whole + floor * read
    fit = np.log(heights).sum(axis=0) - found * np.log(until)
    weights = np.exp(fit - fit.max())
    weights /= weights.sum()
    allowed = int(found * (1 / target - 1) + 1e-9)
    met = nbinom.cdf(allowed, found + 0.5, np.clip(until, 1e-12, 1))
    left = (found + 0.5) * (1 - until) / until
    return float(weights @ met), float(weights @ left)


def _density(x: "Numbers", power: "Numbers", scale: "Numbers") -> "Numbers":
    return (1 + x / scale) ** -power


def _reach(x: "Numbers", power: "Numbers", scale: "Numbers") -> "Numbers":
    """Return the integral of `_density` from 0 to x; no power is exactly 1."""
    return scale / (1 - power) * ((1 + x / scale) ** (1 - power) - 1)
