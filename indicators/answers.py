"""Whether one JSON value answers one question, and the value in its one accepted form."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from indicators.definitions import Element, ElementKind, Json
from indicators.reading import is_clean_text
from indicators.rules import Rule

MAX_MAGNITUDE = 2**53 - 1
"""Largest number that every JSON reader keeps exactly (RFC 8259, section 6)."""

# RFC 3339, section 5.6, with the seconds left free: people give minutes.
_DATE_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a value is not an answer; never holds the value."""

    rule: Rule
    message: str
    remedy: str


def check_answer(element: Element, value: object) -> Json | Problem:
    """Give the accepted answer in normal form, None when nothing was answered, or the problem.

    Nothing was answered means null, a text of white space only, or an empty list of options.
    Conditions and `required` are not looked at here.
    """
    if value is None:
        return None
    return _CHECKS[element.kind](element, value)


def _check_text(element: Element, value: object) -> Json | Problem:
    if not isinstance(value, str):
        return _wrong_kind(element, "Write a text.")
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text).strip()
    if not is_clean_text(text):
        return Problem(
            Rule.UNREADABLE_CHARACTER,
            f"The answer to “{element.label}” holds a character that cannot be shown.",
            "Type the answer again, or paste it as plain text.",
        )
    if len(text) > element.max_chars:
        return Problem(
            Rule.TOO_LONG,
            f"The answer to “{element.label}” has {len(text):,} characters; "
            f"{element.max_chars:,} fit.",
            "Shorten it, and put the rest into the narrative.",
        )
    return text or None


def _check_choice(element: Element, value: object) -> Json | Problem:
    if not isinstance(value, str):
        return _wrong_kind(element, "Choose one of the listed answers.")
    if not value.strip():
        return None
    if value not in element.codes:
        return _unknown_option(element)
    return value


def _check_multi_choice(element: Element, value: object) -> Json | Problem:
    if not isinstance(value, list | tuple):
        return _wrong_kind(element, "Choose one or more of the listed answers.")
    chosen: list[Json] = [code for code in element.codes if code in value]
    if len(chosen) != len(value):  # Something is there twice, or is no code.
        if not all(isinstance(each, str) for each in value):
            return _wrong_kind(element, "Choose one or more of the listed answers.")
        if not set(value) <= set(element.codes):
            return _unknown_option(element)
    return _count_problem(element, len(chosen)) or chosen or None


def _count_problem(element: Element, count: int) -> Problem | None:
    """Say what is wrong with a number of chosen options; none at all is no answer, not too few."""
    low, high = element.min_choices or 0, element.max_choices or len(element.options)
    if count == 0 or low <= count <= high:
        return None
    few = count < low
    limit = f"at least {low}" if few else f"at most {high}"
    return Problem(
        Rule.TOO_FEW_CHOICES if few else Rule.TOO_MANY_CHOICES,
        f"“{element.label}” has {count} answer{'s' if count > 1 else ''} chosen; it takes {limit}.",
        "Choose more answers that fit." if few else "Keep the answers that fit best.",
    )


def _check_yes_no(element: Element, value: object) -> Json | Problem:
    return value if isinstance(value, bool) else _wrong_kind(element, "Choose yes or no.")


def _check_number(element: Element, value: object) -> Json | Problem:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _wrong_kind(element, "Write a number in digits, such as 12 or 2.5.")
    if isinstance(value, float) and not math.isfinite(value):
        return _wrong_kind(element, "Write a number in digits, such as 12 or 2.5.")
    unit = f" ({element.unit})" if element.unit else ""
    low = -MAX_MAGNITUDE if element.minimum is None else element.minimum
    high = MAX_MAGNITUDE if element.maximum is None else element.maximum
    if value < low or value > high:
        size = "is too small" if value < low else "is too large"
        return Problem(
            Rule.OUT_OF_RANGE,
            f"The answer to “{element.label}” {size}.",
            f"Write a number from {low:,g} to {high:,g}{unit}, or leave it empty if not known.",
        )
    return int(value) if float(value).is_integer() else value


def _check_date_time(element: Element, value: object) -> Json | Problem:
    if not isinstance(value, str):
        return _wrong_kind(element, "Write a date and a time.")
    text = value.strip()
    if not text:
        return None
    form = _DATE_TIME.fullmatch(text)
    if form is None:
        return _bad_time(element, "is not a date with a time")
    if form["offset"] is None:
        return Problem(
            Rule.NO_OFFSET,
            f"The time in “{element.label}” does not say which time zone it is in.",
            "Add the offset from UTC, such as -05:00.",
        )
    try:
        moment = datetime.fromisoformat(text)
        moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return _bad_time(element, "is not in the calendar")
    return moment.isoformat()


def _bad_time(element: Element, problem: str) -> Problem:
    return Problem(
        Rule.BAD_TIME,
        f"The answer to “{element.label}” {problem}.",
        "Write year-month-day, T, hours:minutes and the offset, such as 2026-03-02T14:30-05:00.",
    )


def _wrong_kind(element: Element, remedy: str) -> Problem:
    return Problem(
        Rule.WRONG_KIND, f"The answer to “{element.label}” is not of the right kind.", remedy
    )


def _unknown_option(element: Element) -> Problem:
    return Problem(
        Rule.UNKNOWN_OPTION,
        f"The answer to “{element.label}” is not one of those listed.",
        f"Choose from: {'; '.join(option.label for option in element.options)}.",
    )


_CHECKS: Mapping[ElementKind, Callable[[Element, object], Json | Problem]] = {
    ElementKind.TEXT: _check_text,
    ElementKind.CHOICE: _check_choice,
    ElementKind.MULTI_CHOICE: _check_multi_choice,
    ElementKind.YES_NO: _check_yes_no,
    ElementKind.NUMBER: _check_number,
    ElementKind.DATE_TIME: _check_date_time,
}
