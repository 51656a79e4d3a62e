"""How alike two sets of numbers are: the weight of what both have, of the weight of all they have.

A number weighs the logarithm of how rare it is (Spärck Jones, 1972), so that phrases which stand
in every report of an agency make no two of them alike. What stands in one report alone weighs
nothing: most of it is typing errors and words next to them, and it would hide what is the same.
"""

import numpy as np
from numpy.typing import NDArray

from triage.linking.features import Features, Places

Weights = NDArray[np.float32]

DUPLICATE = 0.48
"""Two reports as alike as this are the same account told again, if they stand out as a pair."""
SAME_WORDS = 0.6
"""Two reports as alike as this are the same account however much like others they are.

Source of both numbers: planted duplicates and look-alikes, see `benchmarks/linking.py`."""


def weights_of(counts: NDArray[np.int64], n_reports: int) -> Weights:
    """Return the weight of numbers that stand in `counts` of `n_reports` reports each."""
    weights = np.log1p(n_reports / np.maximum(counts, 2)).astype(np.float32)
    return np.where(counts > 1, weights, np.float32(0))


def likenesses(
    one: Features, other: Features, *, of_one: Weights, of_other: Weights
) -> NDArray[np.float64]:
    """Return the weighted Jaccard likeness, in [0, 1], of row ``i`` of both, for each ``i``.

    `of_one` and `of_other` are the weights of their numbers, entry by entry. Two empty rows have
    likeness 0.
    """
    n_rows = len(one)
    limits = np.minimum(one.limits, other.limits)
    rows = np.concatenate([_rows(one), _rows(other)])
    numbers = np.concatenate([one.numbers, other.numbers])
    weights = np.concatenate([of_one, of_other]).astype(np.float64)
    weights[numbers > limits[rows]] = 0
    total = np.bincount(rows, weights, minlength=n_rows)
    keys = rows.astype(np.uint64) << np.uint64(32) | numbers
    order = np.argsort(keys)
    keys = keys[order]
    is_shared = np.concatenate([keys[1:] == keys[:-1], [False]]) if len(keys) else keys > 0
    at = order[is_shared]
    shared = np.bincount(rows[at], weights[at], minlength=n_rows)
    likeness: NDArray[np.float64] = shared / np.maximum(total - shared, 1e-9)
    return likeness


def _rows(features: Features) -> Places:
    return np.repeat(np.arange(len(features)), np.diff(features.starts))
