"""Correcting which behaviours a report is about, before part one of the review is decided."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet, Indicator, Status
from privacy.errors import RedactionError
from privacy.recognizers import DEFAULT, Recognizer
from sar.actors import Actor
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import Correction, Report, ReportBehaviour
from sar.review import second_readings, wording
from sar.review.claims import locked_report
from sar.review.desk import pinned_set
from sar.review.service import NOT_CLAIMED, STALE, UNCHECKED
from sar.values import frozen
from sar.wording import reasons
from triage.decisions import State

# Enough to rule out "ok"; as the other reasons of the review (triage.decisions).
MAX_WHY_CHARS = 2000


@frozen
class Corrected:
    """The behaviours that the analyst sees in the report, and the revision they have read."""

    indicator_ids: tuple[str, ...]
    why: str = field(repr=False)
    revision: int


def correct_behaviours(
    session: Session,
    receipt: str,
    corrected: Corrected,
    *,
    actor: Actor,
    now: datetime,
    recognizers: Sequence[Recognizer] = DEFAULT,
) -> Sequence[FieldFinding]:
    """Put other behaviours of the pinned version in the place of those that the officer picked.

    The score stays: it was given for the report as it was filed. Raises NotFoundError if there is
    no such report or it is held.
    """
    report = locked_report(session, receipt)
    second = second_readings.of(session, report, actor=actor, now=now)
    before = [each.indicator_id for each in report.behaviours]
    if second is not None:
        before = second.behaviours or before
    definition_set = pinned_set(session, report)
    # What a colleague does meanwhile is nothing to a second reader, who is not told to be one.
    found = [] if second else _out_of_hand(report, corrected, actor=actor)
    found = found or _unfit(corrected, before, definition_set)
    if found:
        return found
    try:
        words, _hidden = wording.hide(session, report, {"why": corrected.why}, recognizers)
    except RedactionError:
        return [UNCHECKED]
    after = [
        each.indicator_id
        for each in definition_set.indicators
        if each.indicator_id in corrected.indicator_ids
    ]
    if second is not None:
        second_readings.correct(second, after, words["why"], now=now)
        _log(session, report, _details(before, after) | {"second": True}, actor=actor, now=now)
        return ()
    _put(report, after)
    report.updated_at, report.revision = now, report.revision + 1
    correction = Correction(
        report_id=report.report_id,
        account_id=actor.account_id or 0,
        before=before,
        after=after,
        why=words["why"],
        corrected_at=now,
    )
    session.add(correction)
    session.flush()
    details = _details(before, after)
    details |= {"correction": correction.correction_id, "revision": report.revision}
    _log(session, report, details, actor=actor, now=now)
    return ()


def _put(report: Report, indicator_ids: Sequence[str]) -> None:
    kept = {each.indicator_id: each for each in report.behaviours}
    report.behaviours = [
        kept.get(each) or ReportBehaviour(indicator_id=each) for each in indicator_ids
    ]
    for rank, behaviour in enumerate(report.behaviours):
        behaviour.rank = rank


def _details(before: Sequence[str], after: Sequence[str]) -> dict[str, audit.Detail]:
    return {"before": " ".join(before), "after": " ".join(after)}


def _log(
    session: Session,
    report: Report,
    details: dict[str, audit.Detail],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    event = audit.Event("report.corrected", f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)


def offered_behaviours(session: Session, report: Report) -> list[tuple[str, str]]:
    """List the behaviours of the pinned version that a report may be about, by id and name."""
    indicators = pinned_set(session, report).indicators
    return [(each.indicator_id, each.name) for each in indicators if _may_be_picked(each)]


def may_correct(state: str) -> bool:
    """Tell whether behaviours may be corrected: only while part one is still to be decided."""
    return state == State.RECEIVED


def _out_of_hand(report: Report, corrected: Corrected, *, actor: Actor) -> list[FieldFinding]:
    if report.revision != corrected.revision:
        return [STALE]
    if report.claimed_by_id != actor.account_id:
        return [NOT_CLAIMED]
    return [] if may_correct(report.state) else [_TOO_LATE]


def _unfit(
    corrected: Corrected, before: Sequence[str], definition_set: DefinitionSet
) -> list[FieldFinding]:
    known = {each.indicator_id for each in definition_set.indicators if _may_be_picked(each)}
    found = []
    if not corrected.indicator_ids or not set(corrected.indicator_ids) <= known:
        found.append(_NOTHING_PICKED)
    elif set(corrected.indicator_ids) == set(before):
        found.append(_NOTHING_CHANGED)
    return [*found, *reasons.about(corrected.why, path="why", most=MAX_WHY_CHARS)]


def _may_be_picked(indicator: Indicator) -> bool:
    return indicator.status is not Status.RETIRED


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, rule="correction")


_TOO_LATE = _finding(
    "behaviours",
    "Part one of this review is decided already.",
    "Say in the decision that another behavior was meant.",
)
_NOTHING_PICKED = _finding(
    "behaviours", "No behavior of this version is picked.", "Pick what the report is about."
)
_NOTHING_CHANGED = _finding(
    "behaviours",
    "These are the behaviors that the report has already.",
    "Pick others, or leave it as it is.",
)
