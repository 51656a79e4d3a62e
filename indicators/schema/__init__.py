"""A definition set as JSON Schema 2020-12: what a report's behaviours and answers must be.

The schema accepts every report that `indicators.validation.validate` accepts. It refuses every
report that `validate` refuses, but for what `NOT_SAID` lists.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from indicators.definitions import DefinitionSet, Indicator, Json, Status
from indicators.rules import Rule
from indicators.schema.answers import EMPTY, READABLE, answer_schema, at_most, given
from indicators.schema.truth import compares, says
from indicators.validation import validate

__all__ = ["DIALECT", "MEDIA_TYPE", "NOT_SAID", "schema_of"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

MEDIA_TYPE = "application/schema+json"
"""The media type of a schema (draft-bhutton-json-schema-01, section 14.1)."""

NOT_SAID: Mapping[Rule, str] = MappingProxyType(
    {
        Rule.TOO_LONG: "always: characters are counted after Unicode normalisation (NFC), with "
        "line ends as one character and without white space at the ends",
        Rule.BAD_TIME: "where the form is right and the calendar or clock has no such time",
        Rule.UNREADABLE_CHARACTER: "where it is half of a surrogate pair",
        Rule.TOO_FEW_CHOICES: "where a list repeats an answer, which counts once",
        Rule.TOO_MANY_CHOICES: "where a list repeats an answer, which counts once",
        Rule.TOO_MANY_BEHAVIOURS: "where a list repeats a behavior, which counts once",
        Rule.CROSS_RULE: "where it can be told only by comparing two answers",
    }
)
"""What `validate` finds and the schema does not, and when."""


def schema_of(definition_set: DefinitionSet) -> dict[str, Json]:
    """Make the schema of the ``behaviours`` and ``answers`` of a report pinned to the set.

    Other properties of a report are allowed; ``set``, where it is there, must be this one.
    """
    indicators = definition_set.indicators
    return {
        "$schema": DIALECT,
        "$id": f"urn:sar:set:{definition_set.set_id}:{definition_set.version}",
        "$comment": "Not said here, and checked on receipt: "
        + "; ".join(f"{rule} ({when})" for rule, when in NOT_SAID.items()),
        "title": definition_set.title,
        "description": f"Behaviors and answers of a report under {definition_set.set_id} "
        f"{definition_set.version}, sha256 {definition_set.sha256}.",
        "type": "object",
        "required": ["behaviours"],
        "properties": {
            "set": _pin(definition_set),
            "behaviours": _choice(definition_set),
            "answers": {
                "type": "object",
                "properties": {each.indicator_id: True for each in indicators},
                "additionalProperties": False,
            },
        },
        **_all_of([_chosen_or_not(each, definition_set) for each in indicators]),
        "$defs": {
            "empty": EMPTY,
            "readable": READABLE,
            **{
                each.indicator_id: _behaviour(each, definition_set)
                for each in indicators
                if _is_open(each)
            },
        },
    }


def _pin(definition_set: DefinitionSet) -> Json:
    return {
        "type": "object",
        "properties": {
            "set_id": {"const": definition_set.set_id},
            "version": {"const": definition_set.version},
            "sha256": {"enum": [definition_set.sha256, ""]},
        },
    }


def _choice(definition_set: DefinitionSet) -> Json:
    ids: list[Json] = [each.indicator_id for each in definition_set.indicators if _is_open(each)]
    most = definition_set.max_behaviours
    return {
        "type": "array",
        "items": {"enum": ids},
        "minItems": 1,
        **({} if most is None else at_most(most)),
    }


def _chosen_or_not(indicator: Indicator, definition_set: DefinitionSet) -> Json:
    """Ask a behaviour's questions where it is chosen, and take no answers where it is not."""
    key = indicator.indicator_id
    unasked: Json = {"properties": {"answers": {"properties": {key: _NO_ANSWERS}}}}
    if not _is_open(indicator):
        return unasked
    answers: dict[str, Json] = {"properties": {key: {"$ref": f"#/$defs/{key}"}}}
    asked: dict[str, Json] = {"properties": {"answers": answers}}
    if not _may_be_empty(indicator, definition_set):
        answers["required"], asked["required"] = [key], ["answers"]
    is_chosen: Json = {"properties": {"behaviours": {"contains": {"const": key}}}}
    return {"if": is_chosen, "then": asked, "else": unasked}


_NO_ANSWERS: Json = {"type": ["object", "null"], "maxProperties": 0}


def _behaviour(indicator: Indicator, definition_set: DefinitionSet) -> Json:
    required: list[Json] = [
        each.element_id for each in indicator.elements if each.is_required and each.when is None
    ]
    return {
        "title": indicator.name,
        "description": indicator.definition,
        "type": ["object", "null"] if _may_be_empty(indicator, definition_set) else "object",
        "properties": {each.element_id: answer_schema(each) for each in indicator.elements},
        "required": required,
        "additionalProperties": False,
        **_all_of([*_questions(indicator), *_rules(indicator)]),
    }


def _questions(indicator: Indicator) -> Iterator[Json]:
    """Say which questions must be answered, and which must not, after which answers."""
    by_id = {each.element_id: each for each in indicator.elements}
    for element in indicator.elements:
        answered = given(element) if element.is_required else None
        if element.when is None:
            yield from [answered] if answered else []
            continue
        unanswered: Json = {"properties": {element.element_id: {"$ref": "#/$defs/empty"}}}
        yield {
            "if": says(element.when, by_id, is_true=True),
            **({"then": answered} if answered else {}),
            "else": unanswered,
        }


def _rules(indicator: Indicator) -> Iterator[Json]:
    by_id = {each.element_id: each for each in indicator.elements}
    for rule in indicator.rules:
        broken = says(rule.holds, by_id, is_true=False)
        yield {
            "$comment": f"{rule.rule_id}: {rule.message}"
            + (
                " Checked in full on receipt: two answers are compared."
                if compares(rule.holds)
                else ""
            ),
            **({} if broken is None else {"not": broken}),
        }


def _all_of(schemas: list[Json]) -> dict[str, Json]:
    """Demand all of these; JSON Schema takes no empty list."""
    return {"allOf": schemas} if schemas else {}


def _is_open(indicator: Indicator) -> bool:
    return indicator.status is not Status.RETIRED


def _may_be_empty(indicator: Indicator, definition_set: DefinitionSet) -> bool:
    """Tell whether the behaviour can be reported without a single answer."""
    return not validate({}, definition_set, indicator_ids=[indicator.indicator_id]).findings
