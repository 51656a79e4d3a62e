"""Coordinates as maps show them and people write them."""

import pytest

from sar.intake.coordinates import read_degrees


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("41.8781", "-87.6298"),
        ("41.8781 N", "87.6298 W"),
        ("n41.8781", "w 87.6298"),
        ("41.8781° N", "87.6298° O"),
        ("+41.8781", "−87.6298"),
        ("41.8781, -87.6298", ""),
        ("", "41.8781 -87.6298"),
        ("41.8781° N, 87.6298° W", ""),
        ("41° 52' 41.16\" N", "87°37′47.28″W"),
    ],
)
def test_every_way_of_writing_a_place_gives_the_same_degrees(latitude: str, longitude: str) -> None:
    read = read_degrees({"latitude": latitude, "longitude": longitude, "city": "Chicago"})
    assert read == {"latitude": "41.8781", "longitude": "-87.6298", "city": "Chicago"}


@pytest.mark.parametrize(
    "typed",
    ["abc", "41.8781 W", "N 41 N", "41° 60' N", "41,", "nan", "1e5", "41.8781, west", "9" * 400],
)
def test_what_cannot_be_read_stays_as_it_was_typed(typed: str) -> None:
    assert read_degrees({"latitude": typed}) == {"latitude": typed}
