"""How much each column of a row counts: rare words more than common ones."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import sparse

from triage.learning.encoding import HALF, N_FEATURES, QUARTER

MAX_SHARE = 0.3
MAX_SHARE_OF_PARTS = 0.1
"""A column that more than this share of the texts have tells next to nothing and is left out;
parts of words are common sooner, and most of the work. Chosen on development sets."""


@dataclass(frozen=True, slots=True, eq=False)
class TermWeights:
    """One weight per text column, ``1 + log((1 + n) / (1 + texts that have it))``, float32."""

    values: Any = field(repr=False)

    def weigh(self, rows: Any) -> Any:
        """Return the rows with their text weighed and scaled to length 1; facts stay as they are.

        ``rows`` is CSR with ``N_FEATURES`` text columns, then any number of columns of facts.
        """
        text = rows[:, :N_FEATURES] if rows.shape[1] > N_FEATURES else rows
        weighed = _without_zeros(text, text.data * self.values[text.indices])
        lengths = row_lengths(weighed)
        weighed.data /= np.repeat(np.maximum(lengths, 1e-12), np.diff(weighed.indptr))
        if text is rows:
            return weighed
        return sparse.hstack([weighed, rows[:, N_FEATURES:]], format="csr", dtype=np.float32)

    def weighty(self, columns: Any) -> Any:
        """Return a CSR matrix of the first text columns without those that weigh nothing."""
        return _without_zeros(columns, columns.data * (self.values[columns.indices] != 0))


def term_weights(rows: Any) -> TermWeights:
    """Return the weights that these rows give, shape ``(N_FEATURES,)``.

    What fewer than two texts have tells nothing of another text. Among fewer than 20 texts
    everything counts.
    """
    texts = max(rows.shape[0], 1)
    having = np.bincount(rows.indices, minlength=N_FEATURES)[:N_FEATURES]
    values = (1 + np.log((1 + texts) / (1 + having))).astype(np.float32)
    if texts >= 20:
        most = np.full(N_FEATURES, MAX_SHARE * texts)
        most[QUARTER:HALF] = MAX_SHARE_OF_PARTS * texts
        values[(having < 2) | (having > most)] = 0
    return TermWeights(values)


def _without_zeros(rows: Any, data: Any) -> Any:
    """Return a matrix of other data; the rows that were given stay as they are."""
    kept = data != 0
    before = np.concatenate([[0], np.cumsum(kept)])
    indptr = before[rows.indptr].astype(rows.indptr.dtype)
    return sparse.csr_matrix((data[kept], rows.indices[kept], indptr), shape=rows.shape)


def compact(rows: Any) -> tuple[Any, Any]:
    """Return a CSR matrix without the columns that no row has, and which are left, ascending.

    Vectors of a fifth of the length are as good. One column is left where no row has any.
    """
    used = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]) > 0)
    places = np.zeros(rows.shape[1], np.int32)
    places[used] = np.arange(len(used), dtype=np.int32)
    shape = (rows.shape[0], max(len(used), 1))
    return sparse.csr_matrix((rows.data, places[rows.indices], rows.indptr), shape=shape), used


def row_lengths(rows: Any) -> Any:
    """Return the Euclidean length of each row of a CSR matrix, float32."""
    squares = np.concatenate([[0.0], np.cumsum(rows.data.astype(np.float64) ** 2)])
    sums = squares[rows.indptr[1:]] - squares[rows.indptr[:-1]]
    return np.sqrt(np.maximum(sums, 0)).astype(np.float32)
