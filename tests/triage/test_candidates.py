from datetime import datetime

import pytest

from tests.triage.factories import RECEIVED_AT, candidate, fact


def test_a_narrative_never_appears_in_the_repr_of_a_candidate():
    assert "canary" not in repr(candidate(narrative="canary"))


@pytest.mark.parametrize("weight", [-1, 401])
def test_a_weight_outside_its_range_is_refused_by_the_behaviours_id(weight):
    with pytest.raises(ValueError, match="ind-0001: weight"):
        fact(weight=weight)


@pytest.mark.parametrize(("answered", "asked"), [(2, 1), (-1, 1)])
def test_more_answers_than_questions_are_refused(answered, asked):
    with pytest.raises(ValueError, match="ind-0001: answered"):
        fact(answered=answered, asked=asked)


def test_a_negative_number_of_similar_reports_is_refused():
    with pytest.raises(ValueError, match="similar_recent"):
        candidate(similar_recent=-1)


@pytest.mark.parametrize("name", ["occurred_at", "received_at"])
def test_a_time_without_a_zone_is_refused(name):
    naive = datetime(2026, 11, 1)  # noqa: DTZ001 - the very mistake under test
    with pytest.raises(ValueError, match=name):
        candidate(**{name: naive})


def test_no_time_at_all_is_fine():
    assert candidate(occurred_at=None).received_at == RECEIVED_AT
