"""xAPI statements about practice (xAPI 1.0.3): who is a random id, what is an id and a verdict.

No statement holds a name, an address, a text of a report or what somebody chose.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sar.training.structure import iri
from sar.values import frozen

VERSION = "1.0.3"
_VERBS = "http://adlnet.gov/expapi/verbs/"
_ACTIVITIES = "http://adlnet.gov/expapi/activities/"
_LANGUAGE = "en-US"


@frozen
class About:
    """Whom and what a statement is about; `homepage` names the system that gave the id."""

    homepage: str
    learner_id: str
    set_id: str
    set_version: str
    mode: str
    at: datetime


def answered(
    statement_id: UUID, about: About, item_id: str, part: str, *, is_right: bool
) -> dict[str, Any]:
    """Say that somebody answered one part of a practice report, rightly or not."""
    name = f"Practice report {item_id}, {part}"
    thing = _activity(f"practice-item/{about.set_id}/{item_id}/{part}", name, "question")
    return _statement(statement_id, about, "answered", thing) | {"result": {"success": is_right}}


def completed(statement_id: UUID, about: About, *, right: int, total: int) -> dict[str, Any]:
    """Say that somebody finished a round of practice, and how many answers were right."""
    score = {"scaled": round(right / total, 4), "raw": right, "min": 0, "max": total}
    result = {"completion": True, "score": score}
    return _statement(statement_id, about, "completed", _practice(about)) | {"result": result}


def _statement(
    statement_id: UUID, about: About, verb: str, thing: dict[str, Any]
) -> dict[str, Any]:
    edition = _activity(
        f"set/{about.set_id}/{about.set_version}", f"{about.set_id} {about.set_version}", "course"
    )
    return {
        "id": str(statement_id),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": about.homepage, "name": about.learner_id},
        },
        "verb": {"id": _VERBS + verb, "display": {_LANGUAGE: verb}},
        "object": thing,
        "context": {"contextActivities": {"parent": [_practice(about)], "grouping": [edition]}},
        "timestamp": about.at.isoformat(timespec="milliseconds"),
    }


def _practice(about: About) -> dict[str, Any]:
    return _activity(
        f"practice/{about.set_id}/{about.mode}", f"Practice as {about.mode}", "simulation"
    )


def _activity(name: str, words: str, kind: str) -> dict[str, Any]:
    definition = {"name": {_LANGUAGE: words}, "type": _ACTIVITIES + kind}
    return {"objectType": "Activity", "id": iri(name), "definition": definition}
