"""Whose traits are hidden: everybody's, but for what the analyst has to judge."""

import pytest

from privacy.attributes import Reader
from privacy.recognizers import descriptions


def hidden(text):
    return {text[span.start : span.end] for span in descriptions.read_by(Reader())(text)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A Kenyan man in a red cap cut the lock and ran.", {"Kenyan man"}),
        ("The caller, who is Kenyan, saw a man cut the lock.", {"Kenyan"}),
        ("My Kenyan neighbor saw the plates of the truck.", {"Kenyan"}),
        ("I am 82 and I saw a man cut the lock of the gate.", {"82"}),
        ("The officer speaks Urdu and took the statement.", {"Urdu"}),
        ("A Kenyan nurse told us that a man cut the cable.", {"Kenyan"}),
    ],
)
def test_a_trait_is_hidden_whoever_has_it(text, words):
    assert hidden(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "A man shouted at a Kenyan woman that she should die.",
        "The mosque received a bomb threat.",
        "A man was praying beside his taxi.",
        "I called because he is Kenyan.",
        "The Kenyan bakery next to the scene has a camera.",
        "We called the Urdu interpreter for the victim.",
        "A man and a woman cut the lock of the gate.",
    ],
)
def test_what_the_analyst_has_to_judge_and_what_is_no_person_stays(text):
    assert hidden(text) == set()
