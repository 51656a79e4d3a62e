"""Tests of running a set's examples and cases, and of what keeps it from being published."""

import time

import pytest

from indicators.definitions import ExampleKind
from indicators.errors import DefinitionError
from indicators.examples import missing_kinds, obstacles, run_examples, words
from indicators.loading import dump_set, parse_set, shipped_sets
from tests.indicators.theft_set import theft_set

TWO_TOO_MANY = ("el-0002: 9.5}", "el-0002: 11.5}")


def test_every_example_with_answers_and_every_case_of_a_sound_set_passes() -> None:
    outcomes = run_examples(theft_set())
    assert [each.name for each in outcomes[:3]] == [
        "example 1 (positive)",
        "example 3 (lookalike)",
        "case 1",
    ]
    assert len(outcomes) == 10
    assert all(each.is_passed for each in outcomes)
    assert obstacles(theft_set()) == ()


def test_a_case_fails_when_more_or_less_is_found_than_it_says() -> None:
    more = theft_set(TWO_TOO_MANY)
    (failed,) = [each for each in run_examples(more) if not each.is_passed]
    assert (failed.name, dict(failed.expected), failed.found) == (
        "case 2",
        {},
        {"el-0002": "out_of_range"},
    )
    less = theft_set(("el-0002: 0}", "el-0002: 2}"))
    (failed,) = [each for each in run_examples(less) if not each.is_passed]
    assert (failed.name, failed.found) == ("case 4", {})


def test_a_failing_case_keeps_a_set_from_being_published_and_says_both_sides_in_words() -> None:
    (obstacle,) = obstacles(theft_set(TWO_TOO_MANY))
    assert obstacle.message == (
        "Case 2 of “Theft” expects: accepted. Found: How many? (el-0002): out_of_range."
    )
    assert obstacle.remedy


def test_an_example_that_would_be_refused_keeps_a_set_from_being_published() -> None:
    (obstacle,) = obstacles(theft_set(("el-0002: 1,", "el-0002: 0.5,")))
    assert obstacle.message.startswith("Example 3 of “Theft” would be refused as a report: ")


@pytest.mark.parametrize("kind", ExampleKind)
def test_each_missing_kind_of_example_keeps_a_set_from_being_published(kind: ExampleKind) -> None:
    other = next(each for each in ExampleKind if each is not kind)
    changed = theft_set((f"kind: {kind}", f"kind: {other}"))
    assert missing_kinds(changed.indicators[0]) == (kind,)
    (obstacle,) = obstacles(changed)
    assert obstacle.indicator_id == "ind-0001"
    assert "has no example" in obstacle.message


def test_a_case_may_abbreviate_a_long_text_and_is_written_as_it_was_read() -> None:
    loaded = theft_set()
    assert parse_set(dump_set(loaded), name="again") == loaded
    long = [each.answers.get("el-0003") for each in run_examples(loaded)]
    assert "x" * 41 in long


@pytest.mark.parametrize(
    "answer", ["{repeat: x}", "{repeat: x, times: 0}", "{repeat: x, times: 20002}", "{times: 3}"]
)
def test_an_abbreviation_that_says_too_little_or_too_much_is_refused(answer: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        theft_set(("{repeat: x, times: 40}", answer))
    assert "cases[5].answers" in refused.value.path


def test_findings_are_said_with_the_question_and_its_id() -> None:
    indicator = theft_set().indicators[0]
    assert words({}, indicator) == "accepted"
    assert words({"el-0002": "required", "rule-0001": "rule"}, indicator) == (
        "How many? (el-0002): required; rule-0001: rule"
    )


def test_the_shipped_sets_run_within_a_fraction_of_the_three_seconds_they_may_take() -> None:
    started = time.process_time()
    assert all(obstacles(each) == () for each in shipped_sets())
    assert time.process_time() - started < 3
