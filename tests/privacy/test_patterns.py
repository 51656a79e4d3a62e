"""The patterns of looking: each is met at its number and not one before."""

from datetime import UTC, datetime

import pytest

from privacy.patterns import PATTERNS, Look, met_patterns

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("facts", "met"),
    [
        ({}, []),
        ({"reports_today": 9, "parts_today": 7, "people_this_week": 3}, []),
        ({"reports_today": 10}, ["many_reports"]),
        ({"parts_today": 8}, ["many_parts"]),
        ({"people_this_week": 4}, ["many_people"]),
        ({"is_own_work": False}, ["not_own_work"]),
        ({"is_own_filing": True}, ["own_filing"]),
        ({"local": NOON.replace(hour=6)}, []),
        ({"local": NOON.replace(hour=5, minute=59)}, ["out_of_hours"]),
        ({"local": NOON.replace(hour=21, minute=59)}, []),
        ({"local": NOON.replace(hour=22)}, ["out_of_hours"]),
        ({"reports_today": 10, "is_own_work": False}, ["many_reports", "not_own_work"]),
        ({"lookups_today": 29}, []),
        ({"lookups_today": 30}, ["many_lookups"]),
        ({"is_over_limit": True, "is_own_work": False}, ["over_limit"]),
    ],
)
def test_a_pattern_is_met_at_its_number(facts: dict[str, object], met: list[str]) -> None:
    look = Look(**({"local": NOON} | facts))  # type: ignore[arg-type]
    assert [pattern.code for pattern in met_patterns(look)] == met


def test_every_pattern_has_its_own_name_and_words() -> None:
    assert len({pattern.code for pattern in PATTERNS}) == len(PATTERNS) == 8
    assert all(pattern.label and len(pattern.code) <= 32 for pattern in PATTERNS)
