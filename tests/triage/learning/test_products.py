import numpy as np
import pytest

from tests.triage.learning.reports import reports
from triage.learning import Encoder, Review
from triage.learning.products import MOST_AT_ONCE, KeptProducts
from triage.learning.weighing import term_weights

TEXTS, LABELS = reports(120, share=0.1)
ENCODED = Encoder().encode(TEXTS)
ROWS = term_weights(ENCODED).weigh(ENCODED)


def test_each_decision_adds_a_column_of_products_with_all_rows():
    products, known = KeptProducts(ROWS), []
    for index in np.random.default_rng(1).permutation(120)[:100]:
        known.append(int(index))
        kept = products.of(known)
    assert kept == pytest.approx((ROWS @ ROWS[known].T).toarray(), abs=1e-5)


def test_many_decisions_at_once_end_the_keeping_except_at_the_start():
    products = KeptProducts(ROWS)
    assert products.of(range(50)).shape == (120, 50)
    assert products.of(range(50 + MOST_AT_ONCE)) is not None
    assert products.of(range(51 + 2 * MOST_AT_ONCE)) is None
    assert products.of(range(52 + 2 * MOST_AT_ONCE)) is None


def test_nothing_is_kept_of_more_rows_than_memory_is_meant_for(monkeypatch):
    monkeypatch.setattr("triage.learning.products.MOST_KEPT", 120 * 3)
    products = KeptProducts(ROWS)
    assert products.of([5, 9, 2]) is not None
    assert products.of([5, 9, 2, 7]) is None


def test_a_review_learns_the_same_whether_products_are_kept_or_not(monkeypatch):
    kept = Review(ENCODED)
    monkeypatch.setattr("triage.learning.products.MOST_KEPT", 0)
    anew = Review(ENCODED)
    for index in range(60):
        for review in (kept, anew):
            review.learn(index, int(LABELS[index]))
        assert kept.margins() == pytest.approx(anew.margins(), abs=0.02)
