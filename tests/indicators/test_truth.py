"""Tests of three-valued truth: what a rule says of answers that are there, missing or refused."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    Not,
    Test,
)
from indicators.truth import elements_of, holds

YES, NO = Answered("el-0001"), Answered("el-0002")
UNKNOWN = Answered("el-0003")
TRUTH = {YES: 1.0, NO: 0.0, UNKNOWN: 0.5}
tests = st.recursive(
    st.sampled_from([YES, NO, UNKNOWN]),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: AllOf(tuple(each))),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: AnyOf(tuple(each))),
    ),
)


def degree(test: Test) -> float:
    """Give the truth of a test as Kleene's tables have it: not is 1 - x, and min, or max."""
    match test:
        case Not(inner):
            return 1 - degree(inner)
        case AllOf(inner):
            return min(degree(each) for each in inner)
        case AnyOf(inner):
            return max(degree(each) for each in inner)
    return TRUTH[test]


@settings(derandomize=True, max_examples=300)
@given(tests)
def test_truth_follows_kleenes_tables(test: Test) -> None:
    told = holds(test, {"el-0001": "x"}, unsettled={"el-0003"})
    assert told is {1.0: True, 0.0: False, 0.5: None}[degree(test)]


@pytest.mark.parametrize(
    ("answer", "expected"), [("a", True), (["b", "a"], True), ("c", False), (None, False)]
)
def test_a_condition_fails_without_an_answer(answer: Any, expected: bool) -> None:
    answers = {} if answer is None else {"el-0001": answer}
    assert holds(Condition("el-0001", ("a", "b")), answers) is expected


def test_true_is_not_one() -> None:
    assert holds(Condition("el-0001", (True,)), {"el-0001": 1}) is False


@pytest.mark.parametrize(
    ("comparison", "below", "same", "above"),
    [
        ("less", True, False, False),
        ("at_most", True, True, False),
        ("equal", False, True, False),
        ("at_least", False, True, True),
        ("more", False, False, True),
    ],
)
def test_numbers_and_times_are_compared(
    comparison: str, below: bool, same: bool, above: bool
) -> None:
    kind = Comparison(comparison)
    times = [f"2026-03-02T{hour}:00:00+00:00" for hour in ("09", "10", "11")]
    for answer, moment, expected in zip((4, 5, 6), times, (below, same, above), strict=True):
        constant = Compare("el-0001", kind, 5)
        pair = Compare("el-0001", kind, "el-0002")
        assert holds(constant, {"el-0001": answer}) is expected
        assert holds(pair, {"el-0001": answer, "el-0002": 5.0}) is expected
        # Ten o'clock in London, written with New York's offset.
        other = "2026-03-02T05:00:00-05:00"
        assert holds(pair, {"el-0001": moment, "el-0002": other}) is expected


@pytest.mark.parametrize("answers", [{}, {"el-0001": 5}, {"el-0002": 5}])
def test_a_comparison_with_a_missing_side_cannot_be_told(answers: dict[str, Any]) -> None:
    assert holds(Compare("el-0001", Comparison.LESS, "el-0002"), answers) is None


def test_a_test_names_its_questions() -> None:
    pair = Compare("el-0003", Comparison.LESS, "el-0004")
    constant = Compare("el-0005", Comparison.LESS, 5)
    test = Not(AllOf((YES, AnyOf((Condition("el-0002", ("a",)), pair)), constant)))
    assert elements_of(test) == {f"el-000{number}" for number in range(1, 6)}
