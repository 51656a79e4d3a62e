"""Tests of what the published sets say: content, examples, privacy, plain words."""

import re
from collections import Counter
from datetime import date

import pytest

from indicators.definitions import (
    Confidence,
    DefinitionSet,
    Element,
    ElementKind,
    ExampleKind,
    Group,
    Indicator,
    PrivacyClass,
)
from indicators.validation import validate
from tests.shipped import shipped

OLD, NEW = shipped("1.0.0"), shipped("2.0.0")
EACH = [(one, indicator) for one in (OLD, NEW) for indicator in one.indicators]
EACH_NAMED = pytest.mark.parametrize(
    ("definition_set", "indicator"),
    EACH,
    ids=[f"{one.version} {indicator.niem_code}" for one, indicator in EACH],
)
EACH_SET = pytest.mark.parametrize("definition_set", [OLD, NEW], ids=["1.0.0", "2.0.0"])


@EACH_SET
def test_a_set_has_seven_crimes_and_nine_behaviours_that_need_more(
    definition_set: DefinitionSet,
) -> None:
    groups = Counter(each.group for each in definition_set.indicators)
    assert groups == {Group.DEFINED_CRIMINAL: 7, Group.NEEDS_INFORMATION: 9}


@EACH_SET
def test_a_set_says_that_it_is_not_the_official_text(definition_set: DefinitionSet) -> None:
    assert definition_set.notice.startswith("This is not the official text.")
    assert "memory" in definition_set.notice
    assert "invented" in definition_set.notice


def test_the_editions_have_their_days_and_traits() -> None:
    assert (OLD.edition, OLD.issued) == ("1.5", date(2009, 5, 21))
    assert (NEW.edition, NEW.issued) == ("1.5.5", date(2015, 2, 23))
    assert "day, 23 February, is from memory" in NEW.notice
    assert len(OLD.protected_characteristics) == 4
    assert len(NEW.protected_characteristics) == 7
    assert "gender identity" in NEW.protected_characteristics


@EACH_NAMED
def test_every_example_is_accepted_by_the_set_itself(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    for example in indicator.examples:
        assert example.answers
        answers = {indicator.indicator_id: dict(example.answers)}
        result = validate(answers, definition_set, indicator_ids=[indicator.indicator_id])
        assert result.findings == ()
        assert set(result.answers[indicator.indicator_id]) == set(example.answers)


@EACH_NAMED
def test_every_behaviour_shows_what_it_is_what_it_is_not_and_a_lawful_look_alike(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    assert {each.kind for each in indicator.examples} == set(ExampleKind)
    assert len({each.text for each in indicator.examples}) == len(indicator.examples)


@EACH_NAMED
def test_every_behaviour_names_its_sources_and_says_memory_where_it_is_memory(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    assert indicator.sources
    is_memory = "memory" in indicator.sources
    assert indicator.confidence is (Confidence.MEMORY if is_memory else Confidence.FOUND)


@EACH_NAMED
def test_a_behaviour_asks_few_questions_and_requires_one_or_two(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    assert 2 <= len(indicator.elements) <= 5
    assert 1 <= sum(each.required for each in indicator.elements) <= 2
    assert len(indicator.guidance) >= 2


@EACH_NAMED
def test_a_required_question_can_be_answered_by_anybody(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    ways_out = {"not_known", "not_clear", "not_sure", "other", "open"}
    for element in indicator.elements:
        if element.required:
            codes = {option.code for option in element.options}
            assert element.when is None
            assert element.kind is ElementKind.TEXT or codes & ways_out


@EACH_NAMED
def test_a_behaviour_that_may_be_innocent_must_say_why_it_is_not(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    asks = [each for each in indicator.elements if "innocent reason" in each.label]
    assert [each.required for each in asks] == (
        [True] if indicator.group is Group.NEEDS_INFORMATION else []
    )


@EACH_NAMED
def test_a_question_about_an_identity_is_hidden_whole(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    words = re.compile(r"\b(name|badge number|telephone|registration|tail number|reached)\b")
    for element in indicator.elements:
        if element.kind is ElementKind.TEXT and words.search(element.label):
            assert element.privacy is PrivacyClass.IDENTIFYING


@EACH_SET
def test_all_six_kinds_and_all_privacy_classes_are_used(definition_set: DefinitionSet) -> None:
    elements = [each for indicator in definition_set.indicators for each in indicator.elements]
    assert {each.kind for each in elements} == set(ElementKind)
    assert {each.privacy for each in elements} == set(PrivacyClass)
    assert sum(each.when is not None for each in elements) >= 8


def shown_texts(indicator: Indicator) -> list[str]:
    """Give every text of a behaviour that an officer reads."""
    asked = [text for each in indicator.elements for text in (each.label, each.help)]
    told = [text for each in indicator.examples for text in (each.text, each.why)]
    return [text for text in [*asked, *indicator.guidance, *told] if text]


@EACH_NAMED
def test_sentences_for_officers_are_short(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    sentences = [
        sentence for text in shown_texts(indicator) for sentence in re.split(r"[.;:?] ", text)
    ]
    assert [each for each in sentences if len(each.split()) > 32] == []


@EACH_NAMED
def test_no_text_describes_anyone_by_a_protected_trait(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    # Words of the kind that made public releases of such reports improper.
    traits = re.compile(
        r"\b(muslims?|islam\w*|arabs?|middle eastern|jews?|jewish|christians?|asians?|blacks?|"
        r"whites?|hispanics?|latinos?|immigrants?|foreign\w*|accent|race|gay|lesbian|mosque)\b",
        re.IGNORECASE,
    )
    texts = [*shown_texts(indicator), indicator.definition]
    assert [text for text in texts if traits.search(text)] == []


@EACH_NAMED
def test_telephone_numbers_in_examples_are_reserved_for_fiction(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    said = [str(value) for each in indicator.examples for value in (each.answers or {}).values()]
    numbers = re.findall(r"\d{3}-\d{3}-\d{4}", " ".join([*said, *shown_texts(indicator)]))
    assert all(re.fullmatch(r"\d{3}-555-01\d{2}", number) for number in numbers)


def elements_of(definition_set: DefinitionSet) -> dict[str, tuple[str, Element]]:
    return {
        element.element_id: (indicator.indicator_id, element)
        for indicator in definition_set.indicators
        for element in indicator.elements
    }


def test_an_id_means_the_same_question_in_every_version() -> None:
    before, after = elements_of(OLD), elements_of(NEW)
    assert set(before) < set(after)
    for element_id, (indicator_id, element) in before.items():
        again_in, again = after[element_id]
        assert (again_in, again.kind, again.unit, again.privacy, again.required) == (
            indicator_id,
            element.kind,
            element.unit,
            element.privacy,
            element.required,
        )


@pytest.mark.parametrize(
    ("niem_code", "before", "after"),
    [
        ("RECRUT", "Recruiting", "Recruiting/Financing"),
        ("WPNS", "Weapons Discovery", "Weapons Collection/Discovery"),
        ("CYBER", "Cyber Attack", "Cyberattack"),
        ("PHOTO", "Photography", "Photography"),
    ],
)
def test_names_follow_the_edition(niem_code: str, before: str, after: str) -> None:
    names = [
        next(each.name for each in one.indicators if each.niem_code == niem_code)
        for one in (OLD, NEW)
    ]
    assert names == [before, after]


@pytest.mark.parametrize(
    ("niem_code", "only_new"),
    [
        ("INTRSN", "not open to the public"),
        ("MISREP", "gives false information"),
        ("THEFT", "secured protected site"),
        ("SABOT", "destroys"),
        ("THREAT", "kill or injure people"),
        ("AVIATION", "learns to fly"),
        ("AVIATION", "interferes"),
        ("ELICIT", "event"),
        ("RECRUT", "money"),
        ("PHOTO", "unusual or hidden"),
        ("SURVL", "prolonged"),
        ("MATRLS", "radio controls"),
        ("EXPERT", "knowledge or skill"),
        ("WPNS", "types"),
        *((code, "suspect terrorism or other crime") for code in ("ELICIT", "TESTSEC", "RECRUT")),
        *((code, "suspect terrorism or other crime") for code in ("PHOTO", "SURVL", "MATRLS")),
        *((code, "suspect terrorism or other crime") for code in ("EXPERT", "WPNS", "SECTOR")),
    ],
)
def test_edition_1_5_5_says_what_edition_1_5_did_not(niem_code: str, only_new: str) -> None:
    before, after = (
        next(each.definition for each in one.indicators if each.niem_code == niem_code)
        for one in (OLD, NEW)
    )
    assert only_new in after
    assert only_new not in before


def test_only_the_newer_edition_covers_threats_to_people_and_financing() -> None:
    def codes(one: DefinitionSet, element_id: str) -> set[str]:
        return {option.code for option in elements_of(one)[element_id][1].options}

    assert codes(NEW, "el-0026") - codes(OLD, "el-0026") == {"people"}
    assert codes(NEW, "el-0047") - codes(OLD, "el-0047") == {"money"}
