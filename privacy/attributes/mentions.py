"""What is found: a protected attribute or activity, where it stands, and what it does there."""

from dataclasses import dataclass
from enum import StrEnum


class Attribute(StrEnum):
    """A protected attribute, or an activity that is protected; each is a class of its own."""

    RACE = "race"
    ETHNICITY = "ethnicity"
    NATIONAL_ORIGIN = "national_origin"
    RELIGION = "religion"
    SEX = "sex"
    GENDER_IDENTITY = "gender_identity"
    SEXUAL_ORIENTATION = "sexual_orientation"
    DISABILITY_AND_HEALTH = "disability_and_health"
    AGE = "age"
    POLITICAL_VIEW = "political_view"
    IMMIGRATION_STATUS = "immigration_status"
    LANGUAGE = "language"
    PHOTOGRAPHING = "photographing"
    PROTEST = "protest"
    WORSHIP = "worship"
    SPEECH = "speech"
    PRESS = "press"
    ASSOCIATION = "association"


ACTIVITIES = frozenset(
    {
        Attribute.PHOTOGRAPHING,
        Attribute.PROTEST,
        Attribute.WORSHIP,
        Attribute.SPEECH,
        Attribute.PRESS,
        Attribute.ASSOCIATION,
    }
)


class Role(StrEnum):
    """What a mention does in its sentence.

    basis: it is why something looked suspicious; description: it identifies an observed person;
    target: the act is aimed at it, or it is quoted; lawful_activity: it is lawful by itself and
    needs further articulable facts; irrelevant: none of these.
    """

    BASIS = "basis"
    DESCRIPTION = "description"
    TARGET = "target"
    LAWFUL_ACTIVITY = "lawful_activity"
    IRRELEVANT = "irrelevant"


@dataclass(frozen=True, slots=True)
class Mention:
    """A half-open range of code points of the original text, what it is about and what it does.

    `reason` is one constant sentence of the rule that decided the role; it never quotes the text.
    """

    start: int
    end: int
    attribute: Attribute
    role: Role
    reason: str
