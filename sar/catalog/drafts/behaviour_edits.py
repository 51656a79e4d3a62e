"""Which behaviours a draft has, and in what order, changed as pure functions."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from indicators.definitions import (
    DefinitionSet,
    Element,
    ElementKind,
    Indicator,
    PrivacyClass,
)
from indicators.succession import find
from sar.catalog.drafts import relations
from sar.catalog.drafts.edits import without_question, without_rule

_Thing = TypeVar("_Thing")

EXPLANATION = "What did you see or hear that an innocent reason does not explain?"
EXPLANATION_HELP = "Facts only. If an innocent reason explains everything, write that."


FIRST = "first"
"""The place of a new behavior before all others."""


def with_new(draft: DefinitionSet, *, indicator: Indicator, after: str = "") -> DefinitionSet:
    """Add a behaviour after the one with that id, `FIRST`, or at the end for any other text."""
    ids = [each.indicator_id for each in draft.indicators]
    place = 0 if after == FIRST else ids.index(after) + 1 if after in ids else len(ids)
    before, behind = draft.indicators[:place], draft.indicators[place:]
    return replace(draft, indicators=(*before, indicator, *behind))


def without_behaviour(draft: DefinitionSet, *, indicator_id: str) -> DefinitionSet:
    """Remove a behaviour that was never published, and what the others say of it."""
    left = tuple(each for each in draft.indicators if each.indicator_id != indicator_id)
    return relations.without_any(replace(draft, indicators=left), indicator_id)


def with_explanation(indicator: Indicator, *, element_id: str) -> Indicator:
    """Add the question that asks for the innocent explanation, in the words of the shipped sets."""
    element = Element(
        element_id,
        EXPLANATION,
        ElementKind.TEXT,
        help=EXPLANATION_HELP,
        required=True,
        privacy=PrivacyClass.FREE_TEXT,
        explains_innocence=True,
    )
    return replace(indicator, elements=(*indicator.elements, element))


def put_back(draft: DefinitionSet, *, base: DefinitionSet, indicator_id: str) -> DefinitionSet:
    """Put a behaviour back as it is in `base`, with questions that others took over from it."""
    old = base.indicator(indicator_id)
    own = {each.element_id for each in old.elements}
    rules = {each.rule_id for each in old.rules}
    if find(draft, indicator_id) is None:
        draft = with_new(draft, indicator=old)
    changed = replace(
        draft,
        indicators=tuple(
            old if each.indicator_id == indicator_id else _without_parts(each, own, rules)
            for each in draft.indicators
        ),
    )
    return relations.agreed(changed, indicator_id)


def _without_parts(indicator: Indicator, element_ids: set[str], rule_ids: set[str]) -> Indicator:
    for element in indicator.elements:
        if element.element_id in element_ids:
            indicator = without_question(indicator, element_id=element.element_id)
    for rule_id in rule_ids & {each.rule_id for each in indicator.rules}:
        indicator = without_rule(indicator, rule_id=rule_id)
    return indicator


def with_behaviour_moved(draft: DefinitionSet, *, indicator_id: str, step: int) -> DefinitionSet:
    """Move a behaviour up (-1) or down (1); at the end of the list it stays."""
    order = _moved(draft.indicators, lambda each: each.indicator_id == indicator_id, step)
    return replace(draft, indicators=order)


def with_question_moved(indicator: Indicator, *, element_id: str, step: int) -> Indicator:
    """Move a question up (-1) or down (1); at the end of the list it stays."""
    order = _moved(indicator.elements, lambda each: each.element_id == element_id, step)
    return replace(indicator, elements=order)


def with_option_moved(indicator: Indicator, *, element_id: str, code: str, step: int) -> Indicator:
    """Move an answer of a list up (-1) or down (1); at the end of the list it stays."""
    return replace(
        indicator,
        elements=tuple(
            replace(each, options=_moved(each.options, lambda option: option.code == code, step))
            if each.element_id == element_id
            else each
            for each in indicator.elements
        ),
    )


def _moved(
    things: Sequence[_Thing], is_it: Callable[[_Thing], bool], step: int
) -> tuple[_Thing, ...]:
    order = list(things)
    place = next((index for index, each in enumerate(order) if is_it(each)), None)
    if place is not None and 0 <= place + step < len(order):
        order[place], order[place + step] = order[place + step], order[place]
    return tuple(order)
