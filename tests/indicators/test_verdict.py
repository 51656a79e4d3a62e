"""Tests of what a version refuses of another one's reports, in words."""

import json
import time
from dataclasses import replace
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from indicators.changes import ChangeKind, Level, compare, next_version
from indicators.definitions import (
    Answered,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    DefinitionSet,
    Element,
    ElementKind,
    Group,
    Indicator,
    Not,
    Relation,
    RelationKind,
    Status,
)
from indicators.errors import IncomparableSetsError
from indicators.loading import shipped_sets
from indicators.verdict import Verdict, to_plain, verdict, verdict_in_words
from tests.indicators.every_report import BEHAVIOURS, behaviour, question, rule, small_set
from tests.indicators.test_inclusion import versions

Kind = ElementKind
MEANING = {"kind", "unit", "privacy", "niem_code", "group", "protected_characteristics"}


def security(*elements: Element, **fields: Any) -> Indicator:
    """Make the behaviour of the example in the issue."""
    return replace(behaviour(elements, **fields), name="Testing of security")


def when(*, required: bool = False, **fields: Any) -> Element:
    """Make the question of the example in the issue."""
    return replace(question("el-0001", Kind.DATE_TIME, required=required), label="When", **fields)


def both(old: Indicator, new: Indicator) -> Verdict:
    """Compare versions 3.0.0 and 5.0.0 that have one behaviour each."""
    return verdict(small_set([old], version="3.0.0"), small_set([new], version="5.0.0"))


def test_the_verdict_names_version_element_behaviour_and_reason() -> None:
    found = both(security(when()), security(when(required=True)))
    assert found.backward.accepts_all is False
    assert found.backward.sentences == (
        "Version 5.0.0 refuses reports that version 3.0.0 accepted: "
        "the question “When” became required in “Testing of security”.",
    )
    assert found.forward.accepts_all is True
    assert found.forward.sentences == (
        "Version 3.0.0 accepts every report that version 5.0.0 accepts.",
    )


def test_versions_for_which_nothing_changes_are_named_too() -> None:
    optional = small_set([security(when())], version="3.0.0")
    required = small_set([security(when(required=True))], version="4.0.0")
    new = small_set([security(when(required=True))], version="5.0.0")
    assert verdict_in_words([optional, required], new) == (
        "Version 5.0.0 refuses reports that version 3.0.0 accepted: "
        "the question “When” became required in “Testing of security”.",
        "Version 4.0.0 is unaffected.",
    )


def test_the_example_is_the_smallest_report_and_made_up() -> None:
    asked = question("el-0002", Kind.TEXT, required=True)
    found = both(security(asked, when()), security(asked, when(required=True)))
    (reason,) = found.backward.reasons
    assert reason.refusal.answers == {"ind-0001": {"el-0002": "?"}}
    assert reason.example == "“Testing of security” with “Question 2?”: a text of 1 character"


YES_NO = question("el-0002", Kind.YES_NO)
FEWER = question("el-0001", Kind.MULTI_CHOICE, codes=("a",))
NUMBER = question("el-0001", Kind.NUMBER)
MANY = question("el-0001", Kind.MULTI_CHOICE)
EXPLAINS = question("el-0003", Kind.TEXT)
INNOCENT = {"group": Group.NEEDS_INFORMATION}
RULE = rule(Not(Answered("el-0001")))
CLAUSES: list[tuple[str, Indicator, Indicator, str, str]] = [
    (
        "a question removed",
        security(when()),
        security(),
        "the question “When” was removed from “Testing of security”",
        "it does not ask “When” in “Testing of security”",
    ),
    (
        "a required question added",
        security(),
        security(when(required=True)),
        "the question “When” was added to “Testing of security” and is required",
        "the question “When” is required in “Testing of security”",
    ),
    (
        "now required",
        security(when()),
        security(when(required=True)),
        "the question “When” became required in “Testing of security”",
        "the question “When” is required in “Testing of security”",
    ),
    (
        "asked in fewer cases",
        security(YES_NO, when()),
        security(YES_NO, when(when=Condition("el-0002", (True,)))),
        "the question “When” is asked in fewer cases in “Testing of security”",
        "the question “When” is asked in fewer cases in “Testing of security”",
    ),
    (
        "asked in more cases",
        security(YES_NO, when(required=True, when=Condition("el-0002", (True,)))),
        security(YES_NO, when(required=True, when=Condition("el-0002", (True, False)))),
        "the question “When” is asked in more cases and must be answered in “Testing of security”",
        "the question “When” is asked in more cases and must be answered in “Testing of security”",
    ),
    (
        "another kind",
        security(NUMBER),
        security(question("el-0001", Kind.YES_NO)),
        "the question “Question 1?” takes yes or no, not a number, in “Testing of security”",
        "the question “Question 1?” takes yes or no, not a number, in “Testing of security”",
    ),
    (
        "answers lost",
        security(MANY),
        security(FEWER),
        "the question “Question 1?” no longer offers “B”, “C” in “Testing of security”",
        "the question “Question 1?” does not offer “B”, “C” in “Testing of security”",
    ),
    (
        "fewer characters",
        security(question("el-0001", Kind.TEXT)),
        security(question("el-0001", Kind.TEXT, max_chars=1500)),
        "the question “Question 1?” no longer takes more than 1,500 characters in "
        "“Testing of security”",
        "the question “Question 1?” does not take more than 1,500 characters in "
        "“Testing of security”",
    ),
    (
        "a minimum",
        security(NUMBER),
        security(replace(NUMBER, minimum=1_000_000.0, unit="minutes")),
        "the question “Question 1?” no longer takes less than 1,000,000 minutes in "
        "“Testing of security”",
        "the question “Question 1?” does not take less than 1,000,000 minutes in "
        "“Testing of security”",
    ),
    (
        "a maximum",
        security(NUMBER),
        security(replace(NUMBER, maximum=2.5)),
        "the question “Question 1?” no longer takes more than 2.5 in “Testing of security”",
        "the question “Question 1?” does not take more than 2.5 in “Testing of security”",
    ),
    (
        "too few answers",
        security(MANY),
        security(replace(MANY, min_choices=2)),
        "the question “Question 1?” no longer takes fewer than 2 answers in “Testing of security”",
        "the question “Question 1?” does not take fewer than 2 answers in “Testing of security”",
    ),
    (
        "too many answers",
        security(MANY),
        security(replace(MANY, max_choices=2)),
        "the question “Question 1?” no longer takes more than 2 answers in “Testing of security”",
        "the question “Question 1?” does not take more than 2 answers in “Testing of security”",
    ),
    (
        "an explanation",
        security(EXPLAINS, **INNOCENT),
        security(replace(EXPLAINS, explains_innocence=True), **INNOCENT),
        "the question “Question 3?” must now say why an innocent reason does not explain what was "
        "seen in “Testing of security”",
        "the question “Question 3?” must say why an innocent reason does not explain what was "
        "seen in “Testing of security”",
    ),
    (
        "a rule added",
        security(NUMBER),
        security(NUMBER, rules=(RULE,)),
        "the rule “The answers do not fit” was added to “Testing of security”",
        "it has the rule “The answers do not fit” in “Testing of security”",
    ),
    (
        "a rule changed",
        security(NUMBER, rules=(rule(Compare("el-0001", Comparison.LESS, 5)),)),
        security(NUMBER, rules=(RULE,)),
        "the rule “The answers do not fit” asks for something else in “Testing of security”",
        "the rule “The answers do not fit” asks for something else in “Testing of security”",
    ),
]


@pytest.mark.parametrize(
    ("old", "new", "became", "is_so"),
    [row[1:] for row in CLAUSES],
    ids=[row[0] for row in CLAUSES],
)
def test_each_reason_is_told_in_both_directions(
    old: Indicator, new: Indicator, became: str, is_so: str
) -> None:
    assert [each.clause for each in both(old, new).backward.reasons] == [became]
    assert [each.clause for each in both(new, old).forward.reasons] == [is_so]


def test_a_retired_behaviour_is_named_with_what_is_reported_instead() -> None:
    other = behaviour((), indicator_id=BEHAVIOURS[1])
    old = small_set([security(), other])
    gone = replace(
        security(),
        status=Status.RETIRED,
        related=(Relation(RelationKind.MERGED_INTO, BEHAVIOURS[1]),),
    )
    found = verdict(old, small_set([gone, other])).backward
    assert [each.clause for each in found.reasons] == [
        "“Testing of security” was retired, and “Behaviour 2” is reported instead"
    ]
    found = verdict(old, small_set([other])).backward
    assert [each.clause for each in found.reasons] == ["“Testing of security” was removed"]
    found = verdict(small_set([other]), old).forward
    assert [each.clause for each in found.reasons] == ["it does not have “Testing of security”"]


def test_a_question_that_moved_is_followed() -> None:
    old = small_set([security(when()), behaviour((), indicator_id=BEHAVIOURS[1])])
    new = small_set([security(), behaviour([when()], indicator_id=BEHAVIOURS[1])])
    assert [each.clause for each in verdict(old, new).backward.reasons] == [
        "the question “When” moved to “Behaviour 2” and is not asked in “Testing of security”"
    ]


def test_a_limit_on_behaviours_is_a_reason_of_the_whole_set() -> None:
    two = [behaviour(()), behaviour((), indicator_id=BEHAVIOURS[1])]
    found = verdict(small_set(two), small_set(two, max_behaviours=1)).backward
    assert [each.clause for each in found.reasons] == ["it takes at most 1 behavior in one report"]


def test_what_is_too_much_to_try_cannot_be_told_and_counts_as_major() -> None:
    numbers = [question(f"el-00{place:02}", Kind.NUMBER) for place in range(1, 9)]
    ids = [each.element_id for each in numbers]
    chain = [
        rule(Compare(one, Comparison.AT_MOST, other), f"rule-00{place:02}")
        for place, (one, other) in enumerate(pairwise(ids), start=1)
    ]
    # It follows from the others: no report breaks it, which trying a few of them cannot tell.
    implied = AnyOf((Not(Answered(ids[1])), Compare(ids[0], Comparison.AT_MOST, ids[2])))
    old = small_set([behaviour(numbers, rules=tuple(chain))])
    new = small_set([behaviour(numbers, rules=(*chain, rule(implied, "rule-0090")))])
    found = verdict(old, new).backward
    assert found.accepts_all is None
    assert found.sentences == (
        "Whether version 1.0.0 refuses more cannot be told: the rule “The answers do not fit” in "
        "“Behaviour 1” has too many sets of answers to try them all.",
    )
    assert next_version(old, new) == "2.0.0"


def test_the_shipped_sets_are_decided_in_well_under_a_second() -> None:
    for old, new in permutations(shipped_sets(), 2):
        began = time.process_time()
        found = verdict(old, new)
        assert time.process_time() - began < 1
        assert found.backward.undecided == found.forward.undecided == ()


def test_a_program_gets_the_same_verdict_as_json() -> None:
    old, new = small_set([security(when())]), small_set([security(when(required=True))])
    plain = json.loads(json.dumps(to_plain(old, new)))
    assert plain["backward"]["accepts_all"] is False
    assert plain["backward"]["reasons"] == [
        {
            "clause": "the question “When” became required in “Testing of security”",
            "finding": "required",
            "indicator_id": "ind-0001",
            "element_id": "el-0001",
            "rule_id": None,
            "field": "required",
            "example": {"behaviours": ["ind-0001"], "answers": {"ind-0001": {}}},
        }
    ]
    assert plain["forward"]["accepts_all"] is True


def test_sets_with_different_ids_have_no_verdict() -> None:
    with pytest.raises(IncomparableSetsError, match="small and other"):
        verdict(small_set([security()]), replace(small_set([security()]), set_id="other"))


@settings(max_examples=80, suppress_health_check=list(HealthCheck))
@given(versions())
def test_changes_and_version_number_agree_with_the_verdict(
    pair: tuple[DefinitionSet, DefinitionSet],
) -> None:
    for old, new in (pair, pair[::-1]):
        refusals = [each.refusal for each in verdict(old, new).backward.reasons]
        changes = compare(old, new)
        blamed = {(each.element_id or each.rule_id, each.field_name) for each in refusals}
        major = [each for each in changes if each.level is Level.MAJOR]
        tighter = [each for each in major if each.field_name not in MEANING]
        assert {(each.element_id or each.rule_id, each.field_name) for each in tighter} == {
            each for each in blamed if each[1] not in MEANING
        }
        assert all(each.kind is not ChangeKind.TIGHTENED for each in changes if each not in major)
        assert (next_version(old, new) == "2.0.0") == bool(major)
        assert not refusals or major
