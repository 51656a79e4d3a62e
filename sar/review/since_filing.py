"""What became of a report since it was filed: files, a supervisor's look, new versions."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from sar.models import Report
from sar.reports import attached, report_versions, supervision
from sar.review.desk import pinned_set


def told(
    session: Session, row: Report, *, now: datetime, local_time: Callable[[datetime], str]
) -> dict[str, object]:
    """Return it for the page of a report, by the names that its template uses."""
    pinned = pinned_set(session, row)
    return {
        "files": attached.attached_to(session, row.report_id),
        "look": supervision.look_at(session, row, now=now),
        "versions": report_versions.versions_of(session, row, pinned, local_time=local_time),
    }
