"""What an officer adds to a report after filing: an answer to a question, or what they learned."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from privacy.keyring import Keyring
from privacy.recognizers import Recognizer
from privacy.redaction import Redacted
from sar.actors import Actor
from sar.errors import ConflictError
from sar.intake import fields
from sar.intake.checking import redact_or_hold
from sar.intake.service import canonical
from sar.log import audit
from sar.models import Addition, Report, SealedContent
from sar.models.reports import queue_place
from sar.originals import vault
from sar.reports import findable, placeholders
from sar.reports.following import own_report
from sar.values import frozen
from triage.decisions import Action, Record, State, allowed_actions, decide


@frozen
class Answer:
    """The officer's answer to a question; `redacted` None means that it is held."""

    text: str = field(repr=False)
    redacted: dict[str, Redacted] | None = field(repr=False)


def read_answer(
    session: Session,
    receipt: str,
    text: str,
    *,
    recognizers: Sequence[Recognizer],
    pseudonym_key: bytes | None = None,
) -> Answer:
    """Redact the officer's answer; whom it names gets a placeholder that the report has not yet."""
    report = session.execute(
        select(Report).where(Report.receipt == receipt.upper())
    ).scalar_one_or_none()
    taken = placeholders.taken(session, report) if report else ""
    texts = {"text": text, "taken": taken}
    redacted = redact_or_hold(texts, set(), recognizers, pseudonym_key=pseudonym_key)
    return Answer(text, {"text": redacted["text"]} if redacted else None)


def answer_question(
    session: Session, receipt: str, answer: Answer, *, actor: Actor, now: datetime, keyring: Keyring
) -> None:
    """Store the officer's answer, sealed and redacted, and put the report back in the queue.

    Raises NotFoundError for a report of somebody else, ConflictError if nothing was asked.
    """
    report = own_report(session, receipt, actor=actor, is_locked=True)
    if Action.ANSWER_QUESTION not in allowed_actions(State(report.state)):
        raise ConflictError(
            "Nobody is waiting for an answer to this report.",
            remedy="It may have been answered already; open the report to see.",
        )
    addition_id = add(session, report, answer, actor=actor, keyring=keyring, now=now)
    report.state = decide(
        State(report.state), Action.ANSWER_QUESTION, Record(), needs_innocent_explanation=False
    )
    report.queue_place = queue_place(report.score or 0, report.received_at)
    report.snoozed_until = None
    report.updated_at, report.revision = now, report.revision + 1
    event = audit.Event(
        "report.answered", f"report:{report.receipt}", details={"addition": addition_id}
    )
    audit.record(session, event, actor=actor, now=now)


def add_information(
    session: Session,
    report: Report,
    answer: Answer,
    *,
    actor: Actor,
    now: datetime,
    keyring: Keyring,
) -> None:
    """Store what the officer adds to an open report, sealed and redacted; its state stays."""
    addition_id = add(session, report, answer, actor=actor, keyring=keyring, now=now)
    report.updated_at, report.revision = now, report.revision + 1
    details: dict[str, audit.Detail] = {"addition": addition_id}
    event = audit.Event("report.added_to", f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)


def add(
    session: Session,
    report: Report,
    answer: Answer,
    *,
    actor: Actor,
    keyring: Keyring,
    now: datetime,
) -> int:
    """Store what somebody adds to a report, sealed and redacted; return its number."""
    addition = Addition(
        report_id=report.report_id,
        account_id=actor.account_id,
        redacted=fields.stored(answer.redacted),
        added_at=now,
    )
    session.add(addition)
    session.flush()
    label = vault.Label(
        context=f"addition:{report.receipt}:{addition.addition_id}",
        report_id=report.report_id,
        month=_month_of(session, report),
    )
    vault.put(session, canonical({"text": answer.text}), label, keyring=keyring, now=now)
    findable.write_words(session, report.report_id)
    values = findable.hidden_values({"text": answer.text}, addition.redacted)
    findable.write_first_tokens(
        session, report.report_id, values, keyring=keyring, part=addition.addition_id
    )
    return addition.addition_id


def _month_of(session: Session, report: Report) -> str:
    """Return the retention month of the report, so that its additions are purged with it."""
    sealed = session.get_one(SealedContent, f"report:{report.receipt}")
    return sealed.month
