"""Every small change that mutation testing knows is found in past reports, and nothing else is.

What a report experiences is told here from what was filed, texts and all, question by question.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from random import Random
from typing import Any

import pytest

from indicators.definitions import DefinitionSet, Element, ElementKind
from indicators.operators import Operator, alone, mutants_of
from indicators.preview import Basis, Cause, Effect, replay
from indicators.rules import Rule
from indicators.validation import asked_elements, validate
from tests.past_reports import Filed, make_reports
from tests.shipped import shipped

ONE_IN = 15
"""So many mutants are skipped for each that is tried; with 1 all 1,582 are, in half a minute."""

SHIPPED = [("2.0.0", "2.0.0", 0), ("2.0.0", "2.1.0", 5)]
"""What reports were filed under, what is in force and mutated, and the first mutant to try."""

Parts = set[tuple[str, str]]


def reports_at_the_edges(pinned: DefinitionSet) -> list[Filed]:
    """Make reports of a behaviour, most with answers as long, large or many as they may be."""
    rng, made = Random(7), make_reports(pinned, 12, seed=7)
    edged = [replace(each, answers=_at_edges(each, rng)) for each in made for _ in range(2)]
    return [each for each in (*made, *edged) if not _findings(each)]


def _at_edges(filed: Filed, rng: Random) -> dict[str, dict[str, Any]]:
    ((indicator_id, given),) = filed.answers.items()
    elements = {each.element_id: each for each in filed.pinned.indicators[0].elements}
    edged = {key: _edge(elements[key], value, rng) for key, value in given.items()}
    return {indicator_id: edged}


def _edge(element: Element, value: Any, rng: Random) -> Any:
    if element.kind is ElementKind.TEXT:
        return "x" * element.max_chars
    if element.kind is ElementKind.NUMBER:
        bounds = [each for each in (element.minimum, element.maximum) if each is not None]
        return rng.choice([value, *bounds])
    return value


def _findings(filed: Filed) -> object:
    return validate(filed.answers, filed.pinned, indicator_ids=list(filed.answers)).findings


def told(filed: Filed, target: DefinitionSet) -> tuple[Parts, Parts, Parts]:
    """Return what is to mend, what has no place and what is left open, each with its rule."""
    (indicator,) = target.indicators
    given, before = filed.answers[indicator.indicator_id], filed.pinned.indicators[0].elements
    kinds = {each.element_id: each.kind for each in before}
    kept = {
        each.element_id: given[each.element_id]
        for each in indicator.elements
        if each.element_id in given and each.kind is kinds[each.element_id]
    }
    ids = [indicator.indicator_id]
    result = validate({ids[0]: kept}, target, indicator_ids=ids, most=None)
    found = {(each.element_id or each.rule_id or "", each.rule.value) for each in result.findings}
    unasked = {each for each in found if each[1] == Rule.NOT_ASKED}
    gone = {*(given.keys() - kept.keys()), *(each for each, _ in unasked)}
    asked = {each.element_id for each in asked_elements(indicator, result.answers[ids[0]])}
    return (
        found - unasked,
        {(each, Effect.ANSWER_DROPPED.value) for each in gone},
        {(each, Effect.ASKED_MORE.value) for each in asked - kept.keys()},
    )


def expected(
    filed: Filed, draft: DefinitionSet, active: DefinitionSet
) -> Iterator[tuple[Effect, Parts]]:
    """Yield what changes for a report, and why."""
    (refused, gone, asked), (was_refused, was_gone, was_asked) = (
        told(filed, each) for each in (draft, active)
    )
    yield Effect.NEWLY_REFUSED, set() if was_refused else refused
    yield Effect.NEWLY_ACCEPTED, set() if refused else was_refused
    yield Effect.ANSWER_DROPPED, gone - was_gone
    yield Effect.ASKED_MORE, asked - was_asked


@pytest.mark.parametrize(("filed_under", "in_force", "first"), SHIPPED)
def test_the_mutants_of_a_shipped_set_are_found_in_exactly_their_reports(
    filed_under: str, in_force: str, first: int
) -> None:
    noticed: Counter[Operator] = Counter()
    for indicator in shipped(in_force).indicators:
        active = alone(indicator, shipped(in_force))
        pinned = alone(shipped(filed_under).indicator(indicator.indicator_id), shipped(filed_under))
        reports = reports_at_the_edges(pinned)
        for mutant in islice(mutants_of(indicator, shipped(in_force)), first, None, ONE_IN):
            draft = mutant.definition_set
            basis = Basis(draft, active, {pinned.sha256: pinned})
            for filed in reports:
                effects = {
                    effect: {Cause(indicator.indicator_id, *part) for part in parts}
                    for effect, parts in expected(filed, draft, active)
                    if parts
                }
                noticed[mutant.operator] += bool(effects)
                found = replay(filed.past, basis).effects
                assert found == (effects or {Effect.UNCHANGED: set()}), mutant.change
    assert noticed.total() > 100
    assert {Operator.REQUIRED, Operator.OPTION_REMOVED, Operator.KIND} <= set(+noticed)
