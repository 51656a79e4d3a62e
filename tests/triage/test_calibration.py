import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.calibration import Calibration, fit_calibration, points
from triage.errors import NotEnoughLabelsError

AUDITED = 0.03


def labels_of_production(seed, n=20_000, hint=0.0):
    """Draw reports, read the top fifth and 3 % of the rest; `hint`: reading knew more than z."""
    rng = np.random.default_rng(seed)
    z = rng.standard_normal(n)
    matters = rng.random(n) < 0.01 + 0.5 / (1 + np.exp(-2.5 * z + 2.5))
    seen = z + hint * (rng.standard_normal(n) + 2 * matters)
    chance = np.where(seen >= np.quantile(seen, 0.8), 1.0, AUDITED)
    return 3 * z - 2, matters, chance, rng.random(n) < chance


def off_by(probabilities, matters):
    """Return the expected calibration error over ten equal steps of the probability."""
    step = np.minimum((probabilities * 10).astype(int), 9)
    gaps = np.bincount(step, matters - probabilities, minlength=10)
    return np.abs(gaps).sum() / len(probabilities)


@pytest.mark.parametrize("seed", range(3))
def test_the_probabilities_hold_on_reports_that_nobody_read(seed):
    margins, matters, chance, is_read = labels_of_production(seed, n=100_000)
    curve = fit_calibration(margins[is_read], matters[is_read], weights=1 / chance[is_read])
    unread = curve.probabilities(margins[~is_read])
    assert off_by(unread, matters[~is_read]) <= 0.02
    fifths = np.array_split(np.argsort(unread), 5)
    ratios = [matters[~is_read][each].sum() / unread[each].sum() for each in fifths]
    assert all(0.8 <= ratio <= 1.25 for ratio in ratios[1:])
    # Five or six reports that matter are all that the sample sees of the lowest fifth.
    assert 0.5 <= ratios[0] <= 2.5


def test_weights_mend_what_reading_by_another_score_does_to_the_labels():
    margins, matters, chance, is_read = labels_of_production(seed=1, hint=0.5)
    given, truth = margins[is_read], matters[is_read]
    mended = fit_calibration(given, truth, weights=1 / chance[is_read])
    naive = fit_calibration(given, truth, weights=np.ones(len(given)))
    assert off_by(mended.probabilities(margins), matters) <= 0.02
    assert off_by(naive.probabilities(margins), matters) > 0.05


@settings(max_examples=30)
@given(
    labels=st.lists(st.booleans(), min_size=3, max_size=30).filter(lambda each: sum(each) > 0),
    seed=st.integers(0, 1000),
    scale=st.floats(0.01, 100),
    shift=st.floats(-100, 100),
)
def test_a_higher_margin_never_has_a_lower_probability(labels, seed, scale, shift):
    labels = [*labels, False]
    margins = np.random.default_rng(seed).standard_normal(len(labels)).round(1)
    curve = fit_calibration(margins, labels, weights=np.ones(len(labels)))
    asked = np.linspace(-6, 6, 50)
    found = curve.probabilities(asked)
    assert (np.diff(found) >= 0).all()
    assert ((found > 0) & (found < 1)).all()
    other = fit_calibration(scale * margins + shift, labels, weights=np.ones(len(labels)))
    assert other.probabilities(scale * asked + shift) == pytest.approx(found, abs=1e-3)


def test_two_labels_are_enough_and_margins_that_are_all_alike_give_the_share():
    few = fit_calibration([1.0, -1.0], [1, 0], weights=[1, 1])
    assert few.probabilities([-1.0])[0] < 0.5 < few.probabilities([1.0])[0]
    alike = fit_calibration([2.0] * 8, [1, 0, 0, 0] * 2, weights=[1] * 8)
    assert alike.probabilities([2.0])[0] == pytest.approx(0.25, abs=0.05)


def test_scores_are_thousandths_of_the_probability():
    assert points([0.0004, 0.5, 0.98765]).tolist() == [0, 500, 988]


@pytest.mark.parametrize("labels", [[1, 1, 1], [0, 0, 0], []])
def test_labels_that_are_all_alike_are_not_enough(labels):
    with pytest.raises(NotEnoughLabelsError):
        fit_calibration(range(len(labels)), labels, weights=[1] * len(labels))


@pytest.mark.parametrize(
    ("margins", "labels", "weights"),
    [
        ([1, 2], [0, 1], [1]),
        ([1, float("nan")], [0, 1], [1, 1]),
        ([1, 2], [0, 2], [1, 1]),
        ([1, 2], [0, 1], [1, 0]),
        ([1, 2], [0, 1], [1, float("inf")]),
    ],
)
def test_numbers_that_mean_nothing_are_refused(margins, labels, weights):
    with pytest.raises(ValueError, match="must be"):
        fit_calibration(margins, labels, weights=weights)


def test_a_stored_curve_that_falls_is_refused():
    Calibration((0.0, 1.0), (0.1, 0.1), 0.0, 0.0)
    with pytest.raises(ValueError, match="never falls"):
        Calibration((0.0, 1.0), (0.2, 0.1), 0.0, 0.0)
    with pytest.raises(ValueError, match="never falls"):
        Calibration((0.0,), (0.2,), -1.0, 0.0)
    with pytest.raises(ValueError, match="at least one"):
        Calibration((), (), 0.0, 0.0)
    with pytest.raises(ValueError, match="ascend"):
        Calibration((1.0, 1.0), (0.2, 0.3), 0.0, 0.0)
