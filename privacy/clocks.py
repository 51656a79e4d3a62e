"""Clocks: when a record is reviewed and when it must be gone, to the day, in the agency's zone.

A clock runs from the day on which a record was received or closed. A validation (somebody found
that the record is still justified) lets the purge come later; a hold stops it. Whatever falls due
does so at the first instant of its day, so nothing is kept longer than the policy says.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from privacy.errors import RetentionError


class Unit(StrEnum):
    """What a period is counted in."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


class CountsFrom(StrEnum):
    """What starts a clock."""

    RECEIVED = "received"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Period:
    """So many days, calendar months or calendar years; at least one."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit.removesuffix('s')}"

    def after(self, day: date) -> date:
        """Return the day on which the period ends that begins on `day`.

        A month that is too short ends it on its last day: 29 February and a year is 28 February.
        """
        try:
            if self.unit is Unit.DAYS:
                return day + timedelta(days=self.count)
            months = self.count * (12 if self.unit is Unit.YEARS else 1)
            year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
        except (OverflowError, ValueError):
            raise RetentionError("period: ends after the year 9999") from None

    def is_within(self, other: "Period") -> bool:
        """Tell whether this period never ends later than `other`, wherever both begin."""
        return _is_within(self, other)


@lru_cache(maxsize=256)
def _is_within(one: Period, other: Period) -> bool:
    """Compare them once: a policy has few periods, and is read with every page about retention."""
    return all(one.after(day) <= other.after(day) for day in _FOUR_YEARS)


# Every length that months and years can have, between two leap days of 2024 and 2028.
_FOUR_YEARS = tuple(date(2024, 2, 29) + timedelta(days=number) for number in range(1461))


@dataclass(frozen=True, slots=True)
class Clock:
    """One line of a policy: for which outcomes, when reviewed, when purged, on what legal basis.

    `outcomes` empty means any. `extends_by` is what a validation gives, None if none is foreseen;
    `at_most` caps all validations together, counted from the start.
    """

    name: str
    outcomes: frozenset[str]
    counts_from: CountsFrom
    review_after: Period
    purge_after: Period
    extends_by: Period | None
    at_most: Period | None
    basis: str


@dataclass(frozen=True, slots=True)
class Hold:
    """A stop on purging; `until` None means until somebody lifts it."""

    placed_at: datetime
    until: datetime | None = None

    def is_on(self, now: datetime) -> bool:
        """Tell whether the hold stops a purge at `now`."""
        return self.placed_at <= now and (self.until is None or now < self.until)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a clock needs to know of a record; every time is aware."""

    received_at: datetime
    closed_at: datetime | None = None
    validated_at: tuple[datetime, ...] = ()
    holds: tuple[Hold, ...] = ()


class Standing(StrEnum):
    """What is to be done about a record now."""

    KEPT = "kept"
    REVIEW = "review"
    PURGE = "purge"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Due:
    """When a record is reviewed and purged (aware UTC), and what stands at the present moment.

    `held_until` is the end of the longest hold that is on; None for no hold or an open end.
    """

    clock: str
    review_at: datetime
    purge_at: datetime
    standing: Standing
    held_until: datetime | None = None


def due(clock: Clock, facts: Facts, *, zone: str, now: datetime) -> Due:
    """Return what `clock` says about a record at `now`.

    Raises
    ------
    RetentionError
        If a time is not aware, or the clock counts from a closing that has not come.
    """
    area = ZoneInfo(zone)
    start = _day(_start(clock, facts), area)
    latest = max((_day(moment, area) for moment in facts.validated_at), default=None)
    purge_day = _purge_day(clock, start, latest)
    review_day = min(clock.review_after.after(latest or start), purge_day)
    purge_at, review_at = _instant(purge_day, area), _instant(review_day, area)
    holds = [hold for hold in facts.holds if hold.is_on(now)]
    if now >= purge_at:
        standing = Standing.HELD if holds else Standing.PURGE
    else:
        standing = Standing.REVIEW if now >= review_at else Standing.KEPT
    return Due(clock.name, review_at, purge_at, standing, _last_end(holds))


def _start(clock: Clock, facts: Facts) -> datetime:
    if clock.counts_from is CountsFrom.RECEIVED:
        return facts.received_at
    if facts.closed_at is None:
        raise RetentionError("closed_at: this clock counts from a closing that has not come")
    return facts.closed_at


def _purge_day(clock: Clock, start: date, latest: date | None) -> date:
    first = clock.purge_after.after(start)
    # A validation that came too late revives nothing.
    if latest is None or clock.extends_by is None or latest < start:
        return first
    extended = max(first, clock.extends_by.after(latest))
    return extended if clock.at_most is None else min(extended, clock.at_most.after(start))


def _last_end(holds: list[Hold]) -> datetime | None:
    ends = [hold.until for hold in holds]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _day(moment: datetime, area: ZoneInfo) -> date:
    if moment.tzinfo is None:
        raise RetentionError("a time without zone cannot start a clock")
    return moment.astimezone(area).date()


def _instant(day: date, area: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=area).astimezone(UTC)
