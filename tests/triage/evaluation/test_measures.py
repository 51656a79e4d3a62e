import numpy as np
import pytest

from triage.errors import NotEnoughLabelsError
from triage.evaluation import measure_calibration, measure_order


def test_an_order_with_all_relevant_first_finds_them_as_early_as_can_be():
    found = measure_order([1] * 10 + [0] * 90)
    assert found.recalls == (0.5, 1.0, 1.0)
    assert found.work_saved == pytest.approx(0.85)
    assert found.time_to_discovery == pytest.approx(0.055)
    assert found.is_first_five


def test_an_order_with_all_relevant_last_saves_nothing():
    found = measure_order([0] * 95 + [1] * 5)
    assert found.recalls == (0, 0, 0)
    assert found.work_saved == pytest.approx(-0.05)
    assert not found.is_first_five


def test_an_order_without_anything_relevant_has_no_recall():
    with pytest.raises(NotEnoughLabelsError):
        measure_order([0, 0])


def test_right_probabilities_are_calibrated_and_doubled_ones_are_not():
    random = np.random.default_rng(1)
    truth = random.uniform(0, 0.5, 20_000)
    labels = random.random(20_000) < truth
    right, doubled = (measure_calibration(each, labels) for each in (truth, 2 * truth))
    assert right.error < 0.02
    assert doubled.error > 0.2
    assert all(0.8 < ratio < 1.25 for ratio in right.ratios)
    assert measure_calibration([0.001] * 100, [0] * 100).ratios == (None,) * 5
