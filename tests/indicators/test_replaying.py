"""A replay without the texts finds just what one with them would, or says that it cannot."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.carrying import carry
from indicators.definitions import (
    Answered,
    Compare,
    Comparison,
    Condition,
    CrossRule,
    DefinitionSet,
    Element,
    ElementKind,
    Indicator,
    Not,
    Option,
    PrivacyClass,
    Relation,
    RelationKind,
    Status,
)
from indicators.preview import Basis, Cause, Effect, replay
from indicators.replaying import Fit, PastReport, WhyNot, alike, fit, route
from indicators.unseen import Unseen
from indicators.validation import validate
from tests.past_reports import make_reports
from tests.shipped import shipped

NEW = shipped("2.0.0")
REPORTS = make_reports(NEW, 150, seed=11)


def disturbed(definition_set: DefinitionSet, rng: Random) -> DefinitionSet:
    """Return a set with many random changes to what its questions accept and where they are."""

    def element(each: Element) -> Element:
        fields: dict[str, Any] = {}
        if rng.random() < 0.3:
            fields["required"] = not each.required
        if each.kind is ElementKind.TEXT and rng.random() < 0.6:
            fields["max_chars"] = rng.randint(1, 150)
        if len(each.options) > 1 and rng.random() < 0.4:
            fields["options"] = tuple(rng.sample(each.options, rng.randint(1, len(each.options))))
        if each.kind is ElementKind.NUMBER and rng.random() < 0.5:
            fields["maximum"] = float(rng.randint(1, 10**6))
        if each.kind is ElementKind.NUMBER and rng.random() < 0.2:
            fields["unit"] = "dozens"
        if each.when is not None and each.when.values == (True,) and rng.random() < 0.3:
            fields["when"] = replace(each.when, values=(False,))
        return replace(each, **fields)

    def indicator(each: Indicator) -> Indicator:
        kept = [element(one) for one in each.elements if rng.random() < 0.9]
        ids = {one.element_id for one in kept}
        return replace(
            each,
            elements=tuple(one for one in kept if one.when is None or one.when.element_id in ids),
        )

    kept = [indicator(each) for each in definition_set.indicators if rng.random() < 0.9]
    return replace(definition_set, indicators=tuple(_succeeded(kept, rng)))


_FATES = ("merged", "replaced", "split")


def _succeeded(kept: list[Indicator], rng: Random) -> list[Indicator]:
    """Replace, merge and split some behaviours; their questions go along, or stay behind."""
    fates = {each.indicator_id: rng.choice(("stays",) * 7 + _FATES) for each in kept}
    stay = [each for each, fate in fates.items() if fate == "stays"]
    found = []
    for number, each in enumerate(kept):
        fate = fates[each.indicator_id]
        if fate == "stays" or not stay:
            found.append(each)
            continue
        if fate == "merged":
            related = (Relation(RelationKind.MERGED_INTO, rng.choice(stay)),)
            found.append(replace(each, status=Status.RETIRED, related=related))
            continue
        found.append(replace(each, status=Status.RETIRED, elements=()))
        kind = RelationKind.REPLACES if fate == "replaced" else RelationKind.SPLIT_FROM
        related = (Relation(kind, each.indicator_id),)
        found.append(replace(each, indicator_id=f"ind-8{number:03}", related=related))
        if fate == "split":
            other = replace(each, indicator_id=f"ind-9{number:03}", related=related, elements=())
            found.append(other)
    return found


@settings(max_examples=60)
@given(seed=st.integers(0, 10**9))
def test_answers_go_where_the_crosswalk_says(seed: int) -> None:
    rng = Random(seed)
    target = disturbed(NEW, rng)
    way = route(NEW, target)
    for filed in rng.sample(REPORTS, 8):
        replayed = fit(filed.in_clear, way)
        assert isinstance(replayed, Fit)
        chosen = list(filed.answers)
        carried = carry(filed.answers, indicator_ids=chosen, old=NEW, new=target)
        assert set(carried.indicator_ids) == {
            way.places[each].indicator_id for each in chosen if each in way.places
        }
        assert {each.element_id for each in carried.dropped} == {
            element_id for _, element_id in replayed.dropped
        }
        stuck = [each for each in chosen if each in replayed.unplaced]
        checked = validate(carried.answers, target, indicator_ids=[*carried.indicator_ids, *stuck])
        assert replayed.findings == checked.findings
        assert {key: each for key, each in checked.answers.items() if each} == {
            key: each for key, each in replayed.answers.items() if each
        }


@settings(max_examples=30)
@given(seed=st.integers(0, 10**9))
def test_lengths_stand_in_for_texts_exactly(seed: int) -> None:
    rng = Random(seed)
    way = route(NEW, disturbed(NEW, rng))
    for filed in rng.sample(REPORTS, 12):
        with_texts = fit(filed.in_clear, way)
        without = fit(filed.past, way)
        assert isinstance(with_texts, Fit)
        assert isinstance(without, Fit)
        assert without.findings == with_texts.findings
        assert without.asked == with_texts.asked
        assert without.unanswered == with_texts.unanswered
        assert without.dropped == with_texts.dropped


@settings(max_examples=40)
@given(seed=st.integers(0, 10**9))
def test_what_a_draft_leaves_alone_fits_it_just_as_it_fits_the_other_set(seed: int) -> None:
    rng = Random(seed)
    kept = [each for each in NEW.indicators if rng.random() < 0.7]
    rest = tuple(each for each in NEW.indicators if each not in kept)
    others = disturbed(replace(NEW, indicators=rest), rng).indicators
    ways = route(NEW, replace(NEW, indicators=(*others, *kept))), route(NEW, NEW)
    untouched = alike(*ways)
    assert untouched >= {each.indicator_id for each in kept}
    for filed in REPORTS:
        if untouched.issuperset(filed.answers):
            assert fit(filed.past, ways[0]) == fit(filed.past, ways[1])


@settings(max_examples=30)
@given(seed=st.integers(0, 10**9))
def test_a_report_replayed_under_its_own_version_is_what_was_filed(seed: int) -> None:
    filed = Random(seed).choice(REPORTS)
    replayed = fit(filed.in_clear, route(NEW, NEW))
    assert isinstance(replayed, Fit)
    assert replayed.findings == ()
    assert replayed.answers == filed.answers


# A behaviour one of whose answers is an identifier although it is no text: it is never at hand.
IDENTIFIER = Element(
    "el-7001",
    "Number of the pass",
    ElementKind.NUMBER,
    minimum=1,
    maximum=99,
    privacy=PrivacyClass.IDENTIFYING,
)
ROLE = Element(
    "el-7002",
    "Which pass?",
    ElementKind.CHOICE,
    options=(Option("guest", "Guest"), Option("staff", "Staff")),
    privacy=PrivacyClass.IDENTIFYING,
)
KEPT_BACK = replace(
    NEW, indicators=(replace(NEW.indicators[0], elements=(IDENTIFIER, ROLE)),), version="8.0.0"
)
PAST = PastReport(
    "R1",
    KEPT_BACK.sha256,
    ("ind-0001",),
    {"ind-0001": {"el-7001": Unseen(2), "el-7002": Unseen(5)}},
)


def edited(*elements: Element, **fields: Any) -> DefinitionSet:
    changed = replace(KEPT_BACK.indicators[0], elements=elements, **fields)
    return replace(KEPT_BACK, indicators=(changed,))


@pytest.mark.parametrize(
    "target",
    [
        KEPT_BACK,
        edited(replace(IDENTIFIER, label="Pass", required=True), replace(ROLE, required=True)),
        edited(replace(ROLE, options=tuple(replace(each, label="x") for each in ROLE.options))),
        edited(
            IDENTIFIER,
            ROLE,
            rules=(CrossRule("rule-0001", "No number.", "Give one.", Answered("el-7001")),),
        ),
    ],
    ids=["the same", "required", "one of them gone", "a rule whether it is answered"],
)
def test_an_answer_that_is_not_at_hand_is_replayed_where_its_value_decides_nothing(
    target: DefinitionSet,
) -> None:
    replayed = fit(PAST, route(KEPT_BACK, target))
    assert isinstance(replayed, Fit)
    assert replayed.findings == ()


@pytest.mark.parametrize(
    "target",
    [
        edited(replace(IDENTIFIER, maximum=50)),
        edited(replace(ROLE, options=ROLE.options[:1])),
        edited(
            ROLE,
            Element("el-7003", "Whose?", ElementKind.YES_NO, when=Condition("el-7002", ("guest",))),
        ),
        edited(
            IDENTIFIER,
            rules=(
                CrossRule(
                    "rule-0001",
                    "Too many.",
                    "Mend it.",
                    Not(Compare("el-7001", Comparison.MORE, 50)),
                ),
            ),
        ),
    ],
    ids=["other limits", "fewer options", "a condition on it", "a rule on it"],
)
def test_an_answer_that_is_not_at_hand_and_decides_cannot_be_replayed(
    target: DefinitionSet,
) -> None:
    assert fit(PAST, route(KEPT_BACK, target)) is WhyNot.HIDDEN_ANSWER
    replayed = replay(PAST, Basis(target, None, {KEPT_BACK.sha256: KEPT_BACK}))
    assert replayed.effects == {Effect.NOT_REPLAYED: {Cause("", "", "hidden_answer")}}


@pytest.mark.parametrize("why", [WhyNot.HELD, WhyNot.PURGED])
def test_a_report_without_its_content_is_counted_with_the_reason(why: WhyNot) -> None:
    replayed = replay(replace(PAST, why_not=why), Basis(NEW, NEW, {}))
    assert replayed.effects == {Effect.NOT_REPLAYED: {Cause("", "", why.value)}}


def test_a_report_whose_version_is_not_at_hand_is_counted_with_the_reason() -> None:
    replayed = replay(PAST, Basis(NEW, NEW, {NEW.sha256: NEW}))
    assert replayed.effects == {Effect.NOT_REPLAYED: {Cause("", "", "set_missing")}}


def test_nothing_that_was_answered_shows_in_a_repr() -> None:
    filed = next(each for each in REPORTS if "gate" in str(each.answers))
    assert "gate" not in repr(filed.in_clear)
    assert "gate" not in repr(replay(filed.in_clear, Basis(NEW, NEW, {NEW.sha256: NEW})))
