"""Tests of where a version stands: by its dates, among the others of its set."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest

from indicators.lifecycle import STEPS, Period, Standing, in_force, standing_of

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def day(number: float) -> datetime:
    return DAY + timedelta(days=number)


# Version 1 from day 0, replaced by 2 on day 10 with five days of grace, 3 withdrawn.
PERIODS = {1: [Period(day(0), day(15))], 2: [Period(day(10), None)]}


@pytest.mark.parametrize(
    ("moment", "first", "second"),
    [
        (-1, Standing.SCHEDULED, Standing.SCHEDULED),
        (0, Standing.ACTIVE, Standing.SCHEDULED),
        (9.9, Standing.ACTIVE, Standing.SCHEDULED),
        (10, Standing.DEPRECATED, Standing.ACTIVE),
        (15, Standing.DEPRECATED, Standing.ACTIVE),
        (15.1, Standing.RETIRED, Standing.ACTIVE),
    ],
)
def test_the_dates_tell_where_a_version_stands(
    moment: float, first: Standing, second: Standing
) -> None:
    now = day(moment)
    assert standing_of(1, PERIODS, now=now) is first
    assert standing_of(2, PERIODS, now=now) is second
    assert standing_of(3, PERIODS, now=now) is Standing.WITHDRAWN


def test_of_two_that_begin_together_the_higher_number_is_in_force() -> None:
    both = {1: [Period(day(0), None)], 2: [Period(day(0), None)]}
    assert in_force(both, now=day(1)) == 2
    assert in_force(both, now=day(-1)) is None


def periods_of(activations: list[tuple[int, int]], grace: int) -> dict[int, list[Period]]:
    """Give the periods of versions that were made live on these days, one after another."""
    found: dict[int, list[Period]] = {}
    following = [*activations[1:], None]
    for (number, starts), after in zip(activations, following, strict=True):
        until = day(after[1] + grace) if after else None
        found.setdefault(number, []).append(Period(day(starts), until))
    return found


@pytest.mark.parametrize("grace", [0, 1, 3])
def test_time_takes_only_the_steps_of_the_table_and_one_version_is_active(grace: int) -> None:
    seen = set()
    for numbers, starts in product(product((1, 2, 3), repeat=4), [(0, 2, 4, 6), (0, 1, 5, 6)]):
        if any(one == other for one, other in pairwise(numbers)):
            continue
        periods = periods_of(list(zip(numbers, starts, strict=True)), grace)
        moments = [day(half / 2) for half in range(20)]
        lines = [[standing_of(n, periods, now=each) for n in periods] for each in moments]
        for before, after in pairwise(lines):
            assert after.count(Standing.ACTIVE) == 1
            steps = {pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]}
            assert all(to in STEPS[start] for start, to in steps), steps
            seen |= steps
    assert (Standing.RETIRED if grace == 0 else Standing.DEPRECATED) in {to for _, to in seen}


def test_every_standing_can_be_reached_and_a_discarded_draft_stays_so() -> None:
    reached = {Standing.DRAFT}
    for _ in Standing:
        reached |= {to for start in reached for to in STEPS[start]}
    assert reached == {*Standing} == STEPS.keys()
    assert not STEPS[Standing.DISCARDED]
