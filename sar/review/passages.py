"""Texts of a report cut into what is shown, what is hidden, and what is revealed for now."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from indicators.definitions import Element, ElementKind, Indicator
from sar.revealed import ADDITION, spans_of
from sar.review.desk import DeskReport

_NOT_ASKED = "Not asked: it depends on another answer."
_NOT_ANSWERED = "Not answered"


@dataclass(frozen=True, slots=True)
class Shown:
    """What is revealed to the viewer now, by field and number, and the link that asks for more.

    `link` returns None where the viewer may not ask.
    """

    texts: Mapping[tuple[str, int], str] = field(repr=False)
    expiries: Mapping[tuple[str, int], datetime]
    link: Callable[[str, int], str | None]


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text; `placeholder` is None where the text is shown as it was written."""

    text: str = field(default="", repr=False)
    placeholder: str | None = None
    kind: str = ""
    reason: str = ""
    number: str = ""
    is_revealed: bool = False
    revealed_text: str = field(default="", repr=False)
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One text of a report; `expires` is when the first revealed span hides again."""

    label: str
    segments: tuple[Segment, ...] = field(repr=False)
    expires: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One question with its answer: plain words, or a passage for a text."""

    label: str
    value: str = field(default="", repr=False)
    passage: Passage | None = field(default=None, repr=False)
    is_answered: bool = True


def passage(path: str, stored: Mapping[str, Any], shown: Shown, *, label: str = "") -> Passage:
    """Cut the stored text of the field `path` at its hidden spans."""
    expiries = [when for (where, _), when in shown.expiries.items() if where == path]
    return Passage(
        label=label,
        segments=tuple(_segments(path, stored, shown)),
        expires=min(expiries, default=None),
    )


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


def _segments(path: str, stored: Mapping[str, Any], shown: Shown) -> Iterator[Segment]:
    text, kept_to = stored["text"], 0
    for span, place in zip(spans_of(path, stored), stored["spans"], strict=True):
        if place["start"] > kept_to:
            yield Segment(text=text[kept_to : place["start"]])
        cut_out = shown.texts.get((path, span.number))
        yield Segment(
            placeholder=span.placeholder,
            kind=span.kind,
            reason=span.reason,
            number=span.anchor,
            is_revealed=cut_out is not None,
            revealed_text=cut_out or "",
            href=shown.link(path, span.number),
        )
        kept_to = place["end"]
    if kept_to < len(text):
        yield Segment(text=text[kept_to:])


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
