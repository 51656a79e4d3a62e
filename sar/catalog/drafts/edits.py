"""Changes to one behaviour of a draft, as pure functions: its words, questions, rules, examples."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, fields, replace
from typing import Any, TypeVar

from indicators.definitions import (
    Confidence,
    CrossRule,
    DefinitionSet,
    Element,
    Example,
    Group,
    Indicator,
    needs_innocent_explanation,
)
from indicators.truth import elements_of
from sar.errors import NotFoundError
from sar.log.audit import Detail
from sar.values import frozen

_Thing = TypeVar("_Thing")


@frozen
class Edit:
    """A change to a draft, and what it is about: a behaviour, and its question or rule; or "" .

    `details` is what else the log says of it.
    """

    change: Callable[[DefinitionSet], DefinitionSet]
    indicator_id: str = ""
    part_id: str = ""
    details: Mapping[str, Detail] = field(default_factory=dict)


def of_behaviour(
    indicator_id: str,
    change: Callable[[Indicator], Indicator],
    *,
    part_id: str = "",
    details: Mapping[str, Detail] | None = None,
) -> Edit:
    """Make the edit that changes one behaviour and nothing else."""
    return Edit(
        lambda draft: with_behaviour(draft, indicator_id, change),
        indicator_id=indicator_id,
        part_id=part_id,
        details=details or {},
    )


def with_behaviour(
    definition_set: DefinitionSet, indicator_id: str, change: Callable[[Indicator], Indicator]
) -> DefinitionSet:
    """Change the behaviour with that id; raises NotFoundError if the set does not have it."""
    if indicator_id not in {each.indicator_id for each in definition_set.indicators}:
        raise NotFoundError("This set has no such behavior.")
    return replace(
        definition_set,
        indicators=tuple(
            change(each) if each.indicator_id == indicator_id else each
            for each in definition_set.indicators
        ),
    )


@frozen
class Description:
    """What a behaviour is called and means, and how it counts.

    `weight` is in thousandths of a score, 0 to 400; `sources` are keys of the set's sources.
    """

    name: str
    definition: str = field(repr=False)
    niem_code: str
    group: Group
    sources: tuple[str, ...]
    confidence: Confidence
    guidance: tuple[str, ...] = field(repr=False)
    weight: int


def described(indicator_id: str, description: Description) -> Indicator:
    """Make a new behaviour that has nothing yet but its description."""
    return Indicator(indicator_id, **_fields_of(description))


def with_description(indicator: Indicator, *, description: Description) -> Indicator:
    """Describe the behaviour anew; its id stays.

    In a group that needs no innocent explanation, no question is marked as one.
    """
    new = _fields_of(description)
    if set(description.sources) == set(indicator.sources):
        # The boxes of a form stand in the order of the set's list: saving is not changing.
        new["sources"] = indicator.sources
    changed = replace(indicator, **new)
    if needs_innocent_explanation(changed):
        return changed
    unmarked = (replace(each, explains_innocence=False) for each in changed.elements)
    return replace(changed, elements=tuple(unmarked))


def with_question(indicator: Indicator, *, element: Element) -> Indicator:
    """Put a question in the place of the one with the same id, or at the end if it is new.

    If it asks for the innocent explanation, no other one does.
    """
    others = indicator.elements
    if element.explains_innocence:
        others = tuple(replace(each, explains_innocence=False) for each in others)
    ids = [each.element_id for each in others]
    return replace(indicator, elements=placed(others, element, _number(ids, element.element_id)))


def without_question(indicator: Indicator, *, element_id: str) -> Indicator:
    """Retire a question; the examples lose their answers to it, and rules and cases about it go."""
    rules = [each for each in indicator.rules if element_id not in elements_of(each.holds)]
    elements = [each for each in indicator.elements if each.element_id != element_id]
    known = {*(each.element_id for each in elements), *(each.rule_id for each in rules)}
    return replace(
        indicator,
        elements=tuple(elements),
        rules=tuple(rules),
        examples=tuple(_without_answer(each, element_id) for each in indicator.examples),
        cases=tuple(
            replace(case, findings={k: v for k, v in case.findings.items() if k in known})
            for case in indicator.cases
            if element_id not in case.answers
        ),
    )


def with_rule(indicator: Indicator, *, rule: CrossRule) -> Indicator:
    """Put a rule in the place of the one with the same id, or at the end if it is new."""
    ids = [each.rule_id for each in indicator.rules]
    return replace(indicator, rules=placed(indicator.rules, rule, _number(ids, rule.rule_id)))


def without_rule(indicator: Indicator, *, rule_id: str) -> Indicator:
    """Remove a rule; cases no longer expect it to be broken."""
    return replace(
        indicator,
        rules=tuple(each for each in indicator.rules if each.rule_id != rule_id),
        cases=tuple(
            replace(case, findings={k: v for k, v in case.findings.items() if k != rule_id})
            for case in indicator.cases
        ),
    )


def with_example(indicator: Indicator, *, example: Example, number: int | None) -> Indicator:
    """Put an example in the place of the one with that number (from 1), or at the end for None."""
    return replace(indicator, examples=placed(indicator.examples, example, number))


def without_example(indicator: Indicator, *, number: int) -> Indicator:
    """Remove the example with that number (from 1)."""
    return replace(indicator, examples=dropped(indicator.examples, number))


def placed(things: tuple[_Thing, ...], thing: _Thing, number: int | None) -> tuple[_Thing, ...]:
    """Put a thing in the place of the one with that number (from 1), or at the end for None."""
    if number is None:
        return (*things, thing)
    places = enumerate(things, start=1)
    return tuple(thing if place == number else each for place, each in places)


def dropped(things: tuple[_Thing, ...], number: int) -> tuple[_Thing, ...]:
    """Leave out the thing with that number (from 1)."""
    return tuple(each for place, each in enumerate(things, start=1) if place != number)


def _number(ids: Sequence[str], wanted: str) -> int | None:
    """Return where an id stands, from 1; None for one that is not there."""
    return ids.index(wanted) + 1 if wanted in ids else None


def _fields_of(description: Description) -> dict[str, Any]:
    return {each.name: getattr(description, each.name) for each in fields(description)}


def _without_answer(example: Example, element_id: str) -> Example:
    if example.answers is None or element_id not in example.answers:
        return example
    left = {key: value for key, value in example.answers.items() if key != element_id}
    return replace(example, answers=left or None)
