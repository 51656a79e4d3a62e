"""A definition set from JSON types, every value checked and what refers to what."""

import re
from datetime import date

from indicators.coherence import check_set
from indicators.definitions import (
    DEFAULT_MAX_CHARS,
    ELEMENT_ID,
    INDICATOR_ID,
    Condition,
    Confidence,
    DefinitionSet,
    Element,
    ElementKind,
    Example,
    ExampleKind,
    Group,
    Indicator,
    Json,
    Option,
    PrivacyClass,
    Source,
)
from indicators.reading import Place

MAX_ANSWER_CHARS = 20_000
"""Longest answer a definition may ask for, in code points; about six printed pages."""

MAX_WEIGHT = 400
"""Largest weight: no single behaviour may decide more than two fifths of a score."""

_SET_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_VERSION = re.compile(r"(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


def from_plain(plain: object, *, name: str) -> DefinitionSet:
    """Make a definition set of JSON types, checking every value and what refers to what.

    Texts are normalised to NFC and lose white space at their ends.

    Raises
    ------
    DefinitionError
        At the first value that cannot be accepted.
    """
    place = Place(plain, "", name).record(
        required=(
            "set_id",
            "version",
            "edition",
            "title",
            "issued",
            "notice",
            "definition_of_suspicious_activity",
            "protected_characteristics",
            "sources",
            "indicators",
        )
    )
    definition_set = DefinitionSet(
        set_id=place.at("set_id").matching(_SET_ID, example="nsi-behaviours"),
        version=place.at("version").matching(_VERSION, example='"1.0.0", in quotes'),
        edition=place.at("edition").text(),
        title=place.at("title").text(),
        issued=_date(place.at("issued")),
        notice=place.at("notice").text(),
        definition_of_suspicious_activity=place.at("definition_of_suspicious_activity").text(),
        protected_characteristics=_texts(place.at("protected_characteristics")),
        sources=tuple(_source(each) for each in place.at("sources").items()),
        indicators=tuple(_indicator(each) for each in place.at("indicators").items()),
    )
    check_set(definition_set, name=name)
    return definition_set


def _date(place: Place) -> date:
    text = place.matching(_DATE, example='"2015-02-23", in quotes')
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise place.error("there is no such day.", "Write year, month and day.") from error


def _texts(place: Place) -> tuple[str, ...]:
    return tuple(each.text() for each in place.items())


def _source(place: Place) -> Source:
    place.record(required=("key", "reference"))
    return Source(place.at("key").text(), place.at("reference").text())


def _indicator(place: Place) -> Indicator:
    place.record(
        required=(
            "indicator_id",
            "niem_code",
            "group",
            "name",
            "definition",
            "sources",
            "confidence",
            "weight",
        ),
        optional=("elements", "guidance", "examples"),
    )
    return Indicator(
        indicator_id=place.at("indicator_id").matching(INDICATOR_ID, example="ind-0007"),
        niem_code=place.at("niem_code").text(),
        group=place.at("group").member(Group),
        name=place.at("name").text(),
        definition=place.at("definition").text(),
        sources=_texts(place.at("sources")),
        confidence=place.at("confidence").member(Confidence),
        weight=place.at("weight").whole(minimum=0, maximum=MAX_WEIGHT),
        elements=tuple(_element(each) for each in place.at("elements").items()),
        guidance=_texts(place.at("guidance")),
        examples=tuple(_example(each) for each in place.at("examples").items()),
    )


def _element(place: Place) -> Element:
    place.record(
        required=("element_id", "label", "kind"),
        optional=(
            "help",
            "required",
            "when",
            "options",
            "unit",
            "minimum",
            "maximum",
            "max_chars",
            "privacy",
        ),
    )
    return Element(
        element_id=place.at("element_id").matching(ELEMENT_ID, example="el-0031"),
        label=place.at("label").text(),
        kind=place.at("kind").member(ElementKind),
        help=place.at("help").text(default=""),
        required=place.at("required").flag(default=False),
        when=_condition(place.at("when")) if place.has("when") else None,
        options=tuple(_option(each) for each in place.at("options").items()),
        unit=place.at("unit").text(default=""),
        minimum=place.at("minimum").number(),
        maximum=place.at("maximum").number(),
        max_chars=place.at("max_chars").whole(
            minimum=1, maximum=MAX_ANSWER_CHARS, default=DEFAULT_MAX_CHARS
        ),
        privacy=place.at("privacy").member(PrivacyClass, default=PrivacyClass.NONE),
    )


def _condition(place: Place) -> Condition:
    place.record(required=("element_id", "values"))
    return Condition(
        element_id=place.at("element_id").matching(ELEMENT_ID, example="el-0031"),
        values=tuple(
            each.flag(default=False) if isinstance(each.value, bool) else each.text()
            for each in place.at("values").items()
        ),
    )


def _option(place: Place) -> Option:
    place.record(required=("code", "label"))
    code = place.at("code").matching(_CODE, example="front_gate: small letters, digits and _")
    return Option(code, place.at("label").text())


def _example(place: Place) -> Example:
    place.record(required=("kind", "text", "why"), optional=("answers",))
    return Example(
        kind=place.at("kind").member(ExampleKind),
        text=place.at("text").text(),
        why=place.at("why").text(),
        answers=_answers(place.at("answers")) if place.has("answers") else None,
    )


def _answers(place: Place) -> dict[str, Json]:
    return {key: _json(each) for key, each in place.entries()}


def _json(place: Place) -> Json:
    """Read an example's answer: a text, a list of texts, a number, true or false."""
    if isinstance(place.value, bool):
        return place.value
    if isinstance(place.value, str):
        return place.text()
    if isinstance(place.value, list | tuple):
        return [each.text() for each in place.items()]
    number = place.number()
    return int(number) if number is not None and number.is_integer() else number
