"""Granting a reveal: a hidden span or a whole report, one person, one purpose, a limited time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.errors import ConflictError, NotFoundError
from sar.log import audit
from sar.models import Report, Reveal
from sar.originals import clearance, revealed, watching
from sar.originals.clearance import Cleared
from sar.originals.revealed import HiddenSpan
from sar.originals.wishes import Asked, Granted, Refused, Terms, Wish
from sar.reveal import requests
from sar.values import frozen
from triage.decisions import State

_AS_SHIPPED = Terms()


@frozen
class Part:
    """What is to be shown of a report; without `span` all of it."""

    report: Report
    span: HiddenSpan | None = None


def revealable(session: Session, receipt: str, wish: Wish) -> Part:
    """Return what a wish is about, if it can be revealed; opens nothing.

    Raises NotFoundError if there is no such part or the report is held, ConflictError if the
    original was purged.
    """
    report = session.execute(
        select(Report).where(Report.receipt == receipt.upper())
    ).scalar_one_or_none()
    if report is None:
        raise NotFoundError("There is no report with this receipt number.")
    if report.redacted is None or report.state == State.HELD:
        raise NotFoundError(
            "This report is held.",
            remedy="A technical check must finish before anything of it can be revealed.",
        )
    if not revealed.is_original_kept(session, revealed.context_of(report.receipt, wish.path)):
        raise ConflictError(
            "The original of this report is gone.",
            remedy="It was kept as long as the retention rule allows. Nobody can reveal it now.",
        )
    if wish.is_whole:
        return Part(report)
    span = revealed.find_span(session, report, path=wish.path, number=wish.number)
    if span is None:
        raise NotFoundError("There is no such hidden part in this report.")
    return Part(report, span)


def grant(
    session: Session,
    receipt: str,
    wish: Wish,
    *,
    actor: Actor,
    now: datetime,
    terms: Terms = _AS_SHIPPED,
) -> Granted | Asked | Refused:
    """Record that the actor may see a part of a report, and say so in the log; opens nothing.

    Commit before anything is shown. The words go to the table of reveals, themselves redacted,
    and not to the log. A whole report may need the consent of a second person first.
    """
    part = revealable(session, receipt, wish)
    cleared = clearance.clear(session, part.report, wish, terms=terms, actor=actor, now=now)
    if isinstance(cleared, Refused):
        return cleared
    if wish.is_whole and terms.needs_second_person:
        return requests.ask(session, part.report, cleared, actor=actor, now=now)
    return show(session, part, cleared, actor=actor, now=now)


def open_approved(
    session: Session, reveal_request_id: int, *, actor: Actor, now: datetime, terms: Terms
) -> Granted | Refused:
    """Grant a whole report to the one who asked, after a second person agreed.

    Raises ConflictError if nobody agreed, or it was opened or expired, NotFoundError if the actor
    did not ask.
    """
    clearance.lock(session, actor)
    request, receipt = requests.approved(session, reveal_request_id, actor=actor, now=now)
    part = revealable(session, receipt, Wish())
    if clearance.is_over_limit(session, part.report, terms=terms, actor=actor, now=now):
        return clearance.over_limit(session, part.report, actor=actor, now=now)
    cleared = clearance.again(request.purpose, request.words, terms=terms, actor=actor)
    row = _add(session, part, cleared, actor=actor, now=now)
    requests.mark_opened(request, row)
    details = {"request": reveal_request_id, "second_person": request.decided_by_id}
    _record(session, part, row, details, actor=actor, now=now)
    return Granted(receipt, "", row.expires_at)


def open_in_emergency(
    session: Session, receipt: str, words: str, *, actor: Actor, now: datetime, terms: Terms
) -> Granted | Refused:
    """Grant a whole report at once; a privacy officer judges it afterwards."""
    part = revealable(session, receipt, Wish())
    cleared = clearance.clear_emergency(
        session, part.report, words, terms=terms, actor=actor, now=now
    )
    if isinstance(cleared, Refused):
        return cleared
    return show(session, part, cleared, actor=actor, now=now)


def show(session: Session, part: Part, cleared: Cleared, *, actor: Actor, now: datetime) -> Granted:
    """Store a reveal that was cleared, watch for patterns, and write it to the log."""
    row = _add(session, part, cleared, actor=actor, now=now)
    _record(session, part, row, {}, actor=actor, now=now)
    return Granted(part.report.receipt, part.span.anchor if part.span else "", row.expires_at)


def hide(session: Session, receipt: str, *, actor: Actor, now: datetime) -> str:
    """End every reveal of a report that is open to the actor; return the receipt number."""
    part = revealable(session, receipt, Wish())
    rows = session.execute(
        select(Reveal).where(
            Reveal.report_id == part.report.report_id,
            Reveal.account_id == actor.account_id,
            Reveal.expires_at > now,
        )
    ).scalars()
    ended = 0
    for row in rows:
        row.expires_at, ended = now, ended + 1
    event = audit.Event("reveal.ended", f"report:{part.report.receipt}", details={"ended": ended})
    audit.record(session, event, actor=actor, now=now)
    return part.report.receipt


def _add(session: Session, part: Part, cleared: Cleared, *, actor: Actor, now: datetime) -> Reveal:
    row = Reveal(
        report_id=part.report.report_id,
        account_id=actor.account_id,
        purpose=cleared.purpose.code,
        words=cleared.words,
        field=part.span.field if part.span else revealed.WHOLE,
        span_number=part.span.number if part.span else 0,
        granted_at=now,
        expires_at=now + timedelta(minutes=cleared.minutes),
        is_emergency=cleared.purpose.is_emergency,
    )
    session.add(row)
    session.flush()
    watching.watch(session, part.report, actor=actor, now=now)
    return row


def _record(
    session: Session,
    part: Part,
    row: Reveal,
    details: Mapping[str, audit.Detail],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    shown: dict[str, audit.Detail] = {"reveal": row.reveal_id}
    if part.span:
        shown |= {
            "field": part.span.field,
            "number": part.span.number,
            "kind": part.span.kind,
        }
    shown |= {"minutes": round((row.expires_at - now).total_seconds() / 60), **details}
    event = audit.Event(
        _action(row), f"report:{part.report.receipt}", purpose=row.purpose, details=shown
    )
    audit.record(session, event, actor=actor, now=now)


def _action(row: Reveal) -> str:
    if row.is_emergency:
        return "reveal.emergency"
    return "reveal.whole_granted" if row.is_whole else "reveal.granted"
