"""Invented reports in any number, reproducible from a seed."""

from collections.abc import Iterator
from dataclasses import field
from datetime import datetime
from random import Random
from typing import Any

from indicators.definitions import DefinitionSet
from sar.demo.answers import Material, invent_answers
from sar.demo.events import Event, Truth, World, invent_event, load_phrases, new_faker
from sar.demo.style import write
from sar.values import frozen

_INCOMPLETE_SHARE = 0.15
_UNEXPLAINED_SHARE = 0.3

# Share of the optional questions that are answered.
_SHARE = {"innocent": 0.5, "crime": 0.7, "strong": 0.9}

# Option codes of the shipped sets that commit to little.
_MILD = ("open", "attempted", "not_known", "not_sure", "not_clear", "defaced", "attempt", "other")

# Every twentieth report tells the event of the one before it once more, so that links show.
_RETELL_EVERY = 20


@frozen
class DemoReport:
    """A report to file, and beside it what it is really about; None means not known.

    ``submission`` is of JSON types, as the interface for filing a report takes it.
    """

    submission: dict[str, Any] = field(repr=False)
    truth: Truth | None


def generate(
    count: int, *, seed: int, definition_set: DefinitionSet, now: datetime
) -> Iterator[DemoReport]:
    """Invent ``count`` reports one by one; about 90 % are innocent, 9 % crime, 1 % strong.

    The same seed, set and ``now`` (aware) give the same reports, and a report does not depend on
    how many follow it. Every submission fits the set and, filed at ``now``, does not lie in the
    future; some say little.

    Raises
    ------
    ImportError
        If Faker is not installed; it comes with the extra ``demo``.
    """
    world = World(seed, definition_set, now, load_phrases(), new_faker())
    for number in range(count):
        yield tell(world, number)


def tell(world: World, number: int) -> DemoReport:
    """Invent report ``number`` of a world; see `generate`."""
    is_retold = number % _RETELL_EVERY == _RETELL_EVERY - 1
    event = invent_event(world, _rng(world, number - 1 if is_retold else number, "event"))
    rng = _rng(world, number, "telling")
    return DemoReport(_told(world, event, rng), event.truth)


def _rng(world: World, number: int, purpose: str) -> Random:
    return Random(f"{world.seed}/{number}/{purpose}")  # noqa: S311  Demo data, not a secret.


def set_reference(definition_set: DefinitionSet) -> dict[str, str]:
    """Name the set and its content as a submission does."""
    return {
        "set_id": definition_set.set_id,
        "version": definition_set.version,
        "sha256": definition_set.sha256,
    }


def _told(world: World, event: Event, rng: Random) -> dict[str, Any]:
    """Tell an event as one officer would file it."""
    is_incomplete = rng.random() < _INCOMPLETE_SHARE
    source = rng.choice(sorted(world.phrases["openings"]))
    people = [] if is_incomplete else _people(event, rng)
    vehicles = [] if is_incomplete else _vehicles(event, rng)
    sentences = _sentences(world, event, rng, source=source, has_vehicle=bool(vehicles))
    return {
        "set": set_reference(world.definition_set),
        "behaviours": [each.indicator_id for each in event.indicators],
        "answers": _answers(world, event, rng, share=0 if is_incomplete else _SHARE[event.truth]),
        "narrative": write(sentences[:3] if is_incomplete else sentences, rng),
        "occurred": dict(event.occurred),
        "place": dict(event.place),
        "sector": "" if is_incomplete or rng.random() < 0.2 else event.scenario["sector"],
        "people": people,
        "vehicles": vehicles,
        "source": source,
    }


def _answers(world: World, event: Event, rng: Random, *, share: float) -> dict[str, dict[str, Any]]:
    core = [_fill(each, event) for each in event.scenario["core"]]
    is_innocent = event.truth is Truth.INNOCENT
    material = Material(
        core[::-1] if is_innocent else core,
        event.slots,
        world.now,
        prefers=_MILD if is_innocent else (),
    )
    return {
        each.indicator_id: invent_answers(each, material, rng=rng, share=share)
        for each in event.indicators
    }


def _sentences(
    world: World, event: Event, rng: Random, *, source: str, has_vehicle: bool
) -> list[str]:
    """Choose 3 to 12 sentences: an opening, what happened, details, who, an ending.

    The last of the core sentences of an innocent event explains it; not every officer asks.
    """
    phrases, scenario = world.phrases, event.scenario
    is_unexplained = event.truth is Truth.INNOCENT and rng.random() < _UNEXPLAINED_SHARE
    identity, looks, endings = phrases["identity"], phrases["looks"], phrases["endings"]
    chosen = [
        rng.choice(phrases["openings"][source]),
        *scenario["core"][: 1 if is_unexplained else None],
        *rng.sample(scenario["details"], rng.randint(0, len(scenario["details"]))),
        *rng.sample(identity, rng.randint(0, 1)),
        *rng.sample(looks, rng.randint(0, 1)),
        *rng.sample(phrases["vehicles"], int(has_vehicle)),
        *rng.sample(endings["any"] + endings[event.truth], rng.randint(1, 2)),
    ]
    return [_fill(each, event) for each in chosen]


def _people(event: Event, rng: Random) -> list[dict[str, str]]:
    description = f"Wearing {event.slots['clothing']}, carried {event.slots['item']}."
    name = event.slots["name"] if rng.random() < 0.5 else ""
    return [{"name": name, "description": description}] if rng.random() < 0.6 else []


def _vehicles(event: Event, rng: Random) -> list[dict[str, str]]:
    slots = event.slots
    vehicle = {"plate": slots["plate"], "state": slots["state"], "description": slots["vehicle"]}
    return [vehicle] if rng.random() < 0.4 else []


def _fill(sentence: str, event: Event) -> str:
    return sentence.format_map(event.slots)
