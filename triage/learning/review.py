"""A review that learns while it goes on: a decision comes in, the queue is put in order again."""

from typing import Any

import numpy as np
from scipy import sparse

from triage.errors import LabelsError
from triage.learning.encoding import N_FEATURES
from triage.learning.products import KeptProducts
from triage.learning.ranker import costs_of, prior_share, standardize
from triage.learning.solving import products_of, solve
from triage.learning.weighing import compact, term_weights

EVERY_DECISION = 100
"""So many decisions are each learned from at once; later a refit waits for more."""

EVERY_HIT = 50
"""So many relevant reports are each learned from at once: what they teach is most of it."""

GROWTH = 0.03
"""Share of all decisions that a refit waits for afterwards."""

MANY = 1_000
GROWTH_OF_MANY = 0.1
"""With so many decisions a refit waits for a larger share: most of the work of a review in batches
was there, and what is found until then is the same."""

FACT_WEIGHT = 0.2
"""What a fact counts in a review beside a text's length, 1: from few labels nothing can be proven
of facts, and with more they drown the text where they tell nothing (development sets)."""


class Review:
    """The open reports of one queue, their decisions, and the order that follows.

    Parameters
    ----------
    rows : CSR matrix
        One row per report, of :class:`triage.learning.Encoder`, with or without facts.
    prior : sequence of float, optional
        The rules' points, or those of :func:`triage.learning.lexical_prior`; any scale.
    examples : CSR matrix, optional
        Rows of texts that are known to be relevant, without facts: the words of a definition set.
        Together they count as ``prior_share`` relevant reports, so that what is not relevant
        teaches before anything relevant is found.
    seed : int
        Ties in the order are broken by it.
    """

    def __init__(
        self, rows: Any, *, prior: Any = None, examples: Any = None, seed: int = 0
    ) -> None:
        count = rows.shape[0]
        if prior is not None and np.shape(prior) != (count,):
            raise LabelsError(f"{count} rows have {np.size(prior)} prior points.")
        # The reports, then the examples.
        self._rows, _ = compact(_weighed(rows, examples))
        self._products = KeptProducts(self._rows)
        self._examples = np.arange(count, self._rows.shape[0])
        self._prior = np.zeros(count, np.float32) if prior is None else standardize(prior)
        self._ties = np.random.default_rng(seed).permutation(count).astype(np.float32)
        self._ties *= np.float32(1e-7 / max(count, 1))
        self._labels: dict[int, int] = {}
        self._is_open = np.ones(count, bool)
        self._duals = np.zeros(len(self._examples), np.float32)
        self._learned = np.zeros(count, np.float32)
        self._fitted = 0
        self._hits = 0
        self._is_due = True
        self._order = np.zeros(0, np.int64)
        self._passed = 0

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
        before = self._labels.get(index)
        self._labels[index] = int(label)
        self._is_open[index] = False
        self._hits += int(label) - (before or 0)
        is_correction = before is not None and before != label
        self._is_due = self._is_due or is_correction or self._teaches(label)

    def order(self) -> Any:
        """Return the reports without a decision, the most urgent first, as an array of int64."""
        order = self._sorted()
        return order[self._is_open[order]]

    def first(self, count: int) -> list[int]:
        """Return the first of the order; sooner than :meth:`order` makes all of it."""
        order = self._sorted()
        found: list[int] = []
        while self._passed < len(order) and not self._is_open[order[self._passed]]:
            self._passed += 1
        for index in order[self._passed :]:
            if len(found) == count:
                break
            if self._is_open[index]:
                found.append(int(index))
        return found

    def margins(self) -> Any:
        """Return the present margin of every report, float32, learning first if that is due."""
        self._sorted()
        return self._learned + self._share() * self._prior

    @property
    def hits(self) -> int:
        """How many relevant reports are known."""
        return self._hits

    def _teaches(self, label: int) -> bool:
        """Tell whether a new decision is worth a refit now."""
        known = len(self._labels)
        growth = GROWTH if known <= MANY else GROWTH_OF_MANY
        return (
            known <= EVERY_DECISION
            or (label == 1 and self._hits <= EVERY_HIT)
            or known - self._fitted > growth * self._fitted
        )

    def _sorted(self) -> Any:
        """Return all reports in order, learning and sorting anew only if that is due."""
        if self._is_due:
            self._is_due, self._passed = False, 0
            if self._hits + len(self._examples) > 0 and self._hits < len(self._labels):
                self._refit()
            scores = self._learned + self._share() * self._prior
            self._order = np.argsort(-(scores + self._ties), kind="stable")
        return self._order

    def _share(self) -> Any:
        """Return the prior's share, in the measure of what was learned: early margins are small."""
        spread = self._learned.std() or 1.0
        return np.float32(prior_share(self._hits) * spread)

    def _refit(self) -> None:
        self._fitted = len(self._labels)
        known = np.concatenate([self._examples, np.fromiter(self._labels, np.int64)])
        many = len(self._examples)
        signs = np.ones(len(known), np.float32)
        signs[many:] = 2 * np.fromiter(self._labels.values(), np.float32) - 1
        counts = np.ones(len(known))
        counts[:many] = prior_share(self._hits) / max(many, 1)
        start = np.zeros(len(known), np.float32)
        start[: len(self._duals)] = self._duals
        start[start * signs < 0] = 0
        margins = self._solve(known, signs, costs_of(signs, counts), start) + self._duals.sum()
        self._learned = margins[: len(self._prior)]

    def _solve(self, known: Any, signs: Any, costs: Any, start: Any) -> Any:
        """Find the dual weights of what is known; return what they make of all rows."""
        kept = self._products.of(known)
        if kept is None:
            rows = self._rows[known]
            self._duals = solve(products_of(rows), signs, costs, start)
            return self._rows @ (rows.T @ self._duals)
        self._duals = solve(kept[known].__matmul__, signs, costs, start)
        return kept @ self._duals


def _weighed(rows: Any, examples: Any) -> Any:
    """Return all rows weighed by what the reports have, then the examples that share a word."""
    terms = term_weights(rows)
    weighed = terms.weigh(rows)
    weighed.data[weighed.indices >= N_FEATURES] *= np.float32(FACT_WEIGHT)
    if examples is None:
        return weighed
    told = terms.weigh(examples)
    told = told[np.diff(told.indptr) > 0]
    told.resize(told.shape[0], rows.shape[1])
    return sparse.vstack([weighed, told], format="csr", dtype=np.float32)
