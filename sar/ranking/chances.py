"""For how many reports a decided one speaks, from the log of takes.

What its rank brought up was read for certain, and so was what somebody opened by hand: such a
report speaks for itself alone. What was drawn speaks for all that lay in the lot with it: for one
over the probability with which it came to be read.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate
from math import exp, log1p
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sar.models import DateDraw, ReportBehaviour, Take
from sar.values import frozen
from triage.decisions import State
from triage.sampling import LEAST_CHANCE, Route

CHUNK_REPORTS = 500
"""Reports that one query names."""


class Filters(NamedTuple):
    """What a take was narrowed to; "" for all."""

    sector: str
    behaviour: str
    state: str

    def holds(self, sector: str, behaviours: frozenset[str]) -> bool:
        """Tell whether a report that nobody has read was among what the take was made from."""
        return (
            self.sector in ("", sector)
            and (not self.behaviour or self.behaviour in behaviours)
            and self.state in ("", State.RECEIVED)
        )


@frozen
class Lots:
    """The lots that were cast under the same filters, in the order of time.

    `spared` are running totals of the logarithm of the probability of not being drawn.
    """

    filters: Filters
    moments: tuple[datetime, ...]
    spared: tuple[float, ...]

    def after(self, since: datetime) -> float:
        """Return the logarithm of the probability of being spared since a time, up to now."""
        return self.spared[-1] - self.spared[bisect_left(self.moments, since)]


@dataclass(slots=True)
class Takes:
    """The log of takes as it was read so far; it only grows, so each take is read once."""

    _count: int = 0
    _last: int = 0
    _casts: dict[Filters, list[tuple[datetime, float]]] = field(default_factory=dict, repr=False)
    # For each report whether a lot brought it up when it was taken first.
    _is_drawn: dict[int, bool] = field(default_factory=dict, repr=False)

    def follow(self, session: Session) -> None:
        """Read the takes since the last time; all, if one is written down that has an older number.

        Numbers are given before their transactions end.
        """
        self._read(session)
        if self._count != session.execute(select(func.count(Take.take_id))).scalar_one():
            self._count = self._last = 0
            self._casts, self._is_drawn = {}, {}
            self._read(session)

    def has_drawn(self, report_id: int) -> bool:
        """Tell whether a lot brought this report up when it was taken for the first time."""
        return self._is_drawn.get(report_id, False)

    def lots(self) -> tuple[Lots, ...]:
        """Return the lots: each drew with `chance` one of `low_ranked` reports."""
        found = []
        for filters, casts in self._casts.items():
            casts.sort()
            spared = (0.0, *accumulate(each for _, each in casts))
            found.append(Lots(filters, tuple(when for when, _ in casts), spared))
        return tuple(found)

    def _read(self, session: Session) -> None:
        columns = (
            *(Take.take_id, Take.report_id, Take.route, Take.taken_at, Take.chance),
            *(Take.low_ranked, Take.sector, Take.behaviour, Take.state),
        )
        query = select(*columns).where(Take.take_id > self._last).order_by(Take.take_id)
        for self._last, report_id, route, taken_at, chance, size, *filters in session.execute(
            query
        ):
            self._count += 1
            if route != Route.SECOND:
                self._is_drawn.setdefault(report_id, route != Route.RANK)
            if chance > 0 and size > 0:
                spared = log1p(-min(chance / size, 1 - 1e-12))
                self._casts.setdefault(Filters(*filters), []).append((taken_at, spared))


def stand_for(session: Session, takes: Takes, rows: Sequence[Any]) -> dict[int, float]:
    """Return for each report for how many it speaks, 1 to one over the least chance.

    `takes` are those of the log; `rows` hold `report_id`, `sector` and `received_at`. What was
    drawn is taken to have ranked low ever since it was received, and lots that were cast after its
    own count too: without its own it would have been in them, as those are that nobody has read
    yet.
    """
    found = {row.report_id: 1.0 for row in rows}
    drawn = [row for row in rows if takes.has_drawn(row.report_id)]
    if not drawn:
        return found
    lots, at_date, behaviours = takes.lots(), dict[int, float](), defaultdict[int, list[str]](list)
    for start in range(0, len(drawn), CHUNK_REPORTS):
        numbers = [row.report_id for row in drawn[start : start + CHUNK_REPORTS]]
        at_date |= _at_date(session, numbers)
        behaviours |= _behaviours(session, numbers)
    for row in drawn:
        own = frozenset(behaviours[row.report_id])
        spared = sum(
            each.after(row.received_at) for each in lots if each.filters.holds(row.sector, own)
        )
        spared += log1p(-min(at_date.get(row.report_id, 0.0), 1 - 1e-12))
        found[row.report_id] = 1 / max(1 - exp(spared), LEAST_CHANCE)
    return found


def _at_date(session: Session, numbers: Sequence[int]) -> dict[int, float]:
    query = select(DateDraw.report_id, DateDraw.chance).where(DateDraw.report_id.in_(numbers))
    return {row.report_id: row.chance for row in session.execute(query)}


def _behaviours(session: Session, numbers: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    query = select(ReportBehaviour.report_id, ReportBehaviour.indicator_id)
    for report_id, indicator_id in session.execute(
        query.where(ReportBehaviour.report_id.in_(numbers))
    ):
        found[report_id].append(indicator_id)
    return found
