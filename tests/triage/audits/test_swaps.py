"""How far a report moves is counted among the other reports, exactly."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from triage.audits.counterparts import Trial
from triage.audits.swaps import BINS, measure
from triage.errors import AuditError

steady = settings(derandomize=True, max_examples=80, suppress_health_check=list(HealthCheck))

SCORES = st.integers(-4, 4).map(float)


def as_numbers(texts):
    """Score a text by the number that it is."""
    return [float(text) for text in texts]


def place(number: int, score: float, own: list[float]) -> int:
    return sum(other > score for index, other in enumerate(own) if index != number)


@steady
@given(st.lists(st.tuples(SCORES, SCORES, SCORES, SCORES), min_size=1, max_size=12))
def test_distances_are_those_of_counting_who_stands_before(rows) -> None:
    own, *versions = ([each[k] for each in rows] for k in range(4))
    texts = tuple([str(score) for score in version] for version in versions)
    trial = Trial("faith", ("a", "b", "c"), texts)
    (moved,) = measure(as_numbers, [str(score) for score in own], [trial])
    places = [
        [place(number, version[number], own) for version in versions] for number in range(len(own))
    ]
    distances = [max(each) - min(each) for each in places]
    assert moved.largest_places == max(distances)
    assert moved.mean_share == pytest.approx(sum(distances) / len(rows) ** 2)
    assert moved.largest_points == max(max(each[1:]) - min(each[1:]) for each in rows)
    assert sum(moved.bins) == moved.moves == len(rows)
    assert moved.bins[0] == distances.count(0)


def test_the_worst_move_is_named_from_the_lower_score_to_the_higher() -> None:
    base = ["1", "2", "3", "4"]
    trial = Trial("faith", ("mosque", "church"), (["5", "2", "3", "4"], ["0", "2", "3", "4"]))
    (moved,) = measure(as_numbers, base, [trial])
    assert moved.worst == ("church", "mosque")
    assert (moved.largest_places, moved.largest_share, moved.largest_points) == (3, 0.75, 5.0)
    assert moved.bins == (3, *[0] * (len(BINS) - 1), 1)


def test_attributes_are_told_apart() -> None:
    still = Trial("sex", ("a", "b"), (["1", "2"], ["1", "2"]))
    moving = Trial("race", ("a", "b"), (["1", "2"], ["3", "2"]))
    found = {each.attribute: each for each in measure(as_numbers, ["1", "2"], [still, moving])}
    assert {name: each.largest_places for name, each in found.items()} == {"sex": 0, "race": 1}


@pytest.mark.parametrize("score", [lambda _: [], lambda texts: [np.nan] * len(texts)])
def test_a_scorer_that_gives_no_numbers_is_refused(score) -> None:
    with pytest.raises(AuditError):
        measure(score, ["1"], [])


def test_no_report_is_no_audit() -> None:
    with pytest.raises(AuditError):
        measure(as_numbers, [], [])
