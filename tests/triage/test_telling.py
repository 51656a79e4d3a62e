"""Reasons in points add up to the score, and the first is what the score loses without it."""

from collections.abc import Sequence
from math import exp

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from triage.telling import MAX_REASONS, REST, START, Share, told, told_each

steady = settings(derandomize=True, max_examples=200, suppress_health_check=list(HealthCheck))
AMOUNTS = st.lists(st.floats(-4, 4), max_size=15)


def probability(amount: float) -> float:
    return 1 / (1 + exp(-amount))


def probabilities(amounts: Sequence[float]) -> list[float]:
    return [probability(each) for each in amounts]


def points(amount: float) -> int:
    return round(1000 * probability(amount))


def shares(amounts: list[float]) -> list[Share]:
    return [Share("word", f"word {number}", each) for number, each in enumerate(amounts)]


@steady
@given(AMOUNTS, st.floats(-6, 2))
def test_points_add_up_to_the_score_and_none_is_zero(amounts: list[float], start: float) -> None:
    score = told(shares(amounts), start, probabilities)
    assert sum(each.points for each in score.reasons) == score.points
    assert abs(score.points - points(start + sum(amounts))) <= 1
    assert all(each.points for each in score.reasons)
    assert len(score.reasons) <= MAX_REASONS + 2


@steady
@given(AMOUNTS.filter(lambda found: len(found) <= MAX_REASONS), st.floats(-6, 2))
def test_the_first_reason_is_exactly_what_the_score_loses(
    amounts: list[float], start: float
) -> None:
    score = told(shares(amounts), start, probabilities)
    telling = [each for each in score.reasons if each.rule != START]
    largest = max(amounts, key=abs, default=0.0)
    if telling and telling[0].text == f"word {amounts.index(largest)}":
        left = start + sum(amounts) - largest
        assert abs(telling[0].points - (score.points - points(left))) <= 1


def test_what_is_small_is_told_together() -> None:
    score = told(shares([1.0, *[0.3] * 10]), -2.0, probabilities)
    assert score.reasons[0].text == "word 0"
    (rest,) = [each for each in score.reasons if each.rule == REST]
    assert rest.text == "3 smaller things together"


def test_without_shares_only_the_start_is_left() -> None:
    (reason,) = told([], -1.0, probabilities).reasons
    assert (reason.rule, reason.points) == (START, 269)


@steady
@given(st.lists(st.tuples(AMOUNTS, st.floats(-6, 2)), max_size=5))
def test_many_are_told_as_each_by_itself(reports: list[tuple[list[float], float]]) -> None:
    given = [(shares(amounts), start) for amounts, start in reports]
    assert told_each(given, probabilities) == [told(*each, probabilities) for each in given]
