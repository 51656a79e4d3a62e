"""Whoever filed a report says whether the answer to it was useful."""

from datetime import datetime

from sqlalchemy.orm import Session

from sar.actors import Actor
from sar.errors import ConflictError
from sar.log import audit
from sar.models import Usefulness
from sar.reports import following
from triage.decisions import State, is_end


def rate_answer(
    session: Session, receipt: str, said: Usefulness, *, actor: Actor, now: datetime
) -> None:
    """Keep what the officer says of the answer to their own report.

    Raises NotFoundError if it is not theirs, ConflictError while there is no answer yet.
    """
    report = following.own_report(session, receipt, actor=actor)
    if not is_end(State(report.state)):
        raise ConflictError(
            "This report is not decided yet.", remedy="Say it when you have the answer."
        )
    following.rate(session, report.report_id, said, now=now)
    event = audit.Event("answer.rated", f"report:{report.receipt}", details={"useful": said})
    audit.record(session, event, actor=actor, now=now)
