"""Practice reports: known answers for every behaviour, fair rounds, the same every time."""

import json
import re
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

import sar.training
from indicators.loading import shipped_sets
from sar.training.practice import ROUND_ITEMS, Mode, Part, draw, items_of
from sar.training.questions import NONE
from tests.training import sets

CASES = json.loads((Path(sar.training.__file__).parent / "practice_cases.json").read_text())


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("version", [each.version for each in shipped_sets()])
def test_every_behaviour_is_practiced_where_it_is_one_and_where_it_is_not(
    version: str, mode: Mode
) -> None:
    chosen = next(each for each in shipped_sets() if each.version == version)
    items = items_of(chosen, mode).values()
    for indicator in chosen.indicators:
        verdicts = {
            each.is_behaviour for each in items if each.indicator_id == indicator.indicator_id
        }
        assert verdicts == {True, False}, indicator.name


@pytest.mark.parametrize("mode", Mode)
def test_every_part_offers_its_right_answer_once_and_has_a_reason(mode: Mode) -> None:
    for item in items_of(sets.shipped(), mode).values():
        for ask in item.asks:
            assert [each.code for each in ask.choices].count(ask.right) == 1
            assert ask.why
            assert ask.words(ask.right)
            assert ask.words("something else") == ""


def test_an_analyst_decides_in_two_parts_and_only_where_the_criteria_are_met() -> None:
    for item in items_of(sets.shipped(), Mode.ANALYST).values():
        parts = [each.part for each in item.asks]
        assert parts == ([Part.PART_ONE, Part.PART_TWO] if item.is_behaviour else [Part.PART_ONE])
    for item in items_of(sets.shipped(), Mode.OFFICER).values():
        assert [each.part for each in item.asks] == [Part.BEHAVIOUR]


def test_the_cases_stand_in_no_set_and_are_told_in_several_ways() -> None:
    known = {each.text for one in shipped_sets() for it in one.indicators for each in it.examples}
    told = [
        each.text
        for each in items_of(sets.shipped(), Mode.OFFICER).values()
        if each.item_id.startswith("case-")
    ]
    assert not known & set(told)
    assert len(told) == 3 * len(CASES["cases"])
    assert len(set(told)) > 2 * len(CASES["cases"])
    assert not re.search(r"[{}]", " ".join(told))


def test_the_same_set_gives_the_same_reports() -> None:
    renamed = replace(sets.shipped(), title="Asked again")
    assert items_of(renamed, Mode.OFFICER) == items_of(sets.shipped(), Mode.OFFICER)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("mode", Mode)
def test_a_round_has_ten_different_cases_half_of_them_not_to_be_reported(
    mode: Mode, seed: int
) -> None:
    items = items_of(sets.shipped(), mode)
    chosen = draw(items, seen={}, missed={}, rng=Random(seed))
    assert len(set(chosen)) == ROUND_ITEMS
    assert len({items[each].family for each in chosen}) == ROUND_ITEMS
    assert sum(items[each].is_behaviour for each in chosen) == 5


def test_a_round_brings_what_was_not_seen_and_then_what_was_missed() -> None:
    items = items_of(sets.shipped(), Mode.OFFICER)
    seen = dict.fromkeys(items, 1)
    fresh = [each for each in items if items[each].indicator_id == "ind-0011"][:2]
    for each in fresh:
        seen[each] = 0
    chosen = draw(items, seen=seen, missed={"ind-0005": 3}, rng=Random(1))
    assert set(fresh) <= set(chosen)
    missed = [each for each in chosen if items[each].indicator_id == "ind-0005"]
    assert len(missed) >= 4


def test_a_small_set_gives_a_smaller_round() -> None:
    shipped = sets.shipped()
    small = sets.replace(shipped, indicators=shipped.indicators[:1])
    items = items_of(small, Mode.OFFICER)
    chosen = draw(items, seen={}, missed={}, rng=Random(1))
    assert 2 <= len(chosen) < ROUND_ITEMS


def test_a_look_alike_has_no_second_part_and_every_code_has_both_kinds() -> None:
    for case in CASES["cases"]:
        assert (case["nexus"] is None) == (case["kind"] == "lookalike")
    codes = {each.niem_code for each in sets.shipped().indicators}
    for kind in ("positive", "lookalike"):
        assert {each["code"] for each in CASES["cases"] if each["kind"] == kind} == codes
    assert {each["nexus"] for each in CASES["cases"]} == {True, False, None}
    assert NONE not in codes
