"""Tests of mutation testing: which small changes the examples and cases of a set notice."""

import time
from collections import Counter
from dataclasses import replace

import pytest

from indicators.definitions import Case, DefinitionSet
from indicators.examples import check_answers, filled, run_examples
from indicators.loading import dump_set, parse_set
from indicators.mutants import Fate, mutate, suggest_cases
from indicators.operators import NOT_TRIED, Operator, mutants_of
from tests.indicators.theft_set import theft_set
from tests.shipped import shipped

# Changes that the small set's cases notice; each needs the case beside it.
NEEDED = [
    ("answers: {}\n        findings: {el-0001: required}", "became optional"),
    ("answers: {el-0001: [keys], el-0002: 9.5}", "were 9.4 instead of 9.5"),
    ("answers: {el-0001: [keys], el-0002: 9.6}\n        findings: {el-0002: out_of_range}",
     "had no maximum"),
    ("answers: {el-0001: [keys], el-0003: The map}\n        findings: {el-0003: not_asked}",
     "were always asked"),
    ("answers: {el-0001: [papers], el-0003: {repeat: x, times: 40}}", "39 characters instead"),
    ("answers: {el-0001: [papers], el-0003: {repeat: x, times: 41}}\n"
     "        findings: {el-0003: too_long}", "41 characters instead"),
]  # fmt: skip

MORE = """
      - element_id: el-0004
        label: Which of these?
        kind: multi_choice
        min_choices: 2
        max_choices: 3
        options:
          - {code: a, label: A}
          - {code: b, label: B}
          - {code: c, label: C}
          - {code: d, label: D}
      - element_id: el-0005
        label: Was it looked for?
        kind: yes_no
      - element_id: el-0006
        label: When?
        kind: date_time
        when: {element_id: el-0005, values: [true]}
"""


def survivors(definition_set: DefinitionSet) -> list[str]:
    return [each.mutant.change for each in mutate(definition_set) if each.fate is Fate.SURVIVED]


def with_suggestions(definition_set: DefinitionSet) -> DefinitionSet:
    """Add every proposed case, as an author would who means all of them."""
    found: dict[str, list[Case]] = {}
    for suggestion in suggest_cases(definition_set):
        found.setdefault(suggestion.indicator_id, []).append(suggestion.case)
    return replace(
        definition_set,
        indicators=tuple(
            replace(each, cases=(*each.cases, *found.get(each.indicator_id, [])))
            for each in definition_set.indicators
        ),
    )


@pytest.mark.parametrize(("case", "change"), NEEDED)
def test_a_change_that_one_case_notices_survives_without_it(case: str, change: str) -> None:
    assert [each for each in survivors(theft_set()) if change in each] == []
    assert [each for each in survivors(theft_set((f"      - {case}\n", ""))) if change in each]


def test_a_noticed_change_names_the_example_or_case_that_notices_it() -> None:
    noticed = {each.mutant.change: each.noticed_by for each in mutate(theft_set())}
    assert noticed["“What is missing?” became optional"] == "case 1"
    assert noticed["“What is missing?” did not offer keys"] == "example 1 (positive)"


def test_a_survivor_comes_with_a_case_that_tells_the_change_from_the_set() -> None:
    changed = theft_set(("      - answers: {}\n        findings: {el-0001: required}\n", ""))
    for verdict in mutate(changed):
        if verdict.fate is Fate.SURVIVED and verdict.witness:
            answers = filled(verdict.witness.answers)
            mutant = verdict.mutant.definition_set
            before = check_answers(answers, changed.indicators[0], changed)
            assert before != check_answers(answers, mutant.indicators[0], mutant)


def test_the_proposed_cases_pass_and_leave_no_survivor_for_which_one_was_found() -> None:
    bare = theft_set(("    elements:\n", "    elements:" + MORE))
    bare = replace(bare, indicators=(replace(bare.indicators[0], cases=()),))
    full = with_suggestions(bare)
    assert all(each.is_passed for each in run_examples(full))
    assert [each for each in mutate(full) if each.fate is Fate.SURVIVED and each.witness] == []
    assert suggest_cases(full) == ()


def test_proposals_are_few_and_each_says_what_it_notices() -> None:
    bare = replace(theft_set(), indicators=(replace(theft_set().indicators[0], cases=()),))
    found = suggest_cases(bare)
    assert 1 <= len(found) <= 7
    noticed = [change for suggestion in found for change in suggestion.notices]
    assert len(noticed) == len(set(noticed))
    assert all(suggestion.notices for suggestion in found)


def test_a_change_that_no_answer_can_notice_is_proved_and_never_silently_dropped() -> None:
    # With two options, at most two choices refuse no more than no limit does.
    limited = theft_set(
        ("        required: true\n", "        required: true\n        max_choices: 2\n")
    )
    fates = {each.mutant.change: each.fate for each in mutate(limited)}
    assert fates["“What is missing?” had no max_choices"] is Fate.EQUAL
    assert fates["“What is missing?” took at most 1 choices instead of 2"] is Fate.KILLED


def test_every_kind_of_question_has_its_changes_and_all_are_valid_sets() -> None:
    rich = theft_set(("    elements:\n", "    elements:" + MORE))
    found = Counter(each.operator for each in mutants_of(rich.indicators[0], rich))
    without_rules = {
        each for each in Operator if not each.name.startswith("RULE") and each.name != "EXPLANATION"
    }
    assert without_rules <= set(found)
    changes = [each.change for each in mutants_of(rich.indicators[0], rich)]
    assert len(changes) == len(set(changes))


def test_what_is_never_tried_is_named_with_the_reason() -> None:
    assert all(NOT_TRIED.values())
    assert {"privacy", "unit", "weight", "group", "status"} <= set(NOT_TRIED)


def test_the_suggestions_survive_being_written_and_read_in_a_file() -> None:
    bare = replace(theft_set(), indicators=(replace(theft_set().indicators[0], cases=()),))
    full = with_suggestions(bare)
    assert parse_set(dump_set(full), name="again") == full


@pytest.mark.parametrize("version", ["1.1.0", "2.1.0"])
def test_the_cases_of_a_complete_shipped_set_notice_nine_changes_of_ten_in_time(
    version: str,
) -> None:
    started = time.process_time()
    fates = Counter(each.fate for each in mutate(shipped(version)))
    assert time.process_time() - started < 20
    assert fates[Fate.KILLED] / (fates[Fate.KILLED] + fates[Fate.SURVIVED]) >= 0.9


def test_proposals_would_bring_a_set_without_cases_to_the_goal() -> None:
    bare = shipped("2.0.0")
    assert len(suggest_cases(bare)) <= 10 * len(bare.indicators)
    full = with_suggestions(bare)
    assert all(each.is_passed for each in run_examples(full))
    fates = Counter(each.fate for each in mutate(full))
    assert fates[Fate.KILLED] / (fates[Fate.KILLED] + fates[Fate.SURVIVED]) >= 0.9


RULES = """
    rules:
      - rule_id: rule-0001
        message: Papers are counted.
        remedy: Count them.
        holds:
          any_of:
            - fails: {element_id: el-0001, values: [papers]}
            - all_of:
                - {answered: el-0002}
                - {element_id: el-0002, comparison: at_least, other: 2}
      - rule_id: rule-0002
        message: It was missed before it was found.
        remedy: Exchange the two.
        holds: {element_id: el-0007, comparison: at_most, other: el-0008}
"""

TIMES = """
      - {element_id: el-0007, label: Missed when?, kind: date_time}
      - {element_id: el-0008, label: Found when?, kind: date_time}
"""


def with_rules() -> DefinitionSet:
    """Give the small set with rules and without its cases and answers of examples."""
    changed = theft_set(
        ("    elements:\n", "    elements:" + TIMES),
        ("    examples:\n", RULES.rstrip() + "\n    examples:\n"),
    )
    return replace(changed, indicators=(replace(changed.indicators[0], cases=()),))


def test_rules_are_changed_in_all_their_parts_and_proposals_notice_every_change() -> None:
    bare = with_rules()
    found = {each.operator for each in mutants_of(bare.indicators[0], bare)}
    assert {Operator.RULE_REMOVED, Operator.RULE_NEGATED, Operator.RULE_CHANGED} <= found
    left = [each for each in mutate(with_suggestions(bare)) if each.fate is Fate.SURVIVED]
    assert [each.mutant.change for each in left] == []
