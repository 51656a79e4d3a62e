"""The test of a rule as a schema that is met only where the test is certainly true, or false."""

from collections.abc import Iterable, Mapping

from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Compare,
    Comparison,
    Condition,
    Element,
    ElementKind,
    Json,
    Not,
    Test,
)
from indicators.schema.answers import given

Elements = Mapping[str, Element]

_TRUE = {
    Comparison.LESS: "exclusiveMaximum",
    Comparison.AT_MOST: "maximum",
    Comparison.EQUAL: "const",
    Comparison.AT_LEAST: "minimum",
    Comparison.MORE: "exclusiveMinimum",
}
_FALSE = {
    Comparison.LESS: "minimum",
    Comparison.AT_MOST: "exclusiveMinimum",
    Comparison.AT_LEAST: "exclusiveMaximum",
    Comparison.MORE: "maximum",
}


def says(test: Test, elements: Elements, *, is_true: bool) -> Json:
    """Make the schema of the answers of which a test is certainly true, or certainly false.

    None where no schema can say so: JSON Schema compares an answer with a constant, but not with
    another answer. What a part cannot say is left out, so the schema never says too much.
    """
    match test:
        case Answered(element_id):
            return _or_not(given(elements[element_id]), is_true=is_true)
        case Condition():
            return _or_not(_met(test, elements[test.element_id]), is_true=is_true)
        case Compare():
            return _compared(test, is_true=is_true)
        case Not(inner):
            return says(inner, elements, is_true=not is_true)
        case AllOf(tests) | AnyOf(tests):
            parts = [says(each, elements, is_true=is_true) for each in tests]
            needs_all = isinstance(test, AllOf) is is_true
            return _every(parts) if needs_all else _some(parts)


def compares(test: Test) -> bool:
    """Tell whether a test compares two answers anywhere."""
    match test:
        case Compare(_, _, other):
            return isinstance(other, str)
        case Not(inner):
            return compares(inner)
        case AllOf(tests) | AnyOf(tests):
            return any(compares(each) for each in tests)
    return False


def _met(condition: Condition, element: Element) -> Json:
    one_of: dict[str, Json] = {"enum": list(condition.values)}
    is_list = element.kind is ElementKind.MULTI_CHOICE
    answer: Json = {"type": "array", "contains": one_of} if is_list else one_of
    return {"required": [element.element_id], "properties": {element.element_id: answer}}


def _compared(test: Compare, *, is_true: bool) -> Json:
    if isinstance(test.other, str):
        return None
    keyword = (_TRUE if is_true else _FALSE).get(test.comparison)
    limit: Json = {keyword: test.other} if keyword else {"not": {"const": test.other}}
    answer: Json = {"type": "number", "allOf": [limit]}
    return {"required": [test.element_id], "properties": {test.element_id: answer}}


def _or_not(schema: Json, *, is_true: bool) -> Json:
    return schema if is_true else {"not": schema}


def _every(parts: Iterable[Json]) -> Json:
    known: list[Json] = list(parts)
    return None if None in known else {"allOf": known}


def _some(parts: Iterable[Json]) -> Json:
    known: list[Json] = [each for each in parts if each is not None]
    return {"anyOf": known} if known else None
