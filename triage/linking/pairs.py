"""All near-duplicates among many reports at once.

Which pairs are looked at is decided by what is rare: two accounts of one event share several
numbers that few others have. Their weights are added up by one product of sparse matrices, and
only pairs that have enough of it in common are compared exactly.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage.linking.features import Features, Places, entries, picked
from triage.linking.likeness import DUPLICATE, SAME_WORDS, Weights, likenesses, weights_of

# Numbers that stand in so many reports are never asked for, however few of them a report has.
_MAX_COMMON = 4000
# How many pairs, counted as often as they share something, are looked at per report.
_PAIRS_PER_REPORT = 150
# The least share of the rare weight of the lighter of two reports that they must have in common.
_LEAST_SHARED = 0.3
_CHUNK = 20_000
# What is less alike is no report's peer.
_LEAST_LIKE = 0.2
# A pair must be this much more alike than what either is like besides three reports: an event is
# seldom told more than four times in other words.
_MARGIN, _PEERS = 0.2, 3


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows that are alike: ``one[i] < other[i]``, ordered; `likeness` is in [0, 1]."""

    one: Places
    other: Places
    likeness: NDArray[np.float64]


def duplicate_pairs(features: Features) -> Pairs:
    """Return every pair of reports that tell the same event, as far as their words show it.

    A likeness of `DUPLICATE` is enough if neither report is nearly as much like others; where all
    are written after one pattern, a pair must stand out, up to `SAME_WORDS`.
    """
    found = like_pairs(features, least=_LEAST_LIKE)
    need = np.clip(_usual(found, len(features)) + _MARGIN, DUPLICATE, SAME_WORDS)
    is_alike = found.likeness >= need
    return Pairs(found.one[is_alike], found.other[is_alike], found.likeness[is_alike])


def like_pairs(features: Features, *, least: float) -> Pairs:
    """Return every pair of reports whose likeness is at least `least`.

    Pairs that have nothing rare in common are not found: they are no duplicates.
    """
    columns, counts = _columns(features)
    weights = weights_of(counts[columns], len(features))
    one, other = _candidates(features, columns, counts, weights)
    likeness = np.concatenate(
        [np.zeros(0)]
        + [
            _exact(features, weights, one[at : at + _CHUNK], other[at : at + _CHUNK])
            for at in range(0, len(one), _CHUNK)
        ]
    )
    is_alike = likeness >= least
    return Pairs(one[is_alike], other[is_alike], likeness[is_alike])


def _usual(pairs: Pairs, n_reports: int) -> NDArray[np.float64]:
    """Return for each pair how much like others its reports are: the fourth most like of either."""
    rows = np.concatenate([pairs.one, pairs.other])
    likeness = np.concatenate([pairs.likeness, pairs.likeness])
    order = np.lexsort((-likeness, rows))
    sizes = np.bincount(rows, minlength=n_reports)
    firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    usual = np.zeros(n_reports)
    has_more = sizes > _PEERS
    usual[has_more] = likeness[order[firsts[has_more] + _PEERS]]
    return np.maximum(usual[pairs.one], usual[pairs.other])


def _columns(features: Features) -> tuple[Places, Places]:
    """Return for each entry which of the different numbers it is, and how often each stands."""
    entry = np.arange(len(features.numbers), dtype=np.uint64)
    ordered = np.sort(features.numbers.astype(np.uint64) << np.uint64(32) | entry)
    numbers = ordered >> np.uint64(32)
    is_next = np.concatenate([[0], (numbers[1:] != numbers[:-1]).astype(np.int64)])
    columns = np.empty(len(numbers), np.int64)
    columns[(ordered & np.uint64(0xFFFFFFFF)).astype(np.int64)] = np.cumsum(is_next[: len(numbers)])
    return columns, np.bincount(columns, minlength=1)


def _candidates(
    features: Features, columns: Places, counts: Places, weights: Weights
) -> tuple[Places, Places]:
    """Return the pairs that have much of their rare numbers in common."""
    from scipy import sparse

    is_rare = (counts[columns] > 1) & (counts[columns] <= _most_common(counts, len(features)))
    matrix: Any = sparse.csr_matrix(
        (np.sqrt(weights) * is_rare, columns, features.starts), shape=(len(features), len(counts))
    )
    matrix.eliminate_zeros()
    squared = matrix.copy()
    squared.data **= 2
    rare = np.asarray(squared.sum(axis=1)).ravel()
    found = sparse.triu(matrix @ matrix.T, k=1, format="coo")
    is_enough = found.data >= _LEAST_SHARED * np.minimum(rare[found.row], rare[found.col])
    one, other = found.row[is_enough].astype(np.int64), found.col[is_enough].astype(np.int64)
    order = np.lexsort((other, one))
    return one[order], other[order]


def _most_common(counts: Places, n_reports: int) -> int:
    """Return in how many reports a number may stand so that not too many pairs are looked at."""
    numbers_with = np.bincount(np.minimum(counts, _MAX_COMMON + 1))[: _MAX_COMMON + 1]
    sizes = np.arange(len(numbers_with))
    pairs = np.cumsum(numbers_with * sizes * (sizes - 1) // 2)
    return max(2, int(np.searchsorted(pairs, _PAIRS_PER_REPORT * n_reports, side="right")) - 1)


def _exact(features: Features, weights: Weights, one: Places, other: Places) -> Any:
    of_one, of_other = (
        weights[entries(features.starts[rows], features.starts[rows + 1])[0]]
        for rows in (one, other)
    )
    left, right = picked(features, one), picked(features, other)
    return likenesses(left, right, of_one=of_one, of_other=of_other)
