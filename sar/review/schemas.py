"""The form of a decision, for the page and the JSON API alike."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from indicators.codes import TARGET_SECTOR
from indicators.definitions import INDICATOR_ID
from sar.models import ReturnReason
from sar.review.actions import CHOICES
from sar.review.incidents import LASTS_HOURS, MAX_CHARS, SINCE_HOURS
from sar.review.reasons import REASONS
from sar.review.snoozes import MAX_WHY_CHARS, PRESETS
from sar.review.waiting import STATE_LABELS, read_cursor
from sar.serving.schema_parts import StrictSchema, Text, at_most
from triage.decisions import Record

MAX_WORDS_CHARS = 5000
MAX_UNIT_CHARS = 200


def _words(limit: int = MAX_WORDS_CHARS) -> Text:
    """Return a field for what an analyst writes, which may be left out."""
    return Text(
        load_default="",
        validate=at_most(limit),
        error_messages={"null": "This must be text. | Leave it out, or send a JSON string."},
    )


def _behaviour() -> fields.String:
    """Return a field for an indicator id, which may be left out."""
    return fields.String(
        load_default="",
        validate=validate.Regexp(
            rf"(?:{INDICATOR_ID.pattern})?\Z",
            error="This is not an indicator id. | Write it as ind-0001.",
        ),
    )


class RecordSchema(StrictSchema):
    """What is written down with a decision."""

    rationale = _words()
    officer_text = _words()
    innocent_explanation = _words()
    question = _words()
    referred_to = _words(MAX_UNIT_CHARS)


class DecisionSchema(RecordSchema):
    """A decision: the action, and what it needs on record."""

    action = fields.String(
        required=True,
        validate=validate.OneOf(
            [str(action) for action in CHOICES],
            error="This is not an action of a reviewer. | Choose one of {choices}.",
        ),
        error_messages={"required": "The action is missing. | Choose one."},
    )
    return_reason = fields.String(
        load_default=ReturnReason.OTHER.value,
        validate=validate.OneOf(
            [str(reason) for reason in ReturnReason],
            error="There is no such reason. | Choose one of {choices}.",
        ),
        metadata={"description": "Why it goes back; counts only for return_to_officer."},
    )
    reason = fields.String(
        load_default="",
        validate=validate.OneOf(
            ["", *sorted({each.code for group in REASONS.values() for each in group})],
            error="There is no such standard reason. | Choose one of {choices}.",
        ),
        metadata={"description": "A standard reason of the action, in place of a rationale."},
    )


def _check_cursor(text: str) -> None:
    if text and read_cursor(text) is None:
        raise ValidationError("This is not a cursor of ours. | Use `next` of the page before.")


class FilterSchema(StrictSchema):
    """What narrows the queue; everything may be left out, but a misspelt one is refused."""

    error_messages = {  # noqa: RUF012  marshmallow's own convention
        "unknown": "There is no such filter. | Use sector, behavior, state, aside or incident.",
    }

    sector = fields.String(
        load_default="",
        validate=validate.OneOf(
            ["", *TARGET_SECTOR], error="This is not a target sector code. | Use a NIEM code."
        ),
    )
    behaviour = _behaviour()
    state = fields.String(
        load_default="",
        validate=validate.OneOf(
            ["", *map(str, STATE_LABELS)],
            error="This is not an open state. | Use received, criteria_met or criteria_not_met.",
        ),
    )
    aside = fields.Boolean(
        load_default=False,
        metadata={"description": "What was set aside until later, instead of what waits now."},
    )
    incident = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 10**9, error="There is no such incident. | Use its number."),
        metadata={"description": "The number of a live incident, for its part of the queue."},
    )


class PageSchema(FilterSchema):
    """Which page of the queue is asked for."""

    after = fields.String(
        load_default="",
        validate=_check_cursor,
        metadata={"description": "`next` of the page before; leave it out for the first page."},
    )


class TakeoverSchema(Schema):
    """Whether a report is taken that somebody else works on."""

    takeover = fields.Boolean(load_default=False)


class SnoozeSchema(StrictSchema):
    """Until when a report is set aside, and what is waited for."""

    until = fields.String(
        required=True,
        validate=validate.OneOf(
            list(PRESETS), error="This is not a time to come back. | Choose one of {choices}."
        ),
        metadata={"description": "In your zone; mornings are at eight."},
    )
    day = fields.String(
        load_default="", metadata={"description": "With `until` day: a date as 2026-03-31."}
    )
    why = _words(MAX_WHY_CHARS)


class NewIncidentSchema(StrictSchema):
    """An incident to open: what belongs to it, by an area as reports show it or a behaviour."""

    name = _words(MAX_CHARS)
    area = _words(MAX_CHARS)
    behaviour = _behaviour()
    since_hours = fields.Integer(
        required=True,
        strict=True,
        validate=validate.OneOf(list(SINCE_HOURS), error="Choose one of {choices}. | In hours."),
    )
    lasts_hours = fields.Integer(
        required=True,
        strict=True,
        validate=validate.OneOf(list(LASTS_HOURS), error="Choose one of {choices}. | In hours."),
    )


def load_record(written: Mapping[str, str]) -> tuple[Record | None, Mapping[str, Any]]:
    """Return the record, or None and marshmallow's messages, which quote no input."""
    try:
        return Record(**RecordSchema().load(written)), {}
    except ValidationError as error:
        return None, error.messages_dict
