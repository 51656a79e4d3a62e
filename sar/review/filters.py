"""What an analyst narrows the queue to, and the query that gives the queue its order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, literal, not_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.util import AliasedClass

from indicators.codes import TARGET_SECTOR
from indicators.definitions import INDICATOR_ID
from sar.models import Incident, Report, ReportBehaviour
from sar.review.incidents import belongs
from triage.decisions import OPEN_STATES, State

Waiting = type[Report] | AliasedClass[Report]

_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,9})")
_NUMBER = re.compile(r"[0-9]{1,9}")

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
    `incident` is the number of one that is live, 0 for none.
    `is_aside` asks for what was set aside until later, instead of what waits now.
    """

    sector: str = ""
    behaviour: str = ""
    state: str = ""
    is_aside: bool = False
    incident: int = 0

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters that are set, as the query of an address."""
        pairs = {"sector": self.sector, "behaviour": self.behaviour, "state": self.state}
        pairs["incident"] = str(self.incident) if self.incident else ""
        pairs["aside"] = "yes" if self.is_aside else ""
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
    number = given.get("incident", "")
    sector, behaviour, state = (given.get(name, "") for name in ("sector", "behaviour", "state"))
    return Filters(
        sector=sector if sector in TARGET_SECTOR else "",
        behaviour=behaviour if INDICATOR_ID.fullmatch(behaviour) else "",
        state=state if state in OPEN_STATES else "",
        is_aside=given.get("aside") == "yes",
        incident=int(number) if _NUMBER.fullmatch(number) else 0,
    )


def read_cursor(text: str) -> Cursor | None:
    """Return the cursor that ``"<place>-<id>"`` means; None for anything else."""
    found = _CURSOR.fullmatch(text)
    return Cursor(int(found[1]), int(found[2])) if found else None


def waiting(
    filters: Filters,
    *columns: InstrumentedAttribute[Any],
    now: datetime,
    report: Waiting = Report,
    after: Cursor | None = None,
    incident: Incident | None = None,
) -> Select[Any]:
    """Select `columns` of the reports that wait at `now`, the most urgent first, behind `after`.

    A report that was set aside comes back by itself: whether it is, is asked of its own row.

    Whatever the filters, one index serves them and the order together. Where a behaviour is among
    them it is one of `ReportBehaviour`, which repeats what the queue is narrowed by.
    """
    query = select(*columns)
    line: Any = report
    if filters.behaviour:
        line = ReportBehaviour
        # The report's own place is asked too: when a report is locked, only its own row is read
        # anew, and it may have left the queue since this query began.
        query = query.join(line, line.report_id == report.report_id).where(
            line.indicator_id == filters.behaviour, report.queue_place.is_not(None)
        )
    query = query.where(line.queue_place.is_not(None))
    if filters.sector:
        query = query.where(line.sector == filters.sector)
    if filters.state:
        query = query.where(line.state == filters.state)
    is_aside = and_(report.snoozed_until.is_not(None), report.snoozed_until > now)
    query = query.where(is_aside if filters.is_aside else not_(is_aside))
    if incident is not None:
        query = query.where(*belongs(incident, report))
    order = line.queue_place, line.report_id
    if after is not None:
        behind = tuple_(literal(after.queue_place), literal(after.report_id))
        query = query.where(tuple_(*order) > behind)
    return query.order_by(*order)
