"""What a reader is shown of two versions' differences, and ids that are never used again."""

import re
from dataclasses import replace

import pytest

from indicators.definitions import (
    DefinitionSet,
    Element,
    ElementKind,
    Group,
    Indicator,
    Option,
    Status,
)
from sar.catalog.comparison import Comparison, comparison, version_after
from sar.catalog.identity import IdKind, TakenIds
from sar.catalog.readiness import obstacles
from sar.errors import ConflictError
from sar.reports.word_marks import marked_words
from tests import drafts, factories

OLD = factories.newest_set()
FIRST = OLD.indicators[0]


def changed(**fields: object) -> DefinitionSet:
    """Return the newest set with some fields of its first behaviour changed."""
    return replace(OLD, indicators=(replace(FIRST, **fields), *OLD.indicators[1:]))  # type: ignore[arg-type]


def compared(new: DefinitionSet) -> Comparison:
    return comparison(OLD, new, version=version_after(OLD, new, highest=OLD.version))


def test_equal_content_has_no_changes_and_keeps_its_number() -> None:
    found = compared(OLD)
    assert (found.count, found.version, found.level) == (0, OLD.version, "")


def test_a_list_is_shown_item_by_item() -> None:
    points = ("A wholly new thought, unlike the others.", *FIRST.guidance[1:-1])
    first, last = FIRST.guidance[0], FIRST.guidance[-1]
    reworded = f"{last} Say so."
    shown = compared(changed(guidance=(*points, reworded))).of(FIRST.indicator_id)
    assert [each.sentence.rpartition(" was ")[2] for each in shown] == [
        "removed.", "changed.", "added."
    ]  # fmt: skip
    assert shown[0].before == first
    assert shown[2].after == points[0]


def test_the_same_items_in_another_order_are_said_to_be_that() -> None:
    shown = compared(changed(guidance=FIRST.guidance[::-1])).of(FIRST.indicator_id)
    assert [each.sentence.partition(": ")[2] for each in shown] == [
        "the same ones in another order."
    ]


def test_a_change_of_an_examples_answers_alone_is_seen() -> None:
    example = FIRST.examples[0]
    other = replace(example, answers={**(example.answers or {}), "el-0001": "traces"})
    shown = compared(changed(examples=(other, *FIRST.examples[1:]))).of(FIRST.indicator_id)
    added = [each.text for each in shown[0].parts if each.kind == "added"]
    assert any("Only traces were found" in each for each in added)


def test_a_new_question_is_shown_with_everything_that_an_officer_will_see() -> None:
    element = Element(
        "el-0999", "Which tool?", ElementKind.CHOICE, required=True,
        options=(Option("saw", "A saw"), Option("key", "A key")),
    )  # fmt: skip
    shown = compared(changed(elements=(*FIRST.elements, element))).of(FIRST.indicator_id)
    assert shown[-1].after == "Which tool? One of a list: A saw; A key. Required."
    assert shown[-1].level == "major"


def test_a_behaviour_that_came_or_went_is_named() -> None:
    fewer = replace(OLD, indicators=OLD.indicators[1:])
    found = compared(fewer)
    assert found.groups[0].title == FIRST.name
    assert found.version == drafts.MAJOR
    back = comparison(fewer, OLD, version="3.1.0")
    texts = [each.after for each in back.groups[0].changes]
    assert texts[0] == FIRST.definition
    assert len(texts) > len(FIRST.elements) + len(FIRST.examples)


def test_all_that_a_new_behaviour_brings_is_told() -> None:
    before = replace(OLD, indicators=OLD.indicators[1:])
    shown = comparison(before, OLD, version="9.0.0").of(FIRST.indicator_id)
    words = [each.sentence for each in shown]
    assert words.count(f"“{FIRST.name}” has a case.") == len(FIRST.cases)
    told = " ".join(each.after or "" for each in shown)
    assert all(each in told for each in FIRST.phrases)
    assert all(text in told for each in FIRST.role_guidance for text in each.texts)


def test_a_number_in_use_is_never_given_twice() -> None:
    new = changed(name="Another name")
    assert version_after(OLD, new, highest=OLD.version) == drafts.PATCH
    assert version_after(OLD, new, highest="2.4.7") == "2.4.8"


def test_marked_words_keep_what_stands_around_a_change_and_cut_the_rest() -> None:
    words = [f"w{number}" for number in range(30)]
    before = " ".join(words)
    after = " ".join([*words[:15], "new", *words[16:]])
    parts = marked_words(before, after)
    assert [each.text for each in parts if each.kind != "same"] == ["w15", "new"]
    assert parts[0].text == "… w9 w10 w11 w12 w13 w14 "
    assert parts[-1].text.rstrip() == "w16 w17 w18 w19 w20 w21 …"


def test_every_shipped_set_is_ready_and_a_fault_in_several_examples_is_named_once() -> None:
    assert obstacles(OLD) == ()
    question = replace(FIRST.elements[-1], element_id="el-0999", required=True)
    found = obstacles(changed(elements=(*FIRST.elements, question), cases=()))
    assert len(found) == 1
    assert re.match(r"Examples (\d, )+\d and \d of", found[0].message)


def test_ids_and_codes_are_never_used_again() -> None:
    taken = TakenIds({IdKind.QUESTION: 120}, {"el-0007": frozenset({"lock", "lock_2"})})
    fresh = taken.fresh()
    ids = [fresh.take(each) for each in (IdKind.QUESTION, IdKind.QUESTION, IdKind.RULE)]
    assert ids == ["el-0121", "el-0122", "rule-0001"]
    assert taken.next_code("el-0007", "Lock!", also=()) == "lock_3"
    assert taken.next_code("el-0121", "Löck & Key", also=()) == "lock_key"
    assert taken.next_code("el-0121", "3 times", also=()) == "answer_3_times"
    assert taken.next_code("el-0121", "…", also={"answer"}) == "answer_2"
    with pytest.raises(ConflictError):
        TakenIds({IdKind.BEHAVIOUR: 9999}).fresh().take(IdKind.BEHAVIOUR)


def test_a_behaviour_without_questions_or_guidance_can_be_compared() -> None:
    bare = Indicator(
        FIRST.indicator_id, FIRST.niem_code, FIRST.group, FIRST.name, FIRST.definition,
        FIRST.sources, FIRST.confidence, FIRST.weight,
    )  # fmt: skip
    assert compared(replace(OLD, indicators=(bare, *OLD.indicators[1:]))).level == "major"


def test_what_changed_is_told_with_names_and_words_in_the_place_of_ids_and_codes() -> None:
    first, second, third, fourth, *rest = FIRST.elements
    elements = (first, replace(second, when=None), fourth, third, *rest)
    new = changed(status=Status.DEPRECATED, group=Group.NEEDS_INFORMATION, elements=elements)
    shown = [each for group in compared(new).groups for each in group.changes]
    texts = [f"{each.before} {each.after}" for each in shown]
    assert "Offered On its way out" in texts
    assert any(text.endswith("Often innocent: more information is needed") for text in texts)
    assert any(text.startswith("“How far did it get?”: entered") for text in texts)
    assert not [each for each in texts if re.search(r"\b(el|ind|rule)-\d{4}", each)]


def test_other_cases_are_shown_and_not_called_the_same() -> None:
    (shown,) = compared(changed(cases=FIRST.cases[1:])).groups[0].changes
    assert shown.sentence == f"In “{FIRST.name}” a case was removed."
