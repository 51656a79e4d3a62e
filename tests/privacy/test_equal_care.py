"""Care for names that no list holds and training never saw is alike for all origins.

`python -m benchmarks.equal_care` prints the whole table; this is a small, fixed part of it.
"""

import numpy as np

from benchmarks.equal_care import CASES, measure
from privacy.model.store import shipped

MIN_RECALL = {"cased": 0.7, "UPPER": 0.65, "lower": 0.65}
"""A floor that no origin may fall under; with a dozen persons each, chance decides the rest."""


def test_no_origin_is_left_behind():
    care = measure(shipped(), n_persons=12, is_listed=True)
    assert len(care.found) >= 25
    for origin, by_case in care.found.items():
        for case in CASES:
            assert by_case[case].mean() >= MIN_RECALL[case], (origin, case)
    assert np.mean([by_case["cased"].mean() for by_case in care.found.values()]) > 0.9
