"""Showing one hidden part of a record to one person: purpose, log first, a limited time.

The rows stand beside those of the first drawer, under a field of this one, so that limits and
alerts count both together. A whole record is never shown at once.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from sar.actors import Actor
from sar.errors import ConflictError, NotFoundError
from sar.intelligence import service
from sar.intelligence.service import Record
from sar.log import audit
from sar.models import Report, Reveal
from sar.originals import clearance, watching
from sar.originals.clearance import Cleared
from sar.originals.revealed import HiddenSpan, spans_of
from sar.originals.wishes import Granted, Refused, Terms, Wish
from sar.values import frozen

RECORD = "record:"


@frozen
class Part:
    """One hidden part of a record."""

    report: Report
    span: HiddenSpan


def revealable(session: Session, report: Report, wish: Wish, *, keyring: Keyring) -> Part:
    """Return the part that a wish is about; log the reading before the call.

    Raises NotFoundError if there is none, ConflictError if the record cannot be opened any more.
    """
    record = service.open_record(session, report, keyring=keyring)
    if record is None:
        raise ConflictError(
            "This record is gone.",
            remedy="It was kept as long as the law allows. Nobody can reveal it now.",
        )
    stored = record.redacted.get(wish.path)
    spans = spans_of(wish.path, stored) if stored else []
    if not 1 <= wish.number <= len(spans):
        raise NotFoundError("There is no such hidden part in this record.")
    return Part(report, spans[wish.number - 1])


def grant(
    session: Session, part: Part, wish: Wish, *, actor: Actor, now: datetime, terms: Terms
) -> Granted | Refused:
    """Record that the actor may see a part, and say so in the log; commit before it is shown."""
    cleared = clearance.clear(session, part.report, wish, terms=terms, actor=actor, now=now)
    if isinstance(cleared, Refused):
        return cleared
    row = _add(session, part, cleared, actor=actor, now=now)
    details: dict[str, audit.Detail] = {
        "reveal": row.reveal_id,
        "field": part.span.field,
        "number": part.span.number,
        "kind": part.span.kind,
        "minutes": cleared.minutes,
    }
    subject = f"report:{part.report.receipt}"
    event = audit.Event(
        "intelligence.revealed", subject, purpose=cleared.purpose.code, details=details
    )
    audit.record(session, event, actor=actor, now=now)
    return Granted(part.report.receipt, part.span.anchor, row.expires_at)


def hide(session: Session, receipt: str, *, actor: Actor, now: datetime) -> str:
    """End every reveal of a record that is open to the actor; return the receipt number."""
    report, _ = service.record_of(session, receipt)
    rows = session.execute(_open(report, actor, now)).scalars().all()
    for row in rows:
        row.expires_at = now
    details: dict[str, audit.Detail] = {"ended": len(rows)}
    event = audit.Event("intelligence.reveal_ended", f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)
    return report.receipt


def open_until(
    session: Session, report: Report, *, actor: Actor, now: datetime
) -> dict[tuple[str, int], datetime]:
    """Return until when the actor may see which parts, by field and number."""
    rows = session.execute(_open(report, actor, now).order_by(Reveal.expires_at)).scalars()
    return {(row.field.removeprefix(RECORD), row.span_number): row.expires_at for row in rows}


def texts_shown(
    record: Record, expiries: Mapping[tuple[str, int], datetime]
) -> dict[tuple[str, int], str]:
    """Return the original text of the parts that are open."""
    return {
        (span.field, span.number): record.originals[path][span.source_start : span.source_end]
        for path, stored in record.redacted.items()
        for span in spans_of(path, stored)
        if (span.field, span.number) in expiries and path in record.originals
    }


def _add(session: Session, part: Part, cleared: Cleared, *, actor: Actor, now: datetime) -> Reveal:
    row = Reveal(
        report_id=part.report.report_id,
        account_id=actor.account_id,
        purpose=cleared.purpose.code,
        words=cleared.words,
        field=f"{RECORD}{part.span.field}",
        span_number=part.span.number,
        granted_at=now,
        expires_at=now + timedelta(minutes=cleared.minutes),
    )
    session.add(row)
    session.flush()
    watching.watch(session, part.report, actor=actor, now=now)
    return row


def _open(report: Report, actor: Actor, now: datetime) -> Select[Reveal]:
    return select(Reveal).where(
        Reveal.report_id == report.report_id,
        Reveal.account_id == actor.account_id,
        Reveal.expires_at > now,
        Reveal.field.startswith(RECORD),
    )
