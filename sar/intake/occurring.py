"""What the form says of when it happened: words are read, and asked about if they are not clear."""

from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sar.errors import FieldFinding
from sar.intake import when
from sar.intake.forms import Form
from sar.intake.submission import OccurredKind
from sar.intake.when import Problem
from sar.values import frozen

WORDS = "occurred.words"
LONG_OPEN = timedelta(hours=1)
"""From then on "an hour ago" may have been written an hour before."""
FAR_AHEAD = timedelta(days=366)
"""How far ahead the answer to a question may lie; this project's choice."""
_EXAMPLE = "Write it like 0930, yesterday 9 pm, Tues 0930 or 3/14 2115."
SEVERAL = ("These words may mean more than one time.", "Choose the one that is right.")
"""What is said, and how to mend it, where words have to be asked about."""
# What is wrong with the words, and how to mend it.
_PROBLEMS = {
    Problem.UNREADABLE: ("This time could not be read.", _EXAMPLE),
    Problem.NO_CLOCK: (
        "The time of the day is missing.",
        "Add it, roughly if need be: about 9 pm.",
    ),
    Problem.NO_DAY: ("Today that time is still to come.", "Say on which day: yesterday 9 pm."),
    Problem.NO_SUCH_DAY: ("There is no such day.", _EXAMPLE),
    Problem.OTHER_WEEKDAY: (
        "That date is another day of the week.",
        "Leave out the one that is not right.",
    ),
    Problem.SKIPPED: (
        "There was no such time: the clocks went forward that night.",
        "Give the time that the clocks showed.",
    ),
    Problem.FUTURE: (
        "The time lies in the future.",
        "Give the time at which it happened; check the zone.",
    ),
}


@frozen
class Told:
    """When it happened, as the form says it.

    `fields` is what the submission says of it. `choices` are the moments that the words may mean
    in `zone`, by their codes; `moment` is the one that counts, None if none does yet.
    `is_read_back` tells that the officer has seen in words what will be sent.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    findings: tuple[FieldFinding, ...] = ()
    zone: str = "UTC"
    choices: Mapping[str, datetime] = field(default_factory=dict)
    chosen: str = ""
    moment: datetime | None = None
    is_read_back: bool = True


def told(form: Form, *, now: datetime) -> Told:
    """Read what the form says of the time; `now` is the present moment, aware UTC.

    A form that lay open, or was kept on a phone, says when its words were written
    (`occurred.told_at`), or when it was opened (`occurred.begun`); words that meant another
    moment when it was opened are asked about.
    """
    fields = {
        name: value
        for name in ("kind", "date", "time", "zone", "told_at")
        if (value := form.get(f"occurred.{name}", "").strip())
    }
    words, kind = form.get(WORDS, "").strip(), fields.get("kind")
    if words and kind is None:
        kind = fields["kind"] = OccurredKind.AT.value
    if not words and "time" not in fields and kind in {OccurredKind.TODAY, OccurredKind.AT}:
        return Told(fields, (_finding("The time is missing.", _EXAMPLE),))
    if kind == OccurredKind.NOW or not words or not _is_zone(fields.get("zone", "")):
        zone = fields.get("zone", "")
        is_known = kind == OccurredKind.NOW and _is_zone(zone)
        return Told(fields, zone=zone, moment=now if is_known else None)
    picked = _picked(form, words, now=now)
    if picked is not None:
        return picked
    now = _moment(fields.get("told_at", ""), now=now) or now
    reading = _read_as_of(form, words, now=now)
    if not reading.moments:
        message, remedy = _PROBLEMS[reading.problem or Problem.UNREADABLE]
        return Told(fields, (_finding(message, remedy),))
    place = ZoneInfo(fields["zone"])
    days = {each.astimezone(place).date() for each in reading.moments}
    if kind == OccurredKind.TODAY and now.astimezone(place).date() not in days:
        message = "You chose “Earlier today”, but the words name another day."
        return Told(fields, (_finding(message, "Choose “On another day”, or change the words."),))
    choices = _choices(reading, fields["zone"])
    if len(choices) > 1:
        found = _finding(*SEVERAL, at="occurred.chosen")
        return Told(fields, (found,), fields["zone"], choices)
    return _clear(choices, next(iter(choices)), fields["zone"], is_read_back=False)


@frozen
class Meant:
    """What words of a question may mean: moments by their codes, or a problem and its remedy."""

    choices: Mapping[str, datetime] = field(default_factory=dict)
    problem: tuple[str, str] | None = None


def read_words(form: Form, words: str, *, zone: str, now: datetime) -> Meant:
    """Read the words of a time beside that of the report, written while the form was open.

    They are read as of when the form says that it was filled in, and as of now if that is long
    ago; what then means something else is asked about.
    """
    if not _is_zone(zone):
        return Meant(problem=("The time has no zone.", "Choose the zone of the place."))
    written = _moment(form.get("occurred.told_at") or form.get("occurred.begun", ""), now=now)
    moments = {now} if written is None or now - written < LONG_OPEN else {now, written}
    readings = [when.read(words, now=each, zone=zone) for each in sorted(moments)]
    if readings[-1].problem is Problem.FUTURE:
        # A question may ask for what is to come, such as the time that a threat named.
        ahead = when.read(words, now=now, zone=zone, ahead=FAR_AHEAD)
        readings = [ahead] if ahead.moments else readings
    found = tuple(sorted({moment for each in readings for moment in each.moments}))
    if not found:
        return Meant(problem=_PROBLEMS[readings[-1].problem or Problem.UNREADABLE])
    return Meant(_choices(when.Reading(found), zone))


def seen_at(form: Form, *, now: datetime) -> datetime | None:
    """Return when the moments that the officer chose from were shown; None if none were."""
    return _moment(form.get("occurred.read_at", ""), now=now)


def _picked(form: Form, words: str, *, now: datetime) -> Told | None:
    """Return what the officer picked, or saw read back, as the words were read then."""
    read_at = seen_at(form, now=now)
    if read_at is None:
        return None
    zone = form.get("occurred.zone", "")
    choices = _choices(_read_as_of(form, words, now=read_at), zone)
    chosen = form.get("occurred.chosen", "")
    return _clear(choices, chosen, zone, is_read_back=True) if chosen in choices else None


def _clear(choices: Mapping[str, datetime], code: str, zone: str, *, is_read_back: bool) -> Told:
    sent = _sent(code) | {"zone": zone}
    return Told(sent, (), zone, choices, code, choices[code], is_read_back)


def _choices(reading: when.Reading, zone: str) -> dict[str, datetime]:
    return {_code(each, ZoneInfo(zone)): each for each in reading.moments}


def _read_as_of(form: Form, words: str, *, now: datetime) -> when.Reading:
    """Read the words as of `now`; and as of when the form was opened, if that is long ago."""
    zone = form["occurred.zone"]
    is_today = form.get("occurred.kind") == OccurredKind.TODAY

    def read(moment: datetime) -> when.Reading:
        day = moment.astimezone(ZoneInfo(zone)).date() if is_today else None
        return when.read(words, now=moment, zone=zone, day=day)

    reading, begun = read(now), _moment(form.get("occurred.begun", ""), now=now)
    if "occurred.told_at" in form or begun is None or now - begun < LONG_OPEN:
        return reading
    both = {*reading.moments, *read(begun).moments}
    return when.Reading(tuple(sorted(both)), reading.problem)


def _moment(text: str, *, now: datetime) -> datetime | None:
    """Return the past moment that a hidden field names; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo and moment <= now else None
    except (ValueError, OverflowError):
        return None


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _code(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as the clocks of the zone show it; "#2" for the second of two such times."""
    local = moment.astimezone(zone)
    return f"{local:%Y-%m-%dT%H:%M}{'#2' if local.fold else ''}"


def _sent(code: str) -> dict[str, Any]:
    clock, _, second = code.partition("#")
    day, _, minute = clock.partition("T")
    said: dict[str, Any] = {"kind": OccurredKind.AT.value, "date": day, "time": minute}
    return said | {"second": True} if second else said


def _finding(message: str, remedy: str, *, at: str = WORDS) -> FieldFinding:
    return FieldFinding(at, message, remedy, "occurred_words")
