"""Answers that try a behaviour at its edges: one of each kind that its checks can tell apart."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice, product

from indicators.coverage import neighbours
from indicators.definitions import (
    AllOf,
    AnyOf,
    Compare,
    CrossRule,
    Element,
    ElementKind,
    Indicator,
    Json,
    Not,
    Test,
)
from indicators.examples import filled
from indicators.truth import elements_of
from indicators.validation import is_asked

MAX_TRIALS = 3_000
"""Most answers that are tried for one question or rule; more are never needed by a shipped set."""

_TIMES = ("2026-01-15T12:00-05:00", "2026-01-15T12:00-06:00", "2026-01-16T12:00-06:00")

_Values = list[Json]
Answers = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Trials:
    """The answers to try for one question or rule, and whether there are no other kinds."""

    answers: tuple[Answers, ...] = field(repr=False)
    is_exhaustive: bool


def edge_trials(indicator: Indicator) -> tuple[Answers, ...]:
    """Give answers that try all questions at once: at their edges, beyond them, and not at all."""
    return ({}, *(_edge_answers(indicator, pick) for pick in _EDGES))


def element_trials(element: Element, indicator: Indicator) -> Trials:
    """Give each kind of answer to one question after each kind of answer to those before it.

    Exhaustive: what is found about a question depends on its own answer and on whether it is
    asked, and both are tried in every way that its checks tell apart.
    """
    lists = _values_before(element, indicator) | {element.element_id: _edge_values(element)}
    return _combined(lists, indicator)


def rule_trials(rule: CrossRule, indicator: Indicator) -> Trials:
    """Give the answers to all questions of a rule in combination; never called exhaustive."""
    named = elements_of(rule.holds)
    elements = [each for each in indicator.elements if each.element_id in named]
    lists: dict[str, _Values] = {}
    for element in elements:
        lists |= _values_before(element, indicator)
    for element in elements:
        compared = _compared_values(element, rule.holds, indicator)
        lists[element.element_id] = [None, *(compared or _leading_values(element))]
    return Trials(_combined(lists, indicator).answers, is_exhaustive=False)


def completed(fixed: Mapping[str, Json], indicator: Indicator) -> Answers:
    """Add what must be answered to some answers, where `fixed` does not say otherwise.

    None in `fixed` means that the question is left without an answer.
    """
    answers: Answers = {}
    for element in indicator.elements:
        own = element.element_id
        value = fixed.get(own)
        is_needed = element.required or element.explains_innocence
        if own not in fixed and is_needed and is_asked(element, filled(answers)):
            value = _usual(element, indicator)
        if value is not None:
            answers[own] = value
    return answers


def _edge_answers(indicator: Indicator, pick: Callable[[Element], Json]) -> Answers:
    answers: Answers = {}
    for element in indicator.elements:
        if is_asked(element, answers):
            leading = _leading_answer(element, indicator)
            answers[element.element_id] = pick(element) if leading is None else leading
    return answers


def _leading_answer(element: Element, indicator: Indicator) -> Json:
    """Give an answer after which more is asked; None when nothing depends on this question."""
    values: _Values = [
        value
        for each in indicator.elements
        if each.when is not None and each.when.element_id == element.element_id
        for value in each.when.values
    ]
    if element.kind is ElementKind.MULTI_CHOICE and values:
        return [each.code for each in element.options if each.code in values]
    return values[0] if values else None


def _combined(lists: Mapping[str, _Values], indicator: Indicator) -> Trials:
    order = [each for each in indicator.elements if each.element_id in lists]
    chosen = product(*(lists[each.element_id] for each in order))
    found = []
    for values in islice(chosen, MAX_TRIALS):
        fixed = {each.element_id: value for each, value in zip(order, values, strict=True)}
        found.append(completed(fixed, indicator))
    return Trials(tuple(found), is_exhaustive=next(chosen, None) is None)


def _values_before(element: Element, indicator: Indicator) -> dict[str, _Values]:
    """Give the answers to the questions that one depends on, by their ids."""
    by_id = {each.element_id: each for each in indicator.elements}
    lists: dict[str, _Values] = {}
    while element.when is not None:
        values = element.when.values
        element = by_id[element.when.element_id]
        others: Json = [each.code for each in element.options if each.code not in values]
        is_many = element.kind is ElementKind.MULTI_CHOICE and others
        more = [others] if is_many else []
        lists[element.element_id] = [None, *_leading_values(element), *more]
    return lists


def _leading_values(element: Element) -> _Values:
    """Give the answers that a condition can tell apart."""
    codes: _Values = [option.code for option in element.options]
    if element.kind is ElementKind.MULTI_CHOICE:
        return [*([code] for code in codes), codes]
    return codes or ([True, False] if element.kind is ElementKind.YES_NO else _inside(element))


def _edge_values(element: Element) -> _Values:
    """Give nothing, and each kind of answer that the checks of a question can tell apart."""
    return [None, *_inside(element), *_outside(element)]


def _inside(element: Element) -> _Values:
    match element.kind:
        case ElementKind.TEXT:
            return ["x", {"repeat": "x", "times": element.max_chars}]
        case ElementKind.NUMBER:
            bounds = [each for each in (element.minimum, element.maximum) if each is not None]
            return [_plain(each) for each in bounds] or [1]
        case ElementKind.DATE_TIME:
            return list(_TIMES[:1])
        case ElementKind.MULTI_CHOICE:
            low, high = _counts(element)
            singles: _Values = [
                _first(element, 1, skip=index) for index in range(len(element.options))
            ]
            return [*(singles if low == 1 else []), _first(element, low), _first(element, high)]
    return _leading_values(element)


def _outside(element: Element) -> _Values:
    match element.kind:
        case ElementKind.TEXT:
            return [{"repeat": "x", "times": element.max_chars + 1}]
        case ElementKind.NUMBER:
            below = [] if element.minimum is None else [neighbours(element.minimum)[0]]
            above = [] if element.maximum is None else [neighbours(element.maximum)[1]]
            return [_plain(each) for each in (*below, *above)]
        case ElementKind.MULTI_CHOICE:
            low, high = _counts(element)
            counts = [each for each in (low - 1, high + 1) if 0 < each <= len(element.options)]
            return [_first(element, count) for count in counts]
        case ElementKind.DATE_TIME:
            return ["soon"]
    return []


def _counts(element: Element) -> tuple[int, int]:
    """Give the fewest and the most options that may be chosen."""
    return element.min_choices or 1, element.max_choices or len(element.options)


def _first(element: Element, count: int, *, skip: int = 0) -> Json:
    return [option.code for option in element.options[skip : skip + count]]


def _compared_values(element: Element, test: Test, indicator: Indicator) -> _Values:
    """Give the numbers or times on both sides of what a rule compares an answer with."""
    if element.kind is ElementKind.DATE_TIME:
        return list(_TIMES)
    if element.kind is not ElementKind.NUMBER:
        return []
    found: dict[float, None] = {}
    for compare in _comparisons(test):
        if element.element_id not in (compare.element_id, compare.other):
            continue
        middle = compare.other
        if isinstance(middle, str):
            middle = _common_number(compare.element_id, middle, indicator)
        below, above = neighbours(middle)
        found |= dict.fromkeys((middle, above, below))
    return [_plain(each) for each in found]


def _common_number(one: str, other: str, indicator: Indicator) -> float:
    """Give a number that both questions take, and the next one too."""
    lows = [
        each.minimum
        for each in indicator.elements
        if each.element_id in (one, other) and each.minimum is not None
    ]
    return neighbours(max(lows))[1] if lows else 1.0


def _comparisons(test: Test) -> Iterator[Compare]:
    match test:
        case Compare():
            yield test
        case Not(inner):
            yield from _comparisons(inner)
        case AllOf(tests) | AnyOf(tests):
            for each in tests:
                yield from _comparisons(each)


def _usual(element: Element, indicator: Indicator) -> Json:
    """Give an ordinary answer: that of the first example, or else the first that fits."""
    for example in indicator.examples:
        if element.element_id in (example.answers or {}) and example.answers:
            return example.answers[element.element_id]
    return _inside(element)[0]


_EDGES: tuple[Callable[[Element], Json], ...] = (
    lambda element: _inside(element)[0],
    lambda element: _inside(element)[-1],
    lambda element: (_outside(element) or _inside(element))[0],
    lambda element: (_outside(element) or _inside(element))[-1],
)


def _plain(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number
