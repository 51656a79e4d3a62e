import numpy as np

from triage.audits.gate import Judged
from triage.audits.staying import HeldBack, stays_as_judged

RANDOM = np.random.default_rng(5)
CHANCES = RANDOM.uniform(0.05, 0.95, 400)
HELD_BACK = HeldBack((RANDOM.random(400) < CHANCES).astype(np.int64), np.ones(400))
JUDGED = Judged(CHANCES, CHANCES)


def refused(chances, held_back=HELD_BACK) -> list[str]:
    findings = stays_as_judged(Judged(chances, chances), JUDGED, held_back, seed=1)
    return [each.check for each in findings if not each.is_passed]


def test_what_is_a_little_other_than_what_was_judged_stays():
    assert refused(np.clip(CHANCES + RANDOM.normal(0, 0.02, 400), 0.01, 0.99)) == []


def test_a_worse_order_and_untrue_probabilities_do_not():
    assert refused(RANDOM.permutation(CHANCES)) == ["order", "calibration"]
    assert refused(CHANCES / 3) == ["calibration"]


def test_nothing_is_said_of_too_few_reports():
    few = HeldBack(np.zeros(400, np.int64), np.ones(400))
    assert stays_as_judged(JUDGED, JUDGED, few, seed=1) == ()
