"""The waiting reports as numbers that a process keeps, so that a step puts them in order at once.

A row is hashed: no word of a report is kept, but for the few at the top, which steps explain anew.
What changed since the last step is mostly at the top, or new, and is looked at first. Whether that
was all the database tells by sums from one index; if not, by sums over blocks of numbers, and only
blocks whose sums differ from those of what is kept are read again. What a step itself moves is told
to it, and is not read.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from sar import db
from sar.models import Report
from sar.models.reports import POINT
from sar.ranking.lessons import CHUNK_REPORTS
from sar.ranking.memory import BLOCK
from sar.ranking.rescoring import Scored
from sar.ranking.seeing import Seen, see

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from sar.ranker.learned import LoadedRanker

# From so large a share of the blocks on all are read in one pass over the index.
_MOST_BLOCKS = 0.5
CHUNK_ROWS = 4_000
"""Rows of the index that are objects at a time."""
# Columns of the table of reports, a row for each: its place in the queue by its stored score, where
# it stands in the backlog, and the points that the rules gave it.
_COLUMNS = (("number", "i8"), ("revision", "i8"), ("place", "i8"), ("row", "i8"), ("points", "f4"))
_REPORTS = db.table_of(Report).c
_NUMBER, _PLACE = _REPORTS.report_id, _REPORTS.queue_place
_WAITING = select(_NUMBER, _REPORTS.revision, _PLACE).where(_PLACE.is_not(None))
_OF_BLOCK = _WAITING.where(bindparam("first") <= _NUMBER, bindparam("last") > _NUMBER)
_LIKELY = _WAITING.where(
    or_(bindparam("last") < _NUMBER, _NUMBER.in_(bindparam("top", expanding=True)))
)
# What reports are, so that a change shows: revisions only grow, and points count by number, or what
# one report wins would hide what another one loses.
_MIX = 251
_TOTAL: Any = select(
    *(func.count(), func.sum(_NUMBER), func.sum(_REPORTS.revision)),
    func.sum(_PLACE // POINT * (_NUMBER % _MIX + 1)),
).where(_PLACE.is_not(None))
_BLOCK_OF = _NUMBER // BLOCK
_OF_EACH_BLOCK = _TOTAL.add_columns(_BLOCK_OF).group_by(_BLOCK_OF)


@dataclass(slots=True)
class KeptQueue:
    """One process's waiting reports; `table` has a row for each that has a text, by number."""

    table: Any = field(default=None, repr=False)
    # Those without a text too, which are in no row of the backlog: their `row` is -1.
    _all: Any = field(default=None, repr=False)
    _backlog: Any = field(default=None, repr=False)
    _top: dict[int, Seen] = field(default_factory=dict, repr=False)

    def follow(self, session: Session, ranker: "LoadedRanker") -> None:
        """Read what changed since the last time; everything, if the ranker weighs words anew."""
        import numpy as np

        terms = ranker.ranker.terms
        if self._backlog is None or not np.array_equal(self._backlog.terms.values, terms.values):
            # Imported here because it takes SciPy, which a start does without.
            from triage.learning import Backlog

            self._backlog = Backlog(terms)
            self.table = self._all = np.zeros(0, np.dtype(list(_COLUMNS)))
        self._follow_likely(session)
        if _sums(db.ask(session, _TOTAL).one()) != _total_of(self._all):
            self._follow_blocks(session)

    def _follow_likely(self, session: Session) -> None:
        """Read what was at the top, and what is new: that is most of what changes."""
        import numpy as np

        top, last = list(self._top), int(self._all["number"].max(initial=0))
        found = _rows(session, _LIKELY, [{"top": top, "last": last}])
        self._renew(session, np.isin(self._all["number"], top), found)

    def _follow_blocks(self, session: Session) -> None:
        """Read the blocks of which something changed, whatever it is."""
        import numpy as np

        rows: Any = db.ask(session, _OF_EACH_BLOCK)
        sums = {block: _sums(each) for *each, block in rows}
        kept = _sums_of(self._all)
        blocks = [each for each in sums | kept if sums.get(each) != kept.get(each)]
        # One query that names them all is slower than all of them together, and than all reports.
        is_all = len(blocks) > _MOST_BLOCKS * len(sums)
        ranges = [{"first": each * BLOCK, "last": (each + 1) * BLOCK} for each in blocks]
        found = _rows(session, *((_WAITING, [{}]) if is_all else (_OF_BLOCK, ranges)))
        found = found[np.isin(found["number"] // BLOCK, blocks)]
        self._renew(session, np.isin(self._all["number"] // BLOCK, blocks), found)

    def move(self, moved: Sequence[Scored]) -> None:
        """Note where reports stand that were scored anew.

        One that was not written, because somebody changed it meanwhile, is in a block whose sums
        differ: its revision does.
        """
        import numpy as np

        places = {each.report_id: each.columns["queue_place"] for each in moved}
        for table in (self.table, self._all):
            at = np.flatnonzero(np.isin(table["number"], list(places)))
            table["place"][at] = [places[each] for each in table["number"][at].tolist()]

    @property
    def rows(self) -> int:
        """How many rows are kept, those included that are forgotten next."""
        return len(self._backlog)

    def chances(self, ranker: "LoadedRanker") -> "NDArray[np.float64]":
        """Return how likely each report is to matter, in the order of the table."""
        import numpy as np

        points = np.zeros(len(self._backlog), np.float32)
        points[self.table["row"]] = self.table["points"]
        found: NDArray[np.float64] = ranker.chances_kept(self._backlog, points)[self.table["row"]]
        return found

    def masked(self) -> dict[str, str]:
        """Return the accounts at the top, and what a ranker sees of each."""
        return {each.account: each.candidate.narrative for each in self._top.values()}

    def see(self, session: Session, numbers: Sequence[int], *, top: Iterable[int]) -> list[Seen]:
        """Return these reports as a ranker sees them; those at the top are remembered."""
        known = self._remembered()
        fresh = [each for each in numbers if each not in known]
        seen = see(session, fresh, masked=self.masked()) if fresh else []
        found = known | {each.report_id: each for each in seen}
        self._top = {each: found[each] for each in top if each in found}
        return [found[each] for each in numbers if each in found]

    def _remembered(self) -> dict[int, Seen]:
        """Return the reports at the top that did not change since they were read."""
        import numpy as np

        wanted = np.zeros(len(self._top), self.table.dtype)
        wanted["number"] = list(self._top)
        wanted["revision"] = [each.revision for each in self._top.values()]
        is_same = _same(self.table, wanted) >= 0
        return {each: self._top[each] for each in wanted["number"][is_same].tolist()}

    def _renew(self, session: Session, is_old: "NDArray[np.bool_]", found: Any) -> None:
        """Put what was found in the place of what is old."""
        import numpy as np

        old = self._all[is_old]
        known = _same(old, found)
        found["row"][known >= 0] = old["row"][known[known >= 0]]
        found["points"][known >= 0] = old["points"][known[known >= 0]]
        self._add(session, found, np.flatnonzero(known < 0))
        every = np.concatenate([self._all[~is_old], found])
        self._all = every[np.argsort(every["number"], kind="stable")]
        self.table = self._all[self._all["row"] >= 0]
        if len(self._backlog) > len(self.table) + max(len(self.table) // 4, BLOCK):
            self._forget()

    def _add(self, session: Session, found: Any, fresh: "NDArray[np.int64]") -> None:
        """Read the texts of fresh reports, a chunk at a time, and write down where they stand."""
        import numpy as np

        from sar.ranker.learned import keep

        found["row"][fresh] = -1
        for start in range(0, len(fresh), CHUNK_REPORTS):
            numbers = found["number"][fresh[start : start + CHUNK_REPORTS]].tolist()
            seen = [each for each in see(session, numbers) if each.candidate.narrative]
            at = np.searchsorted(found["number"], [each.report_id for each in seen])
            found["row"][at] = len(self._backlog) + np.arange(len(seen))
            found["points"][at] = [each.rules.points for each in seen]
            if seen:
                keep(self._backlog, [each.candidate for each in seen])

    def _forget(self) -> None:
        """Drop the rows of reports that wait no longer."""
        import numpy as np

        rows = np.sort(self.table["row"])
        self._backlog.keep(rows)
        self.table["row"] = np.searchsorted(rows, self.table["row"])
        self._all["row"][self._all["row"] >= 0] = self.table["row"]


def _sums(found: Iterable[Any]) -> tuple[int, ...]:
    return tuple(int(each or 0) for each in found)


def _total_of(table: Any) -> tuple[int, ...]:
    """Return of what is kept what `_TOTAL` asks for."""
    return len(table), *(int(each.sum()) for each in _summed(table))


def _sums_of(table: Any) -> dict[int, tuple[int, ...]]:
    """Return the same by blocks."""
    import numpy as np

    blocks, starts, counts = np.unique(
        table["number"] // BLOCK, return_index=True, return_counts=True
    )
    if not len(blocks):
        return {}
    sums = (np.add.reduceat(each, starts).tolist() for each in _summed(table))
    return dict(zip(blocks.tolist(), zip(counts.tolist(), *sums, strict=True), strict=True))


def _summed(table: Any) -> tuple[Any, Any, Any]:
    number = table["number"]
    return number, table["revision"], table["place"] // POINT * (number % _MIX + 1)


def _rows(session: Session, query: Any, ranges: Sequence[dict[str, Any]]) -> Any:
    """Return the waiting reports that a query finds, by number, as rows of the table."""
    import numpy as np

    parts = [np.zeros(0, np.int64)]
    for each in ranges:
        for rows in db.ask(session, query, **each).partitions(CHUNK_ROWS):
            parts.append(np.fromiter(chain.from_iterable(rows), np.int64))
    numbers = np.concatenate(parts).reshape(-1, 3)
    found = np.zeros(len(numbers), np.dtype(list(_COLUMNS)))
    found["number"], found["revision"], found["place"] = numbers.T
    return found[np.argsort(found["number"], kind="stable")]


def _same(old: Any, found: Any) -> "NDArray[np.int64]":
    """Return where each report found stands among the old ones; -1 if not at its revision."""
    import numpy as np

    if not len(old):
        return np.full(len(found), -1)
    at = np.minimum(np.searchsorted(old["number"], found["number"]), len(old) - 1)
    is_same = (old["number"][at] == found["number"]) & (old["revision"][at] == found["revision"])
    return np.where(is_same, at, -1)
