"""What a rule says of the answers, as the choices of a form: a few lines and how they are joined.

A test that nests deeper than that has no such choices; the form then shows it in words.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    Element,
    ElementKind,
    Not,
    Test,
)
from sar.values import frozen


class Says(StrEnum):
    """What one line says of the answer to its question."""

    ONE_OF = "one_of"
    NONE_OF = "none_of"
    LESS = "less"
    AT_MOST = "at_most"
    EQUAL = "equal"
    OTHER = "other"
    AT_LEAST = "at_least"
    MORE = "more"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"


class Join(StrEnum):
    """How the lines of a rule belong together."""

    ALL = "all"  # every line holds
    ANY = "any"  # at least one line holds
    NOT_TOGETHER = "not_together"  # at least one line does not hold
    IF_FIRST = "if_first"  # where the first line holds, at least one of the others does


@frozen
class Line:
    """One thing that is said of one question; `other` is a number or the id of a question."""

    element_id: str
    says: Says
    values: tuple[str | bool, ...] = ()
    other: str | int | float | None = None


@frozen
class Choices:
    """A whole test as the form has it."""

    join: Join
    lines: tuple[Line, ...]


_OPPOSITES = {
    Says.ONE_OF: Says.NONE_OF,
    Says.LESS: Says.AT_LEAST,
    Says.AT_MOST: Says.MORE,
    Says.EQUAL: Says.OTHER,
    Says.ANSWERED: Says.NOT_ANSWERED,
}
_OPPOSITE = _OPPOSITES | {value: key for key, value in _OPPOSITES.items()}

_COMPARISONS = (Says.LESS, Says.AT_MOST, Says.EQUAL, Says.OTHER, Says.AT_LEAST, Says.MORE)
_ANSWERED = (Says.ANSWERED, Says.NOT_ANSWERED)


def sayings(element: Element) -> tuple[Says, ...]:
    """List what can be said of the answer to a question of its kind."""
    if element.kind in (ElementKind.NUMBER, ElementKind.DATE_TIME):
        return (*_COMPARISONS, *_ANSWERED)
    if element.kind is ElementKind.TEXT:
        return _ANSWERED
    return (Says.ONE_OF, Says.NONE_OF, *_ANSWERED)


def taken_apart(test: Test) -> Choices | None:
    """Take a test apart into the choices of a form; None if it nests deeper than they can."""
    found = _joined(test)
    if found is None or len(found.lines) > 1:
        return found
    is_denied = found.join is Join.NOT_TOGETHER
    return Choices(Join.ALL, tuple(map(_opposite, found.lines)) if is_denied else found.lines)


def put_together(choices: Choices) -> Test:
    """Put the choices of a form together to a test; there is at least one line."""
    tests = tuple(map(_test, choices.lines))
    match choices.join:
        case Join.NOT_TOGETHER:
            return AnyOf(tuple(map(_denied, tests)))
        case Join.IF_FIRST:
            return AnyOf((_denied(tests[0]), *tests[1:]))
        case Join.ANY if len(tests) > 1:
            return AnyOf(tests)
    return AllOf(tests) if len(tests) > 1 else tests[0]


def renamed(test: Test, ids: Mapping[str, str]) -> Test:
    """Give a test about the same questions under other ids."""
    match test:
        case Answered(element_id):
            return replace(test, answered=ids[element_id])
        case Condition(element_id):
            return replace(test, element_id=ids[element_id])
        case Compare(element_id, _, other):
            other = ids[other] if isinstance(other, str) else other
            return replace(test, element_id=ids[element_id], other=other)
        case Not(inner):
            return replace(test, fails=renamed(inner, ids))
        case AllOf(tests):
            return replace(test, all_of=tuple(renamed(each, ids) for each in tests))
        case AnyOf(tests):
            return replace(test, any_of=tuple(renamed(each, ids) for each in tests))


def _joined(test: Test) -> Choices | None:
    if isinstance(test, Not) and isinstance(test.fails, AllOf):
        return _choices(Join.NOT_TOGETHER, test.fails.all_of)
    if isinstance(test, AllOf):
        return _choices(Join.ALL, test.all_of)
    if not isinstance(test, AnyOf):
        return _choices(Join.ALL, (test,))
    found = _choices(Join.ANY, test.any_of)
    if found is None or len(found.lines) < 2:
        return found
    denied = [isinstance(each, Not) for each in test.any_of]
    if all(denied):
        return Choices(Join.NOT_TOGETHER, tuple(map(_opposite, found.lines)))
    if denied[0] and not any(denied[1:]):
        return Choices(Join.IF_FIRST, (_opposite(found.lines[0]), *found.lines[1:]))
    return found


def _choices(join: Join, tests: tuple[Test, ...]) -> Choices | None:
    lines = [_line(each) for each in tests]
    told = tuple(each for each in lines if each is not None)
    return Choices(join, told) if told and len(told) == len(lines) else None


def _line(test: Test) -> Line | None:
    match test:
        case Answered(element_id):
            return Line(element_id, Says.ANSWERED)
        case Condition(element_id, values):
            return Line(element_id, Says.ONE_OF, values)
        case Compare(element_id, comparison, other):
            return Line(element_id, Says(comparison.value), other=other)
        case Not(inner):
            line = _line(inner)
            return None if line is None else _opposite(line)
    return None


def _test(line: Line) -> Test:
    match line.says:
        case Says.ANSWERED:
            return Answered(line.element_id)
        case Says.ONE_OF:
            return Condition(line.element_id, line.values)
        case Says.NONE_OF | Says.NOT_ANSWERED | Says.OTHER:
            return Not(_test(_opposite(line)))
    other = 0 if line.other is None else line.other
    return Compare(line.element_id, Comparison(line.says.value), other)


def _denied(test: Test) -> Test:
    return test.fails if isinstance(test, Not) else Not(test)


def _opposite(line: Line) -> Line:
    return replace(line, says=_OPPOSITE[line.says])
