"""The lifecycle of a version of a set, apart from its content: where it stands, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class Standing(StrEnum):
    """How far a version has come, and what it is good for at one moment."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"  # published; its date has not come
    ACTIVE = "active"  # new reports are filed under it
    DEPRECATED = "deprecated"  # replaced; what was begun under it is still accepted
    RETIRED = "retired"  # no longer accepted; it can be read for ever
    WITHDRAWN = "withdrawn"  # published, and taken back before its date
    DISCARDED = "discarded"  # given up before it was published


STEPS: Mapping[Standing, frozenset[Standing]] = MappingProxyType(
    {
        Standing.DRAFT: frozenset({Standing.IN_REVIEW, Standing.DISCARDED}),
        Standing.IN_REVIEW: frozenset({Standing.DRAFT, Standing.APPROVED}),
        Standing.APPROVED: frozenset({Standing.DRAFT, Standing.SCHEDULED, Standing.ACTIVE}),
        # What is taken back before its date is withdrawn, or what it was if it was live before.
        Standing.SCHEDULED: frozenset(
            {Standing.ACTIVE, Standing.WITHDRAWN, Standing.DEPRECATED, Standing.RETIRED}
        ),
        # A version that is replaced may have a date already from which it is live again.
        Standing.ACTIVE: frozenset({Standing.DEPRECATED, Standing.RETIRED, Standing.SCHEDULED}),
        Standing.DEPRECATED: frozenset({Standing.RETIRED, Standing.SCHEDULED, Standing.ACTIVE}),
        Standing.RETIRED: frozenset({Standing.SCHEDULED, Standing.ACTIVE}),
        Standing.WITHDRAWN: frozenset({Standing.SCHEDULED, Standing.ACTIVE}),
        Standing.DISCARDED: frozenset(),
    }
)
"""The steps that a version may take from where it stands; people take some, and time the others."""


@dataclass(frozen=True, slots=True)
class Period:
    """A time in which reports are accepted under a version; None: until something follows it."""

    effective_from: datetime
    accept_until: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Tell whether `moment` is within it; both ends are."""
        return self.effective_from <= moment and (
            self.accept_until is None or moment <= self.accept_until
        )


def in_force(periods: Mapping[int, Sequence[Period]], *, now: datetime) -> int | None:
    """Give the number of the version under which new reports are filed; None if there is none.

    It is the one whose period began last; of two that began together, the higher number.
    `periods` has those of each published version by its number.
    """
    held = [
        (period.effective_from, number)
        for number, own in periods.items()
        for period in own
        if period.holds(now)
    ]
    return max(held)[1] if held else None


def standing_of(number: int, periods: Mapping[int, Sequence[Period]], *, now: datetime) -> Standing:
    """Tell where a published version stands at `now`, aware, among all those of its set."""
    own = periods.get(number, ())
    if not own:
        return Standing.WITHDRAWN
    if number == in_force(periods, now=now):
        return Standing.ACTIVE
    if max(period.effective_from for period in own) > now:
        return Standing.SCHEDULED
    is_accepted = any(period.holds(now) for period in own)
    return Standing.DEPRECATED if is_accepted else Standing.RETIRED
