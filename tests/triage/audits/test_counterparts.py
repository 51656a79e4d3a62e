"""Other words for people are put in whole, all at once, and in the case of what they replace."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from triage.audits.counterparts import Counterparts, Handling, Row, parse, shipped, swap, trials
from triage.errors import AuditError

steady = settings(derandomize=True, max_examples=80, suppress_health_check=list(HealthCheck))

PAIR = Counterparts("faith", Handling.MASKED, (Row("A {} man.", ("Muslim", "Jewish")),))
WORDS = ("Muslim", "jewish", "MUSLIM", "fence", "Muslims", "a", ".", " ", "\n", "é")


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("A Muslim and a Jewish man", "A Jewish and a Muslim man"),
        ("muslim, MUSLIM", "jewish, JEWISH"),
        ("Muslims stay, so does antimuslim", "Muslims stay, so does antimuslim"),
        ("", ""),
    ],
)
def test_words_are_swapped_whole_at_once_and_in_their_case(text: str, swapped: str) -> None:
    assert swap(text, PAIR, step=1) == swapped


@steady
@given(st.lists(st.sampled_from(WORDS)).map("".join))
def test_swapping_round_all_columns_gives_the_text_back(text: str) -> None:
    assert swap(swap(text, PAIR, step=1), PAIR, step=1) == swap(text, PAIR, step=2) == text


def test_a_longer_word_is_never_swapped_by_its_beginning() -> None:
    lists = Counterparts("race", Handling.MASKED, (Row("{}", ("African", "African American")),))
    assert swap("African American", lists, step=1) == "African"


def test_trials_swap_what_stands_in_reports_and_plant_every_row_in_all() -> None:
    found = list(trials(["A Muslim man.", "A fence."], PAIR, prepare=str.lower))
    assert [each.labels for each in found] == [("as written", "swapped by 1"), ("Muslim", "Jewish")]
    assert found[0].texts == (["a muslim man.", "a fence."], ["a jewish man.", "a fence."])
    assert found[1].texts[1] == ["a muslim man. a jewish man.", "a fence. a jewish man."]


def test_reports_without_such_words_are_only_planted_in() -> None:
    assert len(list(trials(["A fence."], PAIR))) == 1


def test_the_shipped_lists_have_every_kind_of_handling_and_no_word_twice_in_a_list() -> None:
    assert {each.handling for each in shipped()} == set(Handling)
    for each in shipped():
        for row in each.rows:
            assert len(set(row.words)) == len(row.words), each.attribute


@pytest.mark.parametrize(
    "broken",
    [
        "[",
        "[{}]",
        '[{"attribute": "x", "handling": "eaten", "rows": []}]',
        '[{"attribute": "x", "handling": "read", "rows": []}]',
        '[{"attribute": "x", "handling": "read", "rows": {}}]',
        '[{"attribute": "x", "handling": "read", "rows": [{"carrier": "{}", "words": ["a"]}]}]',
        '[{"attribute": "x", "handling": "read", "rows": [{"carrier": "a", "words": ["a", "b"]}]}]',
    ],
)
def test_lists_that_say_nothing_are_refused(broken: str) -> None:
    with pytest.raises(AuditError):
        parse(broken)
