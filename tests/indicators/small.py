"""Small definition sets for tests, written as plain values."""

from typing import Any

from indicators.definitions import DefinitionSet
from indicators.loading import from_plain


def small_set(*behaviours: dict[str, Any], **more: Any) -> DefinitionSet:
    """Make a checked set of these behaviours."""
    return from_plain(plain_set(*behaviours, **more), name="small.yaml")


def plain_set(*behaviours: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Make the plain form of a set of these behaviours."""
    return {
        "set_id": "small-set",
        "version": "1.0.0",
        "edition": "0",
        "title": "Small",
        "issued": "2026-01-31",
        "notice": "For a test.",
        "definition_of_suspicious_activity": "Something.",
        "protected_characteristics": ["race"],
        "sources": [{"key": "own", "reference": "Own."}],
        "indicators": list(behaviours),
    } | more


def behaviour(number: int, *elements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Make a behaviour of the group that may be innocent, with these questions."""
    return {
        "indicator_id": f"ind-{number:04}",
        "niem_code": "PHOTO",
        "group": "needs_information",
        "name": f"Behaviour {number}",
        "definition": "Something is done.",
        "sources": ["own"],
        "confidence": "memory",
        "weight": 100,
        "elements": list(elements),
    } | more


def question(number: int, kind: str, codes: str = "", **more: Any) -> dict[str, Any]:
    """Make a question; each letter of `codes` is one option, and a text is free text."""
    options = {"options": [{"code": each, "label": each.upper()} for each in codes]}
    return (
        {"element_id": f"el-{number:04}", "label": f"Question {number}?", "kind": kind}
        | (options if codes else {})
        | ({"privacy": "free_text"} if kind == "text" else {})
        | more
    )


def rule(number: int, holds: dict[str, Any]) -> dict[str, Any]:
    """Make a rule across questions."""
    return {
        "rule_id": f"rule-{number:04}",
        "message": f"Rule {number} is broken.",
        "remedy": f"Mend rule {number}.",
        "holds": holds,
    }
