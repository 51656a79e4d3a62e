"""Clocks: due dates to the day, over leap years and zones, with validations and holds."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.clocks import Clock, CountsFrom, Due, Facts, Hold, Period, Standing, Unit, due
from privacy.errors import RetentionError

FIVE_YEARS = Period(5, Unit.YEARS)
ZONES = ("UTC", "America/Chicago", "Pacific/Auckland", "Africa/Cairo")
RECEIVED = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)


def clock(**changes: object) -> Clock:
    values = {
        "name": "part-23",
        "outcomes": frozenset(),
        "counts_from": CountsFrom.RECEIVED,
        "review_after": Period(54, Unit.MONTHS),
        "purge_after": FIVE_YEARS,
        "extends_by": FIVE_YEARS,
        "at_most": None,
        "basis": "A basis in words, long enough.",
    }
    return Clock(**(values | changes))  # type: ignore[arg-type]


def at(now: datetime, *validated: datetime, zone: str = "UTC", holds: tuple[Hold, ...] = ()) -> Due:
    facts = Facts(RECEIVED, validated_at=validated, holds=holds)
    return due(clock(), facts, zone=zone, now=now)


def test_a_record_is_kept_to_day_1825_and_purged_on_day_1826() -> None:
    first = datetime(2026, 3, 2, tzinfo=UTC)
    days = [at(first + timedelta(days=day)).standing for day in range(1830)]
    assert days[0] is Standing.KEPT
    assert days.index(Standing.REVIEW) == (date(2030, 9, 2) - first.date()).days
    assert days.index(Standing.PURGE) == 1826
    assert at(first + timedelta(days=1826, microseconds=-1)).standing is Standing.REVIEW


@given(st.integers(0, 100 * 365 * 86_400), st.sampled_from(ZONES))
def test_nothing_is_kept_longer_than_five_calendar_years_in_any_zone(
    seconds: int, zone: str
) -> None:
    received = datetime(1990, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    found = due(clock(), Facts(received), zone=zone, now=received)
    local = received.astimezone(ZoneInfo(zone)).date()
    day = (found.purge_at + timedelta(hours=3)).astimezone(ZoneInfo(zone)).date()
    assert (day.year, day.month) == (local.year + 5, local.month)
    assert day.day == (28 if (local.month, local.day) == (2, 29) else local.day)
    assert found.purge_at <= received + timedelta(days=1827)
    assert found.review_at <= found.purge_at


def test_the_day_is_the_agencys_and_not_that_of_utc() -> None:
    purge = at(RECEIVED, zone="Pacific/Kiritimati").purge_at
    # 15:30 UTC on 2 March is 05:30 on 3 March there, and midnight there is 10:00 UTC.
    assert purge == datetime(2031, 3, 2, 10, tzinfo=UTC)


def test_29_february_and_a_year_is_28_february() -> None:
    assert Period(1, Unit.YEARS).after(date(2024, 2, 29)) == date(2025, 2, 28)
    assert Period(4, Unit.YEARS).after(date(2024, 2, 29)) == date(2028, 2, 29)
    assert Period(1, Unit.MONTHS).after(date(2025, 1, 31)) == date(2025, 2, 28)
    with pytest.raises(RetentionError, match="9999"):
        FIVE_YEARS.after(date(9998, 1, 1))


def test_a_validation_gives_more_time_from_its_own_day_and_a_cap_ends_that() -> None:
    validated = datetime(2030, 1, 10, 12, tzinfo=UTC)
    assert at(validated, validated).purge_at == datetime(2035, 1, 10, tzinfo=UTC)
    assert at(validated, validated).review_at == datetime(2034, 7, 10, tzinfo=UTC)
    capped = clock(at_most=Period(6, Unit.YEARS))
    found = due(capped, Facts(RECEIVED, validated_at=(validated,)), zone="UTC", now=validated)
    assert found.purge_at == datetime(2032, 3, 2, tzinfo=UTC)
    without = due(
        clock(extends_by=None), Facts(RECEIVED, validated_at=(validated,)), zone="UTC", now=RECEIVED
    )
    assert without.purge_at == datetime(2031, 3, 2, tzinfo=UTC)


def test_a_hold_stops_the_purge_only_while_it_is_on() -> None:
    late = datetime(2031, 6, 1, tzinfo=UTC)
    until = datetime(2031, 7, 1, tzinfo=UTC)
    assert at(late, holds=(Hold(RECEIVED, until),)).standing is Standing.HELD
    assert at(late, holds=(Hold(RECEIVED, until),)).held_until == until
    assert at(until, holds=(Hold(RECEIVED, until),)).standing is Standing.PURGE
    both = (Hold(RECEIVED, until), Hold(RECEIVED))
    assert (at(until, holds=both).standing, at(until, holds=both).held_until) == ("held", None)


def test_a_clock_from_closing_needs_a_closing_and_every_time_a_zone() -> None:
    closing = clock(counts_from=CountsFrom.CLOSED)
    with pytest.raises(RetentionError, match="closing"):
        due(closing, Facts(RECEIVED), zone="UTC", now=RECEIVED)
    closed = Facts(RECEIVED, closed_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert due(closing, closed, zone="UTC", now=RECEIVED).purge_at.year == 2032
    with pytest.raises(RetentionError, match="without zone"):
        due(clock(), Facts(RECEIVED.replace(tzinfo=None)), zone="UTC", now=RECEIVED)
