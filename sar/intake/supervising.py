"""A supervisor's look at a report before analysts: approve it, add to it, or ask its officer.

It is a time for which the queue leaves the report out. Nobody has to do anything for it to go on,
and an analyst who takes it before ends the wait: a report is never stuck.
"""

from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from sar.actors import Actor
from sar.errors import ConflictError, NotFoundError
from sar.intake import adding
from sar.intake.adding import Answer
from sar.log import audit
from sar.models import (
    CheckOutcome,
    Decision,
    Report,
    ReturnReason,
    SupervisorCheck,
)
from sar.reports.supervision import waiting
from sar.values import frozen
from triage.decisions import Action, Record, State, decide


@frozen
class Looked:
    """What the supervisor does, and their words, redacted; without words nothing is added."""

    outcome: CheckOutcome
    words: Answer = field(repr=False)


def look(
    session: Session,
    receipt: str,
    looked: Looked,
    *,
    keyring: Keyring,
    actor: Actor,
    now: datetime,
) -> None:
    """Send a report on, with what the supervisor adds, or ask its officer.

    Raises NotFoundError for a report of another agency, ConflictError if it went on already.
    """
    report, check = waiting_report(session, receipt, actor=actor, now=now)
    check.outcome, check.account_id, check.decided_at = looked.outcome, actor.account_id, now
    report.snoozed_until = None
    if looked.outcome is CheckOutcome.RETURNED:
        _ask(session, report, looked.words, actor=actor, now=now)
    elif looked.words.text:
        adding.add(session, report, looked.words, actor=actor, now=now, keyring=keyring)
    report.updated_at, report.revision = now, report.revision + 1
    details: dict[str, audit.Detail] = {
        "outcome": looked.outcome,
        "has_words": bool(looked.words.text),
    }
    event = audit.Event("report.supervised", f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)


def waiting_report(
    session: Session, receipt: str, *, actor: Actor, now: datetime
) -> tuple[Report, SupervisorCheck]:
    """Return a report that waits for a supervisor of the actor's agency, locked.

    Raises NotFoundError for a report of another agency, ConflictError if it went on already.
    """
    query = select(Report).where(
        Report.receipt == receipt.upper(), Report.agency_id == actor.agency_id
    )
    report = session.execute(query.with_for_update()).scalar_one_or_none()
    if report is None:
        raise NotFoundError("There is no report with this receipt number among yours.")
    check = session.execute(
        select(SupervisorCheck)
        .join(Report, Report.report_id == SupervisorCheck.report_id)
        .where(SupervisorCheck.report_id == report.report_id, waiting(now))
    ).scalar_one_or_none()
    if check is None:
        raise ConflictError(
            "This report does not wait for you.",
            remedy="It went on to the analysts already; the report says when.",
        )
    return report, check


def _ask(session: Session, report: Report, words: Answer, *, actor: Actor, now: datetime) -> None:
    question = words.redacted["text"].text if words.redacted else ""
    record = Record(question=question)
    after = decide(
        State(report.state), Action.RETURN_TO_OFFICER, record, needs_innocent_explanation=False
    )
    decision = Decision(
        report_id=report.report_id,
        account_id=actor.account_id or 0,
        action=Action.RETURN_TO_OFFICER,
        from_state=report.state,
        to_state=after,
        question=question,
        return_reason=ReturnReason.OTHER,
        decided_at=now,
    )
    session.add(decision)
    report.state, report.queue_place = after, None
