"""The placeholders that a report has given out: what is written about it later gets others."""

from collections.abc import Iterator
from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import Addition, Decision, Report
from triage.decisions import Record


def taken(session: Session, report: Report) -> str:
    """Return a text with every placeholder of the report and of what was written about it.

    Redacted together with a new text, it keeps "[PERSON 1]" from meaning two people.
    """
    return " ".join(_placeholders(session, report))


def _placeholders(session: Session, report: Report) -> Iterator[str]:
    for stored in (report.redacted or {}).values():
        yield from (span["placeholder"] for span in stored["spans"])
    added = select(Addition.redacted).where(Addition.report_id == report.report_id)
    for texts in session.execute(added).scalars():
        for stored in (texts or {}).values():
            yield from (span["placeholder"] for span in stored["spans"])
    decided = select(Decision).where(Decision.report_id == report.report_id)
    for decision in session.execute(decided).scalars():
        for each in fields(Record):
            yield getattr(decision, each.name)
