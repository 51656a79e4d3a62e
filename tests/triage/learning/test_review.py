import numpy as np
import pytest

from tests.triage.learning.reports import reports
from triage.errors import LabelsError
from triage.learning import Encoder, Review, lexical_prior

TEXTS, LABELS = reports(300, share=0.05)
ROWS = Encoder().encode(TEXTS)


def test_before_anything_is_known_the_order_is_that_of_the_rules():
    points = np.random.default_rng(1).permutation(300)
    assert Review(ROWS, prior=points).order().tolist() == np.argsort(-points).tolist()


def test_the_words_of_a_set_bring_a_relevant_report_among_the_first_five():
    prior = lexical_prior(Encoder(), ROWS, ["Breach of a fence or gate", "Cutting a fence"])
    assert LABELS[Review(ROWS, prior=prior).order()[:5]].any()
    assert not lexical_prior(Encoder(), ROWS, []).any()


def test_a_word_of_the_set_that_leads_astray_teaches_before_anything_relevant_is_found():
    words = ["Cut a fence", "Climbed over a gate", "Waited at a bus stop"]
    astray = [at for at, text in enumerate(TEXTS) if "bus stop" in text and not LABELS[at]]
    review = Review(ROWS, examples=Encoder().encode(words))
    for index in astray[:5]:
        review.learn(index, 0)
    assert LABELS[review.order()[:10]].mean() > 0.5
    assert review.margins()[astray].mean() < review.margins()[LABELS == 1].mean()


def test_words_that_no_report_has_leave_the_order_of_the_rules():
    points = np.arange(300)
    review = Review(ROWS, prior=points, examples=Encoder().encode(["", "zyxwv"]))
    review.learn(0, 0)
    assert review.order().tolist() == list(range(299, 0, -1))


def test_every_open_report_is_in_the_order_once_and_a_decided_one_is_not():
    review = Review(ROWS, seed=3)
    for index in (5, 17, 250):
        review.learn(index, int(LABELS[index]))
    order = review.order()
    assert sorted([*order, 5, 17, 250]) == list(range(300))


def test_a_review_finds_what_matters_early():
    review = Review(ROWS, seed=1)
    review.learn(int(np.flatnonzero(LABELS == 1)[0]), 1)
    review.learn(int(np.flatnonzero(LABELS == 0)[0]), 0)
    for _ in range(40):
        first = int(review.order()[0])
        review.learn(first, int(LABELS[first]))
    assert review.hits >= 0.9 * LABELS.sum()


def test_a_correction_replaces_the_decision_before():
    once, corrected = Review(ROWS), Review(ROWS)
    for review in (once, corrected):
        review.learn(3, 0)
    corrected.learn(8, 0)
    corrected.order()
    for review in (once, corrected):
        review.learn(8, 1)
    assert np.corrcoef(once.margins(), corrected.margins())[0, 1] > 0.999
    assert corrected.hits == 1


@pytest.mark.parametrize("label", [0, 1])
def test_decisions_that_are_all_alike_leave_the_order_of_the_rules(label):
    points = np.arange(300)
    review = Review(ROWS, prior=points)
    review.learn(0, label)
    assert review.order().tolist() == list(range(299, 0, -1))


def test_what_cannot_be_is_refused_and_nothing_is_learned():
    review = Review(ROWS)
    for index, label in ((300, 1), (-1, 0), (3, 2)):
        with pytest.raises(LabelsError):
            review.learn(index, label)
    assert len(review.order()) == 300
    with pytest.raises(LabelsError, match="prior"):
        Review(ROWS, prior=[1, 2])
