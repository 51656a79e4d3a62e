"""Setting a report aside until a time: the queue leaves it out, and it comes back by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from privacy.errors import RedactionError
from privacy.recognizers import DEFAULT, Recognizer
from sar.actors import Actor
from sar.errors import FieldFinding
from sar.log import audit
from sar.models import Report, Snooze
from sar.review import second_readings, wording
from sar.review.claims import locked_report
from sar.review.service import NOT_CLAIMED, STALE, UNCHECKED
from sar.values import frozen

# This project's judgement: longer than a round of questions takes, shorter than being forgotten.
# The clocks of a report (age, retention) go on while it is set aside.
MAX_DAYS = 30
MAX_WHY_CHARS = 500
# When a day at the desk begins, in the analyst's zone.
_MORNING = time(8)

PRESETS: Mapping[str, str] = {
    "hour": "In an hour",
    "hours": "In four hours",
    "tomorrow": "Tomorrow morning",
    "monday": "Monday morning",
    "week": "In a week",
    "day": "On a day of your own",
}


@frozen
class Wish:
    """Until when, as it was chosen; `day` counts with the choice "day"; `why` may be empty."""

    choice: str
    day: str
    why: str = field(repr=False)
    revision: int


def until_of(choice: str, day: str, *, now: datetime, zone: str) -> datetime | None:
    """Return the moment that a choice means in `zone`; None if it means none."""
    if choice in {"hour", "hours"}:
        return now + timedelta(hours=1 if choice == "hour" else 4)
    today = now.astimezone(ZoneInfo(zone)).date()
    days = {"tomorrow": 1, "monday": 7 - today.weekday(), "week": 7}
    if choice in days:
        return _morning(today + timedelta(days=days[choice]), zone)
    try:
        return _morning(date.fromisoformat(day), zone) if choice == "day" else None
    except ValueError:
        return None


def set_aside(
    session: Session,
    receipt: str,
    wish: Wish,
    *,
    actor: Actor,
    now: datetime,
    recognizers: Sequence[Recognizer] = DEFAULT,
) -> Sequence[FieldFinding]:
    """Set a report aside that the actor works on; it is nobody's until it comes back.

    Raises NotFoundError if there is no such report or it is held.
    """
    report = locked_report(session, receipt)
    until = until_of(wish.choice, wish.day, now=now, zone=actor.zone)
    second = second_readings.of(session, report, actor=actor, now=now)
    found = [] if second else _not_in_hand(report, wish, actor=actor)
    found = found or _misfits(wish, until, now=now)
    if found or until is None:
        return found
    if second is not None:
        # A second reader, who is not told to be one, is simply rid of it.
        session.delete(second)
        event = audit.Event("claim.released", f"report:{report.receipt}")
        audit.record(session, event, actor=actor, now=now)
        return ()
    try:
        words, _hidden = wording.hide(session, report, {"why": wish.why.strip()}, recognizers)
    except RedactionError:
        return [UNCHECKED]
    report.snoozed_until = until
    report.claimed_by_id = report.claim_expires_at = None
    report.updated_at, report.revision = now, report.revision + 1
    row = Snooze(
        report_id=report.report_id,
        account_id=actor.account_id or 0,
        until_at=until,
        why=words["why"],
        set_at=now,
    )
    session.add(row)
    details: dict[str, audit.Detail] = {"until": until.isoformat(), "revision": report.revision}
    event = audit.Event("report.snoozed", f"report:{report.receipt}", details=details)
    audit.record(session, event, actor=actor, now=now)
    return ()


def _not_in_hand(report: Report, wish: Wish, *, actor: Actor) -> list[FieldFinding]:
    if report.revision != wish.revision:
        return [STALE]
    if report.claimed_by_id != actor.account_id or report.queue_place is None:
        return [NOT_CLAIMED]
    return []


def _misfits(wish: Wish, until: datetime | None, *, now: datetime) -> list[FieldFinding]:
    found = []
    if wish.choice not in PRESETS:
        found.append(_finding("until", "No time is chosen.", "Choose when it shall come back."))
    elif until is None:
        found.append(_finding("day", "This is not a date.", "Choose a day, such as 2026-03-31."))
    elif not now < until <= now + timedelta(days=MAX_DAYS):
        message = f"A report can be set aside for {MAX_DAYS} days at most, and not into the past."
        found.append(_finding("day", message, "Choose a nearer day."))
    if len(wish.why) > MAX_WHY_CHARS or "\x00" in wish.why:
        message = f"The words are longer than {MAX_WHY_CHARS} characters."
        found.append(_finding("snooze_why", message, "Shorten them."))
    return found


def _morning(day: date, zone: str) -> datetime:
    return datetime.combine(day, _MORNING, ZoneInfo(zone))


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, rule="snooze")
