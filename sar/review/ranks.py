"""Marking, while reading a report, that it stands in the wrong place; and taking the mark back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import RankMark, RankReason, Report
from sar.review.claims import locked_report


def own_rank_mark(session: Session, report: Report, *, actor: Actor) -> str:
    """Return in words why the actor finds the rank of a report wrong; "" if they do not."""
    reason = session.execute(
        select(RankMark.reason).where(
            RankMark.report_id == report.report_id, RankMark.account_id == actor.account_id
        )
    ).scalar_one_or_none()
    return RankReason(reason).label if reason else ""


def mark_rank(
    session: Session, receipt: str, reason: str, *, actor: Actor, now: datetime
) -> Sequence[FieldFinding]:
    """Mark the rank of a report as wrong; nothing about its place changes.

    Raises NotFoundError if there is no such report or it is held.
    """
    report = locked_report(session, receipt)
    if reason not in set(RankReason):
        return [_NO_REASON]
    _remove(session, report, actor=actor)
    row = {
        "account_id": actor.account_id,
        "report_id": report.report_id,
        "reason": reason,
        "score": report.score,
        "score_version": report.score_version,
        "marked_at": now,
    }
    db.insert(session, RankMark, row)
    details: dict[str, audit.Detail] = {"reason": reason, "score": report.score or 0}
    event = audit.Event("rank.marked", f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)
    return ()


def take_back_rank_mark(session: Session, receipt: str, *, actor: Actor, now: datetime) -> None:
    """Take the actor's own mark back; nothing happens if there is none."""
    report = locked_report(session, receipt)
    if _remove(session, report, actor=actor):
        event = audit.Event("rank.taken_back", f"report:{report.receipt}")
        audit.record(session, event, actor=actor, now=now)


def _remove(session: Session, report: Report, *, actor: Actor) -> bool:
    own = delete(RankMark).where(
        RankMark.report_id == report.report_id, RankMark.account_id == actor.account_id
    )
    return session.execute(own.returning(RankMark.rank_mark_id)).first() is not None


_NO_REASON = FieldFinding(
    "rank_reason", "No reason is chosen.", "Say what is wrong with its place.", rule="rank"
)
