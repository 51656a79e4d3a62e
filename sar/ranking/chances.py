"""For how many reports a decided one speaks, from the log of takes.

What its rank brought up was read for certain, and so was what somebody opened by hand: such a
report speaks for itself alone. What was drawn speaks for all that lay in the lot with it: for one
over the probability with which it came to be read.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from math import exp, log1p
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from sar.models import DateDraw, ReportBehaviour, Take
from triage.decisions import State
from triage.sampling import LEAST_CHANCE, Route


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


@dataclass(frozen=True, slots=True)
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


def read_lots(session: Session) -> tuple[Lots, ...]:
    """Read the log of takes once: a lot drew with `chance` one of `low_ranked` reports."""
    takes = session.execute(
        select(
            *(Take.sector, Take.behaviour, Take.state),
            *(Take.taken_at, Take.chance, Take.low_ranked),
        )
        .where(Take.chance > 0, Take.low_ranked > 0)
        .order_by(Take.taken_at, Take.take_id)
    )
    found: dict[Filters, list[tuple[datetime, float]]] = defaultdict(list)
    for sector, behaviour, state, taken_at, chance, size in takes:
        one = log1p(-min(chance / size, 1 - 1e-12))
        found[Filters(sector, behaviour, state)].append((taken_at, one))
    return tuple(
        Lots(each, tuple(when for when, _ in lots), (0.0, *accumulate(one for _, one in lots)))
        for each, lots in found.items()
    )


def stand_for(session: Session, lots: Sequence[Lots], rows: Sequence[Row[Any]]) -> dict[int, float]:
    """Return for each report for how many it speaks, 1 to one over the least chance.

    `rows` hold `report_id`, `sector` and `received_at`. What was drawn is taken to have ranked low
    ever since it was received, and lots that were cast after its own count too: without its own it
    would have been in them, as those are that nobody has read yet.
    """
    numbers = [row.report_id for row in rows]
    drawn = _drawn(session, numbers)
    at_date = _at_date(session, list(drawn))
    behaviours = _behaviours(session, list(drawn))
    found = dict.fromkeys(numbers, 1.0)
    for row in rows:
        if row.report_id not in drawn:
            continue
        own = frozenset(behaviours[row.report_id])
        spared = sum(
            each.after(row.received_at) for each in lots if each.filters.holds(row.sector, own)
        )
        spared += log1p(-min(at_date.get(row.report_id, 0.0), 1 - 1e-12))
        found[row.report_id] = 1 / max(1 - exp(spared), LEAST_CHANCE)
    return found


def _drawn(session: Session, numbers: Sequence[int]) -> frozenset[int]:
    """Return the reports that a lot brought up first."""
    takes = session.execute(
        select(Take.report_id, Take.route)
        .where(Take.report_id.in_(numbers), Take.route != Route.SECOND)
        .order_by(Take.take_id.desc())
    )
    # The first take comes last and stands.
    routes = {row.report_id: row.route for row in takes}
    return frozenset(each for each, route in routes.items() if route != Route.RANK)


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
