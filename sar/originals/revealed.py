"""What was revealed to whom until when, and the text of just those spans of the original.

Nothing here writes the log: `sar.reveal` does before a reveal is granted, and every view does
before it calls `texts`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from sar.models import Addition, MonthKey, Report, Reveal, SealedContent
from sar.originals import vault
from sar.reports import attached
from sar.reports.attached import FILE, Attached
from sar.values import frozen

# What an officer added later is addressed as "addition:<addition_id>".
ADDITION = "addition:"
# A reveal of the whole report has no field.
WHOLE = ""


@frozen
class HiddenSpan:
    """One hidden span of a report: `number` counts from 1 within `field`.

    `source_start` and `source_end` are half-open offsets in the original text of the field, in
    Unicode code points.
    """

    field: str
    number: int
    kind: str
    placeholder: str
    reason: str
    source_start: int
    source_end: int

    @property
    def anchor(self) -> str:
        """Return what tells the span apart on a page; letters, digits and hyphens only."""
        return f"{self.field.replace('.', '-').replace(':', '-')}-{self.number}"


@frozen
class OpenReveal:
    """A span that a viewer may see until `expires_at`."""

    reveal_id: int
    span: HiddenSpan
    expires_at: datetime
    is_emergency: bool = False


def spans_of(path: str, stored: Mapping[str, Any]) -> list[HiddenSpan]:
    """Return the hidden spans of the field `path` as the report's row stores it."""
    return [
        HiddenSpan(
            field=path,
            number=number,
            kind=span["kind"],
            placeholder=span["placeholder"],
            reason=span["reason"],
            source_start=span["source_start"],
            source_end=span["source_end"],
        )
        for number, span in enumerate(stored["spans"], start=1)
    ]


def find_span(session: Session, report: Report, *, path: str, number: int) -> HiddenSpan | None:
    """Return one hidden span of `report`, None if there is no such field or number."""
    if path.startswith(FILE):
        spans = [_span_of(each) for each in _files(session, report) if each.path == path]
        return spans[0] if spans and number == 1 else None
    stored = (
        _addition(session, report, path)
        if path.startswith(ADDITION)
        else (report.redacted or {}).get(path)
    )
    spans = spans_of(path, stored) if stored else []
    return spans[number - 1] if 1 <= number <= len(spans) else None


def open_reveals(
    session: Session, report: Report, *, account_id: int | None, now: datetime
) -> list[OpenReveal]:
    """List the spans of `report` that this account may see at `now`, each once."""
    rows = session.execute(
        select(Reveal)
        .where(
            Reveal.report_id == report.report_id,
            Reveal.account_id == account_id,
            Reveal.expires_at > now,
        )
        .order_by(Reveal.expires_at)
    ).scalars()
    found: dict[tuple[str, int], OpenReveal] = {}
    for row in rows:
        for span in _spans_shown(session, report, row):
            shown = OpenReveal(row.reveal_id, span, row.expires_at, row.is_emergency)
            found[span.field, span.number] = shown
    return list(found.values())


def all_spans(session: Session, report: Report) -> list[HiddenSpan]:
    """Return every hidden span of `report` and of what its officer added, files among them."""
    rows = session.execute(
        select(Addition).where(
            Addition.report_id == report.report_id, Addition.redacted.is_not(None)
        )
    ).scalars()
    added = {f"{ADDITION}{row.addition_id}": (row.redacted or {})["text"] for row in rows}
    fields = {**(report.redacted or {}), **added}
    spans = [span for path, stored in fields.items() for span in spans_of(path, stored)]
    return [*spans, *map(_span_of, _files(session, report))]


def _files(session: Session, report: Report) -> list[Attached]:
    return [each for each in attached.attached_to(session, report.report_id) if each.is_ready]


def _span_of(file: Attached) -> HiddenSpan:
    return HiddenSpan(
        field=file.path,
        number=1,
        kind="file",
        placeholder=f"[{file.label.upper()}]",
        reason="Photos and files are hidden: they may show people and what identifies them.",
        source_start=0,
        source_end=0,
    )


def _spans_shown(session: Session, report: Report, row: Reveal) -> list[HiddenSpan]:
    if row.is_whole:
        return all_spans(session, report)
    span = find_span(session, report, path=row.field, number=row.span_number)
    return [span] if span else []


def is_original_kept(session: Session, context: str) -> bool:
    """Tell whether the original can still be opened; opens nothing."""
    row = session.execute(
        select(MonthKey.wrapped)
        .join(SealedContent, SealedContent.month == MonthKey.month)
        .where(SealedContent.context == context)
    ).one_or_none()
    return row is not None and row.wrapped is not None


def context_of(receipt: str, path: str) -> str:
    """Return the context under which the original text of the field `path` is sealed."""
    if path.startswith(ADDITION):
        return f"addition:{receipt}:{path.removeprefix(ADDITION)}"
    if path.startswith(FILE):
        return f"{FILE}{receipt}:{path.removeprefix(FILE)}"
    return f"report:{receipt}"


def texts(
    session: Session, receipt: str, spans: Sequence[HiddenSpan], *, keyring: Keyring
) -> dict[tuple[str, int], str]:
    """Return the original text of `spans` by field and number; log the showing before the call.

    Files have no text, and a door of their own (`sar.attachments`).

    What cannot be opened any more, because its month was purged, is left out: it stays hidden.
    """
    spans = [span for span in spans if not span.field.startswith(FILE)]
    originals = {
        context: vault.texts(session, keyring=keyring, context=context)
        for context in {context_of(receipt, span.field) for span in spans}
    }
    found = {}
    for span in spans:
        key = "text" if span.field.startswith(ADDITION) else span.field
        text = originals[context_of(receipt, span.field)].get(key)
        if text is not None:
            found[span.field, span.number] = text[span.source_start : span.source_end]
    return found


def _addition(session: Session, report: Report, path: str) -> dict[str, Any] | None:
    number = path.removeprefix(ADDITION)
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    row = session.get(Addition, int(number))
    if row is None or row.report_id != report.report_id or row.redacted is None:
        return None
    stored: dict[str, Any] = row.redacted["text"]
    return stored
