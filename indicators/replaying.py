"""One past report under another version of its set: what carries over, is found and is asked.

Of a stored report the answers in free text are not at hand, only their length. That is enough:
a set asks nothing of a text that depends on anything else, so a text of that length stands in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from indicators.definitions import (
    AllOf,
    Answered,
    AnyOf,
    DefinitionSet,
    Element,
    ElementKind,
    Indicator,
    Json,
    Not,
    Status,
    Test,
)
from indicators.validation import Finding, asked_elements, validate

# Which questions of which behaviours: (indicator id, element id).
Questions: TypeAlias = frozenset[tuple[str, str]]


class WhyNot(StrEnum):
    """Why a past report cannot be replayed."""

    HELD = "held"  # not even its redacted form exists
    PURGED = "purged"  # its content was destroyed
    SET_MISSING = "set_missing"  # the version that it is pinned to is not at hand
    HIDDEN_ANSWER = "hidden_answer"  # an answer that is not at hand decides


@dataclass(frozen=True, slots=True)
class Unseen:
    """An answer that was given and is not at hand; `chars` counts Unicode code points."""

    chars: int


Answer: TypeAlias = Json | Unseen


@dataclass(frozen=True, slots=True)
class PastReport:
    """What is known of a report that was accepted before.

    `reference` is any text that finds the report again; `pinned` the SHA-256 of its set. `answers`
    are by indicator id, then element id. With a `why_not` nothing else is looked at.
    """

    reference: str
    pinned: str
    behaviours: tuple[str, ...]
    answers: Mapping[str, Mapping[str, Answer]] = field(repr=False)
    why_not: WhyNot | None = None


@dataclass(frozen=True, slots=True)
class Fit:
    """How a report fits one set.

    `answers`, those that are accepted, and `asked`, element ids, are by indicator id. `unanswered`
    are the questions that the report would be asked and brings no answer to, good or bad.
    """

    findings: tuple[Finding, ...]
    answers: Mapping[str, Mapping[str, Json]] = field(repr=False)
    asked: Mapping[str, tuple[str, ...]]
    unanswered: Questions


def fit(report: PastReport, pinned: DefinitionSet, target: DefinitionSet) -> Fit | WhyNot:
    """Carry a report to another version of its set, and check it there as if it were filed anew.

    An answer carries over where the question still has its id, its kind and its unit; what is not
    carried counts as not answered, never as refused. Nothing is guessed.
    """
    carried = _carried(report, pinned, target)
    if isinstance(carried, WhyNot):
        return carried
    result = validate(carried, target, indicator_ids=report.behaviours)
    asked = {
        indicator.indicator_id: tuple(
            each.element_id
            for each in asked_elements(indicator, result.answers[indicator.indicator_id])
        )
        for indicator in target.indicators
        if indicator.indicator_id in result.answers and indicator.status is not Status.RETIRED
    }
    unanswered = frozenset(
        (indicator_id, element_id)
        for indicator_id, element_ids in asked.items()
        for element_id in element_ids
        if element_id not in carried[indicator_id]
    )
    return Fit(result.findings, result.answers, asked, unanswered)


def _carried(
    report: PastReport, pinned: DefinitionSet, target: DefinitionSet
) -> dict[str, dict[str, Json]] | WhyNot:
    before = {each.indicator_id: each for each in pinned.indicators}
    after = {each.indicator_id: each for each in target.indicators}
    carried: dict[str, dict[str, Json]] = {}
    for indicator_id in report.behaviours:
        old, new = before.get(indicator_id), after.get(indicator_id)
        carried[indicator_id] = {}
        if old is None or new is None:
            continue
        for was, now in _kept(old, new):
            answer = report.answers.get(indicator_id, {}).get(was.element_id)
            if isinstance(answer, Unseen):
                answer = _stand_in(answer, was, now, new)
                if answer is None:
                    return WhyNot.HIDDEN_ANSWER
            if answer is not None:
                carried[indicator_id][was.element_id] = answer
    return carried


def _kept(old: Indicator, new: Indicator) -> Iterator[tuple[Element, Element]]:
    """Pair the questions that still mean the same."""
    after = {each.element_id: each for each in new.elements}
    for was in old.elements:
        now = after.get(was.element_id)
        if now is not None and (now.kind, now.unit) == (was.kind, was.unit):
            yield was, now


def _stand_in(answer: Unseen, was: Element, now: Element, behaviour: Indicator) -> Json:
    """Return an answer for which the set finds just what it would for the one not at hand.

    None where there is no such answer: the set accepts another range than before, or another
    question or a rule depends on what exactly was answered.
    """
    if was.kind is ElementKind.TEXT:
        return "x" * answer.chars
    if _range(was) != _range(now) or _is_looked_at(was.element_id, behaviour):
        return None
    codes: list[Json] = [option.code for option in now.options]
    match now.kind:
        case ElementKind.CHOICE:
            return codes[0]
        case ElementKind.MULTI_CHOICE:
            return codes[: max(now.min_choices or 1, 1)]
        case ElementKind.YES_NO:
            return True
        case ElementKind.NUMBER:
            return now.minimum if now.minimum is not None else now.maximum or 0
    return "2000-01-01T00:00:00+00:00"


def _range(element: Element) -> Element:
    """Return the element without all that decides nothing about an answer that was given."""
    codes = tuple(replace(option, label="") for option in element.options)
    return Element(
        element_id=element.element_id,
        label="",
        kind=element.kind,
        options=codes,
        minimum=element.minimum,
        maximum=element.maximum,
        min_choices=element.min_choices,
        max_choices=element.max_choices,
    )


def _is_looked_at(element_id: str, behaviour: Indicator) -> bool:
    return any(
        each.when is not None and each.when.element_id == element_id for each in behaviour.elements
    ) or any(_looks_at(rule.holds, element_id) for rule in behaviour.rules)


def _looks_at(test: Test, element_id: str) -> bool:
    """Tell whether a test depends on what was answered, not only on whether it was."""
    match test:
        case Answered():
            return False
        case Not(fails):
            return _looks_at(fails, element_id)
        case AllOf(tests) | AnyOf(tests):
            return any(_looks_at(each, element_id) for each in tests)
    return element_id in (test.element_id, getattr(test, "other", None))
