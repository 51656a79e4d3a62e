"""Tests of bringing answers from one version to another: nothing lost, nothing guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, reject, settings
from hypothesis import strategies as st

from indicators.carrying import Again, Carried, Dropped, carry
from indicators.definitions import (
    Compare,
    Comparison,
    Condition,
    DefinitionSet,
    Element,
    ElementKind,
    Indicator,
    Relation,
    RelationKind,
    Status,
)
from indicators.errors import DefinitionError
from indicators.findings import Finding
from indicators.inclusion import ancestors
from indicators.truth import elements_of
from indicators.validation import validate
from tests.indicators import every_report
from tests.indicators.every_report import BEHAVIOURS, behaviour, question, rule, small_set
from tests.indicators.test_inclusion import versions

Kind = ElementKind
FIRST, SECOND, THIRD = BEHAVIOURS
Report = tuple[tuple[str, ...], dict[str, dict[str, Any]]]

SEEN = question("el-0001", Kind.YES_NO, required=True)
WHAT = question("el-0002", Kind.TEXT, max_chars=20, when=Condition("el-0001", (True,)))
LONG = question("el-0003", Kind.NUMBER, unit="minutes")
TYPED = {"el-0001": True, "el-0002": "a grey van", "el-0003": 12}


def moved(old: DefinitionSet, new: DefinitionSet, report: Report, **more: Any) -> Carried:
    """Carry a report."""
    behaviours, answers = report
    return carry(answers, indicator_ids=behaviours, old=old, new=new, **more)


def one(*elements: Element, **fields: Any) -> DefinitionSet:
    """Make a set of one behaviour."""
    return small_set([behaviour(elements, **fields)])


def carry_one(new: Sequence[Element], answers: Mapping[str, Any] = TYPED, **fields: Any) -> Carried:
    """Carry answers to the three questions to a version of the same behaviour."""
    report = (FIRST,), {FIRST: dict(answers)}
    return moved(one(SEEN, WHAT, LONG), one(*new, **fields), report)


def reasons(carried: Carried) -> dict[str | None, str]:
    """Give why each question is asked again."""
    return {each.element_id: each.reason for each in carried.again}


def test_unchanged_questions_are_carried_and_only_the_changed_one_is_asked() -> None:
    new = question("el-0004", Kind.YES_NO, required=True)
    carried = carry_one([SEEN, replace(WHAT, label="What exactly?"), LONG, new])
    assert carried.answers == {FIRST: TYPED}
    assert carried.dropped == ()
    assert carried.again == (Again("It is new and must be answered.", FIRST, "el-0004"),)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (question("el-0003", Kind.TEXT), "It takes another kind of answer now."),
        (replace(LONG, unit="hours"), "It counts in hours now, not in minutes."),
        (replace(LONG, unit=""), "It counts in no unit now, not in minutes."),
    ],
)
def test_an_answer_that_would_mean_something_else_is_dropped_and_asked_again(
    changed: Element, reason: str
) -> None:
    carried = carry_one([SEEN, WHAT, changed])
    assert carried.answers == {FIRST: {"el-0001": True, "el-0002": "a grey van"}}
    assert carried.again == (Again(reason, FIRST, "el-0003"),)
    assert carried.dropped == (Dropped(reason, FIRST, "el-0003", 12),)


def test_an_answer_that_no_longer_fits_is_kept_and_asked_again() -> None:
    carried = carry_one([SEEN, replace(WHAT, max_chars=5), replace(LONG, maximum=10.0)])
    assert carried.answers == {FIRST: TYPED}
    assert reasons(carried) == {
        "el-0002": "The answer to “Question 2?” has 10 characters; 5 fit.",
        "el-0003": "The answer to “Question 3?” is too large.",
    }


def test_what_is_gone_or_not_asked_any_more_is_listed_with_its_answer() -> None:
    new = [SEEN, replace(WHAT, when=Condition("el-0001", (False,)))]
    carried = carry_one(new)
    assert carried.answers == {FIRST: {"el-0001": True}}
    assert carried.again == ()
    assert carried.dropped == (
        Dropped("It is no longer asked.", FIRST, "el-0003", 12),
        Dropped("It is no longer asked after the other answers.", FIRST, "el-0002", "a grey van"),
    )


def test_a_question_that_became_required_or_is_asked_now_is_asked_only_where_it_was_left() -> None:
    required = replace(LONG, required=True)
    assert carry_one([SEEN, WHAT, required]).again == ()
    left = {"el-0001": False}
    carried = carry_one([SEEN, replace(WHAT, when=None), required], left)
    assert reasons(carried) == {
        "el-0002": "It is asked now after the other answers.",
        "el-0003": "It must be answered now.",
    }


def test_an_answer_whose_leading_question_is_asked_again_waits_in_its_place() -> None:
    other = question("el-0001", Kind.CHOICE, required=True)
    carried = carry_one([other, replace(WHAT, when=Condition("el-0001", ("a",))), LONG])
    assert carried.answers == {FIRST: {"el-0002": "a grey van", "el-0003": 12}}
    assert list(reasons(carried)) == ["el-0001", "el-0002"]


def test_a_new_rule_that_is_broken_asks_its_questions_again_and_keeps_their_answers() -> None:
    short = rule(Compare("el-0003", Comparison.LESS, 10))
    carried = carry_one([SEEN, WHAT, LONG], rules=(short,))
    assert carried.answers == {FIRST: TYPED}
    assert carried.again == (Again("The answers do not fit.", FIRST, "el-0003"),)


def retired(*relations: Relation, keeps: Sequence[Element] = ()) -> Indicator:
    """Make the first behaviour, retired."""
    return behaviour(keeps, status=Status.RETIRED, related=relations)


def test_a_merged_behaviour_takes_its_answers_along_and_asks_the_rest() -> None:
    own = question("el-0009", Kind.YES_NO, required=True)
    old = small_set([behaviour([SEEN, WHAT, LONG]), behaviour([own], indicator_id=SECOND)])
    new = small_set(
        [
            retired(Relation(RelationKind.MERGED_INTO, SECOND)),
            behaviour([own, SEEN, WHAT, LONG], indicator_id=SECOND),
        ]
    )
    carried = moved(old, new, ((FIRST,), {FIRST: TYPED}))
    assert carried.indicator_ids == (SECOND,)
    assert carried.answers == {SECOND: TYPED}
    assert reasons(carried) == {"el-0009": "“Behaviour 2” asks it, and it was not asked before."}
    both = (FIRST, SECOND), {FIRST: TYPED, SECOND: {"el-0009": True}}
    carried = moved(old, new, both)
    assert carried.indicator_ids == (SECOND,)
    assert carried.answers == {SECOND: TYPED | {"el-0009": True}}
    assert carried.again == carried.dropped == ()


def split() -> tuple[DefinitionSet, DefinitionSet]:
    """Give a version with one behaviour, and one in which it became two."""
    part = Relation(RelationKind.SPLIT_FROM, FIRST)
    old = small_set([behaviour([SEEN, WHAT, LONG])])
    new = small_set(
        [
            retired(),
            behaviour([SEEN, WHAT], indicator_id=SECOND, related=(part,)),
            behaviour([LONG], indicator_id=THIRD, related=(part,)),
        ]
    )
    return old, new


def test_a_split_behaviour_is_asked_and_nothing_is_guessed() -> None:
    carried = moved(*split(), ((FIRST,), {FIRST: TYPED}))
    assert carried.indicator_ids == ()
    assert carried.answers == {}
    assert carried.again == (
        Again(
            "“Behaviour 1” is no longer reported; “Behaviour 2” or “Behaviour 3” may fit instead.",
            FIRST,
            None,
            (SECOND, THIRD),
        ),
    )
    assert {each.element_id: each.value for each in carried.dropped} == TYPED


def test_once_a_person_has_chosen_the_answers_follow() -> None:
    report = (FIRST,), {FIRST: TYPED}
    carried = moved(*split(), report, choices={FIRST: [SECOND]})
    assert carried.answers == {SECOND: {"el-0001": True, "el-0002": "a grey van"}}
    assert carried.again == ()
    assert carried.dropped == (
        Dropped("It goes with “Behaviour 3” now, which is not chosen.", FIRST, "el-0003", 12),
    )
    carried = moved(*split(), report, choices={FIRST: [SECOND, THIRD, "ind-9999", FIRST]})
    assert carried.indicator_ids == (SECOND, THIRD)
    assert carried.answers == {
        SECOND: {"el-0001": True, "el-0002": "a grey van"},
        THIRD: {"el-0003": 12},
    }
    carried = moved(*split(), report, choices={FIRST: []})
    assert carried.again == carried.indicator_ids == ()
    assert len(carried.dropped) == 3


def test_a_behaviour_without_a_successor_is_asked_and_one_with_one_is_carried() -> None:
    old = small_set([behaviour([SEEN]), behaviour((), indicator_id=SECOND)])
    gone = small_set([retired(), behaviour((), indicator_id=SECOND)])
    (again,) = moved(old, gone, ((FIRST,), {})).again
    assert again.reason == "“Behaviour 1” is no longer reported, and nothing takes its place."
    assert again.options == ()
    replaced = small_set(
        [
            retired(Relation(RelationKind.REPLACED_BY, SECOND)),
            behaviour(
                [SEEN], indicator_id=SECOND, related=(Relation(RelationKind.REPLACES, FIRST),)
            ),
        ]
    )
    carried = moved(old, replaced, ((FIRST,), {FIRST: {"el-0001": True}}))
    assert carried.answers == {SECOND: {"el-0001": True}}
    assert carried.again == ()


def test_a_question_that_went_to_an_unrelated_behaviour_is_not_followed() -> None:
    old = small_set([behaviour([SEEN, LONG]), behaviour((), indicator_id=SECOND)])
    new = small_set([behaviour([SEEN]), behaviour([LONG], indicator_id=SECOND)])
    answers: dict[str, dict[str, Any]] = {FIRST: {"el-0001": True, "el-0003": 12}, SECOND: {}}
    carried = moved(old, new, ((FIRST, SECOND), answers))
    assert carried.answers == {FIRST: {"el-0001": True}, SECOND: {}}
    assert carried.dropped == (Dropped("It belongs to “Behaviour 2” now.", FIRST, "el-0003", 12),)


def test_more_behaviours_than_a_report_takes_now_are_asked() -> None:
    two = [behaviour(()), behaviour((), indicator_id=SECOND)]
    (again,) = moved(small_set(two), small_set(two, max_behaviours=1), ((FIRST, SECOND), {})).again
    assert again == Again(
        "A report takes at most 1 behaviors now; 2 are chosen.", None, None, (FIRST, SECOND)
    )


def test_stray_answers_are_listed_and_never_lost() -> None:
    old = one(SEEN)
    report = (FIRST,), {FIRST: {"el-0777": 1, "el-0001": True}, SECOND: {"el-0002": "x"}}
    carried = moved(old, old, report)
    assert carried.answers == {FIRST: {"el-0001": True}}
    assert [(each.element_id, each.value) for each in carried.dropped] == [
        ("el-0777", 1),
        ("el-0002", "x"),
    ]


def test_no_answer_is_quoted_by_the_repr_or_a_reason() -> None:
    carried = carry_one([replace(WHAT, max_chars=5, when=None), question("el-0003", Kind.TEXT)])
    assert "grey van" not in repr(carried)


@st.composite
def families(draw: st.DrawFn) -> tuple[DefinitionSet, DefinitionSet]:
    """Draw two versions in which behaviours stay, go, merge or split, with their questions."""
    first = draw(every_report.behaviours())
    second = replace(
        draw(every_report.behaviours(most=1)), indicator_id=SECOND, name="Other", rules=()
    )
    second = replace(
        second,
        elements=tuple(
            replace(each, element_id="el-0008", label="Eight?") for each in second.elements
        ),
    )
    old = [first, second]
    shape = draw(st.sampled_from(["same", "revised", "merged", "split", "gone", "replaced"]))
    revised = draw(every_report.revisions(first))
    part = revised.elements
    match shape:
        case "same":
            new = old
        case "revised":
            new = [revised, second]
        case "merged":
            into = replace(second, elements=(*second.elements, *part), rules=revised.rules)
            new = [retired(Relation(RelationKind.MERGED_INTO, SECOND)), into]
        case "split":
            relation = (Relation(RelationKind.SPLIT_FROM, FIRST),)
            pieces = [
                replace(each, indicator_id=indicator_id, related=relation, rules=())
                for each, indicator_id in (
                    (replace(revised, elements=part[:1]), THIRD),
                    (replace(revised, elements=part[1:]), "ind-0004"),
                )
            ]
            new = [retired(), second, *pieces]
        case "gone":
            new = [second]
        case _:
            heir = replace(
                revised,
                indicator_id=THIRD,
                related=(Relation(RelationKind.REPLACES, FIRST),),
            )
            new = [retired(Relation(RelationKind.REPLACED_BY, THIRD)), second, heir]
    try:
        return small_set(old), small_set(new)
    except DefinitionError:
        reject()


@st.composite
def drafts(draw: st.DrawFn, old: DefinitionSet, new: DefinitionSet) -> Report:
    """Draw behaviours, and answers that may be missing, wrong or not asked."""
    ids = [each.indicator_id for each in old.indicators]
    chosen = draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
    answers = {}
    for indicator in old.indicators:
        if indicator.indicator_id in chosen:
            element_ids = [each.element_id for each in indicator.elements]
            values = every_report.values_of(element_ids, old, new)
            drawn = {each: draw(st.sampled_from([None, *values[each]])) for each in values}
            answers[indicator.indicator_id] = {
                key: value for key, value in drawn.items() if value is not None
            }
    return tuple(chosen), answers


slow = settings(max_examples=60, suppress_health_check=list(HealthCheck))
pairs = families() | versions()


def flat(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Give answers by question."""
    return {key: value for each in answers.values() for key, value in each.items()}


def named(finding: Finding, new: DefinitionSet) -> set[str | None]:
    """Give the questions that a finding names: its own, or those of its rule."""
    rules = {rule.rule_id: rule for each in new.indicators for rule in each.rules}
    rule = rules.get(finding.rule_id or "")
    return set(elements_of(rule.holds)) if rule else {finding.element_id}


def about(finding: Finding, new: DefinitionSet) -> set[str | None]:
    """Give the questions that a finding names, and those that lead to them."""
    elements = {each.element_id: each for one in new.indicators for each in one.elements}
    return set(ancestors(elements, [each for each in named(finding, new) if each]))


@slow
@given(st.data(), pairs)
def test_carrying_to_the_same_version_is_the_identity(
    data: st.DataObject, pair: tuple[DefinitionSet, DefinitionSet]
) -> None:
    old, _ = pair
    chosen, answers = data.draw(drafts(*pair))
    carried = moved(old, old, (chosen, answers))
    assert carried.again == carried.dropped == ()
    assert carried.indicator_ids == chosen
    assert carried.answers == {each: answers[each] for each in chosen}


@slow
@given(st.data(), pairs)
def test_nothing_is_lost_and_nothing_is_guessed(
    data: st.DataObject, pair: tuple[DefinitionSet, DefinitionSet]
) -> None:
    chosen, answers = data.draw(drafts(*pair))
    carried = moved(*pair, (chosen, answers))
    kept = flat(carried.answers)
    dropped = {each.element_id: each.value for each in carried.dropped}
    assert not set(kept) & set(dropped)
    assert kept | dropped == flat(answers)
    assert set(carried.answers) == set(carried.indicator_ids)


@slow
@given(st.data(), pairs)
def test_what_the_new_version_finds_wrong_was_wrong_before_or_is_asked_again(
    data: st.DataObject, pair: tuple[DefinitionSet, DefinitionSet]
) -> None:
    old, new = pair
    chosen, answers = data.draw(drafts(*pair))
    carried = moved(old, new, (chosen, answers))
    asked = {each.element_id for each in carried.again}
    before = {
        (each.element_id or each.rule_id, each.rule)
        for each in validate(answers, old, indicator_ids=chosen).findings
    }
    for each in validate(carried.answers, new, indicator_ids=carried.indicator_ids).findings:
        is_known = (each.element_id or each.rule_id, each.rule) in before
        assert is_known or named(each, new) & asked


@slow
@given(st.data(), pairs)
def test_an_accepted_report_with_good_answers_to_what_is_asked_again_is_accepted(
    data: st.DataObject, pair: tuple[DefinitionSet, DefinitionSet]
) -> None:
    old, new = pair
    chosen, answers = data.draw(drafts(*pair))
    assume(not validate(answers, old, indicator_ids=chosen).findings)
    carried = moved(old, new, (chosen, answers))
    asked = {each.element_id for each in carried.again}
    assume(None not in asked)
    filled = {each: dict(given) for each, given in carried.answers.items()}
    for each in carried.again:
        values = every_report.values_of([str(each.element_id)], old, new)
        value = data.draw(st.sampled_from([None, *values[str(each.element_id)]]))
        filled[str(each.indicator_id)].pop(str(each.element_id), None)
        if value is not None:
            filled[str(each.indicator_id)][str(each.element_id)] = value
    for each in validate(filled, new, indicator_ids=carried.indicator_ids).findings:
        assert about(each, new) & asked
    if not asked:
        assert not validate(filled, new, indicator_ids=carried.indicator_ids).findings


@slow
@given(st.data(), versions())
def test_a_question_that_nothing_touched_is_never_asked_again(
    data: st.DataObject, pair: tuple[DefinitionSet, DefinitionSet]
) -> None:
    old, new = pair
    chosen, answers = data.draw(drafts(*pair))
    assume(not validate(answers, old, indicator_ids=chosen).findings)
    carried = moved(old, new, (chosen, answers))
    before = {each.element_id: each for each in old.indicators[0].elements}
    after = {each.element_id: each for each in new.indicators[0].elements}
    same = {each for each in before if before[each] == after.get(each)}
    known = [each.holds for each in old.indicators[0].rules]
    touched = {
        element_id
        for each in new.indicators[0].rules
        for element_id in elements_of(each.holds)
        if each.holds not in known or not ancestors(after, elements_of(each.holds)) <= same
    }
    for each in same - touched:
        if ancestors(after, [each]) <= same:
            assert each not in {again.element_id for again in carried.again}
            assert carried.answers[FIRST].get(each) == answers[FIRST].get(each)
