"""Practice reports with known answers: the examples of a set, and cases that stand in none.

A report of practice is a text and questions. It is never stored as a report: it has no receipt
and no number, and nothing that counts reports can meet it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from typing import Any

from indicators.definitions import DefinitionSet, ExampleKind, Indicator
from sar.training.audiences import taught
from sar.training.questions import NONE, Choice, behaviour_choices, numbered
from sar.values import frozen

ROUND_ITEMS = 10
"""Reports in a round: five minutes or so; this project's choice."""

NEXUS = "nexus"
NO_NEXUS = "no_nexus"
_NEXUS_CHOICES = (
    Choice(NEXUS, "Yes: a potential nexus to terrorism"),
    Choice(NO_NEXUS, "No: a crime or another matter, with no such nexus"),
)


class Mode(StrEnum):
    """As whom somebody practices."""

    OFFICER = "officer"
    ANALYST = "analyst"


class Part(StrEnum):
    """One question about a practice report."""

    BEHAVIOUR = "behaviour"  # the officer: which behaviour, if any?
    PART_ONE = "part_one"  # the analyst: does it meet the criteria of a behaviour?
    PART_TWO = "part_two"  # the analyst: given everything, is there a potential nexus?


@frozen
class Ask:
    """One part of an item: what may be chosen, what is right, and why."""

    part: Part
    choices: tuple[Choice, ...]
    right: str
    why: str = field(repr=False)

    def words(self, code: str) -> str:
        """Return a choice in words; "" if it is none of them."""
        return next((each.label for each in self.choices if each.code == code), "")


@frozen
class Item:
    """One practice report; `asks` are its parts, in order. A family tells one case in many ways."""

    item_id: str
    family: str
    indicator_id: str
    text: str = field(repr=False)
    asks: tuple[Ask, ...]

    @property
    def is_behaviour(self) -> bool:
        """Tell whether it is to be reported."""
        return self.asks[0].right != NONE


def items_of(definition_set: DefinitionSet, mode: Mode) -> Mapping[str, Item]:
    """Return every practice report that there is for a set, by id, the same every time."""
    return _items(_Practised(definition_set.sha256, definition_set), mode)


@frozen
class _Practised:
    """A set, known by its hash."""

    sha256: str
    definition_set: DefinitionSet = field(compare=False)


# Every page of a round asks for them several times.
@lru_cache(maxsize=8)
def _items(practised: _Practised, mode: Mode) -> Mapping[str, Item]:
    indicators = [each for each in practised.definition_set.indicators if taught(each)]
    found = [*_from_examples(indicators, mode), *_from_cases(indicators, mode)]
    return {each.item_id: each for each in found}


def draw(
    items: Mapping[str, Item],
    *,
    seen: Mapping[str, int],
    missed: Mapping[str, int],
    rng: Random,
) -> list[str]:
    """Choose a round: what was seen least, then what was missed most, else by chance.

    About half of it is not to be reported, and no case comes twice. `seen` counts answers by
    item, `missed` misses by behaviour.
    """

    def order(item: Item) -> tuple[int, int, float]:
        return seen.get(item.item_id, 0), -missed.get(item.indicator_id, 0), rng.random()

    families: dict[str, Item] = {}
    for item in sorted(items.values(), key=order):
        families.setdefault(item.family, item)
    ordered = list(families.values())
    yes = [each.item_id for each in ordered if each.is_behaviour]
    no = [each.item_id for each in ordered if not each.is_behaviour]
    half = ROUND_ITEMS // 2
    chosen = yes[: max(half, ROUND_ITEMS - len(no))] + no[: max(half, ROUND_ITEMS - len(yes))]
    rng.shuffle(chosen)
    return chosen[:ROUND_ITEMS]


def _from_examples(indicators: Sequence[Indicator], mode: Mode) -> Iterator[Item]:
    for indicator in indicators:
        for item_id, example in numbered(indicator):
            is_it = example.kind is ExampleKind.POSITIVE
            if mode is Mode.ANALYST and is_it:
                continue  # a set does not say whether its examples have a nexus
            first = _first_ask(indicator, indicators, mode, is_it=is_it, why=example.why)
            yield Item(item_id, item_id, indicator.indicator_id, example.text, (first,))


def _from_cases(indicators: Sequence[Indicator], mode: Mode) -> Iterator[Item]:
    by_code = {each.niem_code: each for each in indicators}
    slots = _content()["slots"]
    for number, case in enumerate(_content()["cases"]):
        indicator = by_code.get(case["code"])
        if indicator is None:
            continue
        asks = tuple(_case_asks(case, indicator, indicators, mode))
        family = f"case-{number + 1}"
        for variant in range(len(slots["time"])):
            item_id = f"{family}-{variant + 1}"
            text = _told(case["text"], slots, item_id)
            yield Item(item_id, family, indicator.indicator_id, text, asks)


def _case_asks(
    case: Mapping[str, Any], indicator: Indicator, indicators: Sequence[Indicator], mode: Mode
) -> Iterator[Ask]:
    is_it = case["kind"] == ExampleKind.POSITIVE
    yield _first_ask(indicator, indicators, mode, is_it=is_it, why=case["why"])
    if mode is Mode.ANALYST and case["nexus"] is not None:
        right = NEXUS if case["nexus"] else NO_NEXUS
        yield Ask(Part.PART_TWO, _NEXUS_CHOICES, right, case["nexus_why"])


def _first_ask(
    indicator: Indicator, among: Sequence[Indicator], mode: Mode, *, is_it: bool, why: str
) -> Ask:
    part = Part.BEHAVIOUR if mode is Mode.OFFICER else Part.PART_ONE
    right = indicator.indicator_id if is_it else NONE
    return Ask(part, behaviour_choices(indicator, among), right, why)


def _told(text: str, slots: Mapping[str, Sequence[str]], item_id: str) -> str:
    """Fill the slots of a case, always the same way for the same id."""
    rng = Random(item_id)  # noqa: S311  a choice of words, not a secret
    told = text.format_map({name: rng.choice(values) for name, values in slots.items()})
    return told[:1].upper() + told[1:]


@cache
def _content() -> dict[str, Any]:
    path = Path(__file__).with_name("practice_cases.json")
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
