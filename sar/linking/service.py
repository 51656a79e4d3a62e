"""Making a link and taking it back: both leave the reports themselves as they are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.errors import ConflictError, NotFoundError
from sar.log import audit
from sar.models import Report, ReportLink
from sar.values import frozen
from triage.decisions import State

MIN_CHARS = 3
MAX_OFFERED = 20
# What nobody may open cannot be linked either.
_CLOSED = (State.HELD, State.PURGED)


@frozen
class Offered:
    """A report whose receipt number begins as typed."""

    receipt: str
    received_at: datetime
    place_shown: str


def find_other(
    session: Session, receipt: str, typed: str, *, likely: Sequence[str]
) -> Sequence[Offered]:
    """Return the reports that the first characters of a receipt number may mean.

    One of the `likely` ones (those that the page showed beside the report) is meant before all
    others. Upper and lower case and hyphens do not count; fewer than three characters mean nothing.
    """
    plain = _plain(typed)
    if len(plain) < MIN_CHARS or not plain.isalnum():
        return ()
    meant = [each for each in likely if _plain(each).startswith(plain)]
    begins = "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))
    is_meant = Report.receipt.in_(meant) if meant else Report.receipt.startswith(begins)
    rows = session.execute(
        select(Report.receipt, Report.received_at, Report.place_shown)
        .where(is_meant, Report.receipt != receipt.upper(), Report.state.not_in(_CLOSED))
        .order_by(Report.report_id.desc())
        .limit(MAX_OFFERED)
    )
    return [Offered(*row) for row in rows]


def link(session: Session, receipt: str, other: str, *, actor: Actor, now: datetime) -> bool:
    """Link two reports; tell whether they were not linked before.

    Raises NotFoundError if one of them is not there, ConflictError if they are the same.
    """
    pair = _pair(session, receipt, other)
    row = {
        "report_id": pair[0].report_id,
        "other_id": pair[1].report_id,
        "account_id": actor.account_id,
        "linked_at": now,
    }
    if db.insert_if_absent(session, ReportLink, row) is None:
        return False
    _record(session, "link.made", pair, actor=actor, now=now)
    return True


def unlink(session: Session, receipt: str, other: str, *, actor: Actor, now: datetime) -> bool:
    """Take a link back, whoever made it and however long ago; tell whether there was one."""
    pair = _pair(session, receipt, other)
    gone = delete(ReportLink).where(
        ReportLink.report_id == pair[0].report_id, ReportLink.other_id == pair[1].report_id
    )
    if session.execute(gone.returning(ReportLink.report_id)).first() is None:
        return False
    _record(session, "link.undone", pair, actor=actor, now=now)
    return True


def _pair(session: Session, receipt: str, other: str) -> tuple[Report, Report]:
    """Return both reports, the smaller number first."""
    wanted = {receipt.upper(), other.upper()}
    if len(wanted) == 1:
        raise ConflictError("A report cannot be linked with itself.")
    rows = session.execute(
        select(Report)
        .where(Report.receipt.in_(wanted), Report.state.not_in(_CLOSED))
        .order_by(Report.report_id)
    ).scalars()
    found = rows.all()
    if len(found) != 2:
        raise NotFoundError("There is no open or closed report with this receipt number.")
    return found[0], found[1]


def _record(
    session: Session, action: str, pair: tuple[Report, Report], *, actor: Actor, now: datetime
) -> None:
    """Write the log for both reports, so that each one's own history tells it."""
    for one, other in (pair, pair[::-1]):
        event = audit.Event(action, f"report:{one.receipt}", details={"with": other.receipt})
        audit.record(session, event, actor=actor, now=now)


def _plain(typed: str) -> str:
    return typed.strip().upper().replace("-", "").replace(" ", "")
