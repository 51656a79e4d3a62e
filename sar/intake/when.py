"""When something happened, read from words as people write them: "yesterday 9 pm", "tues 0930".

Words that may mean more than one moment give every reading: they are to be asked about, never
guessed. A day and a month in figures are read as in the United States, the month first.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from sar.intake.when_words import MONTHS, WEEKDAYS, plain, without_fillers
from sar.values import frozen

MAX_CHARS = 80
"""Longest words that are read; nobody needs more to say a time."""
AHEAD = timedelta(minutes=5)
"""How far in the future a moment may lie: as far as a clock may be wrong."""


class Problem(StrEnum):
    """Why words give no moment."""

    UNREADABLE = "unreadable"
    NO_CLOCK = "no_clock"
    NO_DAY = "no_day"
    NO_SUCH_DAY = "no_such_day"
    OTHER_WEEKDAY = "other_weekday"
    SKIPPED = "skipped"
    FUTURE = "future"


@frozen
class Reading:
    """What words may mean; `moments` are aware UTC, sorted; none means that there is a problem."""

    moments: tuple[datetime, ...] = ()
    problem: Problem | None = None


# Days that words may mean, and what is left of the words for the time of the day.
_Days = tuple[list[date], str]
# A time of the day, and how many days later it is than the day that was named: "Monday midnight".
_Clock = tuple[time, int]

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = re.compile(
    rf"\b(?:(last|this) )?({'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b"
)
_AGO = re.compile(r"(?:about |around |roughly )?(\d{1,3}) (minutes|hours) ago")
_UNITS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1)}
_PARTS = "am|pm|morning|afternoon|evening|night|lastnight"
_PART_FIRST = re.compile(rf"({_PARTS}) (.+)")
_CLOCK = re.compile(
    r"(?:(?P<word>noon|midnight)|(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?::\d\d)?"
    rf"|(?P<four>\d{{4}})|(?P<three>\d{{3}}))(?: (?P<part>{_PARTS}))?"
)
_NO_CLOCK = re.compile(rf"(?:{_PARTS})?")
# "Tuesday night at 2" may be the one or the other; later than that nobody says night.
_SMALL_HOURS = range(1, 5)


def read(
    words: str, *, now: datetime, zone: str, day: date | None = None, ahead: timedelta = AHEAD
) -> Reading:
    """Read words that say when something happened; `now` is aware, `zone` an IANA name.

    Nothing later than `now` and `ahead` is meant. `day` is the day where the words name none;
    without it, a time alone is today's, unless that lies in the future: then the day is missing.
    More than one moment has to be asked about.
    """
    if len(words) > MAX_CHARS:
        return Reading(problem=Problem.UNREADABLE)
    text, place = plain(words), ZoneInfo(zone)
    ago = _ago(text, now=now)
    if ago is not None:
        return Reading((ago,))
    text, today = without_fillers(text), now.astimezone(place).date()
    named, problem = _named_days(text, today=today)
    pairs = [(days, list(_clocks(rest))) for days, rest in named]
    is_named = any(clocks for _, clocks in pairs)
    if not is_named:
        pairs = [([day or today], list(_clocks(text)))]
    moments, wrong = _moments(pairs, zone=place, latest=now + ahead)
    if moments:
        return Reading(moments)
    if wrong is None:
        is_clock_missing = any(_NO_CLOCK.fullmatch(rest) for _, rest in named)
        wrong = problem or (Problem.NO_CLOCK if is_clock_missing else Problem.UNREADABLE)
    is_day_missing = wrong is Problem.FUTURE and not is_named and day is None
    return Reading(problem=Problem.NO_DAY if is_day_missing else wrong)


def _ago(text: str, *, now: datetime) -> datetime | None:
    if text in {"now", "just now", "right now"}:
        return now
    found = _AGO.fullmatch(text)
    if found is None:
        return None
    return (now - int(found[1]) * _UNITS[found[2]]).astimezone(UTC).replace(second=0, microsecond=0)


def _named_days(text: str, *, today: date) -> tuple[list[_Days], Problem | None]:
    """Return every way in which a text names a day, and what is wrong with the days it names."""
    weekday = _WEEKDAY.search(text)
    rest = _without(text, weekday) if weekday else text
    found, problem = [], None
    for pattern, days_of, put in _PATTERNS:
        match = re.search(pattern, rest)
        if match is None:
            continue
        days = [each for each in days_of(match, today) if each is not None]
        if days and weekday:
            is_meant = WEEKDAYS[weekday[2]]
            kept = [each for each in days if each.weekday() == is_meant]
            problem = None if kept else Problem.OTHER_WEEKDAY
            days = kept
        elif not days:
            problem = Problem.NO_SUCH_DAY
        if days:
            found.append((days, _without(rest, match, match.expand(put))))
    if weekday and not found and problem is None:
        found.append((_weekdays(weekday, today), rest))
    return found, problem


def _without(text: str, match: re.Match[str], put: str = "") -> str:
    return " ".join(f"{text[: match.start()]} {put} {text[match.end() :]}".split()).strip(" .")


def _weekdays(match: re.Match[str], today: date) -> list[date]:
    back = (today.weekday() - WEEKDAYS[match[2]]) % 7
    latest, week_before = today - timedelta(back), today - timedelta(back + 7)
    if match[1] == "last":
        # In the same week people mean the one or the other.
        return (
            [latest, week_before] if 0 < back <= today.weekday() else [today - timedelta(back or 7)]
        )
    return [latest] if back else [today, week_before]


def _past(month: int, day: int, today: date) -> Sequence[date | None]:
    """Return the latest such day up to today; a leap day may be eight years back."""
    for year in range(today.year, today.year - 9, -1):
        found = _date(year, month, day)
        if found and found <= today:
            return [found]
        if found is None and (month, day) != (2, 29):
            break
    return []


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None


def _in_figures(match: re.Match[str], today: date) -> Sequence[date | None]:
    first, second, year = int(match[1]), int(match[3]), match[4]
    month, day = (first, second) if first <= 12 else (second, first)
    return [_date(int(year), month, day)] if year else _past(month, day, today)


def _of_month(match: re.Match[str], today: date) -> Sequence[date | None]:
    """Return the latest day of that number, this month or before."""
    months = [today.replace(day=1) - timedelta(days=31 * back) for back in range(3)]
    days = [_date(each.year, each.month, int(match[1])) for each in months]
    return [each for each in days if each and each <= today][:1]


def _back(count: int) -> Callable[[re.Match[str], date], Sequence[date | None]]:
    return lambda _match, today: [today - timedelta(count)]


_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_PATTERNS: tuple[tuple[str, Callable[[re.Match[str], date], Sequence[date | None]], str], ...] = (
    (r"\bdays? before yesterday\b", _back(2), ""),
    (r"(?<!before )\byesterday\b", _back(1), ""),
    (r"\blast night\b", _back(1), "lastnight"),
    (r"\blast (afternoon|evening)\b", _back(1), r"\1"),
    (r"\btonight\b", _back(0), "night"),
    (r"\bthis (morning|afternoon|evening)\b", _back(0), r"\1"),
    (r"\b(?:earlier )?today\b", _back(0), ""),
    (r"\btomorrow\b", _back(-1), ""),
    (r"\b(\d{1,2}) days ago\b", lambda m, today: [today - timedelta(int(m[1]))], ""),
    (r"\b(\d{1,2}) weeks ago\b", lambda m, today: [today - timedelta(7 * int(m[1]))], ""),
    (
        r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?:t(?=\d)|\b)",
        lambda m, _: [_date(int(m[1]), int(m[2]), int(m[3]))],
        "",
    ),
    (r"(?<![\d/-])(\d{1,2})([/-])(\d{1,2})(?:\2(\d{4}|\d\d))?(?![\d/-])", _in_figures, ""),
    (
        rf"\b({_MONTH})\b\.? {_DAY}\b (\d{{4}})\b",
        lambda m, _: [_date(int(m[3]), MONTHS[m[1]], int(m[2]))],
        "",
    ),
    (
        rf"\b({_MONTH})\b\.? {_DAY}\b",
        lambda m, today: _past(MONTHS[m[1]], int(m[2]), today),
        "",
    ),
    (
        rf"\b{_DAY} ({_MONTH})\b\.? (\d{{4}})\b",
        lambda m, _: [_date(int(m[3]), MONTHS[m[2]], int(m[1]))],
        "",
    ),
    (
        rf"\b{_DAY} ({_MONTH})\b",
        lambda m, today: _past(MONTHS[m[2]], int(m[1]), today),
        "",
    ),
    (r"\b(\d{1,2})(?:st|nd|rd|th)\b", _of_month, ""),
)


def _clocks(text: str) -> Iterator[_Clock]:
    """Give every time of the day that a text may mean; nothing if it is no time."""
    part_first = _PART_FIRST.fullmatch(text)
    match = _CLOCK.fullmatch(f"{part_first[2]} {part_first[1]}" if part_first else text)
    if match is None:
        return
    part = match["part"] or ""
    if match["word"]:
        yield from [(time(12), 0)] if match["word"] == "noon" else [(time(0), 0), (time(0), 1)]
        return
    figures = match["four"] or match["three"] or f"{match['hour']}{match['minute'] or '00'}"
    hour, minute = int(figures[:-2]), int(figures[-2:])
    is_of_24 = bool(match["four"]) or hour > 12 or figures.startswith("0")
    if minute < 60:
        for at, shift in _hours(hour, part, is_of_24=is_of_24):
            yield time(at, minute), shift


def _hours(hour: int, part: str, *, is_of_24: bool) -> list[tuple[int, int]]:
    """Return which hours of 24 an hour may be, each with how many days later it is."""
    if hour > 24:
        return []
    if hour == 24:
        return [(0, 1)]
    if hour > 12 or (is_of_24 and not part):
        return [(hour, 0)] if part not in {"am", "morning"} or hour < 12 else []
    morning, evening = (hour % 12, 0), (hour % 12 + 12, 0)
    if part in {"am", "morning"}:
        return [morning]
    if part in {"pm", "afternoon", "evening"}:
        return [evening]
    if part in {"night", "lastnight"}:
        if hour % 12 == 0:
            return [(0, 1)]
        if hour in _SMALL_HOURS:
            return [(hour, 1)] if part == "lastnight" else [(hour, 0), (hour, 1)]
        return [evening]
    return [morning, evening]


def _moments(
    pairs: Iterable[tuple[list[date], list[_Clock]]], *, zone: ZoneInfo, latest: datetime
) -> tuple[tuple[datetime, ...], Problem | None]:
    """Return the moments up to `latest`, or why there are none."""
    found, wrong = set(), None
    for days, clocks in pairs:
        for day in days:
            for clock, shift in clocks:
                moments = _on_clocks(datetime.combine(day + timedelta(shift), clock), zone)
                past = {each for each in moments if each <= latest}
                found |= past
                if not past:
                    wrong = Problem.FUTURE if moments else Problem.SKIPPED
    return tuple(sorted(found)), wrong


def _on_clocks(local: datetime, zone: ZoneInfo) -> set[datetime]:
    """Return the moments at which the clocks show a time: none, one, or two."""
    both = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return {each for each in both if each.astimezone(zone).replace(tzinfo=None) == local}


def is_on_clocks(day: date, clock: time, zone: str) -> bool:
    """Tell whether the clocks of a zone showed that time on that day; summer time skips an hour."""
    return bool(_on_clocks(datetime.combine(day, clock.replace(fold=0)), ZoneInfo(zone)))
