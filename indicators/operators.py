"""The closed list of small changes that mutation testing makes to a behaviour."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from indicators.coherence import check_set
from indicators.coverage import neighbours
from indicators.definitions import (
    Condition,
    DefinitionSet,
    Element,
    ElementKind,
    Indicator,
    Option,
    PrivacyClass,
)
from indicators.errors import DefinitionError
from indicators.rule_operators import changed_tests
from indicators.truth import elements_of


class Operator(StrEnum):
    """What is changed; each kind of change that an answer can notice stands here."""

    REQUIRED = "required flipped"
    CONDITION_REMOVED = "condition removed"
    CONDITION_NEGATED = "condition negated"
    CONDITION_VALUE = "value of a condition dropped or added"
    OPTION_REMOVED = "option removed"
    BOUND = "minimum or maximum moved by one step, or removed"
    LENGTH = "longest answer one character shorter or longer"
    CHOICES = "fewest or most choices moved by one, or removed"
    KIND = "kind of answer changed"
    QUESTION_REMOVED = "question removed, with what depends on it"
    EXPLANATION = "explains_innocence dropped"
    RULE_REMOVED = "rule removed"
    RULE_NEGATED = "rule negated"
    RULE_CHANGED = "comparison, operand or part of a rule changed"


NOT_TRIED: Mapping[str, str] = {
    "wording of labels, help, options, guidance, examples": "checking an answer reads no text",
    "unit": "an answer is a number without its unit",
    "privacy": "it decides what is shown later, not what is accepted",
    "weight": "it decides the place in the queue, not what is accepted",
    "group": "the checks of a set, not of an answer, ask a behavior of the second group to have "
    "a question that explains innocence",
    "status": "a deprecated behavior is still accepted; a retired one is refused, whatever is "
    "answered, and its examples are no longer run",
    "related, role_guidance, sources, confidence": "checking an answer does not read them",
    "max_behaviours": "an example or case speaks of one behavior",
}
"""What is not changed, because no example or case could notice it, and why."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A behaviour with one small change, alone in a set.

    `part_id` is that of the question or rule that changed. `change` says what became of it, to
    follow "nobody would notice if".
    """

    operator: Operator
    part_id: str
    change: str
    definition_set: DefinitionSet = field(repr=False)


_Change = tuple[Operator, str, str, Indicator]
_Changed = tuple[Element, str]
_Operate = Callable[[Element, Mapping[str, Element]], Iterator[_Changed]]


def mutants_of(indicator: Indicator, definition_set: DefinitionSet) -> Iterator[Mutant]:
    """Make every mutant of a behaviour that could stand in a published set."""
    (bare,) = alone(indicator, definition_set).indicators
    for operator, part_id, change, changed in _changes(bare):
        mutated = replace(definition_set, indicators=(changed,))
        if _is_valid(mutated):
            yield Mutant(operator, part_id, change, mutated)


def alone(indicator: Indicator, definition_set: DefinitionSet) -> DefinitionSet:
    """Give the set with this behaviour only, and of it only what the checks of an answer read."""
    bare = replace(indicator, guidance=(), role_guidance=(), examples=(), cases=(), related=())
    return replace(definition_set, indicators=(bare,))


def _is_valid(definition_set: DefinitionSet) -> bool:
    try:
        check_set(definition_set, name="mutant")
    except DefinitionError:
        return False
    return True


def _changes(indicator: Indicator) -> Iterator[_Change]:
    by_id = {element.element_id: element for element in indicator.elements}
    for element in indicator.elements:
        own = element.element_id
        for operator, operate in _ON_ELEMENTS.items():
            for changed, change in operate(element, by_id):
                yield operator, own, change, _with_element(indicator, changed)
        change = f"{_shown(element)} were not asked"
        yield Operator.QUESTION_REMOVED, own, change, _without(indicator, own)
    yield from _rule_changes(indicator)


def _rule_changes(indicator: Indicator) -> Iterator[_Change]:
    by_id = {element.element_id: element for element in indicator.elements}
    for index, rule in enumerate(indicator.rules):
        before, after = indicator.rules[:index], indicator.rules[index + 1 :]
        removed = replace(indicator, rules=before + after)
        own = rule.rule_id
        yield Operator.RULE_REMOVED, own, f"{own} were not there", removed
        for test, change, is_negated in changed_tests(rule.holds, by_id):
            rules = (*before, replace(rule, holds=test), *after)
            operator = Operator.RULE_NEGATED if is_negated else Operator.RULE_CHANGED
            yield operator, own, f"{own} {change}", replace(indicator, rules=rules)


def _with_element(indicator: Indicator, changed: Element) -> Indicator:
    """Put the changed question in its place; conditions lose values it no longer offers."""
    codes = {option.code for option in changed.options}

    def adapted(element: Element) -> Element:
        if element.element_id == changed.element_id:
            return changed
        when = element.when
        if when is None or when.element_id != changed.element_id or not codes:
            return element
        values = tuple(each for each in when.values if each in codes)
        return replace(element, when=replace(when, values=values))

    return replace(indicator, elements=tuple(adapted(each) for each in indicator.elements))


def _without(indicator: Indicator, element_id: str) -> Indicator:
    gone = {element_id}
    for element in indicator.elements:
        if element.when is not None and element.when.element_id in gone:
            gone.add(element.element_id)
    return replace(
        indicator,
        elements=tuple(each for each in indicator.elements if each.element_id not in gone),
        rules=tuple(each for each in indicator.rules if not elements_of(each.holds) & gone),
    )


def _flip_required(element: Element, _: Mapping[str, Element]) -> Iterator[_Changed]:
    became = "optional" if element.required else "required"
    yield replace(element, required=not element.required), f"{_shown(element)} became {became}"


def _drop_condition(element: Element, _: Mapping[str, Element]) -> Iterator[_Changed]:
    if element.when is not None:
        yield replace(element, when=None), f"{_shown(element)} were always asked"


def _negate_condition(element: Element, by_id: Mapping[str, Element]) -> Iterator[_Changed]:
    if element.when is not None:
        others = tuple(
            each for each in offered(element.when, by_id) if each not in element.when.values
        )
        yield (
            replace(element, when=replace(element.when, values=others)),
            f"{_shown(element)} were asked after exactly the other answers",
        )


def _move_condition(element: Element, by_id: Mapping[str, Element]) -> Iterator[_Changed]:
    when = element.when
    if when is None:
        return
    for value in offered(when, by_id):
        is_in = value in when.values
        values = tuple(each for each in when.values if each != value)
        shown = str(value).lower() if isinstance(value, bool) else value
        yield (
            replace(element, when=replace(when, values=values if is_in else (*values, value))),
            f"{_shown(element)} were {'not asked' if is_in else 'asked'} after the answer {shown}",
        )


def _drop_option(element: Element, _: Mapping[str, Element]) -> Iterator[_Changed]:
    for option in element.options:
        left = tuple(each for each in element.options if each is not option)
        yield (
            replace(element, options=left),
            f"{_shown(element)} did not offer {option.code}",
        )


def _move_bound(element: Element, _: Mapping[str, Element]) -> Iterator[_Changed]:
    for key in ("minimum", "maximum"):
        bound = getattr(element, key)
        if bound is None:
            continue
        for moved in neighbours(bound):
            yield (
                _with(element, key, moved),
                f"the {key} of {_shown(element)} were {moved:,.10g} instead of {bound:,.10g}",
            )
        yield _with(element, key, None), f"{_shown(element)} had no {key}"


def _move_length(element: Element, _: Mapping[str, Element]) -> Iterator[_Changed]:
    if element.kind is ElementKind.TEXT:
        for moved in (element.max_chars - 1, element.max_chars + 1):
            if moved > 0:
                yield (
                    replace(element, max_chars=moved),
                    f"{_shown(element)} took {moved:,} characters instead of {element.max_chars:,}",
                )


def _move_choices(element: Element, _: Mapping[str, Element]) -> Iterator[_Changed]:
    for key, words in (("min_choices", "at least"), ("max_choices", "at most")):
        count = getattr(element, key)
        if count is None:
            continue
        for moved in (count - 1, count + 1):
            if moved > 0:
                change = f"{_shown(element)} took {words} {moved} choices instead of {count}"
                yield _with(element, key, moved), change
        yield _with(element, key, None), f"{_shown(element)} had no {key}"


def _change_kind(element: Element, _: Mapping[str, Element]) -> Iterator[_Changed]:
    kind = _OTHER_KIND[element.kind]
    is_text = kind is ElementKind.TEXT
    changed = Element(
        element.element_id,
        element.label,
        kind,
        required=element.required,
        when=element.when,
        options=element.options if kind in _WITH_OPTIONS else (),
        privacy=PrivacyClass.FREE_TEXT if is_text else PrivacyClass.NONE,
        explains_innocence=element.explains_innocence and is_text,
    )
    yield changed, f"{_shown(element)} took a {kind} answer"


def _drop_explanation(element: Element, _: Mapping[str, Element]) -> Iterator[_Changed]:
    if element.explains_innocence:
        change = f"{_shown(element)} did not explain why it is not innocent"
        yield replace(element, explains_innocence=False), change


def offered(condition: Condition, by_id: Mapping[str, Element]) -> tuple[str | bool, ...]:
    """Give the answers that a condition may name."""
    asked = by_id[condition.element_id]
    codes: tuple[Option, ...] = asked.options
    return tuple(option.code for option in codes) or (True, False)


def _with(element: Element, key: str, value: float | None) -> Element:
    changes: dict[str, Any] = {key: value}
    return replace(element, **changes)


def _shown(element: Element) -> str:
    return f"“{element.label}”"


_WITH_OPTIONS = (ElementKind.CHOICE, ElementKind.MULTI_CHOICE)

_OTHER_KIND: Mapping[ElementKind, ElementKind] = {
    ElementKind.TEXT: ElementKind.YES_NO,
    ElementKind.CHOICE: ElementKind.MULTI_CHOICE,
    ElementKind.MULTI_CHOICE: ElementKind.CHOICE,
    ElementKind.YES_NO: ElementKind.TEXT,
    ElementKind.NUMBER: ElementKind.TEXT,
    ElementKind.DATE_TIME: ElementKind.TEXT,
}
"""One other kind for each: whatever answers the one does not answer the other."""

_ON_ELEMENTS: Mapping[Operator, _Operate] = {
    Operator.REQUIRED: _flip_required,
    Operator.CONDITION_REMOVED: _drop_condition,
    Operator.CONDITION_NEGATED: _negate_condition,
    Operator.CONDITION_VALUE: _move_condition,
    Operator.OPTION_REMOVED: _drop_option,
    Operator.BOUND: _move_bound,
    Operator.LENGTH: _move_length,
    Operator.CHOICES: _move_choices,
    Operator.KIND: _change_kind,
    Operator.EXPLANATION: _drop_explanation,
}
