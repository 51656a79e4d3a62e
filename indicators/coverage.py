"""What the examples and cases of a definition set have not tried yet, as a list to work down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indicators.definitions import (
    Condition,
    DefinitionSet,
    Element,
    ElementKind,
    Indicator,
    Json,
)
from indicators.examples import Outcome, run_behaviour
from indicators.rules import Rule


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing about a question or rule that nothing tries, and what to add."""

    indicator_id: str
    part_id: str
    message: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many things about one behaviour could be tried, and those that nothing tries."""

    indicator_id: str
    total: int
    gaps: tuple[Gap, ...]


_Probe = tuple[str, str, bool]
"""Id of an element or rule, what to add when nothing tries it, and whether something does."""


def cover(indicator: Indicator, definition_set: DefinitionSet) -> Coverage:
    """See which options, bounds, conditions and rules the examples and cases try, both ways."""
    outcomes = tuple(run_behaviour(indicator, definition_set))
    probes = [
        *(probe for element in indicator.elements for probe in _element_probes(element, outcomes)),
        *(probe for rule in indicator.rules for probe in _rule_probes(rule.rule_id, outcomes)),
    ]
    gaps = tuple(
        Gap(indicator.indicator_id, part_id, message)
        for part_id, message, is_tried in probes
        if not is_tried
    )
    return Coverage(indicator.indicator_id, len(probes), gaps)


def _element_probes(element: Element, outcomes: Sequence[Outcome]) -> Iterator[_Probe]:
    own, shown = element.element_id, f"“{element.label}”"
    taken = [each.answers[own] for each in outcomes if own in each.answers and _passes(own, each)]
    refused = {
        (_size(each.answers.get(own)), each.found[own]) for each in outcomes if own in each.found
    }
    left_out = any(own not in each.answers for each in outcomes if _passes(own, each))
    if element.required or element.explains_innocence:
        rule = Rule.INNOCENT_EXPLANATION if element.explains_innocence else Rule.REQUIRED
        is_tried = any(found == rule for _, found in refused)
        yield own, f"leave {shown} without an answer; expect {rule}", is_tried
    else:
        yield own, f"leave {shown} without an answer", left_out
    for option in element.options:
        yield (
            own,
            f"answer {shown} with {option.code}",
            any(_holds(each, option.code) for each in taken),
        )
    if element.kind is ElementKind.YES_NO:
        for is_yes in (True, False):
            yield own, f"answer {shown} with {_shown(is_yes)}", is_yes in taken
    yield from _condition_probes(element, outcomes)
    sizes = {_size(each) for each in taken}
    for name, inside, outside in _bounds(element):
        yield own, f"answer {shown} with exactly its {name} ({inside:,.10g})", inside in sizes
        is_tried = any(size == outside for size, _ in refused)
        yield (
            own,
            f"answer {shown} just beyond its {name} ({outside:,.10g}), and expect that",
            is_tried,
        )


def _condition_probes(element: Element, outcomes: Sequence[Outcome]) -> Iterator[_Probe]:
    if element.when is None:
        return
    own, shown = element.element_id, f"“{element.label}”"
    for value in element.when.values:
        is_tried = any(
            own in each.answers and _passes(own, each) and _meets(element.when, value, each.answers)
            for each in outcomes
        )
        yield own, f"answer {shown} because {element.when.element_id} is {_shown(value)}", is_tried
    is_tried = any(each.found.get(own) == Rule.NOT_ASKED for each in outcomes)
    yield own, f"answer {shown} while it is not asked; expect {Rule.NOT_ASKED}", is_tried


def _rule_probes(rule_id: str, outcomes: Sequence[Outcome]) -> Iterator[_Probe]:
    is_broken = any(rule_id in each.found for each in outcomes)
    yield rule_id, f"answers that keep {rule_id}", any(not each.found for each in outcomes)
    yield rule_id, f"answers that break {rule_id}; expect its finding", is_broken


def _bounds(element: Element) -> Iterator[tuple[str, float, float]]:
    """Give each bound by name: the last size inside it and the first one outside."""
    if element.minimum is not None:
        yield "minimum", element.minimum, neighbours(element.minimum)[0]
    if element.maximum is not None:
        yield "maximum", element.maximum, neighbours(element.maximum)[1]
    if element.kind is ElementKind.TEXT:
        yield "length", element.max_chars, element.max_chars + 1
    if element.min_choices is not None and element.min_choices > 1:
        yield "fewest choices", element.min_choices, element.min_choices - 1
    if element.max_choices is not None and element.max_choices < len(element.options):
        yield "most choices", element.max_choices, element.max_choices + 1


def neighbours(bound: float) -> tuple[float, float]:
    """Give the numbers one step below and above; a step is the last decimal place of the bound.

    It is 1 for 60 and 0.1 for 2.5.
    """
    digits = len(f"{bound:.9f}".rstrip("0").partition(".")[2])
    below, above = (round(bound + sign * 10.0**-digits, digits) for sign in (-1, 1))
    return below, above


def _passes(element_id: str, outcome: Outcome) -> bool:
    return element_id not in outcome.found


def _size(answer: Json) -> float | None:
    """Give what a bound counts: the number, the characters or the choices."""
    if isinstance(answer, bool) or answer is None:
        return None
    return answer if isinstance(answer, int | float) else len(answer)


def _holds(answer: Json, code: str) -> bool:
    return code in answer if isinstance(answer, list) else answer == code


def _meets(condition: Condition, value: Json, answers: Mapping[str, Json]) -> bool:
    answer = answers.get(condition.element_id)
    return value in answer if isinstance(answer, list) else answer is value or answer == value


def _shown(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
