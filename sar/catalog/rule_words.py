"""What a rule says of the answers, in plain words, however deep it nests."""

from collections.abc import Iterable, Mapping

from indicators.definitions import (
    AllOf,
    AnyOf,
    CrossRule,
    Element,
    ElementKind,
    Indicator,
    Not,
    Test,
)
from sar.catalog.drafts.rule_tests import Choices, Join, Line, Says, taken_apart
from sar.catalog.wording import value_words
from sar.values import frozen

_COMPARED = {
    Says.LESS: "is less than",
    Says.AT_MOST: "is at most",
    Says.EQUAL: "is exactly",
    Says.OTHER: "is other than",
    Says.AT_LEAST: "is at least",
    Says.MORE: "is more than",
}
_TIMED = {
    Says.LESS: "is before",
    Says.AT_MOST: "is at or before",
    Says.EQUAL: "is the same time as",
    Says.OTHER: "is another time than",
    Says.AT_LEAST: "is at or after",
    Says.MORE: "is after",
}
_CHOSEN = (Says.ONE_OF, Says.NONE_OF)
_ANSWERED = {Says.ANSWERED: "has an answer", Says.NOT_ANSWERED: "has no answer"}
_ALL, _ANY, _NOT = "All of these hold", "At least one of these holds", "This does not hold"

JOINS = {
    Join.ALL: _ALL,
    Join.ANY: _ANY,
    Join.NOT_TOGETHER: "These never hold together",
    Join.IF_FIRST: "Where the first holds, at least one of the others does too",
}


@frozen
class Clause:
    """What a test says: a sentence without its full stop, and the parts that it speaks of."""

    text: str
    parts: tuple["Clause", ...] = ()

    @property
    def flat(self) -> str:
        """Return it in one line; parts within parts stand in brackets."""
        if not self.parts:
            return self.text
        inner = "; ".join(f"({each.flat})" if each.parts else each.flat for each in self.parts)
        return f"{self.text}: {inner}"


def clause_of(rule: CrossRule, indicator: Indicator) -> Clause:
    """Say what a rule asks for; `indicator` is the behaviour that it belongs to."""
    return _clause(rule.holds, {each.element_id: each for each in indicator.elements})


def saying_words(element: Element) -> Mapping[Says, str]:
    """Say what can be said of the answer to a question, as a form offers it."""
    if element.kind is ElementKind.DATE_TIME:
        return _TIMED | _ANSWERED
    if element.kind is ElementKind.NUMBER:
        return _COMPARED | _ANSWERED
    if element.kind is ElementKind.TEXT:
        return _ANSWERED
    return {each: f"{_verb(element, each)} one of these" for each in _CHOSEN} | _ANSWERED


def _clause(test: Test, elements: Mapping[str, Element]) -> Clause:
    choices = taken_apart(test)
    if choices is not None:
        return _chosen(choices, elements)
    match test:
        case AllOf(tests):
            return Clause(_ALL, tuple(_clause(each, elements) for each in tests))
        case AnyOf(tests):
            return Clause(_ANY, tuple(_clause(each, elements) for each in tests))
        case Not(inner):
            return Clause(_NOT, (_clause(inner, elements),))
    raise TypeError(type(test).__name__)


def _chosen(choices: Choices, elements: Mapping[str, Element]) -> Clause:
    lines = [Clause(_line(each, elements)) for each in choices.lines]
    if choices.join is Join.IF_FIRST:
        first, *rest = lines
        if len(rest) == 1:
            return Clause(f"Where {first.text}, {rest[0].text}")
        return Clause(f"Where {first.text}, at least one of these holds", tuple(rest))
    return lines[0] if len(lines) == 1 else Clause(JOINS[choices.join], tuple(lines))


def _line(line: Line, elements: Mapping[str, Element]) -> str:
    element = elements.get(line.element_id)
    if element is None:
        return f"{line.element_id} is a question that is gone"
    subject = f"“{element.label}”"
    if line.says in _CHOSEN:
        values = [f"“{value_words(element, each)}”" for each in line.values]
        return f"{subject} {_verb(element, line.says)} {_listed(values)}"
    words = saying_words(element).get(line.says, line.says.replace("_", " "))
    if line.other is None:
        return f"{subject} {words}"
    return f"{subject} {words} {_compared_with(line, element, elements)}"


def _verb(element: Element, says: Says) -> str:
    if element.kind is ElementKind.MULTI_CHOICE:
        return "has" if says is Says.ONE_OF else "does not have"
    return "is" if says is Says.ONE_OF else "is not"


def _compared_with(line: Line, element: Element, elements: Mapping[str, Element]) -> str:
    if not isinstance(line.other, str):
        return value_words(element, line.other)
    other = elements.get(line.other)
    return f"“{other.label}”" if other else line.other


def _listed(values: Iterable[str]) -> str:
    *first, last = values
    return f"{', '.join(first)} or {last}" if first else last
