"""What a ranker may see of a report: no author, no name, no protected attribute."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

MAX_WEIGHT = 400


class PlacePrecision(StrEnum):
    """How closely a report says where, from not at all to a point on the map."""

    NONE = "none"
    AREA = "area"
    FACILITY = "facility"
    ADDRESS = "address"
    COORDINATES = "coordinates"


@dataclass(frozen=True, slots=True)
class BehaviourFact:
    """One behaviour that a report names, and how well it is described.

    Attributes
    ----------
    name : str
        The behaviour's name in its definition set.
    weight : int
        The definition set's weight in thousandths of the score, in [0, 400], more is more urgent.
    needs_information : bool
        True when the behaviour is often innocent and needs further facts.
    answered, asked : int
        How many of the behaviour's questions were answered, and how many answers are expected:
        as many as were put, or fewer where fewer tell enough.

    Raises
    ------
    ValueError
        If a number lies outside its range.
    """

    indicator_id: str
    name: str
    weight: int
    needs_information: bool
    answered: int
    asked: int

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= MAX_WEIGHT:
            raise ValueError(f"{self.indicator_id}: weight must be in [0, {MAX_WEIGHT}]")
        if not 0 <= self.answered <= self.asked:
            raise ValueError(f"{self.indicator_id}: answered must be in [0, asked]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A report as a ranker sees it.

    Attributes
    ----------
    narrative : str
        The redacted text; empty when there is none.
    sector : str or None
        NIEM target sector code, for example ``"ENRG"``.
    source : str
        How the report was obtained, for example ``"officer_observed"``.
    occurred_at, received_at : datetime
        Aware; ``occurred_at`` is None when no time was given, and in the zone of the place, so that
        its hour is the one on the clock there.
    has_people, has_vehicles : bool
        Whether any is described; nothing of the description itself.
    similar_recent : int
        How many recent reports resemble this one; 0 or more.
    linked : int
        How many reports analysts had linked with it, as telling the same event, before anybody read
        it: what its own reader links is part of the answer. 0 or more.

    Raises
    ------
    ValueError
        If a time has no zone, or a number is negative.
    """

    narrative: str = field(repr=False)
    behaviours: tuple[BehaviourFact, ...]
    sector: str | None
    source: str
    occurred_at: datetime | None
    received_at: datetime
    place_precision: PlacePrecision
    has_people: bool
    has_vehicles: bool
    similar_recent: int
    linked: int = 0

    def __post_init__(self) -> None:
        if self.similar_recent < 0 or self.linked < 0:
            raise ValueError("similar_recent and linked must be 0 or more")
        for name, moment in (("occurred_at", self.occurred_at), ("received_at", self.received_at)):
            if moment is not None and moment.tzinfo is None:
                raise ValueError(f"{name} must carry a time zone")
