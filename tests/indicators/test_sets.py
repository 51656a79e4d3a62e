"""Tests of what the published sets say: content, examples, privacy, plain words."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

import pytest

from indicators.changes import next_version
from indicators.definitions import (
    Audience,
    Confidence,
    DefinitionSet,
    Element,
    ElementKind,
    ExampleKind,
    Group,
    Indicator,
    PrivacyClass,
)
from indicators.examples import obstacles
from indicators.inclusion import inclusion
from indicators.loading import shipped_sets
from indicators.mutants import Fate, mutate
from indicators.validation import validate
from tests.shipped import shipped

OLD, NEW = shipped("1.0.0"), shipped("2.0.0")
COMPLETE = (shipped("1.1.0"), shipped("2.1.0"))
EDITIONS = {"1.5": date(2009, 5, 21), "1.5.5": date(2015, 2, 23)}


def each_behaviour(sets: Sequence[DefinitionSet]) -> pytest.MarkDecorator:
    pairs = [(one, indicator) for one in sets for indicator in one.indicators]
    names = [f"{one.version} {indicator.niem_code}" for one, indicator in pairs]
    return pytest.mark.parametrize(("definition_set", "indicator"), pairs, ids=names)


EACH_NAMED = each_behaviour(shipped_sets())
EACH_COMPLETE = each_behaviour(COMPLETE)
EACH_SET = pytest.mark.parametrize("definition_set", shipped_sets(), ids=lambda each: each.version)


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


@EACH_SET
def test_the_editions_have_their_days_and_traits(definition_set: DefinitionSet) -> None:
    assert definition_set.issued == EDITIONS[definition_set.edition]
    is_newer = definition_set.edition == "1.5.5"
    assert ("day, 23 February, is from memory" in definition_set.notice) == is_newer
    assert len(definition_set.protected_characteristics) == (7 if is_newer else 4)
    assert ("gender identity" in definition_set.protected_characteristics) == is_newer


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
    asked_at_once = [each for each in indicator.elements if each.when is None]
    assert 2 <= len(asked_at_once) <= 8
    assert len(indicator.elements) <= 10
    assert 1 <= sum(each.required for each in indicator.elements) <= 2
    assert len(indicator.guidance) >= 2


@EACH_COMPLETE
def test_the_required_questions_of_a_complete_set_come_first(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    assert indicator.elements[0].required


@EACH_COMPLETE
def test_a_complete_set_shows_each_behaviour_more_than_once(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    kinds = Counter(each.kind for each in indicator.examples)
    assert kinds[ExampleKind.POSITIVE] >= 2
    assert 1 <= kinds[ExampleKind.NEGATIVE] <= 2
    assert kinds[ExampleKind.LOOKALIKE] == 2


@EACH_COMPLETE
def test_a_positive_example_comes_from_people_who_are_not_police(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    others = re.compile(
        r"\b(crew|dispatch\w*|operations center|supply depot|technician|owner|manager|cleaner|"
        r"captain|emergency lines|inspector|teacher)\b"
    )
    positive = [each.text for each in indicator.examples if each.kind is ExampleKind.POSITIVE]
    assert any(others.search(text) for text in positive)


@EACH_COMPLETE
def test_a_complete_set_guides_every_role_in_words_of_its_own(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    assert {each.audience for each in indicator.role_guidance} == set(Audience)
    texts = [text for each in indicator.role_guidance for text in each.texts]
    assert len(texts) == len(set(texts))
    for each in indicator.role_guidance:
        sentences = re.split(r"(?<=[.!?]) ", " ".join(each.texts))
        assert len(each.texts) == 2
        assert 2 <= len(sentences) <= 4
        assert sum(len(sentence.split()) for sentence in sentences) <= 62


@EACH_COMPLETE
def test_a_behaviour_that_may_be_innocent_has_one_question_that_explains_why_it_is_not(
    definition_set: DefinitionSet, indicator: Indicator
) -> None:
    marked = [each.element_id for each in indicator.elements if each.explains_innocence]
    asked_before = [
        each.element_id
        for each in shipped(f"{definition_set.version[0]}.0.0")
        .indicator(indicator.indicator_id)
        .elements
        if "innocent reason" in each.label
    ]
    assert marked == asked_before
    assert len(marked) == (indicator.group is Group.NEEDS_INFORMATION)


@pytest.mark.parametrize("definition_set", COMPLETE, ids=lambda each: each.version)
def test_likeness_is_mutual(definition_set: DefinitionSet) -> None:
    pairs = {
        (indicator.indicator_id, each.indicator_id)
        for indicator in definition_set.indicators
        for each in indicator.related
    }
    assert pairs == {(after, before) for before, after in pairs}


@pytest.mark.parametrize("definition_set", COMPLETE, ids=lambda each: each.version)
def test_a_complete_set_is_the_next_minor_version_of_the_one_before(
    definition_set: DefinitionSet,
) -> None:
    before = shipped(f"{definition_set.version[0]}.0.0")
    assert next_version(before, definition_set) == definition_set.version
    assert inclusion(before, definition_set).is_whole is True


@pytest.mark.parametrize("definition_set", COMPLETE, ids=lambda each: each.version)
def test_the_examples_and_cases_of_a_complete_set_notice_nine_changes_in_ten(
    definition_set: DefinitionSet,
) -> None:
    fates = Counter(each.fate for each in mutate(definition_set))
    assert fates[Fate.KILLED] > 900
    assert fates[Fate.KILLED] / (fates[Fate.KILLED] + fates[Fate.SURVIVED]) >= 0.9


@pytest.mark.parametrize("definition_set", COMPLETE, ids=lambda each: each.version)
def test_a_complete_set_has_nothing_against_being_published(definition_set: DefinitionSet) -> None:
    assert obstacles(definition_set) == ()


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
    advice = [
        *indicator.guidance,
        *(text for each in indicator.role_guidance for text in each.texts),
    ]
    answers = [option.label for each in indicator.elements for option in each.options]
    rules = [text for each in indicator.rules for text in (each.message, each.remedy)]
    return [text for text in [*asked, *answers, *advice, *rules, *told] if text]


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
        r"\b(muslims?|islam\w*|arabs?|middle eastern|jews?|jewish|christians?|asians?|"
        r"blacks?(?! powder)|"
        r"whites?|hispanics?|latinos?|immigrants?|foreign\w*|accent|race|gay|lesbian|mosque)\b",
        re.IGNORECASE,
    )
    texts = [*shown_texts(indicator), indicator.definition, *indicator.phrases]
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


@pytest.mark.parametrize("one", shipped_sets(), ids=lambda each: each.version)
@pytest.mark.parametrize("other", shipped_sets(), ids=lambda each: each.version)
def test_an_id_means_the_same_question_in_every_version(
    one: DefinitionSet, other: DefinitionSet
) -> None:
    ours, theirs = elements_of(one), elements_of(other)
    for element_id in ours.keys() & theirs.keys():
        (our_behaviour, our), (their_behaviour, their) = ours[element_id], theirs[element_id]
        assert our_behaviour == their_behaviour
        assert (our.label, our.kind, our.unit, our.privacy, our.required) == (
            their.label,
            their.kind,
            their.unit,
            their.privacy,
            their.required,
        )


@pytest.mark.parametrize("one", shipped_sets(), ids=lambda each: each.version)
@pytest.mark.parametrize("other", shipped_sets(), ids=lambda each: each.version)
def test_a_code_of_an_answer_means_the_same_in_every_version(
    one: DefinitionSet, other: DefinitionSet
) -> None:
    ours, theirs = elements_of(one), elements_of(other)
    for element_id in ours.keys() & theirs.keys():
        labels = {each.code: each.label for each in ours[element_id][1].options}
        for each in theirs[element_id][1].options:
            assert labels.get(each.code, each.label) == each.label


@pytest.mark.parametrize(
    ("before", "after"),
    [("1.0.0", "2.0.0"), ("1.1.0", "2.1.0"), ("1.0.0", "1.1.0"), ("2.0.0", "2.1.0")],
)
def test_no_question_is_lost_on_the_way_to_a_newer_version(before: str, after: str) -> None:
    assert elements_of(shipped(before)).keys() < elements_of(shipped(after)).keys()


@pytest.mark.parametrize(
    ("niem_code", "before", "after"),
    [
        ("RECRUT", "Recruiting", "Recruiting/Financing"),
        ("WPNS", "Weapons Discovery", "Weapons Collection/Discovery"),
        ("CYBER", "Cyber Attack", "Cyberattack"),
        ("PHOTO", "Photography", "Photography"),
    ],
)
@EACH_SET
def test_names_follow_the_edition(
    definition_set: DefinitionSet, niem_code: str, before: str, after: str
) -> None:
    (name,) = [each.name for each in definition_set.indicators if each.niem_code == niem_code]
    assert name == (after if definition_set.edition == "1.5.5" else before)


@pytest.mark.parametrize("definition_set", COMPLETE, ids=lambda each: each.version)
def test_a_complete_set_keeps_every_definition_of_the_one_before(
    definition_set: DefinitionSet,
) -> None:
    for one in shipped(f"{definition_set.version[0]}.0.0").indicators:
        again = definition_set.indicator(one.indicator_id)
        for name in ("name", "definition", "confidence", "sources", "weight", "guidance"):
            assert getattr(again, name) == getattr(one, name)


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
