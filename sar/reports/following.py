"""How whoever filed a report follows it: which are theirs, what is new, whether it was useful."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from sar import db
from sar.actors import Actor
from sar.errors import NotFoundError
from sar.models import Decision, Following, Report, Usefulness
from triage.decisions import State

NEWS_DAYS = 30
"""What was decided longer ago is no news; this project's choice."""


def own_report(session: Session, receipt: str, *, actor: Actor, is_locked: bool = False) -> Report:
    """Return a report that the actor filed; raises NotFoundError for any other."""
    query = select(Report).where(
        Report.receipt == receipt.upper(), Report.account_id == actor.account_id
    )
    report = session.execute(query.with_for_update() if is_locked else query).scalar_one_or_none()
    if report is None:
        raise NotFoundError("There is no report with this receipt number among yours.")
    return report


def has_news(viewer: Actor, *, now: datetime) -> ColumnElement[bool]:
    """Return the condition that something was decided since the viewer saw their own report.

    A question is no news: it is asked until it is answered.
    """
    seen = (
        select(Following.seen_at)
        .where(Following.report_id == Report.report_id)
        .correlate(Report)
        .scalar_subquery()
    )
    return (
        (Report.account_id == viewer.account_id)
        & (Report.state != State.RETURNED)
        & exists().where(
            Decision.report_id == Report.report_id,
            Decision.decided_at > func.coalesce(seen, Report.received_at),
            Decision.decided_at > now - timedelta(days=NEWS_DAYS),
        )
    )


def note_look(session: Session, report_id: int, *, now: datetime) -> None:
    """Note that whoever filed a report has seen it as it is now."""
    row = {"report_id": report_id, "seen_at": now, "usefulness": ""}
    if db.insert_if_absent(session, Following, row) is None:
        session.get_one(Following, report_id).seen_at = now


def usefulness_of(session: Session, report_id: int) -> str:
    """Return what was said of the answer; "" if nothing was."""
    found = session.get(Following, report_id)
    return found.usefulness if found else ""


def rate(session: Session, report_id: int, said: Usefulness, *, now: datetime) -> None:
    """Keep what whoever filed a report says of the answer, in the place of what they said."""
    note_look(session, report_id, now=now)
    following = session.get_one(Following, report_id)
    following.usefulness, following.rated_at = said, now


def count_usefulness(session: Session, *, since: datetime) -> Mapping[Usefulness, int]:
    """Count what was said of answers since then; no report and no person is named."""
    query = (
        select(Following.usefulness, func.count())
        .where(Following.rated_at >= since)
        .group_by(Following.usefulness)
    )
    found = {said: count for said, count in session.execute(query)}  # noqa: C416  rows are no pairs
    return {each: found.get(each, 0) for each in Usefulness}
