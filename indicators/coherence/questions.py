"""Whether each question of a behaviour makes sense, alone and after those above it."""

from collections.abc import Mapping

from indicators.coherence.spots import Spot, find_circle, refuse_repeats
from indicators.definitions import (
    DEFAULT_MAX_CHARS,
    Condition,
    Element,
    ElementKind,
    Indicator,
    PrivacyClass,
    needs_innocent_explanation,
)
from indicators.reading import shown

WITH_OPTIONS = (ElementKind.CHOICE, ElementKind.MULTI_CHOICE)


def check_questions(indicator: Indicator, owners: Mapping[str, str], spot: Spot) -> None:
    """Check the questions of one behaviour; `owners` has the behaviour's name by element id."""
    earlier: dict[str, Element] = {}
    for index, element in enumerate(indicator.elements):
        here = spot.item("elements", index)
        _check_options(element, here)
        _check_bounds(element, here)
        _check_privacy(element, here)
        if element.when is not None:
            _check_order(element, element.when, indicator, owners, here.at("when"))
            check_values(element.when, earlier[element.when.element_id], here.at("when"))
        _check_explanation(element, indicator, here.at("explains_innocence"))
        earlier[element.element_id] = element
    _check_one_explanation(indicator, spot)


def check_known(
    element_id: str, elements: Mapping[str, object], owners: Mapping[str, str], spot: Spot
) -> None:
    """Refuse the id of a question that the behaviour does not have; say whose it is."""
    if element_id in elements:
        return
    if element_id in owners:
        problem = f"{shown(element_id)} is a question of another behavior, “{owners[element_id]}”."
    else:
        problem = f"{shown(element_id)} is no question of this set."
    raise spot.error(problem, f"Write one of: {', '.join(elements) or 'none'}.")


def check_values(condition: Condition, asked: Element, spot: Spot) -> None:
    """Check that the values of a condition are answers that its question offers."""
    allowed: list[str | bool] = [True, False]
    if asked.kind in WITH_OPTIONS:
        allowed = [option.code for option in asked.options]
    elif asked.kind is not ElementKind.YES_NO:
        raise spot.error(
            f"{asked.element_id!r} is a {asked.kind} question, which has no fixed answers.",
            "Name a choice or a yes/no question.",
        )
    wrong = [each for each in condition.values if each not in allowed]
    if not condition.values or wrong:
        found = f"{shown(str(wrong[0]).lower())} is no answer" if wrong else "there is no answer"
        raise spot.error(
            f"{found} to {asked.element_id!r}.",
            f"Write some of: {', '.join(str(each).lower() for each in allowed)}.",
        )


def _check_order(
    element: Element, when: Condition, indicator: Indicator, owners: Mapping[str, str], spot: Spot
) -> None:
    """Refuse a condition on anything but a question above; name both ends, or the whole circle."""
    by_id = {each.element_id: each for each in indicator.elements}
    check_known(when.element_id, by_id, owners, spot)
    ids = list(by_id)
    if ids.index(when.element_id) < ids.index(element.element_id):
        return
    circle = find_circle(
        {
            each.element_id: [each.when.element_id] if each.when else []
            for each in indicator.elements
        }
    )
    if circle:
        raise spot.error(
            f"these questions wait for one another: {' → '.join([*circle, circle[0]])}.",
            "Ask one of them always: remove its condition.",
        )
    raise spot.error(
        f"{element.element_id!r} depends on {when.element_id!r}, which stands below it.",
        f"Move {when.element_id!r} above {element.element_id!r}, or name one that stands above.",
    )


def _check_options(element: Element, spot: Spot) -> None:
    kind, options = element.kind, element.options
    if kind in WITH_OPTIONS and not options:
        raise spot.at("kind").error(
            f"a {kind} question has no options.", "Add options: code and label."
        )
    if kind not in WITH_OPTIONS and options:
        raise spot.at("options").error(f"a {kind} question takes no options.", "Remove them.")
    refuse_repeats(
        (each.code, spot.item("options", index).at("code")) for index, each in enumerate(options)
    )
    low, high = element.min_choices, element.max_choices
    for key, value in (("min_choices", low), ("max_choices", high)):
        if value is None:
            continue
        if kind is not ElementKind.MULTI_CHOICE:
            raise spot.at(key).error(
                f"only a multi_choice question has this, not a {kind} one.", "Remove it."
            )
        if value > len(options):
            raise spot.at(key).error(
                f"{value} answers are more than the {len(options)} options.",
                f"Write at most {len(options)}.",
            )
    if low is not None and high is not None and low > high:
        raise spot.at("min_choices").error(
            f"{low} is larger than max_choices, {high}.", "Exchange the two."
        )


def _check_bounds(element: Element, spot: Spot) -> None:
    low, high = element.minimum, element.maximum
    if element.kind is not ElementKind.NUMBER:
        for key, value in (("unit", element.unit or None), ("minimum", low), ("maximum", high)):
            if value is not None:
                raise spot.at(key).error(
                    f"only a number question has this, not a {element.kind} one.", "Remove it."
                )
    if element.kind is not ElementKind.TEXT and element.max_chars != DEFAULT_MAX_CHARS:
        raise spot.at("max_chars").error(
            f"only a text question has this, not a {element.kind} one.", "Remove it."
        )
    if low is not None and high is not None and low > high:
        raise spot.at("minimum").error(
            f"{low:g} is larger than the maximum, {high:g}.", "Exchange the two."
        )


def _check_privacy(element: Element, spot: Spot) -> None:
    """Refuse a text that claims to hold nothing about a person: nobody can promise that."""
    if element.kind is ElementKind.TEXT and element.privacy is PrivacyClass.NONE:
        raise spot.at("privacy").error(
            "a text may hold names and numbers of persons.",
            "Write free_text (will be redacted) or identifying (will be hidden whole).",
        )


def _check_explanation(element: Element, indicator: Indicator, spot: Spot) -> None:
    if not element.explains_innocence:
        return
    if element.kind is not ElementKind.TEXT:
        raise spot.error(
            f"a {element.kind} question cannot explain anything.", "Mark a text question."
        )
    if not needs_innocent_explanation(indicator):
        raise spot.error(
            f"the behavior is in the group {indicator.group}, which needs no such answer.",
            "Remove the mark; it belongs to the group needs_information.",
        )
    if element.when is not None:
        raise spot.error(
            f"it must be answered always, but is asked only after {element.when.element_id!r}.",
            "Remove the condition, or the mark.",
        )


def _check_one_explanation(indicator: Indicator, spot: Spot) -> None:
    marked = [
        (index, each) for index, each in enumerate(indicator.elements) if each.explains_innocence
    ]
    if len(marked) > 1:
        (_, first), (index, second) = marked[:2]
        raise (
            spot.item("elements", index)
            .at("explains_innocence")
            .error(
                f"{first.element_id!r} and {second.element_id!r} both have the mark.",
                "Mark one question of a behavior.",
            )
        )
