"""What a report says beside its text, each fact in a column of its own, in [0, 1].

Behaviours and sectors differ between definition sets, so each has a column by its hash. Nothing
here tells who reported, or who was reported on. No day of the week has a column: some days are
days of worship, and a weight on them would be one on a faith.
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
_HOURS = 8
_MARKS = (
    "weight",
    "further",
    "answered",
    "thin",
    "people",
    "vehicles",
    "similar",
    "linked",
    "untimed",
    "recent",
)
_STARTS = np.cumsum([0, _BEHAVIOURS, _SECTORS, _SOURCES, len(_PLACES), _HOURS]).tolist()
N_FACTS = _STARTS[-1] + len(_MARKS)
_MARKS_START = _STARTS[-1]


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
    """Return the facts of a candidate; the hour is that of ``occurred_at`` in the zone it has."""
    return tuple(fact for fact in _facts(candidate) if fact.value)


def _facts(candidate: Candidate) -> Iterator[Fact]:
    for behaviour in candidate.behaviours:
        yield Fact(_hashed(0, behaviour.indicator_id, _BEHAVIOURS), 1.0, behaviour.name)
    yield from _of_behaviours(candidate)
    if candidate.sector:
        yield Fact(_hashed(1, candidate.sector, _SECTORS), 1.0, "This kind of target")
    if candidate.source:
        yield Fact(_hashed(2, candidate.source, _SOURCES), 1.0, "This way of knowing it")
    place = _PLACES.index(candidate.place_precision)
    yield Fact(_STARTS[3] + place, 1.0, f"The place is given as: {candidate.place_precision}")
    yield _mark("people", float(candidate.has_people), "A person is described")
    yield _mark("vehicles", float(candidate.has_vehicles), "A vehicle is described")
    yield _mark("similar", _share_of(candidate.similar_recent), "Resembles recent reports")
    yield _mark("linked", _share_of(candidate.linked), "Other reports tell the same event")
    yield from _of_time(candidate.occurred_at, candidate.received_at)


def _share_of(number: int) -> float:
    """Return 0 for none, a third for one, 1 for seven or more."""
    return min(1.0, math.log1p(number) / math.log(8))


def _of_behaviours(candidate: Candidate) -> Iterator[Fact]:
    known = candidate.behaviours
    if not known:
        return
    yield _mark("weight", max(each.weight for each in known) / 400, "How much the behavior weighs")
    yield _mark("further", min(1.0, (len(known) - 1) / 3), "Further behaviors are named")
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
    is_recent = abs(received_at - occurred_at) <= timedelta(days=1)
    yield _mark("recent", float(is_recent), "Happened within a day of the report")


def _mark(name: str, value: float, text: str) -> Fact:
    return Fact(_MARKS_START + _MARKS.index(name), value, text)


def _hashed(block: int, key: str, width: int) -> int:
    return int(_STARTS[block]) + crc32(key.encode()) % width
