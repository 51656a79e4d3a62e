"""The small changes that mutation testing makes to what a rule says of the answers."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from indicators.coverage import neighbours
from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    Element,
    Not,
    Test,
)

_Changed = tuple[Test, str]


def changed_tests(test: Test, by_id: Mapping[str, Element]) -> Iterator[tuple[Test, str, bool]]:
    """Give every change of a rule's test: the test, what became of it, and whether it is negated.

    Apart from the negation of the whole, one part is changed at a time: a value of a condition, a
    comparison, one of its sides, one of several tests, "all of" into "any of" and back.
    """
    yield (
        (test.fails if isinstance(test, Not) else Not(test)),
        "held exactly when it is broken",
        True,
    )
    for changed, change in _parts(test, by_id):
        yield changed, change, False


def _parts(test: Test, by_id: Mapping[str, Element]) -> Iterator[_Changed]:
    match test:
        case Answered(element_id):
            for other in by_id:
                if other != element_id:
                    yield Answered(other), f"asked for {other} instead of {element_id}"
        case Condition():
            yield from _conditions(test, by_id)
        case Compare():
            yield from _comparisons(test, by_id)
        case Not(inner):
            for changed, change in _parts(inner, by_id):
                yield Not(changed), change
        case AllOf(tests):
            yield AnyOf(tests), "took any of its tests instead of all"
            for some, change in _lists(tests, by_id):
                yield AllOf(some), change
        case AnyOf(tests):
            yield AllOf(tests), "took all of its tests instead of any"
            for some, change in _lists(tests, by_id):
                yield AnyOf(some), change


def _lists(
    tests: tuple[Test, ...], by_id: Mapping[str, Element]
) -> Iterator[tuple[tuple[Test, ...], str]]:
    for index, test in enumerate(tests):
        before, after = tests[:index], tests[index + 1 :]
        if before or after:
            yield before + after, f"lost its test number {index + 1}"
        for changed, change in _parts(test, by_id):
            yield (*before, changed, *after), change


def _conditions(test: Condition, by_id: Mapping[str, Element]) -> Iterator[_Changed]:
    codes = tuple(option.code for option in by_id[test.element_id].options) or (True, False)
    for value in codes:
        values = tuple(each for each in test.values if each != value)
        if value not in test.values:
            change = f"also took {value} for {test.element_id}"
            yield replace(test, values=(*values, value)), change
        elif values:
            yield replace(test, values=values), f"did not take {value} for {test.element_id}"


def _comparisons(test: Compare, by_id: Mapping[str, Element]) -> Iterator[_Changed]:
    for comparison in Comparison:
        if comparison is not test.comparison:
            change = f"compared by {comparison} instead of {test.comparison}"
            yield replace(test, comparison=comparison), change
    if isinstance(test.other, str):
        for other, element in by_id.items():
            is_like = element.kind is by_id[test.other].kind and other != test.element_id
            if is_like and other != test.other:
                yield replace(test, other=other), f"compared with {other} instead of {test.other}"
    else:
        for moved in neighbours(test.other):
            yield (
                replace(test, other=moved),
                f"compared with {moved:,.10g} instead of {test.other:,.10g}",
            )
