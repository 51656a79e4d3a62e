"""Retention months: when a report must be gone.

All reports of one retention month share one month key; destroying that key erases them together.
A month is written "YYYY-MM" and falls due at its first instant (UTC), so a report is never kept
longer than `retention_days`, and at most 30 days shorter.
"""

import re
from datetime import UTC, datetime, timedelta

from privacy.errors import RetentionError

MIN_RETENTION_DAYS = 31
"""With fewer days a report could fall due in the month in which it was received."""

MAX_RETENTION_DAYS = 36_525
"""A hundred years: beyond it the number is surely a slip."""

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def retention_month(received_at: datetime, *, retention_days: int) -> str:
    """Return the month ("YYYY-MM", UTC) in which a report received then falls due.

    Raises
    ------
    RetentionError
        If the time is not aware, or the days are not in 31 to 36,525.
    """
    if received_at.tzinfo is None:
        raise RetentionError("received_at: needs a time zone")
    if not MIN_RETENTION_DAYS <= retention_days <= MAX_RETENTION_DAYS:
        raise RetentionError(
            f"retention_days: must be from {MIN_RETENTION_DAYS} to {MAX_RETENTION_DAYS}"
        )
    try:
        expires_at = received_at.astimezone(UTC) + timedelta(days=retention_days)
    except OverflowError:
        raise RetentionError("received_at: too far in the future") from None
    return f"{expires_at.year:04d}-{expires_at.month:02d}"


def check_month(month: str) -> None:
    """Raise RetentionError unless the month is written "YYYY-MM"."""
    if _MONTH.fullmatch(month) is None or month.startswith("0000"):
        raise RetentionError("month: must be written YYYY-MM")


def is_due(month: str, now: datetime) -> bool:
    """Tell whether the reports of a retention month must be gone by now.

    Raises
    ------
    RetentionError
        If the month is not "YYYY-MM" or the time is not aware.
    """
    if now.tzinfo is None:
        raise RetentionError("now: needs a time zone")
    check_month(month)
    return now.astimezone(UTC) >= datetime(int(month[:4]), int(month[5:]), 1, tzinfo=UTC)
