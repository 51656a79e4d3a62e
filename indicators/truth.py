"""Whether what a rule says of the answers is true, false, or cannot be told."""

import operator
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    Not,
    Test,
)


def holds(
    test: Test, answers: Mapping[str, object], *, unsettled: Collection[str] = ()
) -> bool | None:
    """Tell whether a test holds, None when that cannot be told (Kleene's strong logic).

    Parameters
    ----------
    test
        A test about questions of one behaviour.
    answers
        The accepted answers to that behaviour by element id, in the form that `check_answer` gives.
    unsettled
        The element ids whose answer was refused: what is said of them cannot be told.
    """
    match test:
        case Answered(element_id):
            return None if element_id in unsettled else element_id in answers
        case Condition(element_id):
            return None if element_id in unsettled else is_met(test, answers)
        case Compare():
            return _compare(test, answers)
        case Not(inner):
            told = holds(inner, answers, unsettled=unsettled)
            return None if told is None else not told
        case AllOf(tests):
            found = [holds(each, answers, unsettled=unsettled) for each in tests]
            return False if False in found else None if None in found else True
        case AnyOf(tests):
            found = [holds(each, answers, unsettled=unsettled) for each in tests]
            return True if True in found else None if None in found else False


def is_met(condition: Condition, answers: Mapping[str, object]) -> bool:
    """Tell whether an accepted answer is, or contains, one of the values; no answer does not."""
    answer = answers.get(condition.element_id)
    if answer is None:
        return False
    if isinstance(answer, list | tuple):
        return any(each in answer for each in condition.values)
    return any(answer == each and type(answer) is type(each) for each in condition.values)


def elements_of(test: Test) -> frozenset[str]:
    """Give the ids of the questions that a test speaks of."""
    match test:
        case Answered(element_id) | Condition(element_id):
            return frozenset({element_id})
        case Compare(element_id, _, other):
            return frozenset({element_id, other} if isinstance(other, str) else {element_id})
        case Not(inner):
            return elements_of(inner)
        case AllOf(tests) | AnyOf(tests):
            return frozenset().union(*(elements_of(each) for each in tests))


def _compare(test: Compare, answers: Mapping[str, object]) -> bool | None:
    """Compare two answers that were given; a refused answer is not among the accepted ones."""
    one = _quantity(answers.get(test.element_id))
    other = _quantity(answers.get(test.other) if isinstance(test.other, str) else test.other)
    if one is None or other is None:
        return None
    return _HOLDS[test.comparison](one, other)


def _quantity(answer: object) -> Any:
    """Give a number as it is, and a time as a moment, so that offsets do not matter."""
    return datetime.fromisoformat(answer) if isinstance(answer, str) else answer


_HOLDS: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.EQUAL: operator.eq,
    Comparison.AT_LEAST: operator.ge,
    Comparison.MORE: operator.gt,
}
