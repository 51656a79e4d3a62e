from datetime import UTC, datetime

import numpy as np
import pytest
from scipy import sparse

from tests.triage.factories import candidate
from tests.triage.learning.reports import reports
from triage.errors import LabelsError, NotEnoughLabelsError
from triage.learning import N_FACTS, Encoder, facts_of, features_of, fit, standardize

TEXTS, LABELS = reports(200)
ROWS = Encoder().encode(TEXTS)


def test_what_was_learned_puts_new_relevant_reports_first():
    ranker = fit(ROWS, LABELS)
    texts, labels = reports(100, seed=2)
    order = np.argsort(-ranker.margins(Encoder().encode(texts)))
    assert labels[order[: labels.sum()]].all()


def test_who_a_masked_report_is_about_changes_no_margin():
    ranker = fit(ROWS, LABELS)
    one, other = (
        ranker.margins(Encoder().encode([f"[PERSON {number}], [ATTRIBUTE], cut the fence."]))
        for number in (1, 8)
    )
    assert one == other


@pytest.mark.parametrize(
    ("labels", "error", "words"),
    [
        ([1, 0], LabelsError, "one for each"),
        ([2] * 199 + [0], LabelsError, "0 .* or 1"),
        ([0] * 200, NotEnoughLabelsError, "at least one relevant"),
        ([1] * 200, NotEnoughLabelsError, "at least one relevant"),
    ],
)
def test_labels_that_teach_nothing_are_refused_in_words(labels, error, words):
    with pytest.raises(error, match=words):
        fit(ROWS, labels)


def test_rows_of_another_width_and_probabilities_without_calibration_are_refused():
    ranker = fit(ROWS, LABELS)
    with pytest.raises(LabelsError, match="columns"):
        ranker.margins(sparse.csr_matrix((1, 5), dtype=np.float32))
    with pytest.raises(NotEnoughLabelsError, match="calibration"):
        ranker.probabilities(ROWS)


def test_a_label_that_counts_little_moves_little():
    doubted = np.where(np.arange(200) == np.flatnonzero(LABELS == 1)[0], 1e-6, 1.0)
    without = np.delete(np.arange(200), np.flatnonzero(LABELS == 1)[0])
    weighed = fit(ROWS, LABELS, weights=doubted)
    left_out = fit(ROWS[without], LABELS[without])
    texts = Encoder().encode(reports(50, seed=3)[0])
    whole = fit(ROWS, LABELS).margins(texts)
    near, far = (
        np.abs(left_out.margins(texts) - each).mean() for each in (weighed.margins(texts), whole)
    )
    assert near < far


def test_the_rules_count_less_with_every_relevant_report():
    prior = standardize(np.arange(200))
    few, many = np.flatnonzero(LABELS == 1)[:2], np.flatnonzero(LABELS == 1)
    others = np.flatnonzero(LABELS == 0)
    shares = [
        fit(ROWS[rows], LABELS[rows], prior=prior[rows]).prior_share
        for rows in (np.concatenate([few, others]), np.concatenate([many, others]))
    ]
    assert shares[0] > shares[1] > 0
    assert standardize(np.ones(3)).tolist() == [0, 0, 0]


def test_facts_have_columns_of_their_own_and_are_learned_from():
    known = candidate(similar_recent=4)
    plain = candidate(behaviours=(), occurred_at=None, sector=None)
    assert features_of(known).shape == (N_FACTS,)
    assert features_of(known).max() <= 1
    assert {fact.text for fact in facts_of(known)} >= {
        "Testing of security",
        "A person is described",
    }
    facts = sparse.csr_matrix(np.array([features_of(known), features_of(plain)] * 20))
    rows = sparse.hstack([Encoder().encode(["a report"] * 40), facts], format="csr")
    margins = fit(rows, [1, 0] * 20).margins(rows)
    assert margins[0] > margins[1] + 0.5


def test_the_hour_is_that_of_the_time_given():
    night = candidate(occurred_at=datetime(2026, 11, 2, 2, 30, tzinfo=UTC))
    assert "Between 0:00 and 3:00" in {fact.text for fact in facts_of(night)}
