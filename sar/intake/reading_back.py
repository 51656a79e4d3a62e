"""What an officer is about to send, said back in words: one row for each answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field

from indicators.codes import TARGET_SECTOR
from indicators.definitions import Element, ElementKind, Indicator
from sar.intake import forms
from sar.intake.coordinates import read_degrees
from sar.intake.forms import Form
from sar.intake.submission import PlaceKind, Source
from sar.values import frozen
from sar.wording.zones import zone_name

_PLACES = {
    PlaceKind.ADDRESS: ("street", "city", "state"),
    PlaceKind.FACILITY: ("facility", "city", "state"),
    PlaceKind.COORDINATES: ("latitude", "longitude"),
}


@frozen
class Row:
    """One answer in words; `at` is the field that it can be changed in, "" for none."""

    label: str
    value: str = field(repr=False)
    at: str = ""


def rows(
    form: Form,
    indicators: Sequence[Indicator],
    *,
    when: str,
    times: Mapping[str, str],
    sources: Mapping[Source, str],
) -> list[Row]:
    """Return everything that the form says, in its order; what was left empty is left out.

    `times` says in words what answers mean that are times, by the names of their fields.
    """
    found = [
        Row("What you saw", ", ".join(each.name for each in indicators)),
        Row("Where", _place(form), "place.kind"),
        Row("Kind of place", _sector(form), "sector"),
        Row("When", when, "occurred.kind"),
        Row("What happened", form.get("narrative", ""), "narrative"),
        *_answers(form, indicators, times),
        Row("How you know", sources.get(form.get("source"), ""), "source"),  # type: ignore[call-overload]
        *_things(form, "people", "Person", ("name", "description")),
        *_things(form, "vehicles", "Vehicle", ("plate", "state", "description")),
        Row("What makes it more than lawful", form.get("attributes.facts", ""), "attributes.facts"),
    ]
    return [each for each in found if each.value.strip()]


def _place(form: Form) -> str:
    kinds = [form.get("place.kind", ""), *PlaceKind]
    parts = dict.fromkeys(name for kind in kinds if kind in _PLACES for name in _PLACES[kind])
    typed = read_degrees({name: form.get(f"place.{name}", "").strip() for name in parts})
    return ", ".join(text for text in typed.values() if text)


def _sector(form: Form) -> str:
    labels = TARGET_SECTOR.get(form.get("sector", ""))
    return labels.normalised if labels else ""


def _answers(
    form: Form, indicators: Iterable[Indicator], times: Mapping[str, str]
) -> Iterator[Row]:
    for indicator in indicators:
        for element in indicator.elements:
            name = f"answers.{indicator.indicator_id}.{element.element_id}"
            yield Row(element.label, times.get(name) or _answer(form, name, element), name)


def _answer(form: Form, name: str, element: Element) -> str:
    if element.kind is ElementKind.DATE_TIME:
        day, clock = form.get(f"{name}-date", ""), form.get(f"{name}-time", "")
        zone = form.get(f"{name}-zone", "")
        return f"{day} {clock} {zone_name(zone)}" if day or clock else form.get(name, "")
    labels = {option.code: option.label for option in element.options}
    if element.kind is ElementKind.YES_NO:
        labels = {"yes": "Yes", "no": "No"}
    said = ", ".join(labels.get(each, each) for each in form.getlist(name) if each)
    return f"{said} {element.unit}" if said and element.unit else said


def _things(form: Form, group: str, what: str, names: Sequence[str]) -> Iterator[Row]:
    for number in range(forms.count_of(form, group)):
        parts = [form.get(f"{group}.{number}.{name}", "").strip() for name in names]
        said = "; ".join(part for part in parts if part)
        yield Row(f"{what} {number + 1}", said, f"{group}.{number}.{names[0]}")
