"""The placeholders that a report has given out: they keep their meaning, and others get others."""

from collections.abc import Iterator, Mapping
from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.redaction import Given
from privacy.spans import Kind
from sar.models import Addition, Decision, Report, ReportVersion
from triage.decisions import Record


def taken(session: Session, report: Report) -> str:
    """Return a text with every placeholder of the report and of what was written about it.

    Redacted together with a new text, it keeps "[PERSON 1]" from meaning two people.
    """
    return " ".join(_placeholders(session, report))


def given(session: Session, report: Report, texts: Mapping[str, str]) -> Given:
    """Return what the placeholders of a report mean, for its next version.

    `texts` are those that the spans of its redacted texts point into.
    """
    values = {
        (Kind(span["kind"]), texts[path][span["source_start"] : span["source_end"]]): span[
            "placeholder"
        ]
        for path, stored in (report.redacted or {}).items()
        for span in stored["spans"]
        if path in texts
    }
    return Given(values, taken(session, report))


def _placeholders(session: Session, report: Report) -> Iterator[str]:
    added = select(Addition.redacted).where(Addition.report_id == report.report_id)
    kept = select(ReportVersion.shown).where(ReportVersion.report_id == report.report_id)
    earlier = [(shown or {}).get("redacted") for shown in session.execute(kept).scalars()]
    for texts in (report.redacted, *earlier, *session.execute(added).scalars()):
        for stored in (texts or {}).values():
            yield from (span["placeholder"] for span in stored["spans"])
    decided = select(Decision).where(Decision.report_id == report.report_id)
    for decision in session.execute(decided).scalars():
        for each in fields(Record):
            yield getattr(decision, each.name)
