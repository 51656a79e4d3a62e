"""Answers that are not at hand any more, and what may stand in for them when a set is checked.

Of a stored report only the length of its texts is known. That is enough: a set asks nothing of a
text that depends on anything else.
"""

from dataclasses import dataclass
from typing import TypeAlias

from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Element,
    ElementKind,
    Indicator,
    Json,
    Not,
    Test,
)


@dataclass(frozen=True, slots=True)
class Unseen:
    """An answer that was given and is not at hand; `chars` counts Unicode code points."""

    chars: int


Answer: TypeAlias = Json | Unseen


def stand_in(answer: Unseen, was: Element, now: Element, behaviour: Indicator) -> Json:
    """Return an answer for which the set finds just what it would for the one not at hand.

    None where there is no such answer: the set accepts another range than before, or another
    question or a rule depends on what exactly was answered.
    """
    if was.kind is ElementKind.TEXT:
        return "x" * answer.chars
    if _range(was) != _range(now) or _is_looked_at(was.element_id, behaviour):
        return None
    codes: list[Json] = [option.code for option in now.options]
    match now.kind:
        case ElementKind.CHOICE:
            return codes[0]
        case ElementKind.MULTI_CHOICE:
            return codes[: max(now.min_choices or 1, 1)]
        case ElementKind.YES_NO:
            return True
        case ElementKind.NUMBER:
            return now.minimum if now.minimum is not None else now.maximum or 0
    return "2000-01-01T00:00:00+00:00"


def _range(element: Element) -> tuple[object, ...]:
    """Return what decides whether an answer is accepted."""
    codes = tuple(option.code for option in element.options)
    bounds = (element.minimum, element.maximum, element.min_choices, element.max_choices)
    return (element.kind, codes, *bounds)


def _is_looked_at(element_id: str, behaviour: Indicator) -> bool:
    return any(
        each.when is not None and each.when.element_id == element_id for each in behaviour.elements
    ) or any(_looks_at(rule.holds, element_id) for rule in behaviour.rules)


def _looks_at(test: Test, element_id: str) -> bool:
    """Tell whether a test depends on what was answered, not only on whether it was."""
    match test:
        case Answered():
            return False
        case Not(fails):
            return _looks_at(fails, element_id)
        case AllOf(tests) | AnyOf(tests):
            return any(_looks_at(each, element_id) for each in tests)
    return element_id in (test.element_id, getattr(test, "other", None))
