"""Tests of the JSON Schema of a set: it accepts and refuses what validation accepts and refuses."""

import re
import sys
from collections import Counter
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from indicators.definitions import DefinitionSet
from indicators.examples import filled
from indicators.loading import shipped_sets
from indicators.reading import is_clean_text
from indicators.rules import Rule
from indicators.schema import NOT_SAID, schema_of
from indicators.schema.patterns import BLANK, INNER_CONTROL, NOT_BLANK, UNREADABLE
from indicators.schema.truth import compares
from indicators.validation import is_asked, validate
from tests.indicators.small import behaviour, question, rule, small_set

KINDS = ("text", "choice", "multi_choice", "yes_no", "number", "date_time")
CODES = "abc"
TIMES = ("2026-03-02T14:30-05:00", "2026-03-02T14:30:15.5Z")
SPACES = ("", " ", "\x0b", "\n\u2003")
VALUES: dict[str, list[Any]] = {
    "text": ["x", " x\x0b", "a\x0bb", "\x00", "\ufffe", "a\nb", "x" * 12, *SPACES],
    "choice": [*CODES, "z", " a", *SPACES],
    "multi_choice": [["a", "b"], ["a"], [], ["b", "a", "c"], ["a", "a"], ["z"], [1], "a"],
    "yes_no": [True, False, "yes", 0, 1],
    "number": [0, 1, 2.5, 3.0, 9, -1, 2**53, True, "1"],
    "date_time": [*TIMES, f" {TIMES[0]}\n", "2026-02-30T10:00Z", "2026-03-02T14:30", "x", *SPACES],
}


@st.composite
def questions(draw: st.DrawFn, numbers: list[int]) -> list[dict[str, Any]]:
    """Draw questions, some with counts or bounds, some asked only after answers above."""
    drawn: list[dict[str, Any]] = []
    for number in numbers:
        kind = draw(st.sampled_from(KINDS))
        made = question(number, kind, CODES if "choice" in kind else "")
        made["required"] = draw(st.booleans())
        if kind == "multi_choice":
            low, high = sorted(draw(st.tuples(st.integers(1, 3), st.integers(1, 3))))
            made |= draw(st.sampled_from([{}, {"min_choices": low}, {"max_choices": high}]))
        if kind == "number":
            made |= draw(st.sampled_from([{}, {"minimum": 0.5}, {"maximum": 5}]))
        if kind == "text":
            made["max_chars"] = 10
        asked = [each for each in drawn if each["kind"] in ("choice", "multi_choice", "yes_no")]
        if asked and draw(st.booleans()):
            made["when"] = draw(conditions(asked))
        drawn.append(made)
    return drawn


@st.composite
def conditions(draw: st.DrawFn, asked: list[dict[str, Any]]) -> dict[str, Any]:
    """Draw a condition on one of these questions."""
    above = draw(st.sampled_from(asked))
    offered: list[Any] = [True, False] if above["kind"] == "yes_no" else list(CODES)
    values = draw(st.lists(st.sampled_from(offered), min_size=1, max_size=2, unique=True))
    return {"element_id": above["element_id"], "values": values}


@st.composite
def holding(draw: st.DrawFn, elements: list[dict[str, Any]], depth: int = 3) -> dict[str, Any]:
    """Draw a test about these questions."""
    choice = draw(st.integers(0, 6 if depth > 1 else 3))
    one = draw(st.sampled_from(elements))
    fixed = [each for each in elements if each["kind"] in ("choice", "multi_choice", "yes_no")]
    if choice == 1 and fixed:
        return draw(conditions(fixed))
    numbers = [each for each in elements if each["kind"] == "number"]
    if choice in (2, 3) and numbers:
        left = numbers[0]["element_id"]
        other = numbers[-1]["element_id"] if len(numbers) > 1 and choice == 2 else 1
        kind = draw(st.sampled_from(["less", "at_most", "equal", "at_least", "more"]))
        return {"element_id": left, "comparison": kind, "other": other}
    if choice == 4:
        return {"fails": draw(holding(elements, depth - 1))}
    if choice >= 5:
        inner = st.lists(holding(elements, depth - 1), min_size=1, max_size=2)
        return {"all_of" if choice == 5 else "any_of": draw(inner)}
    return {"answered": one["element_id"]}


@st.composite
def sets(draw: st.DrawFn) -> DefinitionSet:
    """Draw a set of two behaviours, with conditions, counts, rules and perhaps a retired one."""
    first = draw(questions([1, 2, 3, 4]))
    rules = draw(st.lists(holding(first), max_size=2))
    texts = [each for each in first if each["kind"] == "text" and "when" not in each]
    if texts and draw(st.booleans()):
        texts[0]["explains_innocence"] = True
    return small_set(
        behaviour(1, *first, rules=[rule(n, each) for n, each in enumerate(rules, 1)]),
        behaviour(
            2, *draw(questions([5])), status=draw(st.sampled_from(["active", "active", "retired"]))
        ),
        max_behaviours=draw(st.sampled_from([None, 1, 2])),
    )


def make_report(definition_set: DefinitionSet, rng: Random) -> dict[str, Any]:
    """Make a report that mostly fits the set."""
    ids = [each.indicator_id for each in definition_set.indicators]
    wild = rng.choice([ids, [], "x", ["ind-0009"], ids[:1] * 3])
    chosen = wild if rng.random() < 0.1 else ids[: rng.randint(1, 2)]
    share, answers = rng.choice([0.0, 0.1, 0.3]), {}
    for indicator in definition_set.indicators:
        given: dict[str, Any] = {}
        for element in indicator.elements:
            if (is_asked(element, given) and rng.random() < 0.9) or rng.random() < share:
                given[element.element_id] = rng.choice(VALUES[element.kind][:2])
            if rng.random() < share:
                given[element.element_id] = rng.choice([*VALUES[element.kind], None, {}])
        if indicator.indicator_id in chosen or rng.random() < share:
            is_wrong = rng.random() < share / 4
            wrong = rng.choice([{}, None, [], {"el-0099": None}])
            answers[indicator.indicator_id] = wrong if is_wrong else given
    return {"behaviours": chosen} | ({"answers": answers} if rng.random() < 0.9 else {})


def refusals(report: dict[str, Any], definition_set: DefinitionSet) -> tuple[set[Rule], set[Rule]]:
    """Give the rules that validation finds broken: those that a schema can tell, and the others."""
    chosen, answers = report["behaviours"], report.get("answers") or {}
    repeats = {
        element_id
        for given in answers.values()
        for element_id, value in (given.items() if isinstance(given, dict) else ())
        if isinstance(value, list) and len({str(each) for each in value}) < len(value)
    }
    pairs = {
        each.rule_id
        for indicator in definition_set.indicators
        for each in indicator.rules
        if compares(each.holds)
    }
    told, untold = set(), set()
    for finding in validate(answers, definition_set, indicator_ids=chosen).findings:
        is_untold = {
            Rule.TOO_LONG: True,
            Rule.BAD_TIME: "calendar" in finding.message,
            Rule.TOO_FEW_CHOICES: finding.element_id in repeats,
            Rule.TOO_MANY_CHOICES: finding.element_id in repeats,
            Rule.TOO_MANY_BEHAVIOURS: len(set(chosen)) < len(chosen),
            Rule.CROSS_RULE: finding.rule_id in pairs,
        }.get(finding.rule, False)
        (untold if is_untold else told).add(finding.rule)
    return told, untold


def test_the_schema_accepts_and_refuses_what_validation_does() -> None:
    seen: Counter[str] = Counter()

    @settings(
        derandomize=True,
        max_examples=200,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(sets(), st.integers(0, 10**9))
    def compare(definition_set: DefinitionSet, seed: int) -> None:
        rng, validator = Random(seed), Draft202012Validator(schema_of(definition_set))
        for _ in range(25):
            report = make_report(definition_set, rng)
            told, untold = refusals(report, definition_set)
            assert untold <= NOT_SAID.keys()
            if told:
                assert not validator.is_valid(report), told
            elif not untold:
                assert validator.is_valid(report), list(validator.iter_errors(report))
            seen.update(told or untold or {"accepted"})

    compare()
    assert seen["accepted"] >= 500, seen
    assert {*Rule} - seen.keys() <= {Rule.MORE_FINDINGS}


def schema_of_one(*elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    schema: Any = schema_of(small_set(behaviour(1, *elements, **more)))
    return schema["$defs"]["ind-0001"]  # type: ignore[no-any-return]


def test_units_limits_and_codes_stand_in_words_and_in_keywords() -> None:
    schema = schema_of_one(
        question(1, "number", unit="metres", minimum=1, maximum=9, help="Roughly."),
        question(2, "multi_choice", "ab", min_choices=2),
        question(3, "text", max_chars=300),
    )
    metres, several, words = (schema["properties"][f"el-000{n}"] for n in (1, 2, 3))
    assert (metres["title"], metres["description"]) == ("Question 1?", "Roughly. In metres.")
    assert (metres["minimum"], metres["maximum"]) == (1, 9)
    assert several["description"] == "Tick at least 2. a: A; b: B."
    assert several["items"] == {"enum": ["a", "b"]}
    assert words["description"] == "At most 300 characters."


def test_a_rule_that_no_schema_can_say_is_a_comment() -> None:
    pair = {"element_id": "el-0001", "comparison": "less", "other": "el-0002"}
    schema = schema_of_one(question(1, "number"), question(2, "number"), rules=[rule(1, pair)])
    (said,) = schema["allOf"]
    assert said.keys() == {"$comment"}
    assert "rule-0001: Rule 1 is broken." in said["$comment"]
    assert "two answers are compared" in said["$comment"]


@pytest.mark.parametrize("one", shipped_sets(), ids=lambda each: each.version)
def test_a_shipped_set_has_a_valid_schema_that_pins_it(one: DefinitionSet) -> None:
    schema = schema_of(one)
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    pin = {"set_id": one.set_id, "version": one.version, "sha256": one.sha256}
    for indicator in one.indicators:
        for each in [*indicator.examples, *indicator.cases]:
            report = {
                "set": pin,
                "behaviours": [indicator.indicator_id],
                "answers": {indicator.indicator_id: filled(each.answers or {})},
            }
            told, untold = refusals(report, one)
            assert untold <= NOT_SAID.keys()
            if told or not untold:
                assert validator.is_valid(report) is not bool(told), each
            assert not validator.is_valid(report | {"set": pin | {"version": "0.0.1"}})


def test_the_patterns_agree_with_what_the_library_does_to_every_odd_character() -> None:
    every = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    odd = [char for char in every if not char.isprintable() or char in "\n\t \u00a0\u3000a1é"]
    assert len(odd) > 1000
    for char in [*odd[:3000], *odd[-3000:]]:
        is_space = not char.strip()
        assert bool(re.search(BLANK, char)) is is_space
        assert bool(re.search(NOT_BLANK, char)) is not is_space
        for text in (char, f"a{char}", f"a{char}b", f"a {char} \n\x0c"):
            clean = is_clean_text(text.replace("\r", "\n").strip())
            is_found = re.search(UNREADABLE, text) or re.search(INNER_CONTROL, text)
            assert bool(is_found) is not clean, (hex(ord(char)), text)
