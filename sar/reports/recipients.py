"""Whoever received a report is told when it changes: the notices that are owed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sar.models import Disclosure, NoticeCause, RecipientNotice


def owe_notices(session: Session, report_id: int, cause: NoticeCause, *, now: datetime) -> int:
    """Note that every recipient of a report is owed a notice; return how many are.

    A summary has no word of the report, and still is about it: its recipients are told as well.
    """
    ids = session.execute(
        select(Disclosure.disclosure_id).where(Disclosure.report_id == report_id)
    ).scalars()
    notices = [RecipientNotice(disclosure_id=each, cause=cause, caused_at=now) for each in ids]
    session.add_all(notices)
    session.flush()
    return len(notices)
