"""The days that a preview looks at: whole ones, in a viewer's zone."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sar.errors import FieldFinding
from sar.values import frozen

DEFAULT_DAYS = 365

# As in the form of a report: conversions between zones stay inside what a date can be.
_EARLIEST, _LATEST = date(1970, 1, 1), date(9998, 12, 31)


@frozen
class Days:
    """From `since` (included) to `until` (excluded), aware UTC."""

    since: datetime
    until: datetime


def read_days(
    given: Mapping[str, str], *, zone: str, now: datetime
) -> tuple[Days, list[FieldFinding]]:
    """Return the days from ``since`` to ``until``, both included, and what is wrong with them.

    By default, and for what is wrong, it is the year up to today. Whole days, so that the same
    question is about the same period all day long.
    """
    place, findings = ZoneInfo(zone), list[FieldFinding]()
    last = _day("until", given, findings) or now.astimezone(place).date()
    first = _day("since", given, findings) or max(last - timedelta(days=DEFAULT_DAYS), _EARLIEST)
    if first > last:
        findings.append(
            FieldFinding(
                "since", "The period ends before it begins.", "Choose an earlier day to begin with."
            )
        )
    return Days(_begin(first, place), _begin(last + timedelta(days=1), place)), findings


def _day(name: str, given: Mapping[str, str], findings: list[FieldFinding]) -> date | None:
    text = given.get(name, "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        day = date.min
    if day is None or _EARLIEST <= day <= _LATEST:
        return day
    findings.append(FieldFinding(name, "This is not a day.", "Write it like 2026-03-01."))
    return None


def _begin(day: date, place: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=place).astimezone(UTC)
