"""What an analyst narrows the queue to, and the query that gives the queue its order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.util import AliasedClass

from indicators.codes import TARGET_SECTOR
from indicators.definitions import INDICATOR_ID
from sar.models import Report, ReportBehaviour
from triage.decisions import OPEN_STATES, State

Waiting = type[Report] | AliasedClass[Report]

_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,9})")

# What a report in each open state waits for.
STATE_LABELS: Mapping[State, str] = {
    State.RECEIVED: "Part 1: behaviour criteria",
    State.CRITERIA_MET: "Part 2: potential nexus",
    State.CRITERIA_NOT_MET: "Part 2: criteria not met, to be closed",
}


@dataclass(frozen=True, slots=True)
class Filters:
    """The part of the queue that is asked for; "" means all.

    `sector` is a NIEM target sector code, `behaviour` an indicator id, `state` an open state.
    """

    sector: str = ""
    behaviour: str = ""
    state: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters that are set, as the query of an address."""
        pairs = {"sector": self.sector, "behaviour": self.behaviour, "state": self.state}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last row of a page: its place in the queue and its number."""

    queue_place: int
    report_id: int

    def __str__(self) -> str:
        return f"{self.queue_place}-{self.report_id}"


def read_filters(given: Mapping[str, str]) -> Filters:
    """Return the filters that `given` names; what does not exist counts as not given."""
    sector, behaviour, state = (given.get(name, "") for name in ("sector", "behaviour", "state"))
    return Filters(
        sector=sector if sector in TARGET_SECTOR else "",
        behaviour=behaviour if INDICATOR_ID.fullmatch(behaviour) else "",
        state=state if state in OPEN_STATES else "",
    )


def read_cursor(text: str) -> Cursor | None:
    """Return the cursor that ``"<place>-<id>"`` means; None for anything else."""
    found = _CURSOR.fullmatch(text)
    return Cursor(int(found[1]), int(found[2])) if found else None


def waiting(
    filters: Filters,
    *columns: InstrumentedAttribute[Any],
    report: Waiting = Report,
    after: Cursor | None = None,
) -> Select[Any]:
    """Select `columns` of the reports that wait, the most urgent first, behind `after`.

    One index serves the order in every case: the queue's own, or that of the sector, the state or
    the behaviour. Two filters at once read the index of one and check the other.
    """
    query = select(*columns)
    place: ColumnElement[Any] = report.queue_place  # type: ignore[assignment]
    number: ColumnElement[Any] = report.report_id  # type: ignore[assignment]
    if filters.behaviour:
        picked = ReportBehaviour
        query = query.join(picked, picked.report_id == report.report_id).where(
            picked.indicator_id == filters.behaviour, report.queue_place.is_not(None)
        )
        place, number = picked.queue_place, picked.report_id  # type: ignore[assignment]
    query = query.where(place.is_not(None))
    if filters.sector:
        query = query.where(report.sector == filters.sector)
    if filters.state:
        query = query.where(report.state == filters.state)
    if after is not None:
        behind = tuple_(literal(after.queue_place), literal(after.report_id))
        query = query.where(tuple_(place, number) > behind)
    return query.order_by(place, number)
