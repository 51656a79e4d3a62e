"""The times that questions of a behaviour ask for: words are read as those of the report are."""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from types import MappingProxyType

from indicators.answers import Problem, check_answer
from indicators.definitions import Element, ElementKind, Indicator
from sar.errors import FieldFinding
from sar.intake import occurring
from sar.intake.forms import Form
from sar.values import frozen

CHOSEN = "-chosen"
"""Ends the name of the field in which one of several moments is chosen."""


@frozen
class AskedTime:
    """One such question that was answered in words.

    `choices` are the moments that the words may mean, by their codes; `moment` is the one that
    counts, None if none does yet. `is_read_back` tells that the officer has seen it in words.
    """

    indicator_id: str
    element_id: str
    zone: str
    finding: FieldFinding | None = None
    choices: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    chosen: str = ""
    is_read_back: bool = False

    @property
    def name(self) -> str:
        """Return the name of the field."""
        return f"answers.{self.indicator_id}.{self.element_id}"

    @property
    def moment(self) -> datetime | None:
        """Return the moment that counts."""
        return self.choices.get(self.chosen)


def read(form: Form, indicators: Iterable[Indicator], *, now: datetime) -> list[AskedTime]:
    """Read every time that was written in words; `now` is the present moment, aware UTC."""
    found = []
    for indicator in indicators:
        for element in indicator.elements:
            words = form.get(f"answers.{indicator.indicator_id}.{element.element_id}", "").strip()
            if element.kind is ElementKind.DATE_TIME and words and not _is_answer(element, words):
                found.append(_read(form, indicator.indicator_id, element, now=now))
    return found


def _is_answer(element: Element, words: str) -> bool:
    """Tell whether something is written as a program writes a time."""
    return not isinstance(check_answer(element, words), Problem)


def _read(form: Form, indicator_id: str, element: Element, *, now: datetime) -> AskedTime:
    name = f"answers.{indicator_id}.{element.element_id}"
    words, zone = form[name].strip(), form.get("occurred.zone", "")
    own = (indicator_id, element.element_id, zone)
    seen, chosen = occurring.seen_at(form, now=now), form.get(name + CHOSEN, "")
    if seen is not None:
        shown = occurring.read_words(form, words, zone=zone, now=seen).choices
        if chosen in shown:
            return AskedTime(*own, None, shown, chosen, is_read_back=True)
    meant = occurring.read_words(form, words, zone=zone, now=now)
    if meant.problem is not None:
        return AskedTime(*own, _finding(name, *meant.problem))
    if len(meant.choices) > 1:
        return AskedTime(*own, _finding(name + CHOSEN, *occurring.SEVERAL), meant.choices)
    return AskedTime(*own, None, meant.choices, next(iter(meant.choices)))


def _finding(path: str, message: str, remedy: str) -> FieldFinding:
    return FieldFinding(path, message, remedy, "occurred_words")
