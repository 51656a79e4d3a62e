from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.errors import RetentionError
from privacy.retention import (
    MAX_RETENTION_DAYS,
    MIN_RETENTION_DAYS,
    is_due,
    retention_month,
)

moments = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - Hypothesis asks for it so
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
days = st.integers(MIN_RETENTION_DAYS, MAX_RETENTION_DAYS)


@given(moments, days)
def test_a_report_is_kept_no_longer_than_allowed_and_at_most_30_days_shorter(received_at, kept):
    month = retention_month(received_at, retention_days=kept)
    expires_at = received_at + timedelta(days=kept)
    assert is_due(month, expires_at)
    assert not is_due(month, expires_at - timedelta(days=31))


@given(moments, days)
def test_a_report_is_never_due_when_it_comes_in(received_at, kept):
    assert not is_due(retention_month(received_at, retention_days=kept), received_at)


def test_five_years_end_in_the_month_of_the_last_day():
    received_at = datetime(2026, 3, 14, 23, 59, tzinfo=UTC)
    assert retention_month(received_at, retention_days=1826) == "2031-03"
    assert is_due("2031-03", datetime(2031, 3, 1, tzinfo=UTC))
    assert not is_due("2031-03", datetime(2031, 2, 28, 23, 59, 59, tzinfo=UTC))


def test_months_are_those_of_utc():
    west = timezone(timedelta(hours=-8))
    received_at = datetime(2026, 1, 31, 20, 0, tzinfo=west)
    assert retention_month(received_at, retention_days=31) == "2026-03"
    assert is_due("2026-03", datetime(2026, 2, 28, 16, 0, tzinfo=west))


@pytest.mark.parametrize("kept", [-1, 0, 30, 36_526, 10**9])
def test_senseless_periods_are_refused(kept):
    with pytest.raises(RetentionError, match="retention_days"):
        retention_month(datetime(2026, 1, 1, tzinfo=UTC), retention_days=kept)


@pytest.mark.parametrize(
    "month", ["", "2026-13", "2026-00", "2026-1", "0000-01", "2026-01-01", "२०२६-०१"]
)
def test_a_malformed_month_is_refused(month):
    with pytest.raises(RetentionError, match="YYYY-MM"):
        is_due(month, datetime(2026, 1, 1, tzinfo=UTC))


def test_times_must_be_aware_and_within_the_calendar():
    with pytest.raises(RetentionError, match="time zone"):
        retention_month(datetime(2026, 1, 1), retention_days=365)  # noqa: DTZ001
    with pytest.raises(RetentionError, match="time zone"):
        is_due("2026-01", datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(RetentionError, match="future"):
        retention_month(datetime(9999, 12, 31, tzinfo=UTC), retention_days=365)
