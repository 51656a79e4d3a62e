import numpy as np

from triage import drift


def counts(random, shares, number):
    return {str(key): int(n) for key, n in enumerate(random.multinomial(number, shares)) if n}


def test_where_nothing_moved_hardly_ever_anything_alerts():
    random = np.random.default_rng(5)
    alerts = 0
    for _ in range(200):
        shares = [random.dirichlet(np.ones(8)) for _ in range(5)]
        before = {str(each): counts(random, part, 400) for each, part in enumerate(shares)}
        now = {str(each): counts(random, part, 60) for each, part in enumerate(shares)}
        alerts += any(each.is_alert for each in drift.compare(before, now))
    assert alerts <= 6


def test_what_moved_is_found_and_told_first():
    before = {"sector": {"ENRG": 300, "DAMS": 100}, "source": {"officer": 200, "witness": 200}}
    now = {"sector": {"ENRG": 20, "DAMS": 80}, "source": {"officer": 52, "witness": 48}}
    first, second = drift.compare(before, now)
    assert (first.name, first.is_alert) == ("sector", True)
    assert (second.name, second.is_alert) == ("source", False)
    assert first.index > 1 > 0.01 > second.index


def test_a_large_move_of_three_reports_is_no_alert_nor_a_small_one_of_many():
    few = drift.compare({"a": {"x": 2, "y": 1}}, {"a": {"y": 3}})
    many = drift.compare({"a": {"x": 50_000, "y": 50_000}}, {"a": {"x": 51_500, "y": 48_500}})
    assert not few[0].is_alert
    assert not many[0].is_alert
    assert many[0].p_value < 0.01


def test_rare_values_stand_together_and_what_is_missing_is_left_out():
    shift, *others = drift.compare(
        {"a": {"x": 90, "y": 2, "z": 3}, "b": {"x": 4}}, {"a": {"x": 95, "q": 1}, "b": {}}
    )
    assert set(shift.before) == {"x", drift.OTHERS}
    assert others == []


def test_numbers_are_counted_by_steps_of_what_was_usual():
    edges = drift.edges_of([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], steps=5)
    assert edges == [3, 5, 7, 9]
    assert drift.count_steps([0, 3, 100, 101], edges) == {
        "below 3": 1,
        "3 and more": 1,
        "9 and more": 2,
    }
    assert drift.edges_of([], steps=5) == [0.0]
    assert drift.edges_of([4, 4, 4], steps=5) == [4]
