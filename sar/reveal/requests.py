"""Asking for a whole report, and the second person who agrees or declines.

Nobody decides about their own request: a constraint of the table says so too.
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from sar.actors import Actor
from sar.errors import ConflictError, DeniedError, NotFoundError
from sar.log import audit
from sar.models import Account, Report, RequestState, Reveal, RevealRequest
from sar.originals.clearance import Cleared
from sar.originals.wishes import Asked
from sar.values import frozen

# A shift: whoever comes back later should say anew why.
REQUEST_HOURS = 8
SHOWN = 50


@frozen
class RequestRow:
    """A request as both people see it; `words` are redacted."""

    reveal_request_id: int
    receipt: str
    who: str
    is_own: bool
    purpose: str
    state: RequestState
    asked_at: datetime
    expires_at: datetime
    is_over: bool
    decided_by: str
    words: str = field(repr=False)


def ask(
    session: Session, report: Report, cleared: Cleared, *, actor: Actor, now: datetime
) -> Asked:
    """Store a request; raises ConflictError if the same one waits already."""
    waiting = select(RevealRequest.reveal_request_id).where(
        RevealRequest.report_id == report.report_id,
        RevealRequest.account_id == actor.account_id,
        RevealRequest.state.in_([RequestState.ASKED, RequestState.APPROVED]),
        RevealRequest.expires_at > now,
    )
    if session.execute(waiting).first() is not None:
        raise ConflictError(
            "You asked for this report already.",
            remedy="Look under Requests whether a second person agreed.",
        )
    row = RevealRequest(
        report_id=report.report_id,
        account_id=actor.account_id,
        purpose=cleared.purpose.code,
        words=cleared.words,
        asked_at=now,
        expires_at=now + timedelta(hours=REQUEST_HOURS),
    )
    session.add(row)
    session.flush()
    _record(session, "reveal.requested", row, report.receipt, actor=actor, now=now)
    return Asked(report.receipt, row.expires_at)


def decide(
    session: Session, reveal_request_id: int, *, agrees: bool, actor: Actor, now: datetime
) -> str:
    """Agree to a request or decline it; return the receipt number of its report.

    Raises DeniedError for one's own request, ConflictError if it was decided or expired.
    """
    request, receipt = _find(session, reveal_request_id)
    if request.account_id == actor.account_id:
        raise DeniedError(
            "You asked for this yourself.", remedy="Somebody else has to agree or decline."
        )
    decided = session.execute(
        update(RevealRequest)
        .where(
            RevealRequest.reveal_request_id == reveal_request_id,
            RevealRequest.state == RequestState.ASKED,
            RevealRequest.expires_at > now,
        )
        .values(
            state=RequestState.APPROVED if agrees else RequestState.DECLINED,
            decided_by_id=actor.account_id,
            decided_at=now,
        )
        .returning(RevealRequest.reveal_request_id)
    ).first()
    if decided is None:
        raise _no_longer_open(request, now)
    action = "reveal.request_approved" if agrees else "reveal.request_declined"
    _record(session, action, request, receipt, actor=actor, now=now)
    return receipt


def approved(
    session: Session, reveal_request_id: int, *, actor: Actor, now: datetime
) -> tuple[RevealRequest, str]:
    """Return an own request to which somebody agreed, locked, and the receipt of its report."""
    request, receipt = _find(session, reveal_request_id)
    if request.account_id != actor.account_id:
        raise NotFoundError("There is no such request of yours.")
    session.refresh(request, with_for_update=True)
    if request.state != RequestState.APPROVED or request.expires_at <= now:
        raise _no_longer_open(request, now)
    return request, receipt


def mark_opened(request: RevealRequest, row: Reveal) -> None:
    """Note which reveal came of a request, which cannot be opened a second time."""
    request.state, request.reveal_id = RequestState.OPENED, row.reveal_id


def listed(session: Session, *, viewer: Actor, now: datetime) -> Sequence[RequestRow]:
    """List the requests that others wait for, and the viewer's own, the newest first."""
    asker, second = aliased(Account), aliased(Account)
    rows = session.execute(
        select(RevealRequest, Report.receipt, asker.display_name, second.display_name)
        .join(Report, Report.report_id == RevealRequest.report_id)
        .join(asker, asker.account_id == RevealRequest.account_id)
        .outerjoin(second, second.account_id == RevealRequest.decided_by_id)
        .where(
            (RevealRequest.account_id == viewer.account_id)
            | ((RevealRequest.state == RequestState.ASKED) & (RevealRequest.expires_at > now))
        )
        .order_by(RevealRequest.reveal_request_id.desc())
        .limit(SHOWN)
    )
    return [
        RequestRow(
            reveal_request_id=row.reveal_request_id,
            receipt=receipt,
            who=who,
            is_own=row.account_id == viewer.account_id,
            purpose=row.purpose,
            state=RequestState(row.state),
            asked_at=row.asked_at,
            expires_at=row.expires_at,
            is_over=row.expires_at <= now,
            decided_by=second_name or "",
            words=row.words,
        )
        for row, receipt, who, second_name in rows
    ]


def _find(session: Session, reveal_request_id: int) -> tuple[RevealRequest, str]:
    found = session.execute(
        select(RevealRequest, Report.receipt)
        .join(Report, Report.report_id == RevealRequest.report_id)
        .where(RevealRequest.reveal_request_id == reveal_request_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError("There is no such request.")
    return found[0], found[1]


def _no_longer_open(request: RevealRequest, now: datetime) -> ConflictError:
    if request.expires_at <= now:
        return ConflictError(
            "This request is too old.",
            remedy=f"Ask again; it stays open for {REQUEST_HOURS} hours.",
        )
    return ConflictError(
        "This request is not in the state that this needs.",
        remedy="Look at the list: somebody decided already, or nobody yet.",
    )


def _record(
    session: Session,
    action: str,
    row: RevealRequest,
    receipt: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    event = audit.Event(
        action,
        f"report:{receipt}",
        purpose=row.purpose,
        details={"request": row.reveal_request_id},
    )
    audit.record(session, event, actor=actor, now=now)
