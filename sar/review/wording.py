"""What analysts write about a report, with names and numbers hidden before anything is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.recognizers import Recognizer
from privacy.redaction import redact_fields
from sar.models import Decision, Report
from triage.decisions import Record


def hide(
    session: Session,
    report: Report,
    written: Mapping[str, str],
    recognizers: Sequence[Recognizer],
) -> tuple[dict[str, str], int]:
    """Return the texts with names and numbers hidden, and how many were; raises RedactionError.

    The placeholders that this report has already are taken: what the analyst names gets another
    one, so that no two people share "[PERSON 1]".
    """
    taken = " ".join(_placeholders(session, report))
    redacted = redact_fields({**written, "taken": taken}, recognizers=recognizers)
    hidden = sum(len(redacted[name].spans) for name in written)
    return {name: redacted[name].text for name in written}, hidden


def _placeholders(session: Session, report: Report) -> Iterable[str]:
    """Yield what placeholders, and words around them, this report and its decisions hold."""
    for stored in (report.redacted or {}).values():
        yield from (span["placeholder"] for span in stored["spans"])
    for decision in session.execute(
        select(Decision).where(Decision.report_id == report.report_id)
    ).scalars():
        for each in fields(Record):
            yield getattr(decision, each.name)
