"""Narrowing a query to the part of the queue that filters ask for: the queue, and what is kept."""

from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm.util import AliasedClass

from sar.models import Report, ReportBehaviour
from sar.reports.filters import Filters

Waiting = type[Report] | AliasedClass[Report]


def narrowed(
    query: Select[Any], filters: Filters, report: Waiting = Report
) -> tuple[Select[Any], Any]:
    """Return `query` on what waits and fits sector, behaviour and state, and what it is ordered by.

    Whatever the filters, one index serves them and the order together. Where a behaviour is among
    them it is one of `ReportBehaviour`, which repeats what the queue is narrowed by; the second of
    the pair is the table whose columns `queue_place` and `report_id` are then meant.
    """
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
    return query, line
