"""A submission as the fields of the HTML form, so that its officer can correct it."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from sar.intake.forms import Form
from sar.intake.submission import OccurredKind

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def form_of(submission: Mapping[str, Any], *, occurred_at: datetime, zone: str) -> Form:
    """Return the fields that would send `submission`; "just now" becomes the moment it was."""
    local = occurred_at.astimezone(ZoneInfo(zone))
    moment = {
        "occurred.kind": OccurredKind.AT.value,
        "occurred.words": f"{local:%Y-%m-%d %H:%M}",
        "occurred.zone": zone,
    }
    return MultiDict([*moment.items(), *_fields(submission, zone)])


def _fields(submission: Mapping[str, Any], zone: str) -> Iterator[tuple[str, str]]:
    for name in ("narrative", "sector", "source"):
        yield name, str(submission.get(name, ""))
    for name in ("set", "place", "attributes"):
        for part, value in (submission.get(name) or {}).items():
            yield f"{name}.{part}", "1" if value is True else str(value or "")
    for each in submission["behaviours"]:
        yield "behaviours", each
    for group in ("people", "vehicles"):
        for number, item in enumerate(submission.get(group) or []):
            for part, value in item.items():
                yield f"{group}.{number}.{part}", str(value)
    for indicator_id, given in (submission.get("answers") or {}).items():
        for element_id, answer in given.items():
            yield from _answer(f"answers.{indicator_id}.{element_id}", answer, zone)


def _answer(name: str, answer: Any, zone: str) -> Iterator[tuple[str, str]]:
    if isinstance(answer, bool):
        yield name, "yes" if answer else "no"
    elif isinstance(answer, list):
        yield from ((name, str(each)) for each in answer)
    elif isinstance(answer, str) and _MOMENT.match(answer):
        local = datetime.fromisoformat(answer).astimezone(ZoneInfo(zone))
        yield name, f"{local:%Y-%m-%d %H:%M}"
    else:
        yield name, str(answer)
