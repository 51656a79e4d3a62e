"""The schema of the answer to one question, in words and in keywords."""

from collections.abc import Iterator, Mapping

from indicators.answers import MAX_MAGNITUDE
from indicators.definitions import Element, ElementKind, Json
from indicators.forms import how_many
from indicators.schema.patterns import BLANK, DATE_TIME, INNER_CONTROL, NOT_BLANK, UNREADABLE

EMPTY: Json = {
    "$comment": "What counts as no answer.",
    "anyOf": [
        {"type": "null"},
        {"type": "string", "pattern": BLANK},
        {"type": "array", "maxItems": 0},
    ],
}

READABLE: Json = {
    "$comment": "A text without characters that cannot be stored or shown.",
    "not": {
        "type": "string",
        "anyOf": [{"pattern": UNREADABLE}, {"pattern": INNER_CONTROL}],
    },
}


def answer_schema(element: Element) -> Json:
    """Make the schema of what may be sent as the answer, no answer included."""
    described: dict[str, Json] = {"title": element.label}
    words = " ".join(_words(element))
    if words:
        described["description"] = words
    return described | _form(element)


def given(element: Element) -> Json:
    """Make the schema of answers among which there is one to this question."""
    key = element.element_id
    return {"required": [key], "properties": {key: _GIVEN[element.kind]}}


def at_most(count: int) -> dict[str, Json]:
    """Limit a list to so many different items; one that repeats an item is not looked at."""
    return {"if": {"uniqueItems": True}, "then": {"maxItems": count}}


def _words(element: Element) -> Iterator[str]:
    """Say in words what the question asks for, its limits and what its codes mean."""
    if element.help:
        yield element.help
    if element.kind is ElementKind.TEXT:
        yield f"At most {element.max_chars:,} characters."
    if element.unit:
        yield f"In {element.unit}."
    if element.kind is ElementKind.MULTI_CHOICE:
        yield how_many(element)
    if element.options:
        yield "; ".join(f"{option.code}: {option.label}" for option in element.options) + "."


def _form(element: Element) -> dict[str, Json]:
    codes: list[Json] = [option.code for option in element.options]
    match element.kind:
        case ElementKind.TEXT:
            return {"type": ["string", "null"], "$ref": "#/$defs/readable"}
        case ElementKind.CHOICE:
            anything: list[Json] = [{"enum": codes}, {"$ref": "#/$defs/empty"}]
            return {"type": ["string", "null"], "anyOf": anything}
        case ElementKind.MULTI_CHOICE:
            return {"type": ["array", "null"], "items": {"enum": codes}, **_counts(element)}
        case ElementKind.YES_NO:
            return {"type": ["boolean", "null"]}
        case ElementKind.NUMBER:
            low = -MAX_MAGNITUDE if element.minimum is None else element.minimum
            high = MAX_MAGNITUDE if element.maximum is None else element.maximum
            return {"type": ["number", "null"], "minimum": low, "maximum": high}
        case ElementKind.DATE_TIME:
            return {"type": ["string", "null"], "pattern": DATE_TIME}


def _counts(element: Element) -> dict[str, Json]:
    low, high = element.min_choices, element.max_choices
    least: list[Json] = [{"maxItems": 0}, {"minItems": low}]
    return {
        **({} if low is None else {"anyOf": least}),
        **({} if high is None else at_most(high)),
    }


_NOT_BLANK: Json = {"type": "string", "pattern": NOT_BLANK}
_GIVEN: Mapping[ElementKind, Json] = {
    ElementKind.TEXT: _NOT_BLANK,
    ElementKind.CHOICE: _NOT_BLANK,
    ElementKind.MULTI_CHOICE: {"type": "array", "minItems": 1},
    ElementKind.YES_NO: {"type": "boolean"},
    ElementKind.NUMBER: {"type": "number"},
    ElementKind.DATE_TIME: _NOT_BLANK,
}
