"""Planted changes of a set are found in past reports exactly: all of them, and nothing else."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.definitions import (
    Answered,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    CrossRule,
    DefinitionSet,
    Element,
    ElementKind,
    Indicator,
    Not,
    Relation,
    RelationKind,
    Status,
    Test,
)
from indicators.preview import Basis, Cause, Effect, Impact, Replayed, impact_of, replay, to_plain
from tests.past_reports import Filed, make_reports, references
from tests.shipped import shipped

OLD, NEW = shipped("1.0.0"), shipped("2.0.0")
PINNED = {each.sha256: each for each in (OLD, NEW)}
REPORTS = make_reports(NEW, 250)

INTRUSION, HOW_FAR, WHAT_AREA, HOW = "ind-0001", "el-0001", "el-0002", "el-0003"
FALSE_CLAIM, ASKED, ORGANIZATION_SAID = "ind-0002", "el-0008", "el-0009"
THEFT, HOW_MANY = "ind-0003", "el-0012"

Edit = Callable[[DefinitionSet], DefinitionSet]


def behaviour(indicator_id: str, **fields: Any) -> Edit:
    """Return an edit that changes fields of one behaviour."""
    return lambda old: replace(
        old,
        indicators=tuple(
            replace(each, **fields) if each.indicator_id == indicator_id else each
            for each in old.indicators
        ),
    )


def question(indicator_id: str, element_id: str, **fields: Any) -> Edit:
    """Return an edit that changes fields of one question."""

    def edit(old: DefinitionSet) -> DefinitionSet:
        elements = tuple(
            replace(each, **fields) if each.element_id == element_id else each
            for each in old.indicator(indicator_id).elements
        )
        return behaviour(indicator_id, elements=elements)(old)

    return edit


def without_question(indicator_id: str, element_id: str) -> Edit:
    return lambda old: behaviour(
        indicator_id,
        elements=tuple(
            each for each in old.indicator(indicator_id).elements if each.element_id != element_id
        ),
    )(old)


def without_options(indicator_id: str, element_id: str, *codes: str) -> Edit:
    def edit(old: DefinitionSet) -> DefinitionSet:
        options = tuple(
            each for each in element_of(indicator_id, element_id).options if each.code not in codes
        )
        return question(indicator_id, element_id, options=options)(old)

    return edit


def replaced_behaviour(indicator_id: str, *new: Indicator) -> Edit:
    """Return an edit that puts other behaviours in the place of one."""
    return lambda old: replace(
        old,
        indicators=tuple(
            successor
            for each in old.indicators
            for successor in (new if each.indicator_id == indicator_id else (each,))
        ),
    )


def with_rule(indicator_id: str, test: Test) -> Edit:
    rule = CrossRule("rule-9001", "These two do not fit.", "Mend one of them.", test)
    return behaviour(indicator_id, rules=(rule,))


def element_of(indicator_id: str, element_id: str, source: DefinitionSet = NEW) -> Element:
    elements = source.indicator(indicator_id).elements
    return next(each for each in elements if each.element_id == element_id)


def answer(filed: Filed, indicator_id: str, element_id: str) -> Any:
    return filed.answers.get(indicator_id, {}).get(element_id)


def has_chosen(filed: Filed, indicator_id: str) -> bool:
    return indicator_id in filed.answers


def replayed(draft: DefinitionSet, against: DefinitionSet | None) -> list[Replayed]:
    """Replay every report, once for two sets however often it is asked for."""
    key = (draft.sha256, against.sha256 if against else "")
    if key not in _REPLAYED:
        _REPLAYED[key] = [replay(each.past, Basis(draft, against, PINNED)) for each in REPORTS]
    return _REPLAYED[key]


_REPLAYED: dict[tuple[str, str], list[Replayed]] = {}


def found(
    draft: DefinitionSet, against: DefinitionSet | None, effect: Effect
) -> dict[str, set[Cause]]:
    """Return the references and causes of one effect."""
    every = replayed(draft, against)
    return {
        each.report.reference: set(each.effects[effect]) for each in every if effect in each.effects
    }


def expected(condition: Callable[[Filed], bool]) -> set[str]:
    """Return the references of the reports that a condition on what was filed picks."""
    return references([each for each in REPORTS if condition(each)])


# What is planted, which reports it refuses (told from what was filed), and the cause by name.
PLANTED: dict[str, tuple[Edit, Callable[[Filed], bool], Cause]] = {
    "a question becomes required": (
        question(INTRUSION, WHAT_AREA, required=True),
        lambda each: has_chosen(each, INTRUSION) and answer(each, INTRUSION, WHAT_AREA) is None,
        Cause(INTRUSION, WHAT_AREA, "required"),
    ),
    "a required question is added": (
        lambda old: behaviour(
            THEFT,
            elements=(
                *old.indicator(THEFT).elements,
                Element("el-9001", "Who found out?", ElementKind.YES_NO, required=True),
            ),
        )(old),
        lambda each: has_chosen(each, THEFT),
        Cause(THEFT, "el-9001", "required"),
    ),
    "the options of a choice are narrowed": (
        without_options(INTRUSION, HOW_FAR, "traces", "not_known"),
        lambda each: answer(each, INTRUSION, HOW_FAR) in ("traces", "not_known"),
        Cause(INTRUSION, HOW_FAR, "unknown_option"),
    ),
    "the options of several choices are narrowed": (
        without_options(INTRUSION, HOW, "lock"),
        lambda each: "lock" in (answer(each, INTRUSION, HOW) or ()),
        Cause(INTRUSION, HOW, "unknown_option"),
    ),
    "a maximum is lowered": (
        question(THEFT, HOW_MANY, maximum=250.0),
        lambda each: (answer(each, THEFT, HOW_MANY) or 0) > 250,
        Cause(THEFT, HOW_MANY, "out_of_range"),
    ),
    "a minimum is raised": (
        question(THEFT, HOW_MANY, minimum=400_000.0),
        lambda each: (answer(each, THEFT, HOW_MANY) or 10**6) < 400_000,
        Cause(THEFT, HOW_MANY, "out_of_range"),
    ),
    "a text gets shorter than some are, counted to the character": (
        question(FALSE_CLAIM, "el-0010", max_chars=60),
        lambda each: len(answer(each, FALSE_CLAIM, "el-0010") or "") > 60,
        Cause(FALSE_CLAIM, "el-0010", "too_long"),
    ),
    "a behavior is retired": (
        replaced_behaviour(FALSE_CLAIM),
        lambda each: has_chosen(each, FALSE_CLAIM),
        Cause(FALSE_CLAIM, "", "unknown_behaviour"),
    ),
    "a behavior is split into two": (
        lambda old: replaced_behaviour(
            THEFT,
            replace(old.indicator(THEFT), status=Status.RETIRED, elements=()),
            *(
                replace(
                    old.indicator(THEFT),
                    indicator_id=f"ind-900{number}",
                    elements=(),
                    related=(Relation(RelationKind.SPLIT_FROM, THEFT),),
                )
                for number in (1, 2)
            ),
        )(old),
        lambda each: has_chosen(each, THEFT),
        Cause(THEFT, "", "retired_behaviour"),
    ),
    "a behavior is retired and its questions kept": (
        behaviour(FALSE_CLAIM, status=Status.RETIRED),
        lambda each: has_chosen(each, FALSE_CLAIM),
        Cause(FALSE_CLAIM, "", "retired_behaviour"),
    ),
    "fewer options may be chosen": (
        question(INTRUSION, HOW, max_choices=2),
        lambda each: len(answer(each, INTRUSION, HOW) or ()) > 2,
        Cause(INTRUSION, HOW, "too_many_choices"),
    ),
    "more options must be chosen": (
        question(INTRUSION, HOW, min_choices=3),
        lambda each: 0 < len(answer(each, INTRUSION, HOW) or ()) < 3,
        Cause(INTRUSION, HOW, "too_few_choices"),
    ),
    "fewer behaviors may be chosen": (
        lambda old: replace(old, max_behaviours=2),
        lambda each: len(each.answers) > 2,
        Cause("", "", "too_many_behaviours"),
    ),
    "a rule compares a number": (
        with_rule(THEFT, Not(Compare(HOW_MANY, Comparison.MORE, 250))),
        lambda each: (answer(each, THEFT, HOW_MANY) or 0) > 250,
        Cause(THEFT, "rule-9001", "cross_rule"),
    ),
    "a rule wants one of two questions answered, a text among them": (
        with_rule(FALSE_CLAIM, AnyOf((Answered("el-0010"), Answered(ASKED)))),
        lambda each: (
            has_chosen(each, FALSE_CLAIM)
            and answer(each, FALSE_CLAIM, "el-0010") is None
            and answer(each, FALSE_CLAIM, ASKED) is None
        ),
        Cause(FALSE_CLAIM, "rule-9001", "cross_rule"),
    ),
    "a question becomes the one that explains innocence": (
        question(FALSE_CLAIM, "el-0010", explains_innocence=True),
        lambda each: has_chosen(each, FALSE_CLAIM) and answer(each, FALSE_CLAIM, "el-0010") is None,
        Cause(FALSE_CLAIM, "el-0010", "innocent_explanation"),
    ),
}


# The same for what refuses nothing: the effect that is planted comes first.
HARMLESS: dict[str, tuple[Effect, Edit, Callable[[Filed], bool], Cause]] = {
    "a condition is narrowed": (
        Effect.ANSWER_DROPPED,
        question(FALSE_CLAIM, ORGANIZATION_SAID, when=Condition(ASKED, (False,))),
        lambda each: answer(each, FALSE_CLAIM, ORGANIZATION_SAID) is not None,
        Cause(FALSE_CLAIM, ORGANIZATION_SAID, "answer_dropped"),
    ),
    "a question is not asked any more": (
        Effect.ANSWER_DROPPED,
        without_question(THEFT, HOW_MANY),
        lambda each: answer(each, THEFT, HOW_MANY) is not None,
        Cause(THEFT, HOW_MANY, "answer_dropped"),
    ),
    "a question is asked of everybody": (
        Effect.ASKED_MORE,
        question(FALSE_CLAIM, ORGANIZATION_SAID, when=None),
        lambda each: has_chosen(each, FALSE_CLAIM) and answer(each, FALSE_CLAIM, ASKED) is not True,
        Cause(FALSE_CLAIM, ORGANIZATION_SAID, "asked_more"),
    ),
    "a behavior is exchanged under another code": (
        Effect.OTHER_CODE,
        behaviour(THEFT, niem_code="SABOT"),
        lambda each: has_chosen(each, THEFT),
        Cause(THEFT, "", "other_code"),
    ),
    "a behavior is replaced by another one": (
        Effect.MOVED,
        lambda old: replaced_behaviour(
            THEFT,
            replace(old.indicator(THEFT), status=Status.RETIRED, elements=()),
            replace(
                old.indicator(THEFT),
                indicator_id="ind-9001",
                related=(Relation(RelationKind.REPLACES, THEFT),),
            ),
        )(old),
        lambda each: has_chosen(each, THEFT),
        Cause(THEFT, "", "moved"),
    ),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_a_change_that_refuses_nothing_is_found_in_exactly_its_reports(name: str) -> None:
    effect, edit, is_hit, cause = HARMLESS[name]
    hits = found(edit(NEW), NEW, effect)
    assert set(hits) == expected(is_hit)
    assert 0 < len(hits) < len(REPORTS)
    assert all(causes == {cause} for causes in hits.values())
    for other in set(Effect) - {effect, Effect.UNCHANGED, Effect.ASKED_MORE}:
        assert found(edit(NEW), NEW, other) == {}
    changed = {*hits, *found(edit(NEW), NEW, Effect.ASKED_MORE)}
    assert set(found(edit(NEW), NEW, Effect.UNCHANGED)) == references(REPORTS) - changed


def test_a_merged_behaviour_moves_and_is_refused_only_for_what_is_missing_there() -> None:
    draft = behaviour(
        FALSE_CLAIM,
        status=Status.RETIRED,
        related=(Relation(RelationKind.MERGED_INTO, INTRUSION),),
    )(NEW)
    assert set(found(draft, NEW, Effect.MOVED)) == expected(
        lambda each: has_chosen(each, FALSE_CLAIM)
    )
    refused = found(draft, NEW, Effect.NEWLY_REFUSED)
    assert set(refused) == expected(
        lambda each: has_chosen(each, FALSE_CLAIM) and not has_chosen(each, INTRUSION)
    )
    assert all(causes == {Cause(INTRUSION, HOW_FAR, "required")} for causes in refused.values())
    coded = found(draft, NEW, Effect.OTHER_CODE)
    assert set(coded) == expected(lambda each: has_chosen(each, FALSE_CLAIM))


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_change_refuses_exactly_the_reports_that_it_must(name: str) -> None:
    edit, is_hit, cause = PLANTED[name]
    refused = found(edit(NEW), NEW, Effect.NEWLY_REFUSED)
    assert set(refused) == expected(is_hit)
    assert refused
    assert len(refused) < len(REPORTS)
    assert all(causes == {cause} for causes in refused.values())
    assert found(edit(NEW), NEW, Effect.NEWLY_ACCEPTED) == {}


@pytest.mark.parametrize("name", PLANTED)
def test_taking_a_change_back_accepts_exactly_the_same_reports_again(name: str) -> None:
    edit, is_hit, cause = PLANTED[name]
    accepted = found(NEW, edit(NEW), Effect.NEWLY_ACCEPTED)
    assert set(accepted) == expected(is_hit)
    assert all(causes == {cause} for causes in accepted.values())
    assert found(NEW, edit(NEW), Effect.NEWLY_REFUSED) == {}


@pytest.mark.parametrize("name", PLANTED)
def test_what_a_change_does_not_touch_is_unchanged(name: str) -> None:
    edit, is_hit, _ = PLANTED[name]
    unchanged = set(found(edit(NEW), NEW, Effect.UNCHANGED))
    assert unchanged <= expected(lambda each: not is_hit(each))
    other = set(found(edit(NEW), NEW, Effect.ASKED_MORE))
    other |= set(found(edit(NEW), NEW, Effect.ANSWER_DROPPED))
    assert unchanged | other | expected(is_hit) == references(REPORTS)


@pytest.mark.parametrize(
    "edit",
    [
        lambda old: old,
        lambda old: replace(old, version="7.0.0", title="Another title"),
        behaviour(INTRUSION, name="Getting in", definition="Other words.", weight=1),
        question(INTRUSION, HOW_FAR, label="How far?", help="Other words."),
        lambda old: replace(old, indicators=old.indicators[::-1]),
    ],
    ids=["nothing", "number and title", "name, words and weight", "label", "order"],
)
def test_a_change_of_words_number_weight_or_order_changes_nothing(edit: Edit) -> None:
    for against in (NEW, None):
        unchanged = found(edit(NEW), against, Effect.UNCHANGED)
        assert set(unchanged) == references(REPORTS)


def test_a_draft_equal_to_the_other_set_gives_no_difference_for_reports_of_any_version() -> None:
    mixed = [*REPORTS[:100], *make_reports(OLD, 100, seed=9)]
    for each in (OLD, NEW):
        impact = impact_of(replay(filed.past, Basis(each, each, PINNED)) for filed in mixed)
        assert impact.count(Effect.UNCHANGED) == impact.reports == 200


def test_an_optional_question_that_is_new_is_asked_and_refuses_nothing() -> None:
    draft = behaviour(
        THEFT,
        elements=(
            *NEW.indicator(THEFT).elements,
            Element("el-9001", "Is there a film?", ElementKind.YES_NO),
            Element("el-9002", "Where?", ElementKind.YES_NO, when=Condition("el-9001", (True,))),
        ),
    )(NEW)
    asked = found(draft, NEW, Effect.ASKED_MORE)
    assert set(asked) == expected(lambda each: has_chosen(each, THEFT))
    # The second question comes only after an answer to the first one.
    assert all(causes == {Cause(THEFT, "el-9001", "asked_more")} for causes in asked.values())
    assert found(draft, NEW, Effect.NEWLY_REFUSED) == {}


def test_every_cause_is_counted_however_many_a_report_has() -> None:
    more = tuple(
        Element(f"el-9{number:03}", f"Question {number}?", ElementKind.YES_NO, required=True)
        for number in range(60)
    )
    draft = behaviour(THEFT, elements=(*NEW.indicator(THEFT).elements, *more))(NEW)
    refused = found(draft, NEW, Effect.NEWLY_REFUSED)
    assert set(refused) == expected(lambda each: has_chosen(each, THEFT))
    wanted = {Cause(THEFT, each.element_id, "required") for each in more}
    assert all(causes == wanted for causes in refused.values())


def test_a_question_of_another_kind_or_unit_is_asked_again_and_nothing_is_guessed() -> None:
    for changed in ({"kind": ElementKind.TEXT, "minimum": None, "maximum": None}, {"unit": "kg"}):
        draft = question(THEFT, HOW_MANY, **changed)(NEW)
        asked = found(draft, NEW, Effect.ASKED_MORE)
        assert set(asked) == expected(lambda each: answer(each, THEFT, HOW_MANY) is not None)
        assert found(draft, NEW, Effect.NEWLY_REFUSED) == {}


def test_a_report_is_compared_with_its_own_version_if_no_other_is_named() -> None:
    reports = make_reports(OLD, 100, seed=9)
    own = impact_of(replay(each.past, Basis(NEW, None, PINNED)) for each in reports)
    accepted = impact_of(replay(each.past, Basis(NEW, OLD, PINNED)) for each in reports)
    assert own == accepted
    assert own.count(Effect.NEWLY_REFUSED) > 0
    # Against the newer version that refuses them too, the same reports are no news.
    same = impact_of(replay(each.past, Basis(NEW, NEW, PINNED)) for each in reports)
    assert same.count(Effect.UNCHANGED) == 100
    assert same.refused_by_both == own.count(Effect.NEWLY_REFUSED)


def test_the_counts_add_up_and_name_behaviours_causes_and_three_references() -> None:
    edit, is_hit, cause = PLANTED["a question becomes required"]
    impact = impact_of(replayed(edit(NEW), NEW))
    hits = sorted(expected(is_hit))
    assert impact.reports == len(REPORTS)
    assert impact.count(Effect.NEWLY_REFUSED) + impact.count(Effect.UNCHANGED) == len(REPORTS)
    assert impact.count(Effect.NEWLY_REFUSED, INTRUSION) == len(hits)
    assert impact.count(Effect.NEWLY_REFUSED, THEFT) == 0
    ((named, tally),) = impact.causes(Effect.NEWLY_REFUSED)
    assert (named, tally.count, tally.examples) == (cause, len(hits), tuple(hits[:3]))
    assert impact.chosen[INTRUSION] == len(expected(lambda each: has_chosen(each, INTRUSION)))
    plain = to_plain(impact)
    assert plain["effects"] == {
        "newly_refused": len(hits),
        "newly_accepted": 0,
        "asked_more": 0,
        "answer_dropped": 0,
        "moved": 0,
        "other_code": 0,
        "unchanged": len(REPORTS) - len(hits),
        "not_replayed": 0,
    }


def test_no_report_at_all_is_an_impact_too() -> None:
    assert impact_of([]) == Impact()
    assert to_plain(Impact())["behaviours"] == {}


@settings(max_examples=25)
@given(cuts=st.lists(st.integers(0, 250), max_size=4), seed=st.integers(0, 10**6))
def test_parts_add_up_to_the_whole_in_any_order(cuts: list[int], seed: int) -> None:
    draft = behaviour(THEFT, niem_code="SABOT")(PLANTED["a maximum is lowered"][0](NEW))
    shuffled = list(replayed(draft, NEW))
    whole = impact_of(shuffled)
    Random(seed).shuffle(shuffled)
    places = [0, *sorted(cuts), len(shuffled)]
    parts = [impact_of(shuffled[start:end]) for start, end in pairwise(places)]
    left = sum(parts, Impact())
    right = Impact()
    for part in reversed(parts):
        right = part + right
    assert left == right == whole
    assert left.sha256 == right.sha256 == whole.sha256


def test_another_result_has_another_hash() -> None:
    drafts = [PLANTED[name][0](NEW) for name in ("a maximum is lowered", "a minimum is raised")]
    one, two = (impact_of(replayed(draft, NEW)).sha256 for draft in drafts)
    assert one != two
