"""The texts of a report on its page, each with its label, cut into passages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from indicators.definitions import Element, ElementKind, Indicator
from sar.originals.passages import Passage, Segment, Shown, passage
from sar.originals.revealed import ADDITION
from sar.review.desk import DeskReport
from sar.values import frozen

_NOT_ASKED = "Not asked: it depends on another answer."
_NOT_ANSWERED = "Not answered"


@frozen
class AnswerRow:
    """One question with its answer: plain words, or a passage for a text."""

    label: str
    value: str = field(default="", repr=False)
    passage: Passage | None = field(default=None, repr=False)
    is_answered: bool = True


def place_passages(report: DeskReport, shown: Shown) -> list[Passage]:
    """Return the parts of the place that hold something hidden; the rest is in `place_shown`."""
    labels = {"place.street": "Street", "place.facility": "Facility", "place.city": "City"}
    return [
        passage(path, report.redacted[path], shown, label=label)
        for path, label in labels.items()
        if path in report.redacted and report.redacted[path]["spans"]
    ]


def thing_passages(report: DeskReport, shown: Shown) -> list[Passage]:
    """Return what is said of each person and vehicle, in the order in which they were given."""
    names = {"name": "name", "description": "seen", "plate": "plate"}
    found = []
    for group, singular in (("people", "Person"), ("vehicles", "Vehicle")):
        for path in report.redacted:
            first, _, rest = path.partition(".")
            number, _, part = rest.partition(".")
            if first == group:
                what = "description" if group == "vehicles" and part != "plate" else names[part]
                label = f"{singular} {int(number) + 1}: {what}"
                found.append(passage(path, report.redacted[path], shown, label=label))
    return found


def addition_passages(report: DeskReport, shown: Shown) -> list[tuple[datetime, Passage | None]]:
    """Return what the officer added, with its time; None for what is held."""
    return [
        (
            each.added_at,
            passage(f"{ADDITION}{each.addition_id}", each.stored, shown) if each.stored else None,
        )
        for each in report.additions
    ]


def answer_rows(
    report: DeskReport, indicator: Indicator, shown: Shown, *, local_time: Callable[[datetime], str]
) -> list[AnswerRow]:
    """Return every question of `indicator` in the pinned version, with what was answered."""
    coded = report.coded_answers.get(indicator.indicator_id, {})
    rows = []
    for element in indicator.elements:
        path = f"answers.{indicator.indicator_id}.{element.element_id}"
        if path in report.redacted:
            text = passage(path, report.redacted[path], shown, label=element.label)
            rows.append(AnswerRow(element.label, passage=text))
        elif element.element_id in coded:
            words = _in_words(element, coded[element.element_id], local_time)
            rows.append(AnswerRow(element.label, value=words))
        else:
            why = _NOT_ANSWERED if _is_asked(element, coded) else _NOT_ASKED
            rows.append(AnswerRow(element.label, value=why, is_answered=False))
    return rows


def open_questions(report: DeskReport) -> list[tuple[str, str]]:
    """Return ("<indicator>.<element>", label) of what was asked and not answered."""
    return [
        (f"{indicator.indicator_id}.{element.element_id}", element.label)
        for indicator in report.behaviours
        for element in indicator.elements
        if f"answers.{indicator.indicator_id}.{element.element_id}" not in report.redacted
        and element.element_id not in report.coded_answers.get(indicator.indicator_id, {})
        and _is_asked(element, report.coded_answers.get(indicator.indicator_id, {}))
    ]


def hidden_once(passages: Sequence[Passage]) -> list[Segment]:
    """Return one segment per placeholder of the whole report, in order of appearance."""
    found: dict[str, Segment] = {}
    for each in passages:
        for segment in each.segments:
            if segment.placeholder is not None:
                found.setdefault(segment.placeholder, segment)
    return list(found.values())


def _is_asked(element: Element, coded: Mapping[str, Any]) -> bool:
    if element.when is None:
        return True
    given = coded.get(element.when.element_id)
    values = given if isinstance(given, list) else [given]
    return any(value in element.when.values for value in values)


def _in_words(element: Element, answer: Any, local_time: Callable[[datetime], str]) -> str:
    labels = {option.code: option.label for option in element.options}
    if element.kind is ElementKind.YES_NO:
        return "Yes" if answer else "No"
    if element.kind is ElementKind.MULTI_CHOICE:
        return "; ".join(labels.get(code, code) for code in answer)
    if element.kind is ElementKind.CHOICE:
        return labels.get(answer, str(answer))
    if element.kind is ElementKind.DATE_TIME:
        return local_time(datetime.fromisoformat(answer))
    return f"{answer:g} {element.unit}".strip() if isinstance(answer, int | float) else str(answer)
