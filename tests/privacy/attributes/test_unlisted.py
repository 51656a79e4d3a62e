"""What no list holds is found by the words around it; ordinary text is left alone."""

import json
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from privacy.attributes import Role, find_mentions, training, unlisted_training
from privacy.attributes.finding import read_listed
from privacy.attributes.narratives import parse_narratives

STRANGERS = ("evaluator.txt", "center.txt")
# Below what was measured, so that a change for the worse is noticed: precision and recall.
LEAST = {
    Role.BASIS: (0.80, 0.70),
    Role.DESCRIPTION: (0.82, 0.78),
    Role.TARGET: (0.80, 0.75),
    Role.LAWFUL_ACTIVITY: (0.80, 0.60),
    Role.IRRELEVANT: (0.50, 0.78),
}
MOST_STOPPED = 0.05
MOST_FLAGGED = 0.09


def read(name):
    return list(parse_narratives(Path(__file__).with_name(name).read_text("utf-8")))


@pytest.mark.parametrize(
    ("text", "words", "attributes"),
    [
        ("Forty people held candles on the steps.", "held candles", {"worship", "protest"}),
        ("They were collecting names against the water rates.", "collecting", {"speech"}),
        ("They stood silent with their hoods down for the dead.", "stood silent", {"protest"}),
        ("A rainbow ribbon was cut from the café door.", "rainbow", {"sexual_orientation"}),
    ],
)
def test_what_no_list_holds_is_found(text, words, attributes):
    start = text.index(words)
    assert not any(
        first.start < start + len(words) and last.end > start
        for tokens, listed in [read_listed(text)]
        for found in listed.found
        for first, last in [(tokens[found.first], tokens[found.last - 1])]
    )
    told = [
        each for each in find_mentions(text) if each.start < start + len(words) and each.end > start
    ]
    assert {each.attribute.value for each in told} & attributes


def test_narratives_of_strangers_are_decided_as_well_as_before():
    seen, told, right = Counter(), Counter(), Counter()
    stopped = spared = 0
    for marked in (each for name in STRANGERS for each in read(name)):
        mentions = find_mentions(marked.text)
        for start, end, role in marked.marks:
            inside = [each.role for each in mentions if each.start < end and each.end > start]
            answer = inside[-1] if inside else Role.IRRELEVANT
            seen[role] += 1
            told[answer] += 1
            right[role] += answer is role
            if role in {Role.DESCRIPTION, Role.TARGET}:
                spared += 1
                stopped += answer is Role.BASIS
    reached = {role: (right[role] / told[role], right[role] / seen[role]) for role in LEAST}
    assert all(
        precision >= LEAST[role][0] and recall >= LEAST[role][1]
        for role, (precision, recall) in reached.items()
    ), reached
    assert stopped / spared <= MOST_STOPPED


def test_ordinary_text_of_a_stranger_is_left_alone():
    narratives = read("plain.txt")
    flagged = sum(bool(find_mentions(each.text)) for each in narratives)
    assert flagged / len(narratives) <= MOST_FLAGGED


def test_which_word_of_a_list_stands_beside_changes_nothing_of_what_is_found():
    frame = (
        "Two {} shoppers stood by the gate and handed a sheet about the water rates to each car."
    )
    found = {
        word: [
            (text[each.start : each.end], each.attribute)
            for text in [frame.format(word)]
            for each in find_mentions(text)
            if text[each.start : each.end] != word
        ]
        for word in ("Kenyan", "Muslim", "deaf", "gay", "Republican", "undocumented")
    }
    assert found["Kenyan"]
    assert all(each == found["Kenyan"] for each in found.values()), found


def test_the_weights_are_what_training_makes():
    shipped = json.loads(files("privacy.attributes").joinpath("unlisted.json").read_text("utf-8"))
    again = unlisted_training.train(training.written())
    assert again["attributes"] == shipped["attributes"]
    # Another processor may round the last hundredth otherwise.
    assert abs(again["bias"] - shipped["bias"]) <= 1
    for table in ("finds", "tells"):
        names = again[table].keys() & shipped[table].keys()
        assert len(names) >= 0.99 * len(again[table].keys() | shipped[table].keys())
        assert all(
            abs(one - other) <= 1
            for name in names
            for one, other in zip(again[table][name], shipped[table][name], strict=True)
        )
