"""Deciding about several reports for one reason: looked at first, then each on its own.

Reports are ticked by hand, or are all that fit the filters of the queue and are looked at
together; nothing is ever chosen by its rank. Each keeps its two parts of the review, its own
entries in the log and its own text for the officer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from privacy.recognizers import DEFAULT, Recognizer
from sar.actors import Actor
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import AuditEntry, Report
from sar.reports.filters import Filters
from sar.review import service
from sar.review.actions import label_of
from sar.review.blind import in_hand
from sar.review.claims import is_shown, locked_reports
from sar.review.incidents import find_live
from sar.review.reasons import find_reason
from sar.review.waiting import waiting
from sar.values import frozen
from triage.decisions import MIN_OFFICER_CHARS, MIN_RATIONALE_CHARS, Action, Record, State

# This project's judgement: what one person can look through in one sitting.
MAX_REPORTS = 100
# The part of the queue that is read one by one before it is decided: the first fifth.
HIGH_PART = 5


@frozen
class Way:
    """How several reports end: the steps from each state in which that is possible.

    `reasons_of` is the action whose standard reasons serve for every step.
    """

    code: str
    label: str
    reasons_of: Action
    steps: Mapping[State, tuple[Action, ...]]


WAYS: Mapping[str, Way] = {
    each.code: each
    for each in (
        Way(
            "unfounded",
            "They do not meet the criteria: close as unfounded",
            Action.CLOSE_UNFOUNDED,
            {
                State.RECEIVED: (Action.FAILS_CRITERIA, Action.CLOSE_UNFOUNDED),
                State.CRITERIA_NOT_MET: (Action.CLOSE_UNFOUNDED,),
            },
        ),
        Way(
            "no_nexus",
            "They meet the criteria, but no nexus was found: close",
            Action.FIND_NO_NEXUS,
            {State.CRITERIA_MET: (Action.FIND_NO_NEXUS,)},
        ),
    )
}


@frozen
class Ticked:
    """A report that was ticked, and the revision in which it was looked at."""

    receipt: str
    revision: int


@frozen
class Looked:
    """A ticked report as it is looked at once more; `obstacle` says why it is left out."""

    report: Report = field(repr=False)
    obstacle: str


@frozen
class Verdict:
    """What is decided about all of them: the way, a standard reason or own words."""

    way: str
    reason: str
    record: Record = field(repr=False)


@frozen
class Result:
    """What became of one report; `said` is in words."""

    receipt: str
    is_done: bool
    said: str


def fitting(session: Session, filters: Filters, *, viewer: Actor, now: datetime) -> list[str]:
    """Return the receipts of all reports that fit the filters, one more than allowed if too many.

    Without a filter none is meant: a whole queue is nothing to decide together. What the viewer
    reads blind is left out, as in every list.
    """
    if not (filters.sector or filters.behaviour or filters.state or filters.incident):
        return []
    query = waiting(
        filters,
        Report.receipt,
        now=now,
        incident=find_live(session, filters.incident, now=now),
    ).where(Report.report_id.not_in(in_hand(session, viewer=viewer, now=now).blind))
    return list(session.execute(query.limit(MAX_REPORTS + 1)).scalars())


def look(session: Session, receipts: Sequence[str], *, actor: Actor, now: datetime) -> list[Looked]:
    """Return the ticked reports in the order of the queue, each with what stands in its way."""
    query = select(Report).where(Report.receipt.in_(receipts)).order_by(Report.report_id)
    reports = [each for each in session.execute(query).scalars() if is_shown(each)]
    high, seen = _high_place(session), _seen(session, receipts, actor)
    found = [
        Looked(each, _obstacle(each, None, actor=actor, now=now) or _unread(each, high, seen))
        for each in reports
    ]
    for each in found:
        event = audit.Event("report.previewed", f"report:{each.report.receipt}")
        audit.record(session, event, actor=actor, now=now)
    return sorted(found, key=lambda one: (one.report.queue_place or 0, one.report.report_id))


def decide_all(
    session: Session,
    ticked: Sequence[Ticked],
    verdict: Verdict,
    *,
    actor: Actor,
    now: datetime,
    recognizers: Sequence[Recognizer] = DEFAULT,
) -> list[Result] | list[FieldFinding]:
    """Decide about every ticked report on its own; return each result, or what the form lacks."""
    if found := _missing(ticked, verdict):
        return found
    receipts = [each.receipt for each in ticked]
    # All of them before the log, which stays locked from the first decision on.
    reports = {
        receipt: each
        for receipt, each in locked_reports(session, receipts).items()
        if is_shown(each)
    }
    high, seen = _high_place(session), _seen(session, receipts, actor)
    results = []
    for each in ticked:
        report = reports.get(each.receipt)
        said = _why_not(report, each, WAYS[verdict.way], actor=actor, now=now)
        said = said or _unread(report, high, seen)
        if said or report is None:
            results.append(Result(each.receipt, is_done=False, said=said))
            continue
        report.claimed_by_id, report.claim_expires_at = actor.account_id, now + timedelta(minutes=1)
        results.append(
            _decide_one(session, report, verdict, actor=actor, now=now, recognizers=recognizers)
        )
    return results


def _decide_one(
    session: Session,
    report: Report,
    verdict: Verdict,
    *,
    actor: Actor,
    now: datetime,
    recognizers: Sequence[Recognizer],
) -> Result:
    steps = WAYS[verdict.way].steps[State(report.state)]
    for action in steps:
        # The officer reads one text, that of the end.
        is_last = action is steps[-1]
        record = verdict.record if is_last else replace(verdict.record, officer_text="")
        intent = service.Intent(action, record, report.revision, reason=verdict.reason)
        outcome = service.record_decision(
            session, report.receipt, intent, actor=actor, now=now, recognizers=recognizers
        )
        if isinstance(outcome, service.Refused):
            return Result(report.receipt, is_done=False, said=outcome.findings[0].message)
    return Result(report.receipt, is_done=True, said=label_of(report.state))


def _high_place(session: Session) -> int:
    """Return the place of the last report in the first part of the queue."""
    waiting = select(Report.queue_place).where(Report.queue_place.is_not(None))
    count = session.execute(select(func.count()).select_from(waiting.subquery())).scalar_one()
    if count < HIGH_PART:
        return 0
    last = waiting.order_by(Report.queue_place).offset(count // HIGH_PART - 1).limit(1)
    return session.execute(last).scalar_one() or 0


def _seen(session: Session, receipts: Sequence[str], actor: Actor) -> frozenset[str]:
    """Return the receipts of the reports that the actor has opened before, by the log."""
    subjects = session.execute(
        select(AuditEntry.subject)
        .where(
            AuditEntry.subject.in_([f"report:{each}" for each in receipts]),
            AuditEntry.actor_id == actor.account_id,
            AuditEntry.action == "report.read",
        )
        .distinct()
    )
    return frozenset(each.partition(":")[2] for each in subjects.scalars())


def _unread(report: Report | None, high_place: int, seen: frozenset[str]) -> str:
    if report is None or report.receipt in seen or (report.queue_place or 0) > high_place:
        return ""
    return "It stands high in the queue and you have not opened it: read it first."


def _why_not(
    report: Report | None, ticked: Ticked, way: Way, *, actor: Actor, now: datetime
) -> str:
    if report is None:
        return "There is no such report, or it is held."
    if report.revision != ticked.revision:
        return "It changed while you were looking. Nothing was overwritten."
    return _obstacle(report, way, actor=actor, now=now)


def _obstacle(report: Report, way: Way | None, *, actor: Actor, now: datetime) -> str:
    """Say what stands in the way of one report, "" if nothing does; any way counts without one."""
    ways = WAYS.values() if way is None else [way]
    if all(State(report.state) not in each.steps for each in ways):
        return f"It is in another state: {label_of(report.state)}. Decide about it on its own."
    is_others = report.claimed_by_id is not None and report.claimed_by_id != actor.account_id
    if is_others and report.claim_expires_at is not None and report.claim_expires_at > now:
        return "Somebody else works on it."
    return ""


def _missing(ticked: Sequence[Ticked], verdict: Verdict) -> list[FieldFinding]:
    """Ask of the form what is asked of each decision, so that it is said once."""
    if verdict.way not in WAYS:
        return [_finding("way", "No way to end is chosen.", "Choose what is decided.")]
    if not 1 <= len(ticked) <= MAX_REPORTS:
        message = f"{len(ticked)} reports are ticked; 1 to {MAX_REPORTS} can be."
        return [_finding("report", message, "Go back to the queue and tick fewer.")]
    action = WAYS[verdict.way].reasons_of
    if verdict.reason and find_reason(action, verdict.reason) is None:
        message = "This decision has no such standard reason."
        return [_finding(f"because.{action}", message, "Choose one of the list.")]
    if not verdict.reason and len(verdict.record.rationale.strip()) < MIN_RATIONALE_CHARS:
        return [_finding(f"because.{action}", "No reason is chosen.", "Choose one, or write why.")]
    if not verdict.reason and len(verdict.record.officer_text.strip()) < MIN_OFFICER_CHARS:
        remedy = "Say what was decided and why, or choose a reason that has words of its own."
        return [_finding("officer_text", "The officers would read nothing.", remedy)]
    return []


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, rule="bulk")
