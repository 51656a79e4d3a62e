"""What reports are to a ranker, as numbers that a process remembers between steps of learning on.

No word of a report is kept: a row is hashed. A row stays as long as its report does not change, and
what is no longer asked for is forgotten.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from sar.ranking.chances import Takes
from sar.ranking.lessons import CHUNK_REPORTS, seen_of
from sar.ranking.seeing import see
from sar.values import frozen

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@frozen
class Remembered:
    """A report at one revision: its place among the rows, the rules' points, a hash of it all."""

    revision: int
    row: int
    points: int
    seen: str


@frozen
class Decided:
    """How a report was decided at one revision, as :class:`sar.ranking.lessons.Lesson` says it."""

    report_id: int
    revision: int
    state: str
    receipt: str
    sector: str
    received_at: datetime
    label: int
    weight: float
    is_held_back: bool


@dataclass(slots=True)
class Memory:
    """The rows of some reports; `rows` is what a ranker reads, None while there is none.

    `decided` says how those that are learned from were decided, `takes` how they came to be read.
    """

    rows: Any = field(default=None, repr=False)
    known: dict[int, Remembered] = field(default_factory=dict, repr=False)
    decided: dict[int, Decided] = field(default_factory=dict, repr=False)
    takes: Takes = field(default_factory=Takes, repr=False)

    def keep(self, session: Session, revisions: Mapping[int, int]) -> None:
        """Read what is new or has another revision, and forget what `revisions` does not name.

        What has no text any more, or no score, is not remembered.
        """
        kept = {
            number: each
            for number, each in self.known.items()
            if revisions.get(number) == each.revision
        }
        fresh = [each for each in revisions if each not in kept]
        if fresh or len(kept) < len(self.known):
            self._renew(kept, _read(session, fresh))

    def rows_of(self, numbers: Sequence[int]) -> Any:
        """Return the rows of these reports, in this order."""
        return self.rows[[self.known[each].row for each in numbers]]

    def points_of(self, numbers: Sequence[int]) -> "NDArray[np.float64]":
        """Return the rules' points of these reports, in this order."""
        import numpy as np

        return np.array([self.known[each].points for each in numbers], dtype=np.float64)

    def _renew(
        self, kept: Mapping[int, Remembered], fresh: Iterator[tuple[dict[int, Remembered], Any]]
    ) -> None:
        from scipy import sparse

        is_all = len(kept) == len(self.known)
        parts = [self.rows if is_all else self.rows[[each.row for each in kept.values()]]]
        parts = parts if kept else []
        found = dict(kept)
        for reports, rows in fresh:
            found |= reports
            parts.append(rows)
        self.known = {
            number: Remembered(each.revision, row, each.points, each.seen)
            for row, (number, each) in enumerate(found.items())
        }
        self.rows = sparse.vstack(parts, format="csr") if parts else None


def _read(session: Session, numbers: Sequence[int]) -> Iterator[tuple[dict[int, Remembered], Any]]:
    """Yield reports with their rows, a chunk at a time: of each text a row is all that is kept."""
    from sar.ranker.learned import encode

    for start in range(0, len(numbers), CHUNK_REPORTS):
        seen = [
            each
            for each in see(session, numbers[start : start + CHUNK_REPORTS])
            if each.candidate.narrative
        ]
        if seen:
            reports = {
                each.report_id: Remembered(
                    each.revision, 0, each.rules.points, seen_of(each.candidate)
                )
                for each in seen
            }
            yield reports, encode([each.candidate for each in seen])
