"""Whether the parts of a definition set agree: ids, conditions, options, bounds and sources."""

from collections.abc import Iterable

from indicators.codes import SUSPICIOUS_ACTIVITY
from indicators.definitions import (
    DEFAULT_MAX_CHARS,
    DefinitionSet,
    Element,
    ElementKind,
    Indicator,
    PrivacyClass,
)
from indicators.errors import DefinitionError

_WITH_OPTIONS = (ElementKind.CHOICE, ElementKind.MULTI_CHOICE)


def check_set(definition_set: DefinitionSet, *, name: str) -> None:
    """Check a whole set; raise DefinitionError at the first part that does not agree.

    Element ids are unique in the whole set, not only in their behaviour: an id means one question
    for ever.
    """
    places = [
        (indicator, f"indicators[{i}]") for i, indicator in enumerate(definition_set.indicators)
    ]
    _refuse_repeats(
        ((source.key, f"sources[{i}].key") for i, source in enumerate(definition_set.sources)),
        name=name,
    )
    _refuse_repeats(
        ((indicator.indicator_id, f"{path}.indicator_id") for indicator, path in places), name=name
    )
    _refuse_repeats(
        (
            (element.element_id, f"{path}.elements[{j}].element_id")
            for indicator, path in places
            for j, element in enumerate(indicator.elements)
        ),
        name=name,
    )
    known = {source.key for source in definition_set.sources}
    for indicator, path in places:
        _check_indicator(indicator, known, path=path, name=name)


def _check_indicator(indicator: Indicator, known: set[str], *, path: str, name: str) -> None:
    if indicator.niem_code not in SUSPICIOUS_ACTIVITY:
        raise DefinitionError(
            name,
            f"{path}.niem_code",
            problem="NIEM has no suspicious activity code like this.",
            remedy=f"Write one of: {', '.join(SUSPICIOUS_ACTIVITY)}.",
        )
    for index, key in enumerate(indicator.sources):
        if key not in known:
            raise DefinitionError(
                name,
                f"{path}.sources[{index}]",
                problem="the set's list of sources has no such key.",
                remedy=f"Add the source, or write one of: {', '.join(sorted(known))}.",
            )
    earlier: dict[str, Element] = {}
    for index, element in enumerate(indicator.elements):
        _check_element(element, earlier, path=f"{path}.elements[{index}]", name=name)
        earlier[element.element_id] = element
    for index, example in enumerate(indicator.examples):
        for key in example.answers or {}:
            if key not in earlier:
                raise DefinitionError(
                    name,
                    f"{path}.examples[{index}].answers",
                    problem="an answer belongs to no question of this behaviour.",
                    remedy=f"Write one of: {', '.join(earlier)}.",
                )


def _check_element(element: Element, earlier: dict[str, Element], *, path: str, name: str) -> None:
    for problem in (_options_problem(element), _bounds_problem(element), _privacy_problem(element)):
        if problem:
            raise DefinitionError(
                name, f"{path}.{problem[0]}", problem=problem[1], remedy=problem[2]
            )
    _refuse_repeats(
        ((each.code, f"{path}.options[{i}].code") for i, each in enumerate(element.options)),
        name=name,
    )
    problem = _condition_problem(element, earlier)
    if problem:
        raise DefinitionError(name, f"{path}.when", problem=problem[1], remedy=problem[2])


_Problem = tuple[str, str, str] | None


def _options_problem(element: Element) -> _Problem:
    if element.kind in _WITH_OPTIONS and not element.options:
        return "kind", f"a {element.kind} question has no options.", "Add options: code and label."
    if element.kind not in _WITH_OPTIONS and element.options:
        return "options", f"a {element.kind} question takes no options.", "Remove them."
    return None


def _bounds_problem(element: Element) -> _Problem:
    low, high = element.minimum, element.maximum
    if element.kind is not ElementKind.NUMBER:
        for key, value in (("unit", element.unit or None), ("minimum", low), ("maximum", high)):
            if value is not None:
                return key, "only a number question has this.", "Remove it."
    if element.kind is not ElementKind.TEXT and element.max_chars != DEFAULT_MAX_CHARS:
        return "max_chars", "only a text question has this.", "Remove it."
    if low is not None and high is not None and low > high:
        return "minimum", "it is larger than the maximum.", "Exchange the two."
    return None


def _privacy_problem(element: Element) -> _Problem:
    """Refuse a text that claims to hold nothing about a person: nobody can promise that."""
    if element.kind is ElementKind.TEXT and element.privacy is PrivacyClass.NONE:
        return (
            "privacy",
            "a text may hold names and numbers of persons.",
            "Write free_text (will be redacted) or identifying (will be hidden whole).",
        )
    return None


def _condition_problem(element: Element, earlier: dict[str, Element]) -> _Problem:
    if element.when is None:
        return None
    asked = earlier.get(element.when.element_id)
    if asked is None:
        return (
            "when",
            "it names no earlier question of the same behaviour.",
            "Name one that stands above this one.",
        )
    allowed: list[str | bool] = [True, False]
    if asked.kind in _WITH_OPTIONS:
        allowed = [option.code for option in asked.options]
    elif asked.kind is not ElementKind.YES_NO:
        return (
            "when",
            f"it depends on a {asked.kind} question.",
            "Name a choice or a yes/no question.",
        )
    values = element.when.values
    if not values or not set(values) <= set(allowed):
        shown = ", ".join(str(each).lower() for each in allowed)
        return "when", "its values are not answers to that question.", f"Write some of: {shown}."
    return None


def _refuse_repeats(keys: Iterable[tuple[str, str]], *, name: str) -> None:
    first: dict[str, str] = {}
    for key, path in keys:
        if key in first:
            raise DefinitionError(
                name,
                path,
                problem=f"{key!r} is taken already by {first[key]}.",
                remedy="Give each its own; an id is never used again for something else.",
            )
        first[key] = path
