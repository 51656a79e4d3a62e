import numpy as np
import pytest
from scipy.stats import binom, hypergeom

from triage import sampling
from triage.estimates import Draw, Estimate, at_most, missed, recall, share


@pytest.mark.parametrize("truth", [0.002, 0.01, 0.05, 0.3])
@pytest.mark.parametrize("read", [10, 100])
def test_the_bound_on_a_share_holds_in_at_least_95_of_100_cases(truth, read):
    # Exactly, over all that can be drawn: no simulation is needed.
    cases = np.arange(read + 1)
    holds = np.array([at_most(int(each), read) >= truth for each in cases])
    assert binom.pmf(cases, read, truth) @ holds >= 0.95
    inside = [(found := share(int(each), read)).low <= truth <= found.high for each in cases]
    assert binom.pmf(cases, read, truth) @ np.array(inside) >= 0.95


@pytest.mark.parametrize("mattering", [0, 1, 7, 60])
def test_the_bound_on_a_known_number_of_reports_holds_too_and_is_tighter(mattering):
    cases = np.arange(101)
    holds = np.array([at_most(int(each), 100, of=150) >= mattering / 150 for each in cases])
    assert hypergeom.pmf(cases, 150, mattering, 100) @ holds >= 0.95
    assert at_most(1, 100, of=150) < at_most(1, 100)
    assert at_most(3, 10, of=10) == 0.3


def test_a_hundred_reports_without_a_hit_leave_at_most_three_percent():
    # 1 - 0.05 ** (1 / 100), the rule of three.
    assert at_most(0, 100) == pytest.approx(0.0295, abs=1e-4)


def test_nothing_read_is_nothing_known():
    assert at_most(0, 0) == 1
    assert at_most(0, 0, of=40) == 1
    assert missed([Draw(0, 0, 40)]) == Estimate(20, 0, 40)
    assert missed([]) == Estimate(0, 0, 0)


def test_what_was_missed_is_bounded_over_draws_of_different_chances():
    random = np.random.default_rng(3)
    held, lows = 0, 0
    for _ in range(400):
        sizes = random.integers(40, 400, 5)
        mattering = random.binomial(sizes, random.uniform(0, 0.05, 5))
        reads = np.maximum(2, (sizes * random.uniform(0.02, 0.3, 5)).astype(int))
        hits = random.hypergeometric(mattering, sizes - mattering, reads)
        draws = [Draw(int(r), int(h), int(s)) for r, h, s in zip(reads, hits, sizes, strict=True)]
        found = missed(draws)
        left = mattering.sum() - hits.sum()
        held += left <= found.high
        lows += found.low <= left
    assert held >= 380
    assert lows >= 372


def test_recall_follows_from_what_was_found_and_missed():
    assert recall(90, Estimate(10, 5, 30)) == Estimate(0.9, 0.75, 90 / 95)
    assert recall(0, Estimate(0, 0, 0)).value == 1


@pytest.mark.parametrize("numbers", [(3, 4, 5), (6, 1, 5), (3, -1, 5)])
def test_a_draw_that_cannot_be_is_refused(numbers):
    with pytest.raises(ValueError, match="mattered <= read"):
        Draw(*numbers)


def test_a_stream_of_90_days_with_capacity_for_a_fifth_reads_draws_or_chances_every_report():
    """Twenty runs here; benchmarks/selection.py has 200."""
    random = np.random.default_rng(9)
    held = 0
    for run in range(20):
        unread, hits, draws, chances = 0, 0, [], []
        for day in range(90):
            size = int(random.poisson(60))
            matters = random.random(size) < 0.03
            score = matters * 1.5 + random.standard_normal(size)
            rest = np.argsort(-score)[int(0.19 * size) :]
            chance = sampling.chance_at_date(due=len(rest), capacity=0.01 * size)
            nonce = f"{run}-{day}".encode()
            names = [f"{day}-{each}" for each in rest]
            number = max(1, round(chance * len(names)))
            drawn = set(sampling.draw(nonce, names, number))
            is_read = np.array([each in drawn for each in names])
            chances.append(number / len(names))
            draws.append(Draw(number, int(matters[rest][is_read].sum()), len(names)))
            unread += int(matters[rest].sum())
            hits += draws[-1].mattered
        assert min(chances) > 0
        held += unread - hits <= missed(draws).high
    assert held >= 19
