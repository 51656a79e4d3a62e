"""Deciding about a report: the two parts of the review, each recorded on its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from indicators.definitions import needs_innocent_explanation
from privacy.errors import RedactionError
from privacy.recognizers import DEFAULT, Recognizer
from privacy.redaction import redact_fields
from sar import audit, ledger
from sar.actors import Actor
from sar.errors import FieldFinding
from sar.models import Decision, Report
from sar.review.actions import CHOICES
from sar.review.claims import locked_report
from sar.review.desk import pinned_behaviours
from triage.decisions import Action, Record, State, decide, is_end
from triage.errors import DecisionRefusedError, Missing


@dataclass(frozen=True, slots=True)
class Intent:
    """What the analyst wants to record, and `revision`, the state of the report they have read."""

    action: str
    record: Record = field(repr=False)
    revision: int


class Obstacle(StrEnum):
    """Why nothing was recorded."""

    STALE = "stale"
    NOT_CLAIMED = "not_claimed"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was recorded and nothing was overwritten."""

    obstacle: Obstacle
    findings: Sequence[FieldFinding]


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision was recorded; `hidden` counts what was hidden in the analyst's own words."""

    receipt: str
    action: Action
    state: State
    revision: int
    hidden: int


def record_decision(
    session: Session,
    receipt: str,
    intent: Intent,
    *,
    actor: Actor,
    now: datetime,
    recognizers: Sequence[Recognizer] = DEFAULT,
) -> Decided | Refused:
    """Record one decision of the analyst who holds the claim, its words redacted.

    Raises NotFoundError if there is no such report or it is held. A claim that ran out and that
    nobody took since still counts: there is no one to disturb.
    """
    report = locked_report(session, receipt)
    obstacle = _obstacle(report, intent, actor=actor)
    if obstacle is not None:
        return obstacle
    before = State(report.state)
    action = Action(intent.action)
    behaviours = pinned_behaviours(session, report)
    try:
        after = decide(
            before,
            action,
            intent.record,
            needs_innocent_explanation=any(map(needs_innocent_explanation, behaviours)),
        )
        record, hidden = _redacted(session, report, intent.record, recognizers)
    except DecisionRefusedError as error:
        return Refused(Obstacle.INCOMPLETE, [_finding(one) for one in error.missing])
    except RedactionError:
        return Refused(Obstacle.INCOMPLETE, [_UNCHECKED])
    decision = _decision(report, action, record, after=after)
    decision.account_id, decision.decided_at = actor.account_id or 0, now
    session.add(decision)
    _move(session, report, after, now=now)
    session.flush()
    event = audit.Event(
        CHOICES[action].event,
        f"report:{report.receipt}",
        details={
            "decision": decision.decision_id,
            "action": action,
            "from": before,
            "to": after,
            "revision": report.revision,
        },
    )
    audit.record(session, event, actor=actor, now=now)
    return Decided(report.receipt, action, after, report.revision, hidden)


def _obstacle(report: Report, intent: Intent, *, actor: Actor) -> Refused | None:
    if report.revision != intent.revision:
        return Refused(Obstacle.STALE, [_STALE])
    if report.claimed_by_id != actor.account_id:
        return Refused(Obstacle.NOT_CLAIMED, [_NOT_CLAIMED])
    if intent.action not in set(CHOICES):
        return Refused(Obstacle.INCOMPLETE, [_NO_ACTION])
    return None


def _redacted(
    session: Session, report: Report, record: Record, recognizers: Sequence[Recognizer]
) -> tuple[Record, int]:
    """Return the record with names and numbers hidden, and how many were; raises RedactionError.

    The placeholders that this report has already are taken: what the analyst names gets another
    one, so that no two people share "[PERSON 1]".
    """
    written = {each.name: getattr(record, each.name) for each in fields(Record)}
    redacted = redact_fields(
        written | {"taken": " ".join(_placeholders(session, report))}, recognizers=recognizers
    )
    hidden = sum(len(redacted[name].spans) for name in written)
    return replace(record, **{name: redacted[name].text for name in written}), hidden


def _placeholders(session: Session, report: Report) -> Iterable[str]:
    """Yield what placeholders, and words around them, this report and its decisions hold."""
    for stored in (report.redacted or {}).values():
        yield from (span["placeholder"] for span in stored["spans"])
    for decision in session.execute(
        select(Decision).where(Decision.report_id == report.report_id)
    ).scalars():
        for each in fields(Record):
            yield getattr(decision, each.name)


def _decision(report: Report, action: Action, record: Record, *, after: State) -> Decision:
    words = {each.name: getattr(record, each.name) for each in fields(Record)}
    return Decision(
        report_id=report.report_id,
        action=action,
        from_state=report.state,
        to_state=after,
        **words,
    )


def _move(session: Session, report: Report, after: State, *, now: datetime) -> None:
    """Put the report into its new state; it leaves the queue when nobody has to read it now."""
    report.state = after
    report.updated_at, report.revision = now, report.revision + 1
    if is_end(after) or after == State.RETURNED:
        report.queue_place = None
        report.claimed_by_id = report.claim_expires_at = None
    if is_end(after):
        ledger.mark(session, report_id=report.report_id, closed_at=now)


_NAMES = {
    "rationale": "The reason",
    "officer_text": "What the officer will read",
    "innocent_explanation": "The innocent explanation",
    "question": "The question",
    "referred_to": "Who takes it over",
}


def _finding(one: Missing) -> FieldFinding:
    message = f"{_NAMES[one.field]}: {one.message}" if one.field in _NAMES else one.message
    return FieldFinding(one.field, message, one.remedy, rule="decision")


_STALE = FieldFinding(
    "revision",
    "This report changed while you were reading it.",
    "Nothing was overwritten. Look at its history below, then decide anew; your words are kept.",
    rule="stale",
)
_NOT_CLAIMED = FieldFinding(
    "claim",
    "You are not working on this report.",
    "Take it first. If somebody else works on it, ask them or take it over.",
    rule="not_claimed",
)
_NO_ACTION = FieldFinding(
    "action",
    "No decision was chosen.",
    "Choose one of the decisions that are offered.",
    rule="decision",
)
_UNCHECKED = FieldFinding(
    "rationale",
    "Your words could not be checked for names and numbers, so nothing was stored.",
    "Try again; if it stays, tell your administrator. Your words are still here.",
    rule="not_redacted",
)
