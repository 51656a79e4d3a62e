"""The form of a submission, for the HTML form and the JSON API alike.

A message is written ``"What is wrong. | How to mend it."``; `sar.serving.responses` splits it.
"""

import copy
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from marshmallow import (
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from indicators.codes import TARGET_SECTOR
from indicators.parsing import MAX_COUNT
from sar.intake.gate import OFFICER_REPLIES, Reply
from sar.intake.submission import (
    MAX_ITEMS,
    NewReport,
    Occurred,
    OccurredKind,
    Place,
    PlaceKind,
    Source,
)
from sar.intake.when import is_on_clocks
from sar.serving.schema_parts import MISSING, StrictSchema, Text, at_most, one_of
from sar.sets.published import SetReference

# USPS Publication 28, appendix B: states, DC and the territories.
STATES = tuple(
    (  # noqa: SIM905  a list of 56 quoted names is harder to check
        "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV "
        "NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI"
    ).split()
)
# Nothing older is reported, and conversions between zones stay inside what a date can be.
EARLIEST, LATEST = date(1970, 1, 1), date(9998, 12, 31)


def _not_degrees(words: str) -> dict[str, str | list[Any] | dict[Any, Any]]:
    return dict.fromkeys(("invalid", "special", "too_large"), words)


class SetReferenceSchema(StrictSchema):
    """The version of the indicator set that the report was written under."""

    set_id = Text(required=True, validate=at_most(64))
    version = Text(required=True, validate=at_most(32))
    sha256 = Text(load_default="", validate=at_most(64))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


class OccurredSchema(StrictSchema):
    """When it happened: now, earlier today, or at a date and time with its zone."""

    kind = fields.Enum(
        OccurredKind,
        by_value=True,
        required=True,
        error_messages={
            "required": "Say when it happened. | Choose now, earlier today, or a date and time.",
            "unknown": "This is not a way to give a time. | Use now, today or at.",
        },
    )
    date = fields.Date(
        allow_none=True,
        validate=validate.Range(
            EARLIEST, LATEST, error="This date cannot be right. | Give the day it happened."
        ),
        error_messages={"invalid": "This is not a date. | Write it as 2026-11-20."},
        metadata={"description": "The day, for `at`."},
    )
    time = fields.Time(
        allow_none=True,
        error_messages={"invalid": "This is not a time. | Write it as 14:30."},
        metadata={
            "description": "What clocks at the place showed, as 14:30; for `today` and `at`."
        },
    )
    zone = Text(
        load_default="",
        validate=at_most(64),
        metadata={"description": "The zone of the place, as America/Chicago."},
    )
    told_at = fields.AwareDateTime(
        allow_none=True,
        validate=validate.Range(
            *(datetime.combine(day, time(), UTC) for day in (EARLIEST, LATEST)),
            error="This moment cannot be right. | Give when it was written.",
        ),
        error_messages={
            "invalid": "This is not a moment. | Write it as 2026-11-20T14:30:00Z.",
            "invalid_awareness": "This moment has no offset. | Write it as 2026-11-20T14:30:00Z.",
        },
        metadata={"description": "When it was written, if it is sent later: now means then."},
    )
    second = fields.Boolean(
        load_default=False,
        metadata={
            "description": "The second of two equal clock times, on the day the clocks go back."
        },
    )

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """Require what each kind needs."""
        kind, errors = data.get("kind"), {}
        if kind == OccurredKind.AT and data.get("date") is None:
            errors["date"] = ["The date is missing. | Give the day on which it happened."]
        if kind in {OccurredKind.AT, OccurredKind.TODAY}:
            if data.get("time") is None:
                errors["time"] = ["The time is missing. | Give a time, roughly if need be."]
            elif data["time"].tzinfo is not None:
                errors["time"] = ["The time has its own offset. | Give the zone in `zone`."]
            if not data.get("zone"):
                errors["zone"] = ["The time has no zone. | Choose the zone of the place."]
        if data.get("zone") and data["zone"] not in _zones():
            errors["zone"] = ["This zone is not known. | Use a name such as America/Chicago."]
        if (
            kind == OccurredKind.AT
            and not errors
            and not is_on_clocks(data["date"], data["time"], data["zone"])
        ):
            errors["time"] = [
                "There was no such time: the clocks went forward then. | Give the time they showed."
            ]
        if errors:
            raise ValidationError(errors)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Occurred:
        """Return the frozen value; the second of two equal times is `fold` 1."""
        clock = data.get("time")
        return Occurred(
            kind=data["kind"],
            day=data.get("date"),
            clock=clock.replace(fold=data["second"]) if clock else None,
            zone=data.get("zone") or "UTC",
            told_at=data.get("told_at"),
        )


class PlaceSchema(StrictSchema):
    """Where it happened: an address, a facility, or coordinates."""

    kind = fields.Enum(
        PlaceKind,
        by_value=True,
        required=True,
        error_messages={
            "required": "Say where it happened. | Choose address, facility or coordinates.",
            "unknown": "This is not a way to give a place. | Use address, facility or coordinates.",
        },
    )
    street = Text(load_default="", validate=at_most(200))
    facility = Text(load_default="", validate=at_most(200))
    city = Text(load_default="", validate=at_most(100))
    state = Text(load_default="", validate=one_of(("", *STATES), what="a state"))
    latitude = fields.Float(
        allow_none=True,
        allow_nan=False,
        validate=validate.Range(
            -90, 90, error="This latitude is off the globe. | Give -90 to 90 degrees."
        ),
        error_messages=_not_degrees("The latitude is not in degrees. | Write it like 41.8781."),
    )
    longitude = fields.Float(
        allow_none=True,
        allow_nan=False,
        validate=validate.Range(
            -180, 180, error="This longitude is off the globe. | Give -180 to 180 degrees."
        ),
        error_messages=_not_degrees("The longitude is not in degrees. | Write it like -87.6298."),
    )

    @validates_schema
    def check(self, data: dict[str, Any], **_: Any) -> None:
        """Require what each kind needs."""
        kind, errors = data.get("kind"), {}
        if kind == PlaceKind.ADDRESS and not data.get("street"):
            errors["street"] = ["The street is missing. | Give the street or the intersection."]
        if kind == PlaceKind.FACILITY and not data.get("facility"):
            errors["facility"] = ["The facility is missing. | Name it, or give an address."]
        if kind == PlaceKind.COORDINATES:
            for name in ("latitude", "longitude"):
                if data.get(name) is None:
                    errors[name] = [f"The {name} is missing. | Give it in degrees."]
        if errors:
            raise ValidationError(errors)

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Place:
        """Return the frozen value."""
        return Place(**data)


class PersonSchema(StrictSchema):
    """A person who was observed: a name if known, and what could be seen."""

    name = Text(load_default="", validate=at_most(200))
    description = Text(load_default="", validate=at_most(1000))


class VehicleSchema(StrictSchema):
    """A vehicle that was observed."""

    plate = Text(load_default="", validate=at_most(32))
    state = Text(load_default="", validate=one_of(("", *STATES), what="a state"))
    description = Text(load_default="", validate=at_most(1000))


def _items(schema: type[Schema], what: str) -> fields.Field[Any]:
    return fields.List(
        fields.Nested(schema),
        load_default=list,
        validate=validate.Length(
            max=MAX_ITEMS,
            error=f"There are more than {MAX_ITEMS} {what}. | Describe the rest in the narrative.",
        ),
    )


class AttributesSchema(StrictSchema):
    """What the officer says of a protected trait that seems to be the reason for suspicion."""

    answer = Text(
        load_default="",
        validate=one_of(("", *OFFICER_REPLIES), what="an answer"),
        metadata={
            "description": "description: it describes a person who was seen; unchanged: the words "
            "have to stay, for the reason given. Needed after a refusal by rule attribute_basis, "
            "unless the text was changed.",
        },
    )
    reason = Text(load_default="", validate=at_most(1000))
    asked = fields.Boolean(
        load_default=False,
        metadata={"description": "True when it was sent before and refused by that rule."},
    )
    facts = Text(
        load_default="",
        validate=at_most(1000),
        metadata={
            "description": "What else was seen that makes it more than an activity that is lawful "
            "by itself, such as photographing or protest. Never required.",
        },
    )

    @post_load
    def build(self, data: dict[str, Any], **_: Any) -> Reply:
        """Return the frozen value."""
        return Reply(data["answer"], data["reason"], data["asked"], data["facts"])


class NewReportSchema(StrictSchema):
    """A report to file; `answers` maps behaviour id to question id to answer."""

    set = fields.Nested(SetReferenceSchema, required=True, error_messages={"required": MISSING})
    behaviours = fields.List(
        Text(validate=at_most(32)),
        required=True,
        validate=validate.Length(
            min=1,
            max=MAX_COUNT,
            error=f"Pick at least one behavior, at most {MAX_COUNT}. | Pick what you saw.",
        ),
        error_messages={"required": "Pick at least one behavior. | Pick what you saw."},
    )
    answers = fields.Dict(
        keys=fields.String(),
        values=fields.Dict(
            keys=fields.String(),
            error_messages={"invalid": "This must be a JSON object. | Map question id to answer."},
        ),
        load_default=dict,
        metadata={
            "description": "behavior id -> question id -> answer; both ids, and what each question "
            "takes, stand in `content` of `/api/v1/sets/current`."
        },
        error_messages={"invalid": "This must be a JSON object. | Map behavior id to answers."},
    )
    narrative = Text(
        required=True,
        validate=validate.Length(
            min=1, error="What happened is missing. | Tell it in your own words."
        ),
        error_messages={"required": "What happened is missing. | Tell it in `narrative`."},
    )
    occurred = fields.Nested(
        OccurredSchema,
        required=True,
        error_messages={"required": "The time is missing. | Say when it happened."},
    )
    place = fields.Nested(
        PlaceSchema,
        required=True,
        error_messages={"required": "The place is missing. | Say where it happened."},
    )
    sector = Text(
        load_default="", validate=one_of(("", *TARGET_SECTOR), what="a target sector code")
    )
    people = _items(PersonSchema, "people")
    vehicles = _items(VehicleSchema, "vehicles")
    source = fields.Enum(
        Source,
        by_value=True,
        required=True,
        error_messages={
            "required": "Say how you came to know. | Choose one from the list.",
            "unknown": "This is not a kind of source. | Choose one from the list.",
        },
    )
    attributes = fields.Nested(
        AttributesSchema,
        load_default=Reply,
        metadata={"description": "Only about protected traits and activities."},
    )


# Making a schema takes longer than using it.
NEW_REPORT = NewReportSchema()


class QuestionAnswerSchema(StrictSchema):
    """The officer's answer to an analyst's question."""

    text = Text(
        required=True,
        validate=[
            validate.Length(min=1, error="The answer is empty. | Write what you know."),
            at_most(5000),
        ],
    )


def new_report(submission: Mapping[str, Any], loaded: Mapping[str, Any]) -> NewReport:
    """Combine what the schema loaded with the plain submission, which is sealed as it came."""
    return NewReport(
        set_reference=SetReference(**loaded["set"]),
        behaviours=tuple(dict.fromkeys(loaded["behaviours"])),
        answers=loaded["answers"],
        narrative=loaded["narrative"],
        occurred=loaded["occurred"],
        place=loaded["place"],
        sector=loaded["sector"],
        people=tuple(person for person in loaded["people"] if any(person.values())),
        vehicles=tuple(vehicle for vehicle in loaded["vehicles"] if any(vehicle.values())),
        source=loaded["source"],
        reply=loaded["attributes"],
        original=copy.deepcopy(dict(submission)),
    )


def load_report(
    submission: Mapping[str, Any],
) -> tuple[NewReport | None, Mapping[str, Any]]:
    """Return the report, or None and marshmallow's messages, which quote no input."""
    try:
        loaded = NEW_REPORT.load(submission)
    except ValidationError as error:
        return None, error.normalized_messages()  # type: ignore[no-untyped-call]
    return new_report(submission, loaded), {}
