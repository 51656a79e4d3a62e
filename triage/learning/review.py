"""A review that learns while it goes on: a decision comes in, the queue is put in order again."""

from typing import Any

import numpy as np
from scipy import sparse

from triage.errors import LabelsError
from triage.learning.ranker import costs_of, prior_share, standardize
from triage.learning.solving import solve
from triage.learning.weighing import term_weights

EVERY_DECISION = 40
"""So many decisions are each learned from at once; later a refit waits for more."""

GROWTH = 0.05
"""Share of all decisions that a refit waits for afterwards."""


class Review:
    """The open reports of one queue, their decisions, and the order that follows.

    Parameters
    ----------
    rows : CSR matrix
        One row per report, of :class:`triage.learning.Encoder`, with or without facts.
    prior : sequence of float, optional
        The rules' points, or those of :func:`triage.learning.lexical_prior`; any scale.
    seed : int
        Ties in the order are broken by it.
    """

    def __init__(self, rows: Any, *, prior: Any = None, seed: int = 0) -> None:
        count = rows.shape[0]
        if prior is not None and np.shape(prior) != (count,):
            raise LabelsError(f"{count} rows have {np.size(prior)} prior points.")
        self._rows = _compact(term_weights(rows).weigh(rows))
        self._prior = np.zeros(count, np.float32) if prior is None else standardize(prior)
        self._ties = np.random.default_rng(seed).permutation(count).astype(np.float32)
        self._ties *= np.float32(1e-7 / max(count, 1))
        self._labels: dict[int, int] = {}
        self._duals = np.zeros(0, np.float32)
        self._learned = np.zeros(count, np.float32)
        self._fitted = 0
        self._is_due = False

    def learn(self, index: int, label: int) -> None:
        """Take in a decision: 1 relevant, 0 not. A later one on the same report replaces it.

        Raises
        ------
        LabelsError
            If the report does not exist, or the label is neither 0 nor 1.
        """
        if not 0 <= index < len(self._prior):
            raise LabelsError(f"There is no report {index}; there are {len(self._prior)}.")
        if label not in (0, 1):
            raise LabelsError("A label must be 0 (not relevant) or 1 (relevant).")
        if self._labels.get(index, label) != label:
            self._is_due = True
        self._labels[index] = int(label)
        waiting = len(self._labels) - self._fitted
        if waiting > GROWTH * self._fitted or len(self._labels) <= EVERY_DECISION:
            self._is_due = True

    def order(self) -> Any:
        """Return the reports without a decision, the most urgent first, as an array of int64."""
        scores = self.margins() + self._ties
        scores[list(self._labels)] = -np.inf
        order = np.argsort(-scores, kind="stable")
        return order[: len(scores) - len(self._labels)]

    def margins(self) -> Any:
        """Return the present margin of every report, float32, learning first if that is due."""
        if self._is_due:
            self._refit()
        return self._learned + np.float32(prior_share(self.hits)) * self._prior

    @property
    def hits(self) -> int:
        """How many relevant reports are known."""
        return sum(self._labels.values())

    def _refit(self) -> None:
        self._is_due, self._fitted = False, len(self._labels)
        known = np.fromiter(self._labels, np.int64)
        labels = np.fromiter(self._labels.values(), np.float32)
        if labels.min() == labels.max():
            return
        signs = 2 * labels - 1
        start = np.zeros(len(signs), np.float32)
        start[: len(self._duals)] = self._duals
        start[start * signs < 0] = 0
        rows = self._rows[known]
        self._duals = solve(rows, signs, costs_of(signs), start)
        self._learned = self._rows @ (rows.T @ self._duals) + self._duals.sum()


def _compact(rows: Any) -> Any:
    """Leave out the columns that no row has: vectors of a fifth of the length are as good."""
    used = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]))
    places = np.zeros(rows.shape[1], np.int32)
    places[used] = np.arange(len(used), dtype=np.int32)
    shape = (rows.shape[0], max(len(used), 1))
    return sparse.csr_matrix((rows.data, places[rows.indices], rows.indptr), shape=shape)
