"""Near-duplicates and the index: what is found, what is not, and what is gone after a removal."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.linking import (
    Features,
    Index,
    add,
    duplicate_pairs,
    features_of,
    nearest,
    new_index,
    remove,
)
from triage.linking.planting import Planted, plant

VOCABULARY = [
    "".join(random.Random(n).choices("abdegiklmnoprstuv", k=3 + n % 6)) for n in range(4000)
]


def invented(count: int, seed: int) -> list[str]:
    """Texts of five sentences; one of them is a phrase that many share."""
    rng = random.Random(seed)
    weights = [1 / (place + 5) for place in range(len(VOCABULARY))]
    phrases = [" ".join(rng.choices(VOCABULARY, k=9)) for _ in range(12)]
    return [
        ". ".join(
            [
                rng.choice(phrases),
                *(" ".join(rng.choices(VOCABULARY, weights, k=12)) for _ in "1234"),
            ]
        )
        + "."
        for _ in range(count)
    ]


def recall_and_precision(planted: Planted) -> tuple[float, float]:
    pairs = duplicate_pairs(features_of(planted.texts))
    found = set(zip(pairs.one.tolist(), pairs.other.tolist(), strict=True))
    hits = len(found & set(planted.duplicates))
    return hits / len(planted.duplicates), hits / len(found)


# The goals of the project: 99 % found, 95 % at 15 % of the words changed, 95 % of what is found.
@pytest.mark.parametrize(("edits", "recall"), [(0.05, 0.99), (0.15, 0.95)])
def test_planted_duplicates_are_found_among_look_alikes(edits: float, recall: float) -> None:
    planted = plant(invented(1500, seed=1), share=0.1, edits=edits, seed=2)
    found, right = recall_and_precision(planted)
    assert found >= recall
    assert right >= 0.95


def test_reports_in_the_same_phrases_about_other_events_are_seldom_called_duplicates() -> None:
    planted = plant(invented(500, seed=3), share=0.002, edits=0.0, seed=4, lookalikes=0.9)
    found = duplicate_pairs(features_of(planted.texts))
    assert set(planted.duplicates) <= set(
        zip(found.one.tolist(), found.other.tolist(), strict=True)
    )
    assert len(found.one) <= 0.05 * 450


def test_case_accents_placeholders_and_punctuation_make_no_difference() -> None:
    texts = [
        "[PERSON 1] took photos of the café-gate",
        "TOOK photos, of the cafe gate! [PLATE ~7F3K2A]",
    ]
    features = features_of(texts)
    assert features.row(0).tolist() == features.row(1).tolist()
    assert len(features.row(0)) == 6 + 5


def test_empty_odd_and_endless_texts_are_read_and_resemble_nothing() -> None:
    texts = ["", "\0", " .!? ", "[PERSON 1]", "\ud800 x", "word " * 200_000, "日本語 日本語"]
    features = features_of(texts)
    assert [len(features.row(n)) for n in range(len(texts))][:4] == [0, 0, 0, 0]
    assert len(duplicate_pairs(features).one) == 0
    assert len(duplicate_pairs(features_of([])).one) == 0
    assert nearest(new_index(range(7), features), features_of([""]), limit=3) == ()
    assert nearest(Index(), features_of(["some words"]), limit=3) == ()


def test_a_long_text_keeps_a_sample_by_which_its_retelling_is_still_found() -> None:
    texts = invented(300, seed=5)
    told = [" ".join(texts[at : at + 10]) for at in range(0, 300, 10)]
    planted = plant(told, share=0.5, edits=0.05, seed=6)
    assert features_of(planted.texts).numbers.size <= 160 * len(planted.texts)
    assert recall_and_precision(planted)[0] == 1.0


def test_one_report_finds_its_retelling_first_and_never_what_was_removed() -> None:
    texts = invented(1500, seed=7)
    index = add(
        new_index(range(1000), features_of(texts[:1000])),
        range(1000, 1500),
        features_of(texts[1000:]),
    )
    planted = plant(texts, share=0.02, edits=0.15, seed=8)
    for row, copy in planted.duplicates:
        asked = features_of([planted.texts[copy]])
        found = nearest(index, asked, limit=3)
        assert found[0].key == row
        left = nearest(remove(index, [row]), asked, limit=3)
        assert row not in {each.key for each in left}


def test_a_removed_report_leaves_no_number_of_its_own_in_any_array() -> None:
    texts = [*invented(50, seed=9), "zyzzyva quetzal xylograph"]
    index = remove(new_index(range(51), features_of(texts)), [50])
    own = features_of(texts[-1:]).numbers
    for part in index.parts:
        assert not np.isin(part.numbers, own).any()
        assert not np.isin(part.features.numbers, own).any()
        assert 50 not in part.keys
    assert len(index) == 50


def test_an_id_twice_is_refused() -> None:
    features = features_of(["one", "two"])
    with pytest.raises(ValueError, match="one id"):
        new_index([1, 1], features)
    with pytest.raises(ValueError, match="already"):
        add(new_index([1, 2], features), [2, 3], features)


def arrays_of(features: Features) -> list[list[int]]:
    return [features.starts.tolist(), features.numbers.tolist(), features.limits.tolist()]


@settings(max_examples=25)
@given(st.lists(st.text(max_size=30), max_size=6), st.integers(1, 8))
def test_texts_read_together_are_as_if_read_alone(texts: list[str], most: int) -> None:
    together = features_of(texts, max_features=most)
    for number, text in enumerate(texts):
        alone = features_of([text], max_features=most)
        assert together.row(number).tolist() == alone.numbers.tolist()
        assert together.limits[number] == alone.limits[0]
        assert len(set(alone.numbers.tolist())) == len(alone.numbers) <= most


@settings(max_examples=25)
@given(st.lists(st.integers(0, 19), unique=True), st.integers(0, 20))
def test_an_index_is_the_same_however_it_came_about(gone: list[int], cut: int) -> None:
    texts = invented(20, seed=10)
    stepwise = add(
        new_index(range(cut), features_of(texts[:cut])), range(cut, 20), features_of(texts[cut:])
    )
    stays = [n for n in range(20) if n not in gone]
    at_once = new_index(stays, features_of([texts[n] for n in stays]))
    asked = features_of([texts[0]])
    found = nearest(remove(stepwise, gone), asked, limit=20, least=0.0)
    assert found == nearest(at_once, asked, limit=20, least=0.0)
