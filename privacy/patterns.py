"""The patterns of looking that a privacy officer is told of: one small rule each, in one table.

A pattern accuses nobody: most have a plain reason, such as a busy night. It says where to ask.
Source of the numbers: this project's own proposal, to be replaced by an agency's policy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

REPORTS_A_DAY = 10
PARTS_A_DAY = 8
PEOPLE_A_WEEK = 4
LOOKUPS_A_DAY = 30
FIRST_HOUR, LAST_HOUR = 6, 22
"""Hours of the day in the person's zone between which nobody is told; from, and before."""


@dataclass(frozen=True, slots=True)
class Look:
    """One reveal that was granted or refused, and what came before it.

    `local` is the moment in the person's own zone. `reports_today` counts the reports of which
    the person was shown something in the last 24 hours, `parts_today` the parts of this report,
    `people_this_week` those who were shown something of it in the last 7 days; all with this one.
    `lookups_today` counts searches for a hidden plate, phone number or address in 24 hours.
    `is_own_work` is true of a report that the person holds or has decided about, and for roles
    that take no reports.
    """

    local: datetime
    reports_today: int = 1
    parts_today: int = 1
    people_this_week: int = 1
    is_own_work: bool = True
    is_own_filing: bool = False
    is_over_limit: bool = False
    lookups_today: int = 0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule: its name, what it says in words, and when it is met.

    `is_of_report` tells whether it is noted for the report rather than for the person's day.
    """

    code: str
    label: str
    is_met: Callable[[Look], bool]
    is_of_report: bool = True


PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "over_limit",
        "Asked for more reports in an hour than the agency allows; this was refused",
        lambda look: look.is_over_limit,
        is_of_report=False,
    ),
    Pattern(
        "many_reports",
        f"{REPORTS_A_DAY} reports or more in 24 hours by one person",
        lambda look: look.reports_today >= REPORTS_A_DAY,
        is_of_report=False,
    ),
    Pattern(
        "many_parts",
        f"{PARTS_A_DAY} parts or more of one report in 24 hours, one by one",
        lambda look: look.parts_today >= PARTS_A_DAY,
    ),
    Pattern(
        "out_of_hours",
        f"Before {FIRST_HOUR}:00 or from {LAST_HOUR}:00 on, in the person's own zone",
        lambda look: not FIRST_HOUR <= look.local.hour < LAST_HOUR,
        is_of_report=False,
    ),
    Pattern(
        "not_own_work",
        "A report that the person neither holds nor has decided about",
        lambda look: not look.is_own_work,
    ),
    Pattern(
        "own_filing", "A report that the person filed themselves", lambda look: look.is_own_filing
    ),
    Pattern(
        "many_people",
        f"{PEOPLE_A_WEEK} people or more were shown the same report within 7 days",
        lambda look: look.people_this_week >= PEOPLE_A_WEEK,
    ),
    Pattern(
        "many_lookups",
        f"{LOOKUPS_A_DAY} lookups or more of plates, numbers or addresses in 24 hours",
        lambda look: look.lookups_today >= LOOKUPS_A_DAY,
        is_of_report=False,
    ),
)


def met_patterns(look: Look) -> tuple[Pattern, ...]:
    """Return the patterns that a look meets, in the order of the table; a refused look only one."""
    if look.is_over_limit:
        return PATTERNS[:1]
    return tuple(pattern for pattern in PATTERNS if pattern.is_met(look))
