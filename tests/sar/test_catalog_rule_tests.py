"""The choices of the rule form say exactly what the rule says, and every rule has words."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    CrossRule,
    Element,
    ElementKind,
    Indicator,
    Not,
    Option,
    Test,
)
from indicators.errors import DefinitionError
from indicators.loading import dump_rule_test, parse_rule_test
from indicators.truth import holds
from sar.catalog import rule_words
from sar.catalog.drafts.rule_tests import put_together, taken_apart
from tests import factories

WHAT = Element(
    "el-0001", "What?", ElementKind.MULTI_CHOICE, options=(Option("a", "Bag"), Option("b", "Box"))
)
MANY = Element("el-0002", "How many?", ElementKind.NUMBER, unit="pieces")
MORE = Element("el-0003", "How many more?", ElementKind.NUMBER, unit="pieces")
SEEN = Element("el-0004", "Seen?", ElementKind.YES_NO)
INDICATOR = Indicator(
    "ind-0001",
    "SURVL",
    factories.newest_set().indicators[0].group,
    "Counting",
    "",
    (),
    factories.newest_set().indicators[0].confidence,
    0,
    elements=(WHAT, MANY, MORE, SEEN),
)

LEAVES: st.SearchStrategy[Test] = st.one_of(
    st.builds(Answered, st.sampled_from(["el-0001", "el-0002", "el-0004"])),
    st.builds(Condition, st.just("el-0001"), st.sampled_from([("a",), ("b",), ("a", "b")])),
    st.builds(Condition, st.just("el-0004"), st.sampled_from([(True,), (False,)])),
    st.builds(
        Compare, st.just("el-0002"), st.sampled_from(Comparison), st.sampled_from([0, 1, "el-0003"])
    ),
)
TESTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "el-0001": st.sampled_from([["a"], ["b"], ["a", "b"]]),
        "el-0002": st.integers(-1, 2),
        "el-0003": st.integers(-1, 2),
        "el-0004": st.booleans(),
    },
)


@settings(derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(test=TESTS, answers=ANSWERS)
def test_taken_apart_and_put_together_a_rule_is_true_false_and_untold_of_the_same_answers(
    test: Test, answers: Mapping[str, object]
) -> None:
    choices = taken_apart(test)
    if choices is not None:
        again = put_together(choices)
        assert holds(again, answers) is holds(test, answers)
        assert put_together(taken_apart(again) or choices) == again
    rule = CrossRule("rule-0001", "Wrong.", "Mend it.", test)
    words = rule_words.clause_of(rule, INDICATOR).flat
    assert "el-0" not in words
    assert any(each.label in words for each in INDICATOR.elements)
    assert parse_rule_test(dump_rule_test(rule), name="rule") == test


def test_every_shipped_rule_has_choices_that_give_it_back() -> None:
    rules = [
        (rule, indicator)
        for indicator in factories.newest_set().indicators
        for rule in indicator.rules
    ]
    assert len(rules) >= 10
    for rule, indicator in rules:
        choices = taken_apart(rule.holds)
        assert choices is not None, rule.rule_id
        assert put_together(choices) == rule.holds
        assert rule_words.clause_of(rule, indicator).text


WORDS = [
    (
        AnyOf((Not(Condition("el-0001", ("a",))), Not(Condition("el-0001", ("b",))))),
        "These never hold together: “What?” has “Bag”; “What?” has “Box”",
    ),
    (
        AnyOf((Not(Condition("el-0004", (True,))), Answered("el-0002"))),
        "Where “Seen?” is “Yes”, “How many?” has an answer",
    ),
    (Not(Compare("el-0002", Comparison.EQUAL, 3)), "“How many?” is other than 3 pieces"),
    (
        AnyOf((AllOf((Answered("el-0001"), Answered("el-0004"))), Answered("el-0002"))),
        "At least one of these holds: (All of these hold: “What?” has an answer; “Seen?” has an "
        "answer); “How many?” has an answer",
    ),
]


@pytest.mark.parametrize(("test", "words"), WORDS)
def test_a_rule_is_told_in_words(test: Test, words: str) -> None:
    rule = CrossRule("rule-0001", "Wrong.", "Mend it.", test)
    assert rule_words.clause_of(rule, INDICATOR).flat == words


BAD_YAML = [
    ("answered: el-0001\nanswered: el-0002", 2, "stands twice"),
    ("all_of:\n  - answered: what", 2, "does not have the form"),
    ("all_of: [", 2, "not valid YAML"),
    ("{element_id: el-0001, comparison: like, other: 3}", 1, "not one of the values"),
    ("just words", 1, "found a text"),
]


@pytest.mark.parametrize(("text", "line", "words"), BAD_YAML)
def test_yaml_that_is_no_rule_is_refused_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(DefinitionError, match=words) as caught:
        parse_rule_test(text, name="the rule")
    assert caught.value.line == line
