"""Marking, while reading a report, that an indicator needs tuning; and taking the mark back."""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from privacy.errors import RedactionError
from privacy.recognizers import DEFAULT, Recognizer
from sar import db
from sar.actors import Actor
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import Report, TuningMark, TuningReason
from sar.review import wording
from sar.review.claims import locked_report
from sar.review.service import UNCHECKED
from sar.values import frozen

MAX_WORDS_CHARS = 500


@frozen
class Mark:
    """Which indicator needs tuning, why, and a few words, which may be empty."""

    indicator_id: str
    reason: str
    words: str = field(default="", repr=False)


def own_marks(session: Session, report: Report, *, actor: Actor) -> dict[str, str]:
    """Return the reasons of the actor's own marks on a report, by indicator id."""
    rows = session.execute(
        select(TuningMark.indicator_id, TuningMark.reason).where(
            TuningMark.report_id == report.report_id, TuningMark.account_id == actor.account_id
        )
    )
    return {row.indicator_id: TuningReason(row.reason).label for row in rows}


def mark_for_tuning(
    session: Session,
    receipt: str,
    mark: Mark,
    *,
    actor: Actor,
    now: datetime,
    recognizers: Sequence[Recognizer] = DEFAULT,
) -> Sequence[FieldFinding]:
    """Mark an indicator of the report; marking it again puts the new reason in the old one's place.

    Raises NotFoundError if there is no such report or it is held.
    """
    report = locked_report(session, receipt)
    found = _obstacles(report, mark)
    if found:
        return found
    try:
        words, _hidden = wording.hide(session, report, {"words": mark.words.strip()}, recognizers)
    except RedactionError:
        return [UNCHECKED]
    _remove(session, report, mark.indicator_id, actor=actor)
    row = {
        "account_id": actor.account_id,
        "report_id": report.report_id,
        "indicator_id": mark.indicator_id,
        "set_version": report.set_version,
        "reason": mark.reason,
        "words": words["words"],
        "marked_at": now,
    }
    db.insert(session, TuningMark, row)
    _log(session, "tuning.marked", report, mark.indicator_id, actor=actor, now=now)
    return ()


def take_back_mark(
    session: Session, receipt: str, indicator_id: str, *, actor: Actor, now: datetime
) -> bool:
    """Take the actor's own mark on an indicator back; false if there is none."""
    report = locked_report(session, receipt)
    was_there = _remove(session, report, indicator_id, actor=actor)
    if was_there:
        _log(session, "tuning.taken_back", report, indicator_id, actor=actor, now=now)
    return was_there


def _remove(session: Session, report: Report, indicator_id: str, *, actor: Actor) -> bool:
    own = delete(TuningMark).where(
        TuningMark.report_id == report.report_id,
        TuningMark.account_id == actor.account_id,
        TuningMark.indicator_id == indicator_id,
    )
    return session.execute(own.returning(TuningMark.tuning_mark_id)).first() is not None


def _log(
    session: Session, action: str, report: Report, indicator_id: str, *, actor: Actor, now: datetime
) -> None:
    event = audit.Event(action, f"report:{report.receipt}", details={"indicator": indicator_id})
    audit.record(session, event, actor=actor, now=now)


def _obstacles(report: Report, mark: Mark) -> list[FieldFinding]:
    found = []
    if mark.indicator_id not in {each.indicator_id for each in report.behaviours}:
        found.append(
            _finding("indicator", "This report has no such behavior.", "Pick one of its own.")
        )
    if mark.reason not in set(TuningReason):
        found.append(_finding("reason", "No reason is chosen.", "Say what is wrong with it."))
    if len(mark.words) > MAX_WORDS_CHARS or "\x00" in mark.words:
        message = f"The words are longer than {MAX_WORDS_CHARS} characters, or cannot be stored."
        found.append(_finding("words", message, "Shorten them, or type them anew."))
    return found


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, rule="tuning")
