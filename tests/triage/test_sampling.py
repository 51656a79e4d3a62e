from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chisquare

from triage import sampling
from triage.sampling import Route, Shares


def nonces(number):
    return [f"nonce-{each}".encode() for each in range(number)]


def test_the_shares_of_reading_are_kept():
    routes = Counter(sampling.route_of(nonce, sample=0.05, second=0.1) for nonce in nonces(4_000))
    assert routes[Route.SAMPLE] == pytest.approx(200, abs=45)
    assert routes[Route.SECOND] == pytest.approx(400, abs=60)
    assert sum(routes.values()) == 4_000


def test_every_report_of_the_frame_is_as_likely_as_another():
    picked = Counter(sampling.pick(nonce, 10) for nonce in nonces(4_000))
    drawn = Counter(
        each for nonce in nonces(2_000) for each in sampling.draw(nonce, "abcdefghij", 3)
    )
    assert chisquare(list(picked.values())).pvalue > 0.001
    assert chisquare(list(drawn.values())).pvalue > 0.001
    assert len(picked) == len(drawn) == 10


def test_a_draw_follows_from_its_nonce_alone():
    frame = [f"R{number}" for number in range(50)]
    assert sampling.draw(b"a", frame, 5) == sampling.draw(b"a", frame[::-1], 5)
    assert sampling.draw(b"a", frame, 5) != sampling.draw(b"b", frame, 5)
    assert sampling.is_drawn(b"a", "R1", chance=1.0)


@given(
    drawn=st.integers(0, 30), taken=st.integers(0, 500), week=st.floats(0, 1), share=st.floats(0, 1)
)
def test_the_chance_of_a_sample_is_never_below_its_share(drawn, taken, week, share):
    shares = Shares(sample=share, second=0)
    chance = sampling.chance_of_sample(shares, drawn=drawn, taken=taken, week=week)
    assert share <= chance <= max(share, 0.5)


def test_a_week_of_little_reading_still_has_ten_samples():
    reached = []
    for week in range(30):
        drawn = 0
        for taken in range(60):
            chance = sampling.chance_of_sample(Shares(), drawn=drawn, taken=taken, week=taken / 60)
            nonce = f"{week}-{taken}".encode()
            drawn += sampling.route_of(nonce, sample=chance, second=0) is Route.SAMPLE
        reached.append(drawn)
    assert sum(reached) / len(reached) >= 9.5
    assert min(reached) >= 6


def test_without_a_share_nothing_is_drawn():
    assert sampling.chance_of_sample(Shares(sample=0), drawn=0, taken=0, week=1) == 0


def test_every_report_at_its_date_has_a_chance():
    assert sampling.chance_at_date(due=100, capacity=5) == 0.05
    assert sampling.chance_at_date(due=100_000, capacity=0) == sampling.LEAST_CHANCE
    assert sampling.chance_at_date(due=3, capacity=8) == 1
    assert sampling.chance_at_date(due=0, capacity=0) == 1
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert sampling.due_at(start, days=30) - start == timedelta(days=30)


def test_the_chance_of_review_is_that_of_any_of_the_draws():
    assert sampling.review_chance([(0.5, 10), (1.0, 4)]) == pytest.approx(1 - 0.95 * 0.75)
    assert sampling.review_chance([]) == 0
    assert sampling.review_chance([(1.0, 1)]) == pytest.approx(1)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Shares(sample=0.7, second=0.4),
        lambda: Shares(sample=-0.1),
        lambda: Shares(least_in_week=-1),
        lambda: sampling.pick(b"", 0),
        lambda: sampling.is_drawn(b"", "R1", chance=0),
    ],
)
def test_what_would_leave_somebody_out_is_refused(wrong):
    with pytest.raises(ValueError, match=r"must|nothing"):
        wrong()
