"""Deciding about a report: the two parts of the review, each recorded on its own."""

from collections.abc import Sequence
from dataclasses import field, fields, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from indicators.definitions import needs_innocent_explanation
from privacy.errors import RedactionError
from privacy.recognizers import DEFAULT, Recognizer
from sar.actors import Actor
from sar.errors import FieldFinding
from sar.log import audit, ledger
from sar.models import Decision, Report, ReturnReason
from sar.review import attributes, second_readings, wording
from sar.review.actions import CHOICES
from sar.review.claims import locked_report
from sar.review.desk import pinned_behaviours
from sar.review.reasons import complete, find_reason
from sar.values import frozen
from triage.decisions import Action, Record, State, decide, is_end
from triage.errors import DecisionRefusedError, Missing


@frozen
class Intent:
    """What the analyst wants to record, and `revision`, the state of the report they have read.

    `return_reason` counts only when the report goes back to the officer; `reason` is the code of
    a standard reason of the action, "" for none.
    """

    action: str
    record: Record = field(repr=False)
    revision: int
    return_reason: str = ReturnReason.OTHER
    reason: str = ""


class Obstacle(StrEnum):
    """Why nothing was recorded."""

    STALE = "stale"
    NOT_CLAIMED = "not_claimed"
    INCOMPLETE = "incomplete"


@frozen
class Refused:
    """Nothing was recorded and nothing was overwritten."""

    obstacle: Obstacle
    findings: Sequence[FieldFinding]


@frozen
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
    second = second_readings.of(session, report, actor=actor, now=now)
    obstacle = _obstacle(report, intent, actor=actor, is_second=second is not None)
    if obstacle is not None:
        return obstacle
    before = State(report.state) if second is None else State.RECEIVED
    action = Action(intent.action)
    behaviours = pinned_behaviours(session, report, second)
    record = complete(intent.record, find_reason(action, intent.reason), action=action)
    try:
        after = decide(
            before,
            action,
            record,
            needs_innocent_explanation=any(map(needs_innocent_explanation, behaviours))
            or attributes.tells_lawful(session, report),
        )
        words, hidden = _hide(session, report, intent.record, record, recognizers)
    except DecisionRefusedError as error:
        return Refused(Obstacle.INCOMPLETE, [_finding(one) for one in error.missing])
    except RedactionError:
        return Refused(Obstacle.INCOMPLETE, [UNCHECKED])
    if second is not None:
        second_readings.answer(second, action, words, now=now)
        _log_second(session, report, action, actor=actor, now=now)
        return Decided(report.receipt, action, State(report.state), report.revision, hidden)
    decision = Decision(
        report_id=report.report_id,
        account_id=actor.account_id or 0,
        action=action,
        from_state=before,
        to_state=after,
        return_reason=intent.return_reason if action is Action.RETURN_TO_OFFICER else "",
        reason=intent.reason,
        decided_at=now,
        **words,
    )
    _keep(session, report, decision, actor=actor, now=now)
    return Decided(report.receipt, action, after, report.revision, hidden)


def _hide(
    session: Session,
    report: Report,
    written: Record,
    completed: Record,
    recognizers: Sequence[Recognizer],
) -> tuple[dict[str, str], int]:
    """Return the words to keep, and how many were hidden in them."""
    # A standard reason alone is this project's wording: there is nothing in it to hide.
    if not any(_words(written).values()):
        return _words(completed), 0
    return wording.hide(session, report, _words(completed), recognizers)


def _keep(
    session: Session, report: Report, decision: Decision, *, actor: Actor, now: datetime
) -> None:
    session.add(decision)
    _move(session, report, State(decision.to_state), now=now)
    session.flush()
    _log(session, report, decision, actor=actor, now=now)


def _log_second(
    session: Session, report: Report, action: Action, *, actor: Actor, now: datetime
) -> None:
    details: dict[str, audit.Detail] = {"action": action, "second": True}
    event = audit.Event(CHOICES[action].event, f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)


def _log(
    session: Session, report: Report, decision: Decision, *, actor: Actor, now: datetime
) -> None:
    details: dict[str, audit.Detail] = {
        "decision": decision.decision_id,
        "action": decision.action,
        "from": decision.from_state,
        "to": decision.to_state,
        "revision": report.revision,
    }
    name = CHOICES[Action(decision.action)].event
    event = audit.Event(name, f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)


def _obstacle(report: Report, intent: Intent, *, actor: Actor, is_second: bool) -> Refused | None:
    """Say what stands in the way; what a colleague does meanwhile is nothing to a second reader."""
    if report.revision != intent.revision and not is_second:
        return Refused(Obstacle.STALE, [STALE])
    if report.claimed_by_id != actor.account_id and not is_second:
        return Refused(Obstacle.NOT_CLAIMED, [NOT_CLAIMED])
    if intent.action not in set(CHOICES):
        return Refused(Obstacle.INCOMPLETE, [_NO_ACTION])
    if intent.reason and find_reason(intent.action, intent.reason) is None:
        path = f"because.{intent.action}"
        return Refused(Obstacle.INCOMPLETE, [replace(_NO_SUCH_REASON, path=path)])
    return None


def _words(record: Record) -> dict[str, str]:
    return {each.name: getattr(record, each.name) for each in fields(Record)}


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


STALE = FieldFinding(
    "revision",
    "This report changed while you were reading it.",
    "Nothing was overwritten. Look at its history below, then decide anew; your words are kept.",
    rule="stale",
)
NOT_CLAIMED = FieldFinding(
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
_NO_SUCH_REASON = FieldFinding(
    "reason",
    "This decision has no such standard reason.",
    "Choose one of its own reasons, or leave it out and write why.",
    rule="decision",
)
UNCHECKED = FieldFinding(
    "rationale",
    "Your words could not be checked for names and numbers, so nothing was stored.",
    "Try again; if it stays, tell your administrator. Your words are still here.",
    rule="not_redacted",
)
