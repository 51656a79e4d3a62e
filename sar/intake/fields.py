"""Which texts a report consists of, by path, and the form in which they are stored and shown."""

from collections.abc import Mapping
from typing import Any

from indicators.definitions import DefinitionSet, ElementKind, PrivacyClass
from privacy.redaction import Redacted
from sar.intake.submission import NewReport, Place, PlaceKind
from triage.candidates import PlacePrecision

# These are identifiers whatever they say: hidden as a whole, never searched for a part to keep.
_WHOLE_PLACE = ("street",)


def texts_of(
    report: NewReport, definition_set: DefinitionSet, answers: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, str], set[str]]:
    """Return every text of the report by path, and which of them are hidden as a whole."""
    texts = {"narrative": report.narrative}
    whole: set[str] = set()
    for name in ("street", "facility", "city"):
        texts[f"place.{name}"] = getattr(report.place, name)
    whole.update(f"place.{name}" for name in _WHOLE_PLACE)
    for number, person in enumerate(report.people):
        texts[f"people.{number}.name"] = person["name"]
        texts[f"people.{number}.description"] = person["description"]
        whole.add(f"people.{number}.name")
    for number, vehicle in enumerate(report.vehicles):
        texts[f"vehicles.{number}.plate"] = vehicle["plate"]
        texts[f"vehicles.{number}.description"] = vehicle["description"]
        whole.add(f"vehicles.{number}.plate")
    for path, value, privacy in _text_answers(definition_set, answers):
        texts[path] = value
        if privacy is PrivacyClass.IDENTIFYING:
            whole.add(path)
    texts["attributes.reason"] = report.reply.reason
    texts["attributes.facts"] = report.reply.facts
    filled = {path: text for path, text in texts.items() if text}
    return filled, whole & filled.keys()


def coded_answers(
    definition_set: DefinitionSet, answers: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return the answers that are no text and identify nobody: codes, numbers, times."""
    return {
        indicator_id: {
            element.element_id: given[element.element_id]
            for element in definition_set.indicator(indicator_id).elements
            if element.element_id in given and not _is_text(element.kind, element.privacy)
        }
        for indicator_id, given in answers.items()
    }


def stored(redacted: Mapping[str, Redacted] | None) -> dict[str, Any] | None:
    """Return the JSON form of redacted texts; None (held) stays None."""
    if redacted is None:
        return None
    return {
        path: {
            "text": each.text,
            "spans": [
                {
                    "start": span.start,
                    "end": span.end,
                    "source_start": span.source_start,
                    "source_end": span.source_end,
                    "kind": span.kind.value,
                    "placeholder": span.placeholder,
                    "reason": span.reason,
                }
                for span in each.spans
            ],
        }
        for path, each in redacted.items()
    }


def place_shown(place: Place, redacted: Mapping[str, Redacted] | None) -> str:
    """Return the place as it may be shown: facility and city redacted, coordinates rounded.

    Two decimals of a degree are about 1.1 km: a neighbourhood, not a house.
    """
    if redacted is None:
        return ""
    if place.kind is PlaceKind.COORDINATES:
        return f"near {place.latitude:.2f}, {place.longitude:.2f}"
    parts = [redacted[path].text for path in ("place.facility", "place.city") if path in redacted]
    return ", ".join([*parts, place.state] if place.state else parts)[:200]


def precision_of(place: Place) -> PlacePrecision:
    """Return how closely the report says where."""
    return PlacePrecision(place.kind.value)


def _text_answers(
    definition_set: DefinitionSet, answers: Mapping[str, Mapping[str, Any]]
) -> list[tuple[str, str, PrivacyClass]]:
    return [
        (
            f"answers.{indicator_id}.{element.element_id}",
            str(given[element.element_id]),
            element.privacy,
        )
        for indicator_id, given in answers.items()
        for element in definition_set.indicator(indicator_id).elements
        if element.element_id in given and _is_text(element.kind, element.privacy)
    ]


def _is_text(kind: ElementKind, privacy: PrivacyClass) -> bool:
    return kind is ElementKind.TEXT or privacy is not PrivacyClass.NONE
