"""The answer to a question about a time, as a form asks for it: a date, a time of day, a zone.

What is no such time stands beside them as other words: a case may be wrong on purpose.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from indicators.answers import check_answer
from indicators.definitions import Element, Json
from indicators.forms import answer_from_form
from sar.catalog.form_reader import MAX_TEXT_CHARS, Form, Reader, code_of, moment_of


def fill_in_time(form: Form, element: Element, answer: Json, *, zone: str) -> None:
    """Fill in the fields of a time, on the clocks of `zone`."""
    name = f"answer.{element.element_id}"
    day, clock, words = _shown(element, answer, zone)
    fields = {f"{name}-date": day, f"{name}-time": clock, f"{name}-zone": zone}
    fields[f"words.{element.element_id}"] = words
    form.update({field: value for field, value in fields.items() if value})


def read_time(read: Reader, element: Element, *, old: Json) -> Json:
    """Read the fields of a time; one that stands as it was shown stays to the letter."""
    name = f"answer.{element.element_id}"
    day, clock, zone = (read.raw(f"{name}-{part}") for part in ("date", "time", "zone"))
    words = read.text(f"words.{element.element_id}", limit=MAX_TEXT_CHARS)
    if (day, clock, words) == _shown(element, old, zone):
        return old
    if not day and not clock:
        return words or None
    if words:
        read.refuse(name, "Here are a time and other words.", "Empty one of the two.")
    elif not day or not clock or moment_of(read.form, name) is None:
        read.refuse(
            name,
            "This is not a whole date and time.",
            "Give a date such as 2026-03-02 and a time such as 14:30, or empty both.",
        )
    return answer_from_form(element, [f"{day}T{clock}", zone])


def _shown(element: Element, answer: Json, zone: str) -> tuple[str, str, str]:
    """Return the date and the time of day in `zone`, or what stands there instead."""
    moment = check_answer(element, answer)
    try:
        local = datetime.fromisoformat(str(moment)).astimezone(ZoneInfo(zone))
    except (ValueError, OSError, KeyError, OverflowError):
        return "", "", "" if answer is None else code_of(answer).strip()
    return f"{local.date()}", f"{local.time():%H:%M:%S}".removesuffix(":00"), ""
