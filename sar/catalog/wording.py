"""How the parts of a set are called on the trainer's pages."""

from collections.abc import Mapping
from typing import Any

from indicators.definitions import (
    Audience,
    Confidence,
    Element,
    ElementKind,
    ExampleKind,
    Group,
    Indicator,
    PrivacyClass,
    RelationKind,
    Status,
)

GROUPS = {
    Group.DEFINED_CRIMINAL: "Crimes, or close to one",
    Group.NEEDS_INFORMATION: "Often innocent: more information is needed",
}
KINDS = {
    ElementKind.TEXT: "Own words",
    ElementKind.CHOICE: "One of a list",
    ElementKind.MULTI_CHOICE: "Any of a list",
    ElementKind.YES_NO: "Yes or no",
    ElementKind.NUMBER: "A number",
    ElementKind.DATE_TIME: "A date and time",
}
PRIVACY = {
    PrivacyClass.FREE_TEXT: "It may hold names or numbers: they are hidden one by one",
    PrivacyClass.IDENTIFYING: "It is itself a name or number: the whole answer is hidden",
}
CONFIDENCE = {
    Confidence.FOUND: "It follows the public sources that are named",
    Confidence.MEMORY: "From memory, or this project's own",
}
EXAMPLES = {
    ExampleKind.POSITIVE: "This is it",
    ExampleKind.NEGATIVE: "This is not",
    ExampleKind.LOOKALIKE: "Lawful look-alike",
}
AUDIENCES = {
    Audience.LAW_ENFORCEMENT: "Law enforcement",
    Audience.FIRE_EMS: "Fire and EMS",
    Audience.TELECOMMUNICATOR: "Telecommunicators",
    Audience.EMERGENCY_MANAGEMENT: "Emergency management",
    Audience.PRIVATE_SECTOR: "Private sector",
}
RELATIONS = {
    RelationKind.REPLACES: "replaces",
    RelationKind.REPLACED_BY: "is replaced by",
    RelationKind.SPLIT_FROM: "was split from",
    RelationKind.MERGED_INTO: "was merged into",
    RelationKind.SIMILAR: "is similar to",
}
STATUSES = {
    Status.ACTIVE: "Offered",
    Status.DEPRECATED: "On its way out",
    Status.RETIRED: "Retired",
}
STATUS_HINTS = {
    Status.ACTIVE: "Officers can choose it. That it was replaced or merged is taken back.",
    Status.DEPRECATED: "Still accepted, offered last, with a word on what to choose instead.",
    Status.RETIRED: "No longer accepted. It stays in the set, so that its id is never used again.",
}
CODES: Mapping[str, Mapping[Any, str]] = {
    "group": GROUPS,
    "status": STATUSES,
    "confidence": CONFIDENCE,
    "kind": KINDS,
    "privacy": PRIVACY,
}
"""What the values of a definition's fields are called, by the field."""
LEVELS = {"major": "Major", "minor": "Minor", "patch": "Wording"}
ACTIONS = {
    "drafted": "Draft begun",
    "joined": "Somebody joined the editors",
    "consulted": "Opened for comments",
    "consultation_closed": "Consultation ended",
    "submitted": "Sent to review",
    "taken_back": "Taken back by the author",
    "sent_back": "Sent back with a comment",
    "approved": "Approved",
    "published": "Published",
    "withdrawn": "Withdrawn before its date",
    "reactivation_asked": "Asked for to be live again",
    "reactivation_declined": "Not made live again",
    "reactivation_taken_back": "No longer asked for to be live again",
    "reactivated": "Made live again",
    "discarded": "Draft discarded",
}


def condition_words(indicator: Indicator, element: Element) -> str:
    """Say after which answers a question is asked, "" if always."""
    when = element.when
    if when is None:
        return ""
    asked = next(each for each in indicator.elements if each.element_id == when.element_id)
    shown = " or ".join(f"“{value_words(asked, value)}”" for value in when.values)
    return f"Only asked when “{asked.label}” is answered with {shown}."


def limit_words(element: Element) -> str:
    """Say how many answers, or which numbers, a question takes; "" for no limit."""
    low, high, unit = element.minimum, element.maximum, element.unit
    if element.kind is ElementKind.MULTI_CHOICE:
        low, high, unit = element.min_choices, element.max_choices, "answers"
    parts = [f"at least {low:,.10g}"] if low is not None else []
    parts += [f"at most {high:,.10g}"] if high is not None else []
    return f"{' and '.join(parts).capitalize()} {unit}".strip() + "." if parts else ""


def answers_given(
    indicator: Indicator, answers: Mapping[str, object] | None
) -> list[tuple[str, str]]:
    """List an example's answers as (question, answer) in the order of the questions."""
    given = answers or {}
    return [
        (element.label, "; ".join(value_words(element, each) for each in _listed(value)))
        for element in indicator.elements
        if (value := given.get(element.element_id)) is not None
    ]


def value_words(element: Element, value: object) -> str:
    """Return one answer as a reader sees it: a label, yes or no, a number with its unit."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Mapping):
        return f"“{value['repeat']}” {value['times']:,} times"
    labels = {option.code: option.label for option in element.options}
    return f"{labels.get(str(value), value)} {element.unit}".strip()


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else [value]
