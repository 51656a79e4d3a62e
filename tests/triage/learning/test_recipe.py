from datetime import timedelta

import numpy as np
import pytest
from scipy import sparse

from tests.triage.factories import RECEIVED_AT, candidate
from tests.triage.learning.reports import reports
from triage.audits.probe import auc
from triage.candidates import PlacePrecision
from triage.errors import NotEnoughLabelsError
from triage.learning import Encoder, facts_of, features_of, learn

TEXTS, LABELS = reports(600, share=0.3)
# Every fifth label is another one than the words would give.
NOISY = np.where(np.arange(600) % 5 == 0, 1 - LABELS, LABELS)
ROWS = Encoder().encode(TEXTS)
LEARNED, OTHERS = np.arange(400), np.arange(400, 600)


def with_facts(tells: float):
    """Join facts of which the source and the links tell a label this often."""
    random = np.random.default_rng(4)
    told = np.where(random.random(600) < tells, NOISY, random.integers(0, 2, 600))
    facts = [
        features_of(
            candidate(
                source="officer_observed" if each else "witness_anonymous",
                linked=2 * int(each),
                place_precision=list(PlacePrecision)[int(random.integers(5))],
                occurred_at=RECEIVED_AT + timedelta(hours=int(random.integers(24))),
            )
        )
        for each in told
    ]
    return sparse.hstack([ROWS, sparse.csr_matrix(np.array(facts))], format="csr")


def area(rows) -> float:
    ranker = learn(rows[LEARNED], NOISY[LEARNED])
    return auc(NOISY[OTHERS], ranker.margins(rows[OTHERS]))


def test_facts_that_tell_something_help_and_those_that_tell_nothing_do_no_harm():
    text = area(ROWS)
    assert area(with_facts(0.8)) > text + 0.05
    assert area(with_facts(0.0)) > text - 0.01


def test_what_was_drawn_speaks_for_what_nobody_read():
    """Of what ranks low a twentieth is read: probabilities are true of new reports all the same."""
    texts, likely = reports(2_000, share=0.3)
    random = np.random.default_rng(2)
    labels = (random.random(2_000) < np.where(likely == 1, 0.5, 0.04)).astype(int)
    # The order that chose what was read knew more than the words say.
    is_top = random.random(2_000) < np.where(labels == 1, 0.6, 0.1)
    is_read = is_top | (random.random(2_000) < 0.05)
    stands_for = np.where(is_top, 1.0, 20.0)[is_read]
    rows = Encoder().encode(texts)
    new, likely = reports(1_000, seed=9, share=0.3)
    expected = np.where(likely == 1, 0.5, 0.04).mean()
    weighed, plain = (
        learn(rows[is_read], labels[is_read], stands_for=each)
        .probabilities(Encoder().encode(new))
        .mean()
        for each in (stands_for, None)
    )
    assert plain > 1.7 * expected
    assert weighed == pytest.approx(expected, rel=0.25)


def test_rules_that_tell_nothing_hardly_disturb_what_was_learned():
    noise = np.random.default_rng(8).standard_normal(600)
    plain, disturbed = (
        learn(ROWS[LEARNED], NOISY[LEARNED], prior=each) for each in (None, noise[LEARNED])
    )
    without = auc(NOISY[OTHERS], plain.margins(ROWS[OTHERS]))
    assert auc(NOISY[OTHERS], disturbed.margins(ROWS[OTHERS], noise[OTHERS])) > without - 0.01


def test_the_same_decisions_give_the_same_ranker_and_one_of_a_kind_is_too_few():
    first, again = (learn(ROWS, NOISY) for _ in range(2))
    assert np.array_equal(first.weights, again.weights)
    assert first.calibration == again.calibration
    with pytest.raises(NotEnoughLabelsError, match="two"):
        learn(ROWS[:20], [1] + [0] * 19)


def test_no_fact_is_a_day_of_the_week():
    week = {
        facts_of(candidate(occurred_at=RECEIVED_AT + timedelta(days=day))) for day in range(3, 8)
    }
    assert len(week) == 1
