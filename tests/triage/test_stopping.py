import numpy as np
import pytest

from triage.stopping import judge


def in_order(seed, *, size=2_000, mattering=100, sight=3.0, unseen=0.0):
    """Return what mattered, in the order of a ranker that sees `sight` standard deviations."""
    random = np.random.default_rng(seed)
    matters = np.arange(size) < mattering
    seen = matters & (random.random(size) >= unseen)
    return matters[np.argsort(-(sight * seen + random.standard_normal(size)))]


def stop(matters):
    """Return the share that is read when the judges say stop, and the recall there."""
    size = len(matters)
    for read in range(size // 25, size + 1, size // 25):
        if judge(matters[:read].tolist(), size=size).may_stop:
            break
    return read / size, matters[:read].sum() / matters.sum()


@pytest.mark.parametrize(
    ("sight", "unseen", "most"), [(3.5, 0.0, 0.5), (2.5, 0.0, 0.7), (3.0, 0.2, 1.0), (0, 0, 1.0)]
)
def test_enough_is_found_and_a_good_order_saves_reading(sight, unseen, most):
    ends = [stop(in_order(seed, sight=sight, unseen=unseen)) for seed in range(5)]
    assert all(recall >= 0.95 for _, recall in ends)
    assert sum(read for read, _ in ends) / len(ends) <= most


def test_nothing_found_is_no_reason_to_stop_and_everything_read_is():
    assert not judge([False] * 50, size=100).may_stop
    assert judge([False] * 100, size=100).may_stop
    assert judge([], size=100).chance == 0


def test_what_is_still_to_come_is_about_right():
    matters = in_order(1, sight=2.5)
    found = judge(matters[:300].tolist(), size=2_000)
    assert found.found == matters[:300].sum()
    assert found.expected_left == pytest.approx(matters[300:].sum(), abs=25)


@pytest.mark.parametrize(("read", "target"), [(11, 0.95), (5, 1.0), (5, 0.0)])
def test_a_question_that_makes_no_sense_is_refused(read, target):
    with pytest.raises(ValueError, match="target must be"):
        judge([True] * read, size=10, target=target)
