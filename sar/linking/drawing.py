"""Where and when the reports of a group happened, as places in two small pictures.

No map of anything is fetched: the points stand relative to one another, with a scale. Only
coordinates that are shown anyway are drawn, rounded to about a kilometre when the report came in.
"""

import math
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sar.values import frozen

WIDTH, HEIGHT, MARGIN = 640, 260, 40
"""Units of both pictures; nothing but a point's label is drawn in the margin."""

# "near 41.88, -87.63": how a report with coordinates shows its place.
_COORDINATES = re.compile(r"near (-?\d{1,2}\.\d\d), (-?\d{1,3}\.\d\d)")
# Kilometres of a degree of latitude, and of longitude at the equator (WGS 84, rounded).
_KM_LATITUDE, _KM_LONGITUDE = 110.57, 111.32
# The smallest side of the map, so that one neighbourhood is not blown up to a country.
_LEAST_KM = 4.0
_LEAST_TIME = timedelta(hours=1)


@frozen
class Told:
    """What is drawn of a report; `is_own` is the one that the page is about."""

    receipt: str
    occurred_at: datetime
    place_shown: str
    is_own: bool = False


@frozen
class Dot:
    """A point of a picture, in its units, and the numbers of the reports that it stands for."""

    x: float
    y: float
    numbers: tuple[int, ...]
    is_own: bool


@frozen
class AreaMap:
    """Points, the scale bar in units and kilometres, and how far apart the outermost are."""

    dots: tuple[Dot, ...]
    bar: float
    bar_km: float
    apart_km: float


@frozen
class TimeLine:
    """Points on one line, from the first to the last moment."""

    dots: tuple[Dot, ...]
    first: datetime
    last: datetime


def coordinates_of(place_shown: str) -> tuple[float, float] | None:
    """Return latitude and longitude in degrees of a place that is shown as such, else None."""
    found = _COORDINATES.fullmatch(place_shown)
    return (float(found[1]), float(found[2])) if found else None


def area_map(told: Sequence[Told]) -> AreaMap | None:
    """Place the reports that have coordinates; None if fewer than two have. Number 1 is the first.

    North is up. Reports at one place share a point.
    """
    at = {
        number: place
        for number, each in enumerate(told, start=1)
        if (place := coordinates_of(each.place_shown)) is not None
    }
    if len(at) < 2:
        return None
    middle = math.radians(sum(latitude for latitude, _ in at.values()) / len(at))
    km = {
        number: (longitude * _KM_LONGITUDE * math.cos(middle), -latitude * _KM_LATITUDE)
        for number, (latitude, longitude) in at.items()
    }
    left, top = (min(point[axis] for point in km.values()) for axis in (0, 1))
    wide, high = (max(point[axis] for point in km.values()) - least for axis, least in
                  ((0, left), (1, top)))  # fmt: skip
    scale = min(
        (WIDTH - 2 * MARGIN) / max(wide, _LEAST_KM), (HEIGHT - 2 * MARGIN) / max(high, _LEAST_KM)
    )
    points = {
        number: (
            WIDTH / 2 + (x - left - wide / 2) * scale,
            HEIGHT / 2 + (y - top - high / 2) * scale,
        )
        for number, (x, y) in km.items()
    }
    bar_km = _round_length(WIDTH / 4 / scale)
    return AreaMap(_dots(points, told), bar_km * scale, bar_km, math.hypot(wide, high))


def time_line(told: Sequence[Told]) -> TimeLine:
    """Place all reports on a line by the moment at which it happened; at least one is needed."""
    first = min(each.occurred_at for each in told)
    last = max(each.occurred_at for each in told)
    length = max(last - first, _LEAST_TIME)
    points = {
        number: (MARGIN + (each.occurred_at - first) / length * (WIDTH - 2 * MARGIN), 40.0)
        for number, each in enumerate(told, start=1)
    }
    return TimeLine(_dots(points, told), first, last)


def _dots(points: dict[int, tuple[float, float]], told: Sequence[Told]) -> tuple[Dot, ...]:
    """Join the points that would lie on one another."""
    together: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in points.items():
        together.setdefault((round(x / 18), round(y / 18)), []).append(number)
    return tuple(
        Dot(
            *points[numbers[0]],
            numbers=tuple(numbers),
            is_own=any(told[number - 1].is_own for number in numbers),
        )
        for numbers in together.values()
    )


def _round_length(km: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not above `km`."""
    power = 10.0 ** math.floor(math.log10(km))
    return max(times * power for times in (1, 2, 5) if times * power <= km * 1.0001)
