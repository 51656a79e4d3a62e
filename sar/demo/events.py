"""What happened in an invented report, before anyone tells it."""

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from indicators.definitions import DefinitionSet, Indicator
from indicators.selection import offered
from sar.values import frozen

# Shares of reports that deserve a referral and of those that matter most; the rest is innocent.
# Rarer than one in a hundred would be more honest (about 0.2 % of Florida's test phase met the
# threshold, WBAA 2011) but would leave a demo of some hundred reports without any.
CRIME_SHARE = 0.09
STRONG_SHARE = 0.01
_EXTRA_TICK_SHARE = 0.1

# State, zone, area code (the number is always 555-01xx), and a point well inside the state.
_STATES = (
    ("IL", "America/Chicago", "217", 40.0, -89.2),
    ("CA", "America/Los_Angeles", "559", 36.8, -119.8),
    ("WA", "America/Los_Angeles", "509", 47.3, -120.3),
    ("NY", "America/New_York", "315", 42.9, -75.5),
    ("TX", "America/Chicago", "325", 31.4, -99.3),
    ("CO", "America/Denver", "719", 38.9, -105.3),
    ("AZ", "America/Phoenix", "928", 34.3, -111.7),
    ("GA", "America/New_York", "478", 32.7, -83.4),
)


class Truth(StrEnum):
    """What an invented report is really about; never part of the submission."""

    INNOCENT = "innocent"
    CRIME = "crime"
    STRONG = "strong"


@frozen
class World:
    """What all reports of one run share; the shares are those of `Truth`, in [0, 1]."""

    seed: int
    definition_set: DefinitionSet
    now: datetime
    phrases: Mapping[str, Any]
    faker: Any
    crime_share: float = CRIME_SHARE
    strong_share: float = STRONG_SHARE


@frozen
class Event:
    """What happened, apart from how it is told; ``slots`` fill the sentences."""

    truth: Truth
    indicators: tuple[Indicator, ...]
    scenario: Mapping[str, Any] = field(repr=False)
    slots: Mapping[str, str] = field(repr=False)
    occurred: Mapping[str, str]
    place: Mapping[str, Any] = field(repr=False)


def invent_event(world: World, rng: Random) -> Event:
    """Choose a truth, a story, a place and a time, and the names and numbers that go with them."""
    truth = _truth(world, rng)
    scenario, indicators = _scenario(world, truth, rng)
    state, zone, area, latitude, longitude = rng.choice(_STATES)
    occurred, clock = _occurred(world.now, zone, rng)
    slots = _slots(world, rng, scenario=scenario)
    slots |= {"time": clock, "state": state}
    slots |= {
        name: f"({area}) 555-01{rng.randrange(100):02}" for name in ("phone", "witness_phone")
    }
    places: tuple[dict[str, Any], ...] = (
        {"kind": "facility", "facility": slots["site"], "city": slots["city"], "state": state},
        {"kind": "address", "street": slots["street"], "city": slots["city"], "state": state},
        {
            "kind": "coordinates",
            "latitude": round(latitude + rng.uniform(-0.4, 0.4), 5),
            "longitude": round(longitude + rng.uniform(-0.4, 0.4), 5),
        },
    )
    (place,) = rng.choices(places, weights=(50, 35, 15))
    return Event(truth, indicators, scenario, slots, occurred, place)


def _truth(world: World, rng: Random) -> Truth:
    draw = rng.random()
    if draw < world.strong_share:
        return Truth.STRONG
    return Truth.CRIME if draw < world.strong_share + world.crime_share else Truth.INNOCENT


def _scenario(
    world: World, truth: Truth, rng: Random
) -> tuple[Mapping[str, Any], tuple[Indicator, ...]]:
    """Choose a story whose behaviours the set knows; with a small set, any story and behaviour."""
    choices = offered(world.definition_set)
    known = {each.niem_code: each for each in reversed(choices)}
    stories = [each for each in world.phrases["scenarios"] if each["truth"] == truth]
    fitting = [each for each in stories if known.keys() >= set(each["behaviours"])]
    scenario = rng.choice(fitting or stories)
    ticked = [known[code] for code in scenario["behaviours"] if code in known]
    if not ticked or rng.random() < _EXTRA_TICK_SHARE:
        ticked.append(rng.choice(choices))
    return scenario, tuple(dict.fromkeys(ticked))


def _slots(world: World, rng: Random, *, scenario: Mapping[str, Any]) -> dict[str, str]:
    faker, phrases = world.faker, world.phrases
    faker.seed_instance(rng.getrandbits(64))
    name, witness = (f"{faker.first_name()} {faker.last_name()}" for _ in range(2))
    city, letter = faker.city(), rng.choice("ABCDEFGH")
    return {
        "name": name,
        "email": _email(name),
        "witness": witness,
        "witness_email": _email(witness),
        "street": faker.street_address(),
        "city": city,
        "site": f"{city} {rng.choice(scenario['sites'])}",
        "plate": f"QZ{letter} {rng.randint(1000, 9999)}",
        "vehicle": rng.choice(phrases["vehicle_words"]),
        "clothing": rng.choice(phrases["clothing"]),
        "item": rng.choice(phrases["items"]),
        "n": str(rng.randint(2, 6)),
        "minutes": str(rng.randrange(5, 60, 5)),
    }


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@example.com"


def _occurred(now: datetime, zone: str, rng: Random) -> tuple[dict[str, str], str]:
    """Choose a moment up to 20 days before ``now``, and how an officer writes its time.

    The clock is turned back in UTC, so that no time falls into the hour that a zone skips.
    """
    now, here = now.astimezone(UTC), ZoneInfo(zone)
    midnight = datetime.combine(now.astimezone(here).date(), time(), here).astimezone(UTC)
    (kind,) = rng.choices(("now", "today", "at"), weights=(20, 35, 45))
    minutes = {"now": 0, "today": (now - midnight) // timedelta(minutes=1), "at": 20 * 24 * 60}
    moment = now - timedelta(minutes=rng.randint(0, minutes[kind]))
    local = moment.astimezone(here)
    written = f"{local:%H:%M}" if rng.random() < 0.5 else f"{local:%H%M} hours"
    if kind == "now":
        return {"kind": kind}, written
    day = {"date": f"{local:%Y-%m-%d}"} if kind == "at" else {}
    return {"kind": kind, **day, "time": f"{local:%H:%M}", "zone": zone}, written


@cache
def load_phrases() -> Any:
    """Read the sentences and stories of ``scenarios.json``."""
    path = Path(__file__).with_name("scenarios.json")
    return json.loads(path.read_text(encoding="utf-8"))


def new_faker() -> Any:
    """Import Faker on first use: an installation without the extra ``demo`` lacks it."""
    from faker import Faker

    return Faker("en_US")
