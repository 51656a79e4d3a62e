"""Tests of one value against one question."""

import pytest

from indicators.answers import MAX_MAGNITUDE, Problem, check_answer
from indicators.definitions import Element, ElementKind, Json, Option
from indicators.rules import Rule

OPTIONS = (Option("a", "Answer A"), Option("b", "Answer B"))
ELEMENTS = {
    "text": Element("el-0001", "What?", ElementKind.TEXT, max_chars=5),
    "choice": Element("el-0002", "Which?", ElementKind.CHOICE, options=OPTIONS),
    "multi_choice": Element("el-0003", "Which ones?", ElementKind.MULTI_CHOICE, options=OPTIONS),
    "yes_no": Element("el-0004", "Is it?", ElementKind.YES_NO),
    "number": Element(
        "el-0005", "How many?", ElementKind.NUMBER, unit="items", minimum=1, maximum=9
    ),
    "unbounded": Element("el-0006", "How many?", ElementKind.NUMBER),
    "date_time": Element("el-0007", "When?", ElementKind.DATE_TIME),
}


@pytest.mark.parametrize(
    ("question", "value", "accepted"),
    [
        ("text", " two\r\n ", "two"),
        ("text", "a\rb", "a\nb"),
        ("text", "a\tb", "a\tb"),
        ("text", "cafe\u0301s", "caf\u00e9s"),
        ("text", "\U0001f6a8" * 5, "\U0001f6a8" * 5),
        ("text", " \n ", None),
        ("choice", "a", "a"),
        ("choice", "", None),
        ("multi_choice", ["b", "a", "b"], ["a", "b"]),
        ("multi_choice", [], None),
        ("yes_no", False, False),
        ("number", 1, 1),
        ("number", 9.0, 9),
        ("number", 2.5, 2.5),
        ("unbounded", -MAX_MAGNITUDE, -MAX_MAGNITUDE),
        ("date_time", "2026-03-02T14:30-06:00", "2026-03-02T14:30:00-06:00"),
        ("date_time", "2026-03-02T14:30:15.5Z", "2026-03-02T14:30:15.500000+00:00"),
        ("date_time", " ", None),
    ],
)
def test_an_answer_is_accepted_in_normal_form(question: str, value: object, accepted: Json) -> None:
    result = check_answer(ELEMENTS[question], value)
    assert (result, type(result)) == (accepted, type(accepted))


@pytest.mark.parametrize("question", ELEMENTS)
def test_null_is_no_answer(question: str) -> None:
    assert check_answer(ELEMENTS[question], None) is None


@pytest.mark.parametrize(
    ("question", "value", "rule"),
    [
        ("text", 5, Rule.WRONG_KIND),
        ("text", ["a"], Rule.WRONG_KIND),
        ("text", "sixsix", Rule.TOO_LONG),
        ("text", "a\x00b", Rule.UNREADABLE_CHARACTER),
        ("text", "a\x1bb", Rule.UNREADABLE_CHARACTER),
        ("text", "a\x85b", Rule.UNREADABLE_CHARACTER),
        ("text", "\ud83d", Rule.UNREADABLE_CHARACTER),
        ("text", "a\uffff", Rule.UNREADABLE_CHARACTER),
        ("choice", "c", Rule.UNKNOWN_OPTION),
        ("choice", "Answer A", Rule.UNKNOWN_OPTION),
        ("choice", ["a"], Rule.WRONG_KIND),
        ("choice", True, Rule.WRONG_KIND),
        ("multi_choice", "a", Rule.WRONG_KIND),
        ("multi_choice", ["a", 1], Rule.WRONG_KIND),
        ("multi_choice", ["a", "c"], Rule.UNKNOWN_OPTION),
        ("multi_choice", [["a"]], Rule.WRONG_KIND),
        ("yes_no", "yes", Rule.WRONG_KIND),
        ("yes_no", 1, Rule.WRONG_KIND),
        ("number", True, Rule.WRONG_KIND),
        ("number", "3", Rule.WRONG_KIND),
        ("number", float("nan"), Rule.WRONG_KIND),
        ("number", float("inf"), Rule.WRONG_KIND),
        ("number", 0.99, Rule.OUT_OF_RANGE),
        ("number", 10, Rule.OUT_OF_RANGE),
        ("unbounded", 10**400, Rule.OUT_OF_RANGE),
        ("unbounded", -1e300, Rule.OUT_OF_RANGE),
        ("date_time", 1772461800, Rule.WRONG_KIND),
        ("date_time", "yesterday", Rule.BAD_TIME),
        ("date_time", "2026-03-02", Rule.BAD_TIME),
        ("date_time", "2026-W10-1T14:30Z", Rule.BAD_TIME),
        ("date_time", "2026-02-30T14:30Z", Rule.BAD_TIME),
        ("date_time", "2026-03-02T24:30Z", Rule.BAD_TIME),
        ("date_time", "2026-03-02T14:30+25:00", Rule.BAD_TIME),
        ("date_time", "0001-01-01T00:00+01:00", Rule.BAD_TIME),
        ("date_time", "2026-03-02T14:30", Rule.NO_OFFSET),
        ("date_time", "\u0662026-03-02T14:30Z", Rule.BAD_TIME),
    ],
)
def test_a_wrong_answer_is_refused_with_its_rule(question: str, value: object, rule: Rule) -> None:
    problem = check_answer(ELEMENTS[question], value)
    assert isinstance(problem, Problem)
    assert problem.rule is rule
    assert ELEMENTS[question].label in problem.message
    assert problem.remedy.endswith(".")


def test_the_range_is_told_in_the_unit_of_the_question() -> None:
    problem = check_answer(ELEMENTS["number"], 0)
    assert isinstance(problem, Problem)
    assert problem.message == "The answer to “How many?” is too small."
    assert problem.remedy == "Write a number from 1 to 9 (items), or leave it empty if not known."


def test_the_labels_to_choose_from_are_told() -> None:
    problem = check_answer(ELEMENTS["choice"], "c")
    assert isinstance(problem, Problem)
    assert problem.remedy == "Choose from: Answer A; Answer B."
