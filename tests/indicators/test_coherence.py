"""Tests of what is refused because the parts of a set do not agree, and what is said then."""

from typing import Any

import pytest

from indicators.errors import DefinitionError
from indicators.loading import from_plain
from tests.indicators.small import behaviour, plain_set, question, rule, small_set

CHOICE = question(1, "choice", "ab")
MULTI = question(2, "multi_choice", "abc")
METRES = question(3, "number", unit="m")
FEET = question(4, "number", unit="ft")
BEGAN, ENDED = question(5, "date_time"), question(6, "date_time")
WORDS = question(7, "text")
WIDE = question(8, "number", unit="m")
ALL = (CHOICE, MULTI, METRES, FEET, BEGAN, ENDED, WORDS, WIDE)

EXPLAINS = question(9, "text", explains_innocence=True)
ONE = {"element_id": "el-0001", "values": ["a"]}


def when(element_id: str, *values: object) -> dict[str, Any]:
    return {"element_id": element_id, "values": list(values)}


def compare(element_id: str, other: object) -> dict[str, Any]:
    return {"element_id": element_id, "comparison": "less", "other": other}


def related(kind: str, number: int) -> dict[str, Any]:
    return {"kind": kind, "indicator_id": f"ind-{number:04}"}


def with_rule(holds: dict[str, Any]) -> dict[str, Any]:
    other = behaviour(2, question(11, "yes_no"))
    return plain_set(behaviour(1, *ALL, rules=[rule(1, holds)]), other)


def with_case(**case: Any) -> dict[str, Any]:
    return plain_set(behaviour(1, CHOICE, rules=[rule(1, ONE)], cases=[{"answers": {}} | case]))


def nested(depth: int) -> dict[str, Any]:
    return {"fails": nested(depth - 1)} if depth > 1 else ONE


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "a rule id in two behaviors",
        plain_set(
            behaviour(1, CHOICE, rules=[rule(1, ONE)]),
            behaviour(2, MULTI, rules=[rule(1, when("el-0002", "a"))]),
        ),
        "indicators[1].rules[0].rule_id",
        "'rule-0001' is taken already by indicators[0].rules[0].rule_id",
    ),
    (
        "a rule about another behavior's question",
        with_rule({"answered": "el-0011"}),
        "indicators[0].rules[0].holds.answered",
        "'el-0011' is a question of another behavior, “Behaviour 2”",
    ),
    (
        "a rule about a question that nobody has",
        with_rule({"all_of": [ONE, {"answered": "el-0099"}]}),
        "indicators[0].rules[0].holds.all_of[1].answered",
        "'el-0099' is no question of this set",
    ),
    (
        "a value that is no answer",
        with_rule(when("el-0001", "a", "z")),
        "indicators[0].rules[0].holds.values",
        "'z' is no answer to 'el-0001'",
    ),
    (
        "a value for a number",
        with_rule({"fails": when("el-0003", "a")}),
        "indicators[0].rules[0].holds.fails.values",
        "'el-0003' is a number question",
    ),
    (
        "a comparison of different units",
        with_rule(compare("el-0003", "el-0004")),
        "indicators[0].rules[0].holds.other",
        "different units, m and ft",
    ),
    (
        "a comparison of a number with a time",
        with_rule(compare("el-0003", "el-0005")),
        "indicators[0].rules[0].holds.other",
        "a number and a date_time question",
    ),
    (
        "a comparison of texts",
        with_rule(compare("el-0007", "el-0001")),
        "indicators[0].rules[0].holds.other",
        "a text and a choice question",
    ),
    (
        "a comparison of a time with a number",
        with_rule(compare("el-0005", 3)),
        "indicators[0].rules[0].holds.element_id",
        "'el-0005' is a date_time question",
    ),
    (
        "a comparison with itself",
        with_rule(compare("el-0003", "el-0003")),
        "indicators[0].rules[0].holds.other",
        "compared with itself",
    ),
    (
        "an empty list of tests",
        with_rule({"any_of": []}),
        "indicators[0].rules[0].holds.any_of",
        "there is no test",
    ),
    (
        "a test that is nested too deep",
        with_rule(nested(6)),
        "indicators[0].rules[0].holds.fails.fails.fails.fails.fails",
        "nested 6 levels deep",
    ),
    (
        "a test with an unknown key",
        with_rule({"none_of": [ONE]}),
        "indicators[0].rules[0].holds",
        "'none_of' is not known here",
    ),
    (
        "a condition on itself",
        plain_set(behaviour(1, CHOICE | {"when": ONE})),
        "indicators[0].elements[0].when",
        "el-0001 → el-0001",
    ),
    (
        "a circle of conditions",
        plain_set(
            behaviour(
                1,
                question(1, "yes_no", when=when("el-0003", True)),
                question(2, "yes_no", when=when("el-0001", True)),
                question(3, "yes_no", when=when("el-0002", True)),
            )
        ),
        "indicators[0].elements[0].when",
        "wait for one another: el-0001 → el-0003 → el-0002 → el-0001",
    ),
    (
        "a condition on a question below",
        plain_set(behaviour(1, question(2, "text", when=ONE), CHOICE)),
        "indicators[0].elements[0].when",
        "'el-0002' depends on 'el-0001', which stands below it",
    ),
    (
        "a condition on another behavior's question",
        plain_set(behaviour(1, CHOICE), behaviour(2, question(2, "text", when=ONE))),
        "indicators[1].elements[0].when",
        "a question of another behavior, “Behaviour 1”",
    ),
    (
        "a count of options on a choice",
        plain_set(behaviour(1, CHOICE | {"max_choices": 1})),
        "indicators[0].elements[0].max_choices",
        "only a multi_choice question",
    ),
    (
        "more answers than options",
        plain_set(behaviour(1, MULTI | {"min_choices": 4})),
        "indicators[0].elements[0].min_choices",
        "4 answers are more than the 3 options",
    ),
    (
        "fewest answers above most answers",
        plain_set(behaviour(1, MULTI | {"min_choices": 3, "max_choices": 2})),
        "indicators[0].elements[0].min_choices",
        "3 is larger than max_choices, 2",
    ),
    (
        "an explanation that is no text",
        plain_set(behaviour(1, CHOICE | {"explains_innocence": True})),
        "indicators[0].elements[0].explains_innocence",
        "a choice question cannot explain",
    ),
    (
        "two explanations",
        plain_set(behaviour(1, EXPLAINS, question(10, "text", explains_innocence=True))),
        "indicators[0].elements[1].explains_innocence",
        "'el-0009' and 'el-0010' both have the mark",
    ),
    (
        "an explanation that depends on an answer",
        plain_set(behaviour(1, CHOICE, EXPLAINS | {"when": ONE})),
        "indicators[0].elements[1].explains_innocence",
        "asked only after 'el-0001'",
    ),
    (
        "an explanation of a crime",
        plain_set(behaviour(1, EXPLAINS, group="defined_criminal")),
        "indicators[0].elements[0].explains_innocence",
        "group defined_criminal",
    ),
    (
        "a relation to nothing",
        plain_set(behaviour(1, related=[related("similar", 9)])),
        "indicators[0].related[0].indicator_id",
        "'ind-0009' is no behavior of this set",
    ),
    (
        "a relation to itself",
        plain_set(behaviour(1, related=[related("similar", 1)])),
        "indicators[0].related[0].indicator_id",
        "related to itself",
    ),
    (
        "a relation twice",
        plain_set(behaviour(1, related=[related("similar", 2)] * 2), behaviour(2)),
        "indicators[0].related[1]",
        "taken already",
    ),
    (
        "a replacement that does not say so",
        plain_set(
            behaviour(1, status="retired", related=[related("replaced_by", 2)]), behaviour(2)
        ),
        "indicators[0].related[0].kind",
        "Add to 'ind-0002': replaces ind-0001.",
    ),
    (
        "a replaced behavior that is active",
        plain_set(
            behaviour(1, related=[related("replaced_by", 2)]),
            behaviour(2, related=[related("replaces", 1)]),
        ),
        "indicators[0].related[0].kind",
        "Set its status to deprecated or retired.",
    ),
    (
        "behaviors that follow one another",
        plain_set(
            behaviour(1, status="retired", related=[related("merged_into", 2)]),
            behaviour(2, status="retired", related=[related("merged_into", 3)]),
            behaviour(3, status="deprecated", related=[related("merged_into", 1)]),
        ),
        "indicators[0].related",
        "in a circle: ind-0001 → ind-0002 → ind-0003 → ind-0001",
    ),
    (
        "a set of retired behaviors",
        plain_set(behaviour(1, status="retired")),
        "indicators",
        "every behavior is retired",
    ),
    ("no behavior in a report", plain_set(max_behaviours=0), "max_behaviours", "from 1 to 200"),
    (
        "guidance for one audience twice",
        plain_set(behaviour(1, role_guidance=[{"audience": "fire_ems", "texts": ["Look."]}] * 2)),
        "indicators[0].role_guidance[1].audience",
        "taken already",
    ),
    (
        "guidance without words",
        plain_set(behaviour(1, role_guidance=[{"audience": "fire_ems", "texts": []}])),
        "indicators[0].role_guidance[0].texts",
        "no text for fire_ems",
    ),
    (
        "a case that answers nobody's question",
        with_case(answers={"el-0099": "a"}),
        "indicators[0].cases[0].answers",
        "'el-0099' is no question of this set",
    ),
    (
        "a case about nothing",
        with_case(findings={"el-0099": "required"}),
        "indicators[0].cases[0].findings",
        "'el-0099' is no question and no rule of this behavior",
    ),
    (
        "a case with an unknown finding",
        with_case(findings={"el-0001": "nonsense"}),
        "indicators[0].cases[0].findings.el-0001",
        "'nonsense' is not one of the values",
    ),
    (
        "a case with a rule's finding at a question",
        with_case(findings={"el-0001": "cross_rule"}),
        "indicators[0].cases[0].findings.el-0001",
        "'cross_rule' cannot be found about 'el-0001'",
    ),
    (
        "a case with a question's finding at a rule",
        with_case(findings={"rule-0001": "required"}),
        "indicators[0].cases[0].findings.rule-0001",
        "Write one of: cross_rule.",
    ),
]


@pytest.mark.parametrize(
    ("what", "plain", "path", "words"), REFUSED, ids=[row[0] for row in REFUSED]
)
def test_a_refusal_names_path_value_and_remedy(
    what: str, plain: dict[str, Any], path: str, words: str
) -> None:
    with pytest.raises(DefinitionError) as caught:
        from_plain(plain, name="draft.yaml")
    assert caught.value.path == path
    assert words in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    "holds",
    [
        {"answered": "el-0007"},
        {"fails": {"answered": "el-0007"}},
        when("el-0002", "a", "c"),
        compare("el-0003", "el-0008"),
        compare("el-0005", "el-0006"),
        compare("el-0003", 2.5),
        {"any_of": [ONE, {"all_of": [ONE, nested(3)]}]},
        nested(5),
    ],
)
def test_rules_that_make_sense_are_accepted(holds: dict[str, Any]) -> None:
    assert from_plain(with_rule(holds), name="draft.yaml").indicators[0].rules


def test_a_set_with_every_new_field_is_accepted_and_normalised() -> None:
    accent = "Cafe\u0301"
    one = small_set(
        behaviour(
            1,
            status="deprecated",
            related=[related("replaced_by", 2), related("similar", 3)],
            role_guidance=[{"audience": "fire_ems", "texts": [accent]}],
        ),
        behaviour(
            2,
            CHOICE,
            MULTI | {"min_choices": 1, "max_choices": 3},
            EXPLAINS,
            related=[related("replaces", 1), related("split_from", 3)],
            rules=[rule(1, ONE) | {"message": accent}],
            cases=[{"answers": {"el-0001": "b"}, "findings": {"rule-0001": "cross_rule"}}],
        ),
        behaviour(3),
        max_behaviours=2,
    )
    assert one.indicators[0].role_guidance[0].texts == ("Caf\u00e9",)
    assert one.indicators[1].rules[0].message == "Caf\u00e9"
