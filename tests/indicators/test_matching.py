"""Tests of suggesting behaviours for a narrative: evidence, its sum, what never counts."""

import time
import tracemalloc
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.definitions import Status
from indicators.loading import shipped_sets
from indicators.matching import LEAST_POINTS, Match, Matcher, learn, suggest
from indicators.wording import stem, words_of
from tests.indicators.theft_set import theft_set

NEWEST = shipped_sets()[-1]
MATCHER = learn(NEWEST)
HIDDEN_CAMERA = (
    "A visitor held a hidden camera over the edge of a pocket and recorded the badge readers. "
    "The visitor left by the side door when a guard walked up."
)

# Invented, of many origins; every one stands where a name stands.
NAMES = (
    "Ahmed", "Fatima", "Jamal", "Ivan", "Olga", "Miguel", "Guadalupe", "Chang", "Mei", "Kofi",
    "Adaeze", "Dmitri", "Yusuf", "Leila", "Rajesh", "Priya", "Kwame", "Hans", "Brigitte", "Sean",
    "Mark", "Parker", "Walker", "Banks", "Marta", "Tomasz", "Noor", "Ali", "Sharif",
)  # fmt: skip
TRAITS = (
    "Muslim", "Christian", "Jewish", "Sikh", "Hindu", "Black", "White", "Asian", "Arab",
    "Hispanic", "African", "Mexican", "Chinese", "Iranian", "Russian", "Somali", "foreign",
    "immigrant", "gay", "lesbian", "transgender", "female", "male", "elderly", "teenage",
    "disabled", "bearded", "turbaned", "headscarfed", "praying",
)  # fmt: skip


def ids(matches: tuple[Match, ...]) -> list[str]:
    return [each.indicator_id for each in matches]


def points(narrative: str, matcher: Matcher = MATCHER) -> list[tuple[str, int]]:
    return [(each.indicator_id, each.points) for each in suggest(narrative, matcher)]


def test_a_narrative_gets_at_most_three_behaviours_the_likeliest_first() -> None:
    found = suggest(HIDDEN_CAMERA, MATCHER)
    assert found[0].indicator_id == "ind-0011"
    assert len(found) <= 3
    assert [each.points for each in found] == sorted((x.points for x in found), reverse=True)


def test_the_phrases_are_parts_of_the_narrative_whose_points_add_up() -> None:
    for match in suggest(HIDDEN_CAMERA, MATCHER):
        assert sum(each.points for each in match.phrases) == match.points >= LEAST_POINTS
        ends = [place for each in match.phrases for place in (each.start, each.end)]
        assert ends == sorted(ends)
    first = suggest(HIDDEN_CAMERA, MATCHER)[0]
    assert "hidden camera" in [HIDDEN_CAMERA[each.start : each.end] for each in first.phrases]


def test_offsets_count_code_points_not_bytes_or_units_of_utf_16() -> None:
    shifted = "😀é " + HIDDEN_CAMERA
    before = suggest(HIDDEN_CAMERA, MATCHER)[0].phrases
    after = suggest(shifted, MATCHER)[0].phrases
    assert [(each.start + 3, each.end + 3) for each in before] == [
        (each.start, each.end) for each in after
    ]


@pytest.mark.parametrize(
    "narrative",
    [
        "",
        "   ",
        "[PERSON 1] [PLATE 2]",
        "12345 !!",
        "Loud music until two in the morning.",
        "x" * 9000,
    ],
)
def test_nothing_is_suggested_when_nothing_fits(narrative: str) -> None:
    assert suggest(narrative, MATCHER) == ()


@given(st.text(max_size=300))
def test_any_text_is_taken_and_gives_the_same_answer_twice(narrative: str) -> None:
    found = suggest(narrative, MATCHER)
    assert found == suggest(narrative, MATCHER)
    for match in found:
        assert all(0 <= each.start < each.end <= len(narrative) for each in match.phrases)


def test_capitals_make_no_difference() -> None:
    assert points(HIDDEN_CAMERA.upper()) == points(HIDDEN_CAMERA.lower()) == points(HIDDEN_CAMERA)


def test_a_typing_error_costs_a_little_and_does_not_hide_the_behaviour() -> None:
    wrong = HIDDEN_CAMERA.replace("recorded", "recroded").replace("visitor", "visiter")
    assert ids(suggest(wrong, MATCHER))[0] == "ind-0011"


def test_a_word_of_any_length_takes_no_more_memory_than_itself() -> None:
    narrative = "x" * 20_000
    tracemalloc.start()
    suggest(narrative, MATCHER)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 50 * len(narrative)


def test_shorthand_of_officers_and_dispatchers_is_understood() -> None:
    assert stem("VEH") == stem("vehicles")
    assert stem("pics") == stem("pictures")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_says_nothing_and_may_be_exchanged_for_any_other(name: str) -> None:
    frame = "{} was seen at the gate. Later a guard saw {} film the badge readers with a camera."
    assert points(frame.format(name, name)) == points(frame.format("Kim", "Kim"))


def test_a_name_that_is_also_a_word_says_nothing_inside_a_sentence() -> None:
    frame = "Later a guard saw {} film the badge readers with a camera."
    assert points(frame.format("Bridges")) == points(frame.format("Kim"))


@pytest.mark.parametrize("trait", TRAITS)
def test_a_protected_trait_says_nothing_and_may_be_exchanged_or_left_out(trait: str) -> None:
    frame = "A {} visitor held a hidden camera and recorded the badge readers."
    without = points(frame.format("tall"))
    assert points(frame.format(trait)) == without
    assert points(frame.format(trait).upper()) == without


@pytest.mark.parametrize(
    "narrative",
    [
        "A man with dark skin sat in the park for an hour reading the newspaper.",
        "The new coworker prays several times a day and grows a beard.",
        "Two women in long robes were walking near the courthouse and talking.",
        "Students were holding signs against the war in front of the post office.",
        "Some people were handing out religious leaflets downtown.",
        "A transgender person used the restroom at the mall.",
        "Someone spoke a foreign language on the phone.",
        "TWO MUSLIM MEN ARE PRAYING AT THE AIRPORT",
    ],
)
def test_who_somebody_is_or_believes_suggests_nothing(narrative: str) -> None:
    assert suggest(narrative, MATCHER) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A man was taking pictures and he ran.", "A woman was taking pictures and she ran."),
        ("The boy cut a fence.", "The lady cut a fence."),
        ("They prayed in front of the dam.", "They sat in front of the dam."),
    ],
)
def test_sex_and_belief_say_nothing(one: str, other: str) -> None:
    assert points(one) == points(other)


def test_nothing_is_learned_from_what_the_set_says_is_no_reason_for_a_report() -> None:
    small = theft_set(("Nobody needs it.", "Zebras are striped."))
    assert stem("zebras") not in learn(small).points
    assert stem("keys") in learn(small).points


def test_phrases_of_a_set_teach_the_words_that_people_use() -> None:
    narrative = "Someone came with a fossicking kit."
    first = NEWEST.indicators[0]
    taught = replace(first, phrases=("fossicking kit", "fossicked", "fossicker"))
    matcher = learn(replace(NEWEST, indicators=(taught, *NEWEST.indicators[1:])))
    assert suggest(narrative, MATCHER) == ()
    assert ids(suggest(narrative, matcher)) == [first.indicator_id]


def test_a_retired_behaviour_is_not_suggested() -> None:
    changed = tuple(
        replace(each, status=Status.RETIRED) if each.indicator_id == "ind-0011" else each
        for each in NEWEST.indicators
    )
    matcher = learn(replace(NEWEST, indicators=changed))
    assert "ind-0011" not in ids(suggest(HIDDEN_CAMERA, matcher))


def test_a_set_with_one_behaviour_suggests_nothing_because_nothing_tells_it_from_others() -> None:
    assert suggest("The gate keys are missing.", learn(theft_set())) == ()


def test_placeholders_and_names_are_no_words() -> None:
    found = [word.stem for word in words_of("Then [PERSON 1] met Gates near the gates. Bob left.")]
    assert found == [stem(each) for each in ("Then", "met", "near", "the", "gates", "Bob", "left")]


def test_a_narrative_takes_a_few_thousandths_of_a_second() -> None:
    narrative = HIDDEN_CAMERA * 8
    times = []
    for _ in range(20):
        started = time.process_time()
        suggest(narrative, MATCHER)
        times.append(time.process_time() - started)
    assert min(times) < 0.005
