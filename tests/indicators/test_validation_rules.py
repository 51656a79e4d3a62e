"""Tests of rules across questions, counts, retired behaviours and the innocent explanation."""

from typing import Any

import pytest

from indicators.definitions import DefinitionSet
from indicators.rules import Rule
from indicators.selection import offered, select, successors
from indicators.validation import Finding, validate
from tests.indicators.small import behaviour, question, rule, small_set

IND, OTHER = "ind-0001", "ind-0002"


def found(definition_set: DefinitionSet, **answers: object) -> list[tuple[str, str]]:
    by_id = {key.replace("_", "-"): value for key, value in answers.items()}
    result = validate({IND: by_id}, definition_set, indicator_ids=[IND])
    return [(each.path, each.rule) for each in result.findings]


TIMES = small_set(
    behaviour(
        1,
        question(1, "date_time"),
        question(2, "date_time"),
        question(3, "number", maximum=9),
        rules=[
            rule(1, {"element_id": "el-0001", "comparison": "at_most", "other": "el-0002"}),
            rule(2, {"any_of": [{"fails": {"answered": "el-0003"}}, {"answered": "el-0001"}]}),
        ],
    )
)
EARLY, LATE = "2026-03-02T10:00-05:00", "2026-03-02T09:30-06:00"


def test_a_broken_rule_is_a_finding_in_the_words_of_the_definition() -> None:
    answers = {IND: {"el-0001": LATE, "el-0002": EARLY}}
    (finding,) = validate(answers, TIMES, indicator_ids=[IND]).findings
    assert finding == Finding(
        Rule.CROSS_RULE, "Rule 1 is broken.", "Mend rule 1.", IND, rule_id="rule-0001"
    )
    assert finding.path == "answers.ind-0001.rule-0001"


def test_a_rule_that_holds_or_cannot_be_told_is_no_finding() -> None:
    assert found(TIMES, el_0001=EARLY, el_0002=LATE) == []
    assert found(TIMES, el_0001=LATE) == []
    assert found(TIMES, el_0002=EARLY) == []


def test_a_rule_waits_until_a_wrong_answer_is_mended() -> None:
    assert found(TIMES, el_0001="noon", el_0002=EARLY, el_0003=4) == [
        ("answers.ind-0001.el-0001", "bad_time")
    ]
    assert found(TIMES, el_0003=10) == [("answers.ind-0001.el-0003", "out_of_range")]
    assert found(TIMES, el_0003=4) == [("answers.ind-0001.rule-0002", "cross_rule")]


COUNTED = small_set(behaviour(1, question(1, "multi_choice", "abcd", min_choices=2, max_choices=3)))


@pytest.mark.parametrize(
    ("chosen", "rules"),
    [
        ([], []),
        (["a"], ["too_few_choices"]),
        (["a", "a"], ["too_few_choices"]),
        (["a", "b"], []),
        (["a", "b", "c", "a"], []),
        (["a", "b", "c", "d"], ["too_many_choices"]),
        (["a", "z"], ["unknown_option"]),
    ],
)
def test_chosen_options_are_counted_once_each(chosen: list[str], rules: list[str]) -> None:
    assert [each for _, each in found(COUNTED, el_0001=chosen)] == rules


def test_a_count_says_what_is_taken() -> None:
    result = validate({IND: {"el-0001": ["a"]}}, COUNTED, indicator_ids=[IND])
    assert result.findings[0].message == "“Question 1?” has 1 answer chosen; it takes at least 2."
    assert result.answers == {IND: {}}


@pytest.mark.parametrize("required", [False, True])
def test_a_behaviour_that_may_be_innocent_needs_the_explanation(required: bool) -> None:
    explains = question(1, "text", explains_innocence=True, required=required)
    one = small_set(behaviour(1, explains, question(2, "text", required=True)))
    assert found(one, el_0001=" ", el_0002="x") == [
        ("answers.ind-0001.el-0001", "innocent_explanation")
    ]
    assert found(one, el_0001="A film crew; but no permit.", el_0002="x") == []


STAGES = small_set(
    behaviour(1, status="deprecated"),
    behaviour(
        2,
        question(1, "text", required=True),
        status="retired",
        related=[{"kind": "merged_into", "indicator_id": "ind-0003"}],
    ),
    behaviour(3, status="retired", related=[{"kind": "merged_into", "indicator_id": "ind-0004"}]),
    behaviour(4, name="The new one"),
    behaviour(5, status="retired"),
    max_behaviours=2,
)


def test_a_retired_behaviour_is_refused_and_the_one_after_it_is_named() -> None:
    answers: Any = {OTHER: {"el-0001": "x"}}
    result = validate(answers, STAGES, indicator_ids=[OTHER])
    assert result.findings == (
        Finding(
            Rule.RETIRED_BEHAVIOUR,
            "“Behaviour 2” is no longer reported.",
            "Choose “The new one” instead.",
            OTHER,
        ),
    )
    assert result.answers == {OTHER: {}}
    (finding,) = validate({}, STAGES, indicator_ids=["ind-0005"]).findings
    assert finding.remedy == "Choose from the listed behaviors instead."


def test_successors_are_those_that_can_be_reported() -> None:
    (after,) = successors(STAGES.indicator(OTHER), STAGES)
    assert after.indicator_id == "ind-0004"


def test_a_deprecated_behaviour_is_accepted_and_offered_last() -> None:
    assert validate({}, STAGES, indicator_ids=[IND]).findings == ()
    assert [each.indicator_id for each in offered(STAGES)] == ["ind-0004", IND]


def test_more_behaviours_than_a_report_takes_are_a_finding() -> None:
    chosen = [IND, "ind-0004", IND]
    assert select(chosen, STAGES).findings == ()
    (finding,) = select([*chosen, "ind-0003"], STAGES).findings[:1]
    assert (finding.rule, finding.path) == (Rule.TOO_MANY_BEHAVIOURS, "behaviours")
    assert finding.message == "3 behaviors are chosen; a report takes at most 2."
