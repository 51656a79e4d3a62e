"""The query that gives the queue its order, and the last row of a page of it."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, literal, not_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from sar.models import Incident, Report
from sar.reports.filters import Filters
from sar.reports.narrowing import Waiting, narrowed
from sar.review.incidents import belongs
from sar.values import frozen
from triage.decisions import State

_CURSOR = re.compile(r"([0-9]{1,17})-([0-9]{1,9})")

# What a report in each open state waits for.
STATE_LABELS: Mapping[State, str] = {
    State.RECEIVED: "Part 1: behavior criteria",
    State.CRITERIA_MET: "Part 2: potential nexus",
    State.CRITERIA_NOT_MET: "Part 2: criteria not met, to be closed",
}


@frozen
class Cursor:
    """The last row of a page: its place in the queue and its number."""

    queue_place: int
    report_id: int

    def __str__(self) -> str:
        return f"{self.queue_place}-{self.report_id}"


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
    """
    query, line = narrowed(select(*columns), filters, report)
    is_aside = and_(report.snoozed_until.is_not(None), report.snoozed_until > now)
    query = query.where(is_aside if filters.is_aside else not_(is_aside))
    if incident is not None:
        query = query.where(*belongs(incident, report))
    order = line.queue_place, line.report_id
    if after is not None:
        behind = tuple_(literal(after.queue_place), literal(after.report_id))
        query = query.where(tuple_(*order) > behind)
    return query.order_by(*order)
