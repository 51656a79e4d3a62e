"""Tests of the table that says where each behaviour and question of a version went."""

import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from indicators.carrying import carry
from indicators.crosswalk import COLUMNS, Passage, Row, crosswalk, to_csv
from indicators.definitions import DefinitionSet, ElementKind, Relation, RelationKind, Status
from indicators.errors import IncomparableSetsError
from indicators.loading import shipped_sets
from indicators.validation import validate
from tests.indicators.every_report import BEHAVIOURS, behaviour, question, small_set
from tests.indicators.test_carrying import LONG, SEEN, WHAT, drafts, families, flat, split
from tests.indicators.test_inclusion import versions

FIRST, SECOND, THIRD = BEHAVIOURS


def passages(rows: tuple[Row, ...]) -> dict[str, Passage]:
    """Give what becomes of each question and, where it is about one, behaviour."""
    return {each.element_id or each.from_id or each.to_ids[0]: each.passage for each in rows}


def test_each_question_says_what_becomes_of_its_answers() -> None:
    asked = [SEEN, WHAT, LONG, question("el-0004", ElementKind.TEXT)]
    new = [
        replace(SEEN, label="Anybody?"),
        replace(WHAT, max_chars=5),
        replace(LONG, unit="hours"),
        question("el-0005", ElementKind.YES_NO, required=True),
    ]
    rows = crosswalk(small_set([behaviour(asked)]), small_set([behaviour(new)]))
    assert passages(rows) == {
        FIRST: Passage.CARRIED,
        "el-0001": Passage.CARRIED,
        "el-0002": Passage.IF_ACCEPTED,
        "el-0003": Passage.ASKED,
        "el-0004": Passage.DROPPED,
        "el-0005": Passage.NEW,
    }
    said = {each.element_id: each.reason for each in rows}
    assert said["el-0002"] == (
        "The question “Question 2?” no longer takes more than 5 characters in “Behaviour 1”."
    )
    assert said["el-0003"] == "It counts in hours now, not in minutes."
    assert said["el-0005"] == "It must be answered."


def test_a_split_says_what_a_person_has_to_choose() -> None:
    rows = crosswalk(*split())
    assert passages(rows) == {
        FIRST: Passage.CHOSEN,
        "el-0001": Passage.CHOSEN,
        "el-0002": Passage.CHOSEN,
        "el-0003": Passage.CHOSEN,
        SECOND: Passage.NEW,
        THIRD: Passage.NEW,
    }
    assert rows[0].to_ids == (SECOND, THIRD)


def test_a_replaced_behaviour_is_carried_and_a_stranger_takes_nothing() -> None:
    old = small_set([behaviour([SEEN, LONG]), behaviour((), indicator_id=SECOND)])
    gone = behaviour(
        (), status=Status.RETIRED, related=(Relation(RelationKind.REPLACED_BY, THIRD),)
    )
    heir = behaviour([SEEN], indicator_id=THIRD, related=(Relation(RelationKind.REPLACES, FIRST),))
    new = small_set([gone, behaviour([LONG], indicator_id=SECOND), heir])
    rows = crosswalk(old, new)
    assert rows[0].reason == "It is reported as “Behaviour 3” now."
    assert passages(rows)["el-0001"] is Passage.CARRIED
    assert passages(rows)["el-0003"] is Passage.DROPPED


def test_the_table_is_a_csv_file_too() -> None:
    old, _, new, *_ = shipped_sets()  # 1.0.0 and 2.0.0
    lines = list(csv.DictReader(StringIO(to_csv(old, new))))
    assert tuple(lines[0]) == COLUMNS
    assert len(lines) == len(crosswalk(old, new))
    added = next(each for each in lines if each["question"] == "el-0052")
    assert (added["old_behaviour"], added["new_behaviours"]) == ("", "ind-0011")
    assert (added["passage"], added["reason"]) == ("new", "It must be answered.")


def test_sets_with_different_ids_have_no_crosswalk() -> None:
    one = small_set([behaviour([SEEN])])
    with pytest.raises(IncomparableSetsError, match="small and other"):
        crosswalk(one, replace(one, set_id="other"))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.data(), families())
def test_the_table_says_what_happens_to_each_answer(
    data: st.DataObject, pair: tuple[DefinitionSet, DefinitionSet]
) -> None:
    chosen, answers = data.draw(drafts(*pair))
    carried = carry(answers, indicator_ids=chosen, old=pair[0], new=pair[1])
    told = passages(crosswalk(*pair))
    asked = {each.element_id for each in carried.again}
    for element_id in flat(answers):
        is_kept = element_id in flat(carried.answers)
        if told[element_id] in (Passage.DROPPED, Passage.ASKED):
            assert not is_kept
        if told[element_id] is Passage.NEW:
            assert element_id in asked


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.data(), families() | versions())
def test_what_the_table_says_is_carried_is_never_asked_again(
    data: st.DataObject, pair: tuple[DefinitionSet, DefinitionSet]
) -> None:
    chosen, answers = data.draw(drafts(*pair))
    assume(not validate(answers, pair[0], indicator_ids=chosen).findings)
    carried = carry(answers, indicator_ids=chosen, old=pair[0], new=pair[1])
    asked = {each.element_id for each in carried.again}
    kept = flat(carried.answers)
    for element_id, passage in passages(crosswalk(*pair)).items():
        if passage is Passage.CARRIED and element_id in flat(answers):
            assert element_id in kept
            assert element_id not in asked
