"""An index of reports in which one new report finds what is like it, as plain arrays.

Parts are never changed: adding and removing give a new index, so that a reader is never disturbed.
What is removed stands in no array any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from triage.linking.features import Features, Numbers, Places, entries, joined, picked
from triage.linking.likeness import Weights, likenesses, weights_of

_MAX_COMPARED = 64
_MAX_LOOKED_AT = 60_000
# A part takes up all younger ones once they are together as large as this share of it.
_MERGE_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Part:
    """Some reports; `reports` of the number ``numbers[i]`` are ``rows[starts[i]:starts[i + 1]]``.

    `keys` are the ids of the reports, in the order of the rows of `features`.
    """

    keys: Places
    features: Features
    numbers: Numbers
    starts: Places
    rows: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Index:
    """Reports by what they say; `parts` from the oldest, largest one to the youngest."""

    parts: tuple[Part, ...] = ()

    def __len__(self) -> int:
        return sum(len(part.keys) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Found:
    """A report that is like the one asked about; `likeness` is in [0, 1], 1 is the same words."""

    key: int
    likeness: float


def new_index(keys: Sequence[int], features: Features) -> Index:
    """Return an index of reports; each id stands in it once at most."""
    return add(Index(), keys, features)


def add(index: Index, keys: Sequence[int], features: Features) -> Index:
    """Return the index with further reports; raises ValueError unless each has one new id."""
    fresh = np.asarray(keys, dtype=np.int64)
    if len(fresh) != len(features) or len(np.unique(fresh)) != len(fresh):
        raise ValueError("each report needs one id of its own")
    if any(np.isin(fresh, part.keys).any() for part in index.parts):
        raise ValueError("a report with this id is in the index already; remove it first")
    parts = list(index.parts)
    size = len(fresh)
    merged: list[tuple[Places, Features]] = [(fresh, features)]
    while parts and size >= _MERGE_SHARE * len(parts[-1].keys):
        last = parts.pop()
        size += len(last.keys)
        merged.insert(0, (last.keys, last.features))
    together = _part(np.concatenate([k for k, _ in merged]), joined([f for _, f in merged]))
    return Index((*parts, together))


def remove(index: Index, keys: Sequence[int]) -> Index:
    """Return the index without some reports and without a trace of them; unknown ids are none."""
    gone = np.asarray(keys, dtype=np.int64)
    parts = []
    for part in index.parts:
        stays = np.flatnonzero(~np.isin(part.keys, gone))
        if len(stays) == len(part.keys):
            parts.append(part)
        elif len(stays):
            parts.append(_part(part.keys[stays], picked(part.features, stays)))
    return Index(tuple(parts))


def nearest(
    index: Index, features: Features, *, limit: int, least: float = 0.1
) -> tuple[Found, ...]:
    """Return the at most `limit` reports most like the first row, most alike first, then by id.

    Reports that have nothing rare in common with it are not looked at.
    """
    asked = features.row(0)
    counts = _counts(index, asked)
    order = np.argsort(counts, kind="stable")
    order = order[counts[order] > 0]
    order = order[np.cumsum(counts[order]) <= max(_MAX_LOOKED_AT, counts[order[:1]].sum())]
    compared = _most_promising(index, asked[order], weights_of(counts[order] + 1, len(index)))
    if not compared:
        return ()
    others = joined([picked(index.parts[number].features, rows) for number, rows in compared])
    keys = np.concatenate([index.parts[number].keys[rows] for number, rows in compared])
    of_others = _counts(index, others.numbers)
    # The report that is asked about counts too: what it alone shares with another stands in two.
    likeness = likenesses(
        picked(features, np.zeros(len(keys), np.int64)),
        others,
        of_one=np.tile(weights_of(counts + 1, len(index)), len(keys)),
        of_other=weights_of(of_others + np.isin(others.numbers, asked), len(index)),
    )
    best = np.lexsort((keys, -likeness))[:limit]
    return tuple(Found(int(keys[at]), float(likeness[at])) for at in best if likeness[at] >= least)


def _most_promising(index: Index, rare: Numbers, weights: Weights) -> list[tuple[int, Places]]:
    """Return for each part the rows that have the most rare weight in common with the report."""
    scored = []
    for number, part in enumerate(index.parts):
        at, is_known = _places(part, rare)
        at = at[is_known]
        taken, starts = entries(part.starts[at], part.starts[at + 1])
        rows, inverse = np.unique(part.rows[taken], return_inverse=True)
        sums = np.bincount(inverse, np.repeat(weights[is_known], np.diff(starts)))
        best = np.argsort(-sums, kind="stable")[:_MAX_COMPARED]
        scored += [(float(sums[at]), number, int(rows[at])) for at in best]
    scored.sort(key=lambda each: -each[0])
    chosen = sorted((number, row) for _, number, row in scored[:_MAX_COMPARED])
    return [
        (number, np.array([row for _, row in group], dtype=np.int64))
        for number, group in groupby(chosen, key=lambda each: each[0])
    ]


def _counts(index: Index, numbers: Numbers) -> Places:
    """Return in how many reports of the index each number stands."""
    counts = np.zeros(len(numbers), np.int64)
    for part in index.parts:
        at, is_known = _places(part, numbers)
        known = at[is_known]
        counts[is_known] += part.starts[known + 1] - part.starts[known]
    return counts


def _places(part: Part, numbers: Numbers) -> tuple[Places, NDArray[np.bool_]]:
    """Return where each number stands in a part, and whether it stands there at all."""
    at = np.searchsorted(part.numbers, numbers)
    is_known = at < len(part.numbers)
    is_known[is_known] = part.numbers[at[is_known]] == numbers[is_known]
    return at, is_known


def _part(keys: Places, features: Features) -> Part:
    rows = np.repeat(np.arange(len(features), dtype=np.uint64), np.diff(features.starts))
    ordered = np.sort(features.numbers.astype(np.uint64) << np.uint64(32) | rows)
    of_entries = (ordered >> np.uint64(32)).astype(np.uint32)
    numbers, starts = np.unique(of_entries, return_index=True)
    return Part(
        keys,
        features,
        numbers,
        np.concatenate([starts, [len(ordered)]]).astype(np.int64),
        (ordered & np.uint64(0xFFFFFFFF)).astype(np.int32),
    )
