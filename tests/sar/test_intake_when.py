"""Times as people write them: what is read, what is asked about, what is refused with a reason."""

import random
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from sar.intake.when import Problem, is_on_clocks, read
from sar.intake.when_words import MONTHS, WEEKDAYS, in_words
from sar.wording.zones import ZONES

EASTERN = "America/New_York"


def at(text: str, zone: str = EASTERN, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


# A Friday, two in the afternoon.
NOW = at("2026-11-27T14:00")


def moments(words: str, *, now: datetime = NOW, zone: str = EASTERN) -> list[str]:
    """Return what words mean, as the clocks of the zone show it."""
    found = read(words, now=now, zone=zone).moments
    return [f"{each.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %Z}"[:16] for each in found]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("yesterday 9 pm", "2026-11-26 21:00"),
        ("Yesterday at about 9 o'clock in the evening", "2026-11-26 21:00"),
        ("tues 0930", "2026-11-24 09:30"),
        ("3/14 2115", "2026-03-14 21:15"),
        ("3/14/25 9:15 p.m.", "2025-03-14 21:15"),
        ("14/3 2115", "2026-03-14 21:15"),
        ("March 14th, 2025 9pm", "2025-03-14 21:00"),
        ("14 March 2115", "2026-03-14 21:15"),
        ("2026-11-26T21:00", "2026-11-26 21:00"),
        ("this morning 7", "2026-11-27 07:00"),
        ("0930 hrs", "2026-11-27 09:30"),
        ("9:30", "2026-11-27 09:30"),  # half past nine tonight is still to come
        ("last night at 2", "2026-11-27 02:00"),
        ("last night 11", "2026-11-26 23:00"),
        ("the 14th 9pm", "2026-11-14 21:00"),
        ("Wed 11/25 0800", "2026-11-25 08:00"),
        ("day before yesterday noon", "2026-11-25 12:00"),
        ("2 days ago 9pm", "2026-11-25 21:00"),
        ("20 min ago", "2026-11-27 13:40"),
        ("half an hour ago", "2026-11-27 13:30"),
        ("yesterday around half past nine at night", "2026-11-26 21:30"),
        ("quarter past eight this morning", "2026-11-27 08:15"),
        ("ayer a las nueve y media de la noche", "2026-11-26 21:30"),
        ("hace una hora", "2026-11-27 13:00"),
        ("hace una hora y media", "2026-11-27 12:30"),
        ("ayer a las 9 de la noche", "2026-11-26 21:00"),
        ("anoche a las 11", "2026-11-26 23:00"),
        ("14 de marzo a las 21:15", "2026-03-14 21:15"),
        ("esta mañana a las 7", "2026-11-27 07:00"),
        ("12/31 11pm", "2025-12-31 23:00"),
        ("2/29 0900", "2024-02-29 09:00"),
    ],
)
def test_words_with_one_meaning_are_read(words: str, meant: str) -> None:
    assert moments(words) == [meant]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("yesterday 9", ["2026-11-26 09:00", "2026-11-26 21:00"]),
        ("friday 0900", ["2026-11-20 09:00", "2026-11-27 09:00"]),
        ("last tuesday 9pm", ["2026-11-17 21:00", "2026-11-24 21:00"]),
        ("yesterday midnight", ["2026-11-26 00:00", "2026-11-27 00:00"]),
        ("saturday night 1 am", ["2026-11-21 01:00", "2026-11-22 01:00"]),
        ("11/1 1:30 am", ["2026-11-01 01:30", "2026-11-01 01:30"]),  # the clocks go back
    ],
)
def test_words_with_several_meanings_are_asked_about(words: str, meant: list[str]) -> None:
    assert moments(words) == meant


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("some time ago", Problem.UNREADABLE),
        ("25:00", Problem.UNREADABLE),
        ("9 " * 60, Problem.UNREADABLE),
        ("yesterday", Problem.NO_CLOCK),
        ("tuesday evening", Problem.NO_CLOCK),
        ("2115", Problem.NO_DAY),
        ("2/30 0900", Problem.NO_SUCH_DAY),
        ("Tue 11/25 0800", Problem.OTHER_WEEKDAY),
        ("3/8 2:30 am", Problem.SKIPPED),  # the clocks go forward
        ("tomorrow 9", Problem.FUTURE),
        ("tonight 9", Problem.FUTURE),
        ("11/28/2026 0800", Problem.FUTURE),
    ],
)
def test_words_that_mean_no_moment_have_a_reason(words: str, problem: Problem) -> None:
    reading = read(words, now=NOW, zone=EASTERN)
    assert (reading.moments, reading.problem) == ((), problem)


def test_a_day_before_new_year_belongs_to_the_old_year() -> None:
    assert moments("12/31 11pm", now=at("2027-01-01T00:30")) == ["2026-12-31 23:00"]
    assert moments("yesterday 11pm", now=at("2027-01-01T00:30")) == ["2026-12-31 23:00"]


def test_a_time_is_said_back_with_its_zone_and_which_of_two_it_is() -> None:
    assert in_words(at("2026-11-26T21:00"), EASTERN) == (
        "Thursday 26 November 2026, 9:00 PM Eastern"
    )
    first, second = read("11/1 1:30 am", now=NOW, zone=EASTERN).moments
    assert in_words(first, EASTERN).endswith("1:30 AM Eastern (EDT)")
    assert in_words(second, EASTERN).endswith("1:30 AM Eastern (EST)")
    assert not is_on_clocks(date(2026, 3, 8), time(2, 30), EASTERN)


def test_any_past_minute_is_read_from_each_way_of_writing_it() -> None:
    chance = random.Random(20261127)
    months = {number: name for name, number in reversed(MONTHS.items())}
    weekdays = {number: name for name, number in reversed(WEEKDAYS.items())}
    for _ in range(300):
        zone = chance.choice(ZONES)[0]
        now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=chance.randrange(3 * 525_600))
        local = (now - timedelta(minutes=chance.randrange(10, 300 * 1440))).astimezone(
            ZoneInfo(zone)
        )
        ways = [
            f"{local:%Y-%m-%d %H:%M}",
            f"{local.month}/{local.day} {local:%H%M}",
            f"{local.month}-{local.day}-{local:%y} {local:%I:%M %p}",
            f"{months[local.month]} {local.day} at {local:%H%M}",
            f"{local:%H:%M} on {local.day} {months[local.month].title()} {local.year}".replace(
                " 0", " 00"
            ),
            f"{weekdays[local.weekday()]} {local.month}/{local.day} {local:%I:%M%p}",
            in_words(local, zone).split(" (")[0].rsplit(" ", 1)[0]
            if zone == EASTERN
            else f"{local:%d %B %Y %H%M}",
        ]
        meant = local.replace(second=0, microsecond=0).astimezone(UTC)
        for words in ways:
            found = read(words, now=now, zone=zone).moments
            assert meant in found, (words, zone, now)
            assert all(each <= now + timedelta(minutes=5) for each in found), words
            shown = {each.astimezone(ZoneInfo(zone)) for each in found}
            # The only doubt is about the half of the day, and in the hour that comes twice.
            assert len({(each.date(), each.hour % 12, each.minute) for each in shown}) == 1


def test_no_words_break_the_reading() -> None:
    chance = random.Random(7)
    parts = [
        *("9", "31", "0", "2115", "/", "-", ":", "pm", "am", "last", "night", "noon", "ago", "th"),
        *("tues", "may", "2026", "a", "hours", "days", "hace", "ñ", "٣", "\x00", "12:60", "."),
    ]
    for _ in range(2000):
        words = " ".join(chance.choices(parts, k=chance.randrange(1, 6)))
        reading = read(words, now=NOW, zone=EASTERN)
        assert bool(reading.moments) != (reading.problem is not None), words
