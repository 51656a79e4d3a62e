"""What the HTML form sent, as the same plain submission that the JSON API takes."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from indicators.definitions import DefinitionSet, Element, ElementKind, Indicator
from indicators.errors import UnknownIndicatorError
from indicators.validation import answer_from_form
from sar.intake.coordinates import read_degrees
from sar.intake.submission import MAX_ITEMS

Form = MultiDict[str, str]

_TYPED = re.compile(r"narrative$|answers\.|people\.|vehicles\.|place\.|attributes\.facts$")
_DESCRIPTION = re.compile(r"(people|vehicles)\.\d{1,2}\.description")
_PLACE = ("kind", "street", "facility", "city", "state", "latitude", "longitude")
_PERSON = ("name", "description")
_VEHICLE = ("plate", "state", "description")


def submission_from_form(form: Form, definition_set: DefinitionSet) -> dict[str, Any]:
    """Return the submission; fields that were left empty are left out, the rest is as typed."""
    behaviours = form.getlist("behaviours")
    return {
        "set": {
            "set_id": form.get("set.set_id", ""),
            "version": form.get("set.version", ""),
            "sha256": form.get("set.sha256", ""),
        },
        "behaviours": behaviours,
        "answers": {
            indicator_id: _answers(form, definition_set, indicator_id)
            for indicator_id in behaviours
        },
        "narrative": form.get("narrative", ""),
        "occurred": _filled(form, "occurred", ("kind", "date", "time", "zone", "told_at")),
        # Whichever way is chosen last: a street beside coordinates is no mistake.
        "place": read_degrees(_filled(form, "place", _PLACE)),
        "sector": form.get("sector", ""),
        "people": _items(form, "people", _PERSON),
        "vehicles": _items(form, "vehicles", _VEHICLE),
        **_filled_top(form, ("source",)),
        **_attributes(form),
    }


def typed_texts(form: Form) -> dict[str, str]:
    """Return what was typed about the report by the name of its field, in the form's order."""
    return {name: text for name, text in form.items() if _TYPED.match(name) and text.strip()}


def told_texts(form: Form, indicators: Iterable[Indicator]) -> dict[str, str]:
    """Return the texts that the form asks for and a protected trait may stand in."""
    asked = {
        f"answers.{indicator.indicator_id}.{element.element_id}"
        for indicator in indicators
        for element in indicator.elements
        if element.kind is ElementKind.TEXT
    }
    return {
        name: text
        for name, text in typed_texts(form).items()
        if name == "narrative" or name in asked or _DESCRIPTION.fullmatch(name)
    }


def count_of(form: Form, group: str) -> int:
    """Return how many blocks of `group` ("people") the form shows: one more if it was asked for.

    More than `MAX_ITEMS` are never offered, but what was sent is shown, and refused with a reason.
    """
    pattern = re.compile(rf"{group}\.(\d{{1,2}})\.")
    numbers = [int(found[1]) for name in form if (found := pattern.match(name))]
    count = max(numbers, default=-1) + 1
    is_one_more = form.get("add") == group and count < MAX_ITEMS
    return count + is_one_more


def _answers(form: Form, definition_set: DefinitionSet, indicator_id: str) -> dict[str, Any]:
    try:
        elements: Sequence[Element] = definition_set.indicator(indicator_id).elements
    except UnknownIndicatorError:
        return {}
    answers = {
        element.element_id: _answer(form, f"answers.{indicator_id}.{element.element_id}", element)
        for element in elements
    }
    return {element_id: answer for element_id, answer in answers.items() if answer is not None}


def _answer(form: Form, name: str, element: Element) -> object | None:
    if element.kind is not ElementKind.DATE_TIME:
        return answer_from_form(element, form.getlist(name))
    if form.get(name, "").strip():
        return form[name].strip()
    # As phones kept it, and programs may send it: a day, a time and their zone.
    day, clock = form.get(f"{name}-date", ""), form.get(f"{name}-time", "")
    if not day and not clock:
        return None
    return answer_from_form(element, [f"{day}T{clock}", form.get(f"{name}-zone", "")])


def _attributes(form: Form) -> dict[str, Any]:
    """Return what was said about traits and lawful activities; an answer only if it was asked."""
    is_asked = "attributes.asked" in form
    filled = _filled(form, "attributes", ("answer", "reason", "facts") if is_asked else ("facts",))
    if is_asked:
        filled["asked"] = True
    return {"attributes": filled} if filled else {}


def _items(form: Form, group: str, names: Sequence[str]) -> list[dict[str, str]]:
    blocks = [
        {name: form.get(f"{group}.{number}.{name}", "") for name in names}
        for number in range(count_of(form, group))
    ]
    return [block for block in blocks if any(value.strip() for value in block.values())]


def _filled(form: Form, group: str, names: Sequence[str]) -> dict[str, Any]:
    return {name: value for name in names if (value := form.get(f"{group}.{name}", "").strip())}


def _filled_top(form: Form, names: Sequence[str]) -> dict[str, str]:
    return {name: value for name in names if (value := form.get(name, ""))}
