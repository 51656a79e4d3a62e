"""What an officer sends: the frozen values between the schema and the service."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sar.intake.gate import Reply
from sar.sets.published import SetReference
from sar.values import frozen

MAX_ITEMS = 20
"""Most people, and most vehicles, of one report; this project's choice."""


class Source(StrEnum):
    """How the information was obtained; this project's list, after DOJ "nature of source"."""

    OFFICER_OBSERVED = "officer_observed"
    WITNESS_NAMED = "witness_named"
    WITNESS_ANONYMOUS = "witness_anonymous"
    PRIVATE_SECTOR = "private_sector"
    OTHER_AGENCY = "other_agency"
    ONLINE = "online"
    OTHER = "other"


class OccurredKind(StrEnum):
    """How the time was given."""

    NOW = "now"
    TODAY = "today"
    AT = "at"


class PlaceKind(StrEnum):
    """How the place was given."""

    ADDRESS = "address"
    FACILITY = "facility"
    COORDINATES = "coordinates"


@frozen
class Occurred:
    """When it happened, as the officer said it; `zone` is an IANA name.

    `told_at` is when it was said, if that was earlier than it is sent: "now" means that moment.
    """

    kind: OccurredKind
    day: date | None = None
    clock: time | None = None
    zone: str = "UTC"
    told_at: datetime | None = None


@frozen
class Place:
    """Where it happened; degrees are WGS 84, latitude in [-90, 90], longitude in [-180, 180]."""

    kind: PlaceKind
    street: str = field(default="", repr=False)
    facility: str = field(default="", repr=False)
    city: str = field(default="", repr=False)
    state: str = ""
    latitude: float | None = field(default=None, repr=False)
    longitude: float | None = field(default=None, repr=False)


@frozen
class NewReport:
    """A submission that has the right form; whether its answers fit the set is not yet known.

    `original` is the submission as plain JSON: what is sealed, and what the content hash covers.
    """

    set_reference: SetReference
    behaviours: tuple[str, ...]
    answers: Mapping[str, Mapping[str, Any]] = field(repr=False)
    narrative: str = field(repr=False)
    occurred: Occurred
    place: Place = field(repr=False)
    sector: str
    people: Sequence[Mapping[str, str]] = field(repr=False)
    vehicles: Sequence[Mapping[str, str]] = field(repr=False)
    source: Source
    original: Mapping[str, Any] = field(repr=False)
    reply: Reply = field(default=Reply(), repr=False)
