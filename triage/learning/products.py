"""What one more decision costs: the products of its row with all others, and nothing anew.

All that a refit needs of the rows are products of those that are known with all. As long as
decisions come one by one, each adds a column to those that are kept. When many come at once, or
when there are so many that keeping them costs more than it saves, rows are multiplied as a whole.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

MOST_AT_ONCE = 10
"""Columns; so many cost as much as the products of all rows with all weights, once over."""

MOST_KEPT = 8_000_000
"""Numbers of 4 bytes; half of the memory that the rows of as many short texts take."""


class KeptProducts:
    """The products of all rows with those that are known, one column for each of these.

    Parameters
    ----------
    rows : CSR matrix
        float32, shape ``(n, d)``; it must not change.
    """

    def __init__(self, rows: Any) -> None:
        self._rows = rows
        # Where each column of the rows has numbers: few of all rows share a word with a report.
        self._turned: Any = None
        self._kept: Any = np.zeros((rows.shape[0], 0), np.float32, order="F")
        self._count = 0
        self._is_worth_it = True

    def of(self, known: Sequence[int] | Any) -> Any:
        """Return a float32 array of shape ``(n, len(known))``, or None from when it is too much.

        ``known`` begins with what it was the time before.
        """
        added = len(known) - self._count
        is_small = len(known) * self._rows.shape[0] <= MOST_KEPT
        self._is_worth_it &= is_small and (self._count == 0 or added <= MOST_AT_ONCE)
        if not self._is_worth_it:
            self._turned = self._kept = None
            return None
        if self._turned is None:
            self._turned = self._rows.T.tocsr()
        self._make_room(len(known))
        for place in range(self._count, len(known)):
            row = self._rows[known[place]]
            self._kept[:, place] = self._turned[row.indices].T @ row.data
        self._count = len(known)
        return self._kept[:, : self._count]

    def _make_room(self, count: int) -> None:
        room = self._kept.shape[1]
        if count > room:
            kept = np.zeros((len(self._kept), max(2 * room, count, 64)), np.float32, order="F")
            kept[:, :room] = self._kept
            self._kept = kept
