"""Decided reports as numbers that a process remembers between steps of learning on.

No word of a report is kept: a row is hashed, and weighed as the ranker in force weighs words. It
stays as long as its report does not change, and what is decided no longer is forgotten.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from sar import db
from sar.models import RankerVersion, Report
from sar.ranker import scoring
from sar.ranking.chances import Takes
from sar.ranking.lessons import CHUNK_REPORTS, OUTCOMES, is_held_back, line_of, seen_of
from sar.ranking.seeing import Seen, see
from sar.values import frozen
from triage.decisions import State

if TYPE_CHECKING:
    from sar.ranker.learned import LoadedRanker

BLOCK = 256
"""Reports in a block, by their numbers."""

_REPORTS = db.table_of(Report).c
_NUMBER, _REVISION = _REPORTS.report_id, _REPORTS.revision
_IS_DECIDED = _REPORTS.state.in_([each.value for each in OUTCOMES])
_BLOCK_OF = _NUMBER // BLOCK
_SUMS = (
    select(_BLOCK_OF, func.count(), func.sum(_NUMBER), func.sum(_REVISION))
    .where(_IS_DECIDED)
    .group_by(_BLOCK_OF)
)
_OF_BLOCK = select(_NUMBER, _REVISION).where(
    _IS_DECIDED, _NUMBER.between(bindparam("first"), bindparam("last"))
)


@frozen
class Decided:
    """A decided report at one revision, as :class:`sar.ranking.lessons.Lesson` says it.

    `points` are those of the rules, `seen` is the hash of all that a ranker sees of it, `alone` the
    line of what is learned from it where it speaks for itself alone.
    """

    report_id: int
    receipt: str
    sector: str
    received_at: datetime
    label: int
    weight: float
    points: int
    seen: str
    alone: bytes

    def line(self, stands_for: float) -> bytes:
        """Return what is learned from it, if it speaks for so many reports."""
        if stands_for == 1.0:
            return self.alone
        told = self.receipt, self.label, self.weight, stands_for, self.points
        return line_of(*told, seen=self.seen)


@dataclass(slots=True)
class Pile:
    """Decided reports in the order of their numbers; `rows` has one for each, None if none is."""

    reports: list[Decided] = field(default_factory=list, repr=False)
    rows: Any = field(default=None, repr=False)

    def renew(self, gone: set[int], fresh: Sequence[tuple[Sequence[Decided], Any]]) -> None:
        """Forget those whose numbers are gone, and put fresh ones with their rows in place."""
        from scipy import sparse

        kept = [at for at, each in enumerate(self.reports) if each.report_id not in gone]
        is_all = len(kept) == len(self.reports)
        if is_all and not fresh:
            return
        reports = [self.reports[at] for at in kept]
        parts = [self.rows if is_all else self.rows[kept]] if kept else []
        for some, rows in fresh:
            reports += some
            parts.append(rows)
        order = sorted(range(len(reports)), key=lambda at: reports[at].report_id)
        self.reports = [reports[at] for at in order]
        self.rows = sparse.vstack(parts, format="csr")[order] if parts else None


@dataclass(slots=True)
class Memory:
    """What is learned from, what is held back to judge by, and how both came to be read.

    All of it is as `judged` reads it, the ranker with the hash `sha256`; None at first. `masked`
    gives accounts that the process has masked already.
    """

    masked: Callable[[], Mapping[str, str]] = dict
    judged: "LoadedRanker | None" = field(default=None, repr=False)
    sha256: str = ""
    learned: Pile = field(default_factory=Pile)
    held_back: Pile = field(default_factory=Pile)
    takes: Takes = field(default_factory=Takes, repr=False)
    # Numbers and revisions that were read, of reports without a text or a score too, by blocks; and
    # their sums, as the database gives them.
    _read: dict[int, set[tuple[int, int]]] = field(default_factory=dict, repr=False)
    _sums: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False)

    def serve(self, session: Session, in_force: Any) -> "LoadedRanker":
        """Return what was judged of what is in force now; what another one reads is forgotten.

        Raises ConflictError if it cannot be loaded.
        """
        if self.judged is None or self.sha256 != in_force.judged_sha256:
            version = session.get_one(RankerVersion, in_force.ranker_version_id)
            self.judged, self.sha256 = scoring.load(version), version.sha256
            self.learned, self.held_back, self._sums, self._read = Pile(), Pile(), {}, {}
        return self.judged

    def follow(self, session: Session, judged: "LoadedRanker") -> None:
        """Read what was decided since the last time, as `judged` of `serve` reads it.

        A decision, a correction and an undo each give their report another revision, and revisions
        only grow: where sums over a block of numbers are as they were, nothing changed.
        """
        rows: Any = db.ask(session, _SUMS)
        sums = {block: tuple(map(int, each)) for block, *each in rows}
        blocks = [each for each in sums | self._sums if sums.get(each) != self._sums.get(each)]
        now = {each: self._block(session, each) for each in blocks}
        changed: set[tuple[int, int]] = set()
        for block, each in now.items():
            changed |= each ^ self._read.get(block, set())
        if changed:
            fresh = sorted(number for number, _ in changed & set().union(*now.values()))
            found = list(_parts(session, judged, fresh, masked=self.masked()))
            gone = {number for number, _ in changed}
            self.learned.renew(gone, [each for is_held, each in found if not is_held])
            self.held_back.renew(gone, [each for is_held, each in found if is_held])
        self._read |= now
        self._sums = sums
        self.takes.follow(session)

    def _block(self, session: Session, block: int) -> set[tuple[int, int]]:
        first = block * BLOCK
        found: Any = db.ask(session, _OF_BLOCK, first=first, last=first + BLOCK - 1)
        return {(number, revision) for number, revision in found}


def _parts(
    session: Session,
    judged: "LoadedRanker",
    numbers: Sequence[int],
    *,
    masked: Mapping[str, str],
) -> Iterator[tuple[bool, tuple[list[Decided], Any]]]:
    """Yield reports with their rows, held back or not, a chunk at a time.

    Of each text a row is all that is kept, without facts where it is learned from: they stay as
    judged.
    """
    # Imported here because it takes SciPy, which a start does without.
    from triage.learning import N_FEATURES

    for start in range(0, len(numbers), CHUNK_REPORTS):
        chunk = see(session, numbers[start : start + CHUNK_REPORTS], masked=masked)
        for is_held in (False, True):
            seen = [
                each
                for each in chunk
                if each.candidate.narrative and is_held_back(each.receipt) == is_held
            ]
            if seen:
                rows = judged.weigh([each.candidate for each in seen])
                rows = rows if is_held else rows[:, :N_FEATURES]
                yield is_held, (list(map(_decided, seen)), rows)


def _decided(seen: Seen) -> Decided:
    label, weight = OUTCOMES[State(seen.state)]
    points, hashed = seen.rules.points, seen_of(seen.candidate)
    return Decided(
        *(seen.report_id, seen.receipt, seen.candidate.sector or "", seen.received_at),
        *(label, weight, points, hashed),
        alone=line_of(seen.receipt, label, weight, 1.0, points, seen=hashed),
    )
