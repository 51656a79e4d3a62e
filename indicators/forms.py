"""What an HTML form sent for one question, as the JSON value that validation expects."""

import re
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from indicators.definitions import Element, ElementKind, Json

_BOOLEANS = {"yes": True, "true": True, "no": False, "false": False}
_WHOLE = re.compile(r"-?[0-9]{1,16}")
_DECIMAL = re.compile(r"-?[0-9]{1,16}\.[0-9]{1,9}")
_LOCAL_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_OFFSET = re.compile(r"Z|[+-][0-9]{2}:[0-9]{2}")


def answer_from_form(element: Element, values: Sequence[str]) -> Json:
    """Turn the values of one form field into a JSON value; blank values count as not sent.

    A date and time comes as one value with an offset, or as two: the value of a
    ``datetime-local`` input, then an offset such as ``-05:00`` or a time zone such as
    ``America/Chicago``. An hour that a zone has twice is taken as the first of the two.

    Returns
    -------
    None when nothing was sent, the JSON value, or the raw text when it cannot be converted, so
    that `validate` can explain what is wrong with it.
    """
    sent = [value.strip() for value in values if value.strip()]
    if element.kind is ElementKind.MULTI_CHOICE:
        return list(sent) or None
    if element.kind is ElementKind.DATE_TIME and len(sent) == 2:
        return _moment(*sent)
    if len(sent) > 1:
        return list(sent)
    if not sent:
        return None
    if element.kind is ElementKind.YES_NO:
        return _BOOLEANS.get(sent[0].lower(), sent[0])
    return _number(sent[0]) if element.kind is ElementKind.NUMBER else sent[0]


def how_many(element: Element) -> str:
    """Say how many options of a multiple choice to tick, as a hint beside it."""
    low, high = element.min_choices or 0, element.max_choices
    if high is None or high == len(element.options):
        return f"Tick at least {low}." if low > 1 else "Tick all that apply."
    if low < 2:
        return f"Tick at most {high}."
    return f"Tick exactly {low}." if low == high else f"Tick from {low} to {high}."


def _number(text: str) -> int | float | str:
    if _WHOLE.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _moment(local: str, zone: str) -> str:
    if not _LOCAL_TIME.fullmatch(local) or _OFFSET.fullmatch(zone):
        return local + zone if _OFFSET.fullmatch(zone) else local
    try:
        return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).isoformat()
    except (ValueError, KeyError, OSError):
        return local
