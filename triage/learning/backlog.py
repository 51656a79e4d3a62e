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
from triage.learning.encoding import HALF, Encoder
from triage.learning.ranker import Ranker
from triage.learning.weighing import TermWeights, row_lengths

# Reports whose whole rows are in memory at a time, for their lengths.
_ROWS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Some reports: ``words`` has a column per distinct word, ``rest`` those of pairs and facts."""

    words: Any
    features: Any
    rest: Any

    def __len__(self) -> int:
        return int(self.rest.shape[0])

    def margins(self, weights: Any) -> Any:
        rest = weights[HALF : HALF + self.rest.shape[1]]
        return self.words @ (self.features @ weights[:HALF]) + self.rest @ rest

    def of(self, rows: Any) -> "_Piece":
        """Return these rows, without the words that none of them has."""
        words = self.words[rows]
        used, places = np.unique(words.indices, return_inverse=True)
        words = sparse.csr_matrix(
            (words.data, places.astype(np.int32), words.indptr), shape=(len(rows), len(used))
        )
        return _Piece(words, self.features[used], self.rest[rows])


@dataclass(slots=True, eq=False)
class Backlog:
    """Reports that wait, and their order by any ranker that weighs words as ``terms`` does.

    A ranker that continued (:func:`triage.learning.continue_from`) does; one that was trained anew
    does not, and needs a new backlog.
    """

    terms: TermWeights
    _pieces: list[_Piece] = field(default_factory=list, repr=False)

    def add(self, texts: Sequence[str], *, facts: Any = None) -> None:
        """Append reports. Words are found once per call: ten thousand or more at a time are best.

        Pass masked text, as to :class:`triage.learning.Encoder`, and a row of facts for each text,
        shape ``(len(texts), n_facts)``, for a ranker that reads facts.
        """
        counted = Encoder().count(texts)
        features = _weighed(counted.features, self.terms.values[:HALF])
        pairs = _weighed(counted.pairs, self.terms.values[HALF:])
        lengths = np.hypot(_lengths(counted.words, features), row_lengths(pairs))
        for each in (counted.words, pairs):
            each.data /= np.repeat(np.maximum(lengths, 1e-12), np.diff(each.indptr))
        if facts is not None:
            pairs = sparse.hstack([pairs, facts], format="csr", dtype=np.float32)
        self._append(_Piece(counted.words, features, pairs))

    def keep(self, rows: Any) -> None:
        """Forget all reports but these, given by the places where they were added, ascending."""
        ends = np.cumsum([0, *map(len, self._pieces)])
        parts = np.split(np.asarray(rows, np.int64), np.searchsorted(rows, ends[1:-1]))
        kept = [
            piece.of(part - start)
            for piece, part, start in zip(self._pieces, parts, ends[:-1], strict=False)
            if len(part)
        ]
        self._pieces.clear()
        for piece in kept:
            self._append(piece)

    def __len__(self) -> int:
        """Return how many reports are kept."""
        return sum(map(len, self._pieces))

    @property
    def numbers(self) -> int:
        """How many numbers are kept for all reports together."""
        return sum(int(piece.words.nnz + piece.rest.nnz) for piece in self._pieces)

    def margins(self, ranker: Ranker) -> Any:
        """Return each report's margin, float32, in the order in which they were added.

        They are those of :meth:`triage.learning.Ranker.margins` up to single precision. What rules
        add is the caller's to add.

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

        ``added`` is what rules add to the margins, one number or one per report. Of
        reports with one margin the one that was added earlier comes first.
        """
        return in_order(self.margins(ranker) + np.asarray(added, np.float32))

    def _append(self, piece: _Piece) -> None:
        """Append a piece, joined with those before it that are not twice as large.

        So there are few pieces, however few reports come at a time, and each is copied few times.
        """
        while self._pieces and len(self._pieces[-1]) < 2 * len(piece):
            piece = _joined(self._pieces.pop(), piece)
        self._pieces.append(piece)


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


def _joined(first: _Piece, second: _Piece) -> _Piece:
    return _Piece(
        sparse.block_diag([first.words, second.words], format="csr", dtype=np.float32),
        sparse.vstack([first.features, second.features], format="csr", dtype=np.float32),
        sparse.vstack([first.rest, second.rest], format="csr", dtype=np.float32),
    )


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
