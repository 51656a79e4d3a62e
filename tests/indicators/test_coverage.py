"""Tests of the list of what the examples and cases of a set have not tried."""

import pytest

from indicators.coverage import Coverage, cover, neighbours
from tests.indicators.theft_set import theft_set


def coverage(*changes: tuple[str, str]) -> Coverage:
    changed = theft_set(*changes)
    return cover(changed.indicators[0], changed)


def test_cases_that_try_everything_leave_no_gap() -> None:
    found = coverage()
    assert (found.indicator_id, found.gaps) == ("ind-0001", ())
    assert found.total == 13


@pytest.mark.parametrize(
    ("change", "part_id", "message"),
    [
        (("answers: {}\n", "answers: {el-0001: []}\n"), "el-0001", ""),
        (("{el-0001: [keys], el-0002: 9.5}", "{el-0001: [keys]}"), "el-0002", "maximum (9.5)"),
        (("el-0002: 9.6}", "el-0002: 99}"), "el-0002", "beyond its maximum (9.6)"),
        (("el-0002: 0}", "el-0002: 99}"), "el-0002", "beyond its minimum (0)"),
        (("el-0003: The map}\n        findings: {el-0003: not_asked}", "el-0002: 2}"), "el-0003",
         "while it is not asked"),
        (("times: 40}", "times: 39}"), "el-0003", "exactly its length (40)"),
        (("times: 41}", "times: 42}"), "el-0003", "beyond its length (41)"),
    ],
)  # fmt: skip
def test_what_nothing_tries_is_named_with_what_to_add(
    change: tuple[str, str], part_id: str, message: str
) -> None:
    gaps = coverage(change).gaps
    assert [(each.part_id, message in each.message) for each in gaps] == (
        [(part_id, True)] if message else []
    )


def test_an_option_that_no_example_uses_is_named() -> None:
    more = ("{code: papers, label: Papers}]", "{code: papers, label: Papers}, {code: x, label: X}]")
    (gap,) = coverage(more).gaps
    assert gap.message == "answer “What is missing?” with x"


def test_a_condition_that_no_case_leaves_unmet_is_named() -> None:
    (gap,) = coverage(("values: [papers]", "values: [papers, keys]")).gaps
    assert gap.part_id == "el-0003"
    assert "while it is not asked" in gap.message


@pytest.mark.parametrize(
    ("bound", "found"),
    [(60.0, (59, 61)), (2.5, (2.4, 2.6)), (0.3, (0.2, 0.4)), (0.25, (0.24, 0.26)), (0.0, (-1, 1))],
)
def test_a_step_is_the_last_decimal_place_of_a_bound(
    bound: float, found: tuple[float, float]
) -> None:
    assert neighbours(bound) == found
