"""Whether the rules across questions can be told from the answers of their own behaviour."""

from collections.abc import Mapping

from indicators.coherence.questions import check_known, check_values
from indicators.coherence.spots import Spot
from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    Compare,
    Condition,
    Element,
    ElementKind,
    Indicator,
    Not,
    Test,
)

_COMPARABLE = (ElementKind.NUMBER, ElementKind.DATE_TIME)


def check_rules(indicator: Indicator, owners: Mapping[str, str], spot: Spot) -> None:
    """Check the rules of one behaviour; `owners` has the behaviour's name by element id."""
    elements = {each.element_id: each for each in indicator.elements}
    for index, rule in enumerate(indicator.rules):
        _check_test(rule.holds, elements, owners, spot.item("rules", index).at("holds"))


def _check_test(
    test: Test, elements: Mapping[str, Element], owners: Mapping[str, str], spot: Spot
) -> None:
    match test:
        case Answered(element_id):
            check_known(element_id, elements, owners, spot.at("answered"))
        case Condition(element_id):
            check_known(element_id, elements, owners, spot.at("element_id"))
            check_values(test, elements[element_id], spot.at("values"))
        case Compare(element_id, _, other):
            check_known(element_id, elements, owners, spot.at("element_id"))
            if isinstance(other, str):
                check_known(other, elements, owners, spot.at("other"))
                _check_pair(elements[element_id], elements[other], spot.at("other"))
            else:
                _check_constant(elements[element_id], spot.at("element_id"))
        case Not(inner):
            _check_test(inner, elements, owners, spot.at("fails"))
        case AllOf(tests) | AnyOf(tests):
            key = "all_of" if isinstance(test, AllOf) else "any_of"
            if not tests:
                raise spot.at(key).error("there is no test.", "Write tests, or remove the list.")
            for index, each in enumerate(tests):
                _check_test(each, elements, owners, spot.item(key, index))


def _check_pair(one: Element, other: Element, spot: Spot) -> None:
    ids = f"{one.element_id!r} and {other.element_id!r}"
    if one is other:
        raise spot.error(f"{one.element_id!r} is compared with itself.", "Name another question.")
    if one.kind not in _COMPARABLE or other.kind is not one.kind:
        raise spot.error(
            f"{ids} are a {one.kind} and a {other.kind} question, which cannot be compared.",
            "Compare two numbers, two times, or a number question with a number.",
        )
    if one.unit != other.unit:
        raise spot.error(
            f"{ids} count in different units, {one.unit or 'none'} and {other.unit or 'none'}.",
            "Compare questions that count in the same unit.",
        )


def _check_constant(element: Element, spot: Spot) -> None:
    if element.kind is not ElementKind.NUMBER:
        raise spot.error(
            f"{element.element_id!r} is a {element.kind} question, and is compared with a number.",
            "Name a number question.",
        )
