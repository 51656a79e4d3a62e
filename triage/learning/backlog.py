"""Many reports kept in memory, so that a ranker that learned puts them in order again at once.

A row has some hundreds of numbers, because every word brings its parts. But all parts of a word
come and go together: what a ranker says of a word is found once for all reports that have it. So a
report is kept as its words and word pairs, a fifth of the numbers. Words themselves are not kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import sparse

from triage.errors import LabelsError
from triage.learning.encoding import HALF, N_FEATURES, Encoder
from triage.learning.ranker import Ranker
from triage.learning.weighing import TermWeights, row_lengths

# Reports whose whole rows are in memory at a time, for their lengths.
_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Some reports: ``rows`` has a column per distinct word, then the columns of pairs."""

    rows: Any
    features: Any

    def margins(self, weights: Any) -> Any:
        of_words = self.features @ weights[:HALF]
        return self.rows @ np.concatenate([of_words, weights[HALF:N_FEATURES]])


@dataclass(slots=True, eq=False)
class Backlog:
    """Reports that wait, and their order by any ranker that weighs words as ``terms`` does.

    A ranker that continued (:func:`triage.learning.continue_from`) does; one that was trained anew
    does not, and needs a new backlog.
    """

    terms: TermWeights
    _pieces: list[_Piece] = field(default_factory=list, repr=False)

    def add(self, texts: Sequence[str]) -> None:
        """Append reports. Words are found once per call: ten thousand or more at a time are best.

        Pass masked text, as to :class:`triage.learning.Encoder`.
        """
        counted = Encoder().count(texts)
        features = _weighed(counted.features, self.terms.values[:HALF])
        pairs = _weighed(counted.pairs, self.terms.values[HALF:])
        lengths = np.hypot(_lengths(counted.words, features), row_lengths(pairs))
        rows = sparse.hstack([counted.words, pairs], format="csr", dtype=np.float32)
        rows.data /= np.repeat(np.maximum(lengths, 1e-12), np.diff(rows.indptr))
        self._pieces.append(_Piece(rows, features))

    def __len__(self) -> int:
        """Return how many reports were added."""
        return sum(piece.rows.shape[0] for piece in self._pieces)

    @property
    def numbers(self) -> int:
        """How many numbers are kept for all reports together."""
        return sum(int(piece.rows.nnz) for piece in self._pieces)

    def margins(self, ranker: Ranker) -> Any:
        """Return each report's margin from its text alone, float32, as it was added.

        They are those of :meth:`triage.learning.Ranker.margins` up to single precision. What facts
        and rules add is the caller's to add.

        Raises
        ------
        LabelsError
            If the ranker weighs words in another way.
        """
        if not np.array_equal(ranker.terms.values, self.terms.values):
            raise LabelsError(
                "This ranker weighs words in another way than these reports were kept for. "
                "Add them to a new backlog, with the ranker's own terms."
            )
        weights = ranker.weights.astype(np.float32, copy=False)
        found = [piece.margins(weights) for piece in self._pieces]
        return np.concatenate([np.zeros(0, np.float32), *found]) + np.float32(ranker.intercept)

    def order(self, ranker: Ranker, *, added: Any = 0.0) -> Any:
        """Return the places of all reports, the most urgent first, as an array of int64.

        ``added`` is what facts and rules add to the margins, one number or one per report. Of
        reports with one margin the one that was added earlier comes first.
        """
        return in_order(self.margins(ranker) + np.asarray(added, np.float32))


def in_order(scores: Any) -> Any:
    """Return the places of float32 scores from high to low; of equal ones the earlier comes first.

    Scores and places are sorted as one whole number: four times as fast as a stable sort.
    """
    # Adding zero makes -0.0 zero. Bits of positive numbers rise with them, those of negative fall.
    bits = (np.float32(0) - scores + np.float32(0)).view(np.uint32)
    is_negative = bits >> np.uint32(31) == 1
    rising = np.where(is_negative, ~bits, bits | np.uint32(1 << 31)).astype(np.uint64)
    keys = rising << np.uint64(32) | np.arange(len(scores), dtype=np.uint64)
    keys.sort()
    return (keys & np.uint64(2**32 - 1)).astype(np.int64)


def _weighed(matrix: Any, values: Any) -> Any:
    """Return a matrix with weighed columns, without those that weigh nothing."""
    data = matrix.data * values[matrix.indices]
    kept = data != 0
    before = np.concatenate([[0], np.cumsum(kept)])
    indptr = before[matrix.indptr].astype(np.int32)
    return sparse.csr_matrix((data[kept], matrix.indices[kept], indptr), shape=matrix.shape)


def _lengths(words: Any, features: Any) -> Any:
    """Return the length of each text's row of words and parts, a thousand rows at a time."""
    starts = range(0, words.shape[0], _ROWS_AT_ONCE)
    parts = [row_lengths(words[start : start + _ROWS_AT_ONCE] @ features) for start in starts]
    return np.concatenate([np.zeros(0, np.float32), *parts])
