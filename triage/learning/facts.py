"""What a report says beside its text, each fact in a column of its own, in [0, 1].

Behaviours and sectors differ between definition sets, so each has a column by its hash. Nothing
here tells who reported, or who was reported on.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

import numpy as np

from triage.candidates import Candidate, PlacePrecision

_BEHAVIOURS, _SECTORS, _SOURCES = 64, 32, 16
_PLACES = tuple(PlacePrecision)
_HOURS, _DAYS = 8, 7
_MARKS = (
    "weight",
    "further",
    "answered",
    "thin",
    "people",
    "vehicles",
    "similar",
    "untimed",
    "recent",
)
_STARTS = np.cumsum([0, _BEHAVIOURS, _SECTORS, _SOURCES, len(_PLACES), _HOURS, _DAYS]).tolist()
N_FACTS = _STARTS[-1] + len(_MARKS)
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a report says: where it stands in the row, how much, and in words."""

    column: int
    value: float
    text: str


def features_of(candidate: Candidate) -> Any:
    """Return the facts of a candidate as a float32 array of shape ``(N_FACTS,)``."""
    row = np.zeros(N_FACTS, dtype=np.float32)
    for fact in facts_of(candidate):
        row[fact.column] += fact.value
    return row


def facts_of(candidate: Candidate) -> tuple[Fact, ...]:
    """Return the facts of a candidate; hour and weekday are those of ``occurred_at`` as given."""
    return tuple(fact for fact in _facts(candidate) if fact.value)


def _facts(candidate: Candidate) -> Iterator[Fact]:
    for behaviour in candidate.behaviours:
        yield Fact(_hashed(0, behaviour.indicator_id, _BEHAVIOURS), 1.0, behaviour.name)
    yield from _of_behaviours(candidate)
    if candidate.sector:
        yield Fact(_hashed(1, candidate.sector, _SECTORS), 1.0, "The kind of target")
    if candidate.source:
        yield Fact(_hashed(2, candidate.source, _SOURCES), 1.0, "How the report was obtained")
    place = _PLACES.index(candidate.place_precision)
    yield Fact(_STARTS[3] + place, 1.0, "How closely the place is given")
    yield _mark("people", float(candidate.has_people), "A person is described")
    yield _mark("vehicles", float(candidate.has_vehicles), "A vehicle is described")
    similar = min(1.0, math.log1p(candidate.similar_recent) / math.log(8))
    yield _mark("similar", similar, "Resembles recent reports")
    yield from _of_time(candidate.occurred_at, candidate.received_at)


def _of_behaviours(candidate: Candidate) -> Iterator[Fact]:
    known = candidate.behaviours
    if not known:
        return
    yield _mark("weight", max(each.weight for each in known) / 400, "How much the behaviour weighs")
    yield _mark("further", min(1.0, (len(known) - 1) / 3), "Further behaviours are named")
    answered = max(each.answered / max(each.asked, 1) for each in known)
    yield _mark("answered", answered, "How many questions are answered")
    thin = all(each.needs_information and 2 * each.answered < each.asked for each in known)
    yield _mark("thin", float(thin), "Often innocent, and little is answered")


def _of_time(occurred_at: datetime | None, received_at: datetime) -> Iterator[Fact]:
    if occurred_at is None:
        yield _mark("untimed", 1.0, "No time given")
        return
    hours = 24 // _HOURS
    first = occurred_at.hour // hours
    text = f"Between {first * hours}:00 and {(first + 1) * hours}:00"
    yield Fact(_STARTS[4] + first, 1.0, text)
    day = occurred_at.weekday()
    yield Fact(_STARTS[5] + day, 1.0, f"On a {_DAY_NAMES[day]}")
    is_recent = abs(received_at - occurred_at) <= timedelta(days=1)
    yield _mark("recent", float(is_recent), "Happened within a day of the report")


def _mark(name: str, value: float, text: str) -> Fact:
    return Fact(_STARTS[6] + _MARKS.index(name), value, text)


def _hashed(block: int, key: str, width: int) -> int:
    return int(_STARTS[block]) + crc32(key.encode()) % width
