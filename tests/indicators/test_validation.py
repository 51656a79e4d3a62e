"""Tests of checking a whole report's answers against a definition set."""

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.definitions import DefinitionSet
from indicators.validation import (
    MAX_FINDINGS,
    Finding,
    Rule,
    Validation,
    asked_elements,
    is_asked,
    validate,
)
from tests.shipped import shipped

OLD, NEW = shipped("1.0.0"), shipped("2.0.0")

# Questions of the set 2.0.0 that the tests use.
INTRUSION, HOW_FAR, HOW, CLAIMED = "ind-0001", "el-0001", "el-0003", "el-0004"
FALSE_CLAIM, WHAT_FALSE, ASKED, ORGANIZATION_SAID = "ind-0002", "el-0006", "el-0008", "el-0009"
PHOTOGRAPHY = "ind-0011"


def check(indicator_id: str, **answers: object) -> Validation:
    """Check answers to one behaviour of the newest set; el_0001 stands for el-0001."""
    by_id = {key.replace("_", "-"): value for key, value in answers.items()}
    return validate({indicator_id: by_id}, NEW, indicator_ids=[indicator_id])


def rules(result: Validation) -> list[tuple[str, str]]:
    return [(finding.path, finding.rule) for finding in result.findings]


def test_a_required_question_without_an_answer_is_named_with_a_remedy() -> None:
    (finding,) = check(INTRUSION).findings
    assert finding == Finding(
        Rule.REQUIRED,
        "“How far did it get?” has no answer yet.",
        "Choose the answer that fits best.",
        INTRUSION,
        HOW_FAR,
    )
    assert finding.path == "answers.ind-0001.el-0001"


@pytest.mark.parametrize("blank", [None, "", "  ", "\n"])
def test_a_blank_answer_does_not_satisfy_a_required_question(blank: object) -> None:
    assert rules(check(PHOTOGRAPHY, el_0051=blank, el_0052=["open"])) == [
        ("answers.ind-0011.el-0051", "required")
    ]


def test_accepted_answers_come_in_normal_form_in_the_order_of_the_set() -> None:
    answers: Any = {
        PHOTOGRAPHY: {"el-0052": ["open"], "el-0051": " Nothing. "},
        INTRUSION: {HOW_FAR: "entered"},
    }
    result = validate(answers, NEW, indicator_ids=[PHOTOGRAPHY, INTRUSION, PHOTOGRAPHY])
    assert result.findings == ()
    assert list(result.answers.items()) == [
        (INTRUSION, {HOW_FAR: "entered"}),
        (PHOTOGRAPHY, {"el-0051": "Nothing.", "el-0052": ["open"]}),
    ]


def test_a_chosen_behaviour_without_answers_has_an_empty_entry() -> None:
    assert check(INTRUSION).answers == {INTRUSION: {}}


def test_the_same_report_may_be_complete_in_one_edition_and_not_in_the_next() -> None:
    answers = {PHOTOGRAPHY: {"el-0051": "A hidden camera."}}
    assert not validate(answers, OLD, indicator_ids=[PHOTOGRAPHY]).findings
    (finding,) = validate(answers, NEW, indicator_ids=[PHOTOGRAPHY]).findings
    assert finding.element_id == "el-0052"


def test_a_question_is_asked_when_a_multiple_choice_contains_the_value() -> None:
    answers: Any = {"el_0001": "entered", "el_0003": ["lock", "false_role"], "el_0004": "Badge 1"}
    result = check(INTRUSION, **answers)
    assert result.findings == ()
    assert result.answers[INTRUSION][CLAIMED] == "Badge 1"


def test_an_answer_to_an_unasked_question_is_a_finding_and_is_dropped() -> None:
    result = check(INTRUSION, el_0001="entered", el_0003=["lock"], el_0004="Badge 1")
    assert rules(result) == [("answers.ind-0001.el-0004", "not_asked")]
    assert "“How did they get in, or try to?”" in result.findings[0].message
    assert CLAIMED not in result.answers[INTRUSION]


def test_a_blank_answer_to_an_unasked_question_is_no_finding() -> None:
    assert check(INTRUSION, el_0001="entered", el_0004=" ").findings == ()


def test_a_condition_on_no_is_not_met_by_an_unanswered_question() -> None:
    element = NEW.indicator(FALSE_CLAIM).elements[3]
    assert element.element_id == ORGANIZATION_SAID
    assert is_asked(element, {ASKED: True})
    assert not is_asked(element, {ASKED: False})
    assert not is_asked(element, {ASKED: 1})
    assert not is_asked(element, {})


def test_what_depends_on_a_wrong_answer_waits_until_that_is_mended() -> None:
    result = check(INTRUSION, el_0001="entered", el_0003=["teleport"], el_0004="Badge 1")
    assert rules(result) == [("answers.ind-0001.el-0003", "unknown_option")]
    assert CLAIMED not in result.answers[INTRUSION]


def test_asked_questions_follow_the_answers() -> None:
    indicator = NEW.indicator(INTRUSION)
    without = [each.element_id for each in asked_elements(indicator, {})]
    assert CLAIMED not in without
    assert len(asked_elements(indicator, {HOW: ["false_role"]})) == len(without) + 1


def test_no_chosen_behaviour_is_a_finding() -> None:
    result = validate({}, NEW, indicator_ids=[])
    assert rules(result) == [("behaviours", "no_behaviour")]


def test_an_unknown_behaviour_is_named_with_the_edition() -> None:
    (finding,) = validate({}, NEW, indicator_ids=["ind-0099"]).findings
    assert (finding.path, finding.indicator_id) == ("behaviours", "ind-0099")
    assert finding.message == "The behavior ind-0099 is not in edition 1.5.5 (version 2.0.0)."


def test_an_unknown_question_is_named_with_its_behaviour() -> None:
    result = check(INTRUSION, el_0001="entered", el_0011="x")
    assert rules(result) == [("answers.ind-0001.el-0011", "unknown_question")]
    assert "“Breach/Attempted Intrusion”" in result.findings[0].message


def test_answers_to_a_behaviour_that_is_not_chosen_are_a_finding() -> None:
    result = validate(
        {INTRUSION: {HOW_FAR: "entered"}, PHOTOGRAPHY: {"el-0051": "x"}},
        NEW,
        indicator_ids=[INTRUSION],
    )
    assert rules(result) == [("behaviours", "not_chosen")]
    assert list(result.answers) == [INTRUSION]


@pytest.mark.parametrize("empty", [{}, None])
def test_an_empty_entry_for_a_behaviour_that_is_not_chosen_is_no_finding(empty: Any) -> None:
    answers = {INTRUSION: {HOW_FAR: "entered"}, PHOTOGRAPHY: empty}
    assert validate(answers, NEW, indicator_ids=[INTRUSION]).findings == ()


@pytest.mark.parametrize("answers", [None, [], "text", 3, [["ind-0001", {}]]])
def test_answers_of_the_wrong_shape_are_a_finding(answers: Any) -> None:
    result = validate(answers, NEW, indicator_ids=[INTRUSION])
    assert rules(result)[0] == ("behaviours", "wrong_shape")


@pytest.mark.parametrize("chosen", [None, "ind-0001", 3, {"ind-0001": 1}.items])
def test_chosen_behaviours_of_the_wrong_shape_are_a_finding(chosen: Any) -> None:
    assert rules(validate({}, NEW, indicator_ids=chosen)) == [("behaviours", "wrong_shape")]


def test_ten_thousand_unknown_keys_give_fifty_findings_and_a_count_quickly() -> None:
    answers = {INTRUSION: {f"el-{n:04}": "x" for n in range(10_000)}}
    begun = time.process_time()
    result = validate(answers, NEW, indicator_ids=[INTRUSION])
    assert time.process_time() - begun < 2
    assert len(result.findings) == MAX_FINDINGS + 1
    assert result.findings[-1].rule is Rule.MORE_FINDINGS
    assert result.findings[0].element_id == HOW_FAR


@pytest.mark.parametrize(("most", "listed"), [(3, 4), (71, 71), (None, 71)])
def test_who_counts_findings_says_how_many_are_listed(most: int | None, listed: int) -> None:
    answers = {INTRUSION: {f"el-9{n:03}": "x" for n in range(70)}}
    result = validate(answers, NEW, indicator_ids=[INTRUSION], most=most)
    assert len(result.findings) == listed
    assert (result.findings[-1].rule is Rule.MORE_FINDINGS) == (listed < 71)


@pytest.mark.parametrize(
    ("unknown", "shown", "last"),
    [
        (50, 50, "unknown_question"),
        (51, 51, "There is 1 more finding."),
        (1_050, 51, "There are 1,000 more findings."),
    ],
)
def test_the_findings_that_are_left_out_are_counted(unknown: int, shown: int, last: str) -> None:
    answers = {INTRUSION: {HOW_FAR: "entered"} | {f"x{n}": 1 for n in range(unknown)}}
    findings = validate(answers, NEW, indicator_ids=[INTRUSION]).findings
    assert len(findings) == shown
    assert last in (findings[-1].message, findings[-1].rule)


CANARY = "Zq7canary"
json_values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=30),
        st.sampled_from([CANARY, f"2026-13-02T{CANARY}", f"{CANARY}\x00", CANARY * 400]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=10), inner, max_size=4)
    ),
    max_leaves=12,
)
indicator_ids = [each.indicator_id for each in NEW.indicators]
element_ids = [each.element_id for i in NEW.indicators for each in i.elements]
codes = sorted({o.code for i in NEW.indicators for e in i.elements for o in e.options})
odd_keys = st.sampled_from(
    ["ind-0099", "el-9999", f"ind-0099{CANARY}", f"el-0099{CANARY}", CANARY, "ind-0001\n", ""]
)
likely_values = st.one_of(
    st.sampled_from(codes),
    st.lists(st.sampled_from(codes), max_size=3),
    st.booleans(),
    st.integers(-1, 10**6),
    st.sampled_from(["2026-03-02T14:30-06:00", "2026-03-02T14:30", "words"]),
    json_values,
)
likely_reports = st.dictionaries(
    st.one_of(st.sampled_from(indicator_ids), odd_keys),
    st.one_of(
        st.dictionaries(
            st.one_of(st.sampled_from(element_ids), odd_keys), likely_values, max_size=30
        ),
        json_values,
    ),
    max_size=5,
)
chosen_ids = st.one_of(
    st.lists(st.one_of(st.sampled_from(indicator_ids), odd_keys, json_values), max_size=5),
    json_values,
)


@settings(derandomize=True, max_examples=300)
@given(st.one_of(json_values, likely_reports), chosen_ids, st.sampled_from([OLD, NEW]))
def test_no_json_raises_and_no_finding_quotes_it(
    answers: Any, chosen: Any, definition_set: DefinitionSet
) -> None:
    result = validate(answers, definition_set, indicator_ids=chosen)
    assert len(result.findings) <= MAX_FINDINGS + 1
    assert CANARY not in repr(result)
    for finding in result.findings:
        assert finding.message
        assert finding.remedy
        assert finding.path == "behaviours" or finding.path.startswith("answers.ind-")
    again = validate(result.answers, definition_set, indicator_ids=list(result.answers))
    assert again.answers == result.answers
    assert {each.rule for each in again.findings} <= {Rule.REQUIRED, Rule.NO_BEHAVIOUR}


@settings(derandomize=True, max_examples=300)
@given(st.sampled_from(NEW.indicators), st.data())
def test_answers_made_for_the_asked_questions_are_accepted(indicator: Any, data: Any) -> None:
    by_kind = {
        "text": st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=50),
        "yes_no": st.booleans(),
        "date_time": st.just("2026-03-02T14:30:00-06:00"),
    }
    answers: dict[str, Any] = {}
    for element in indicator.elements:
        codes = [option.code for option in element.options]
        strategy = {
            "choice": st.sampled_from(codes or ["-"]),
            "multi_choice": st.lists(st.sampled_from(codes or ["-"]), min_size=1, unique=True),
            "number": st.integers(int(element.minimum or 0), int(element.maximum or 9)),
        } | by_kind
        if is_asked(element, answers) and (element.required or data.draw(st.booleans())):
            answers[element.element_id] = data.draw(strategy[element.kind])
    result = validate(
        {indicator.indicator_id: answers}, NEW, indicator_ids=[indicator.indicator_id]
    )
    assert result.findings == ()
    assert set(result.answers[indicator.indicator_id]) == set(answers)
