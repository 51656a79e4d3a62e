"""Made-up past reports of a definition set, as the preview sees them and as they were filed."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from indicators.definitions import DefinitionSet, Element, ElementKind, Indicator
from indicators.replaying import PastReport
from indicators.unseen import Unseen
from indicators.validation import is_asked, validate

Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Filed:
    """A report as it was filed, texts and all."""

    reference: str
    pinned: DefinitionSet
    answers: Answers

    @property
    def past(self) -> PastReport:
        """Return it as it is known later: of a text only the length."""
        known = {
            indicator_id: {
                element_id: Unseen(len(value))
                if _element(self.pinned, indicator_id, element_id).kind is ElementKind.TEXT
                else value
                for element_id, value in given.items()
            }
            for indicator_id, given in self.answers.items()
        }
        return PastReport(self.reference, self.pinned.sha256, tuple(self.answers), known)

    @property
    def in_clear(self) -> PastReport:
        """Return it with its texts, as nobody but the officer ever sees it."""
        return PastReport(self.reference, self.pinned.sha256, tuple(self.answers), self.answers)


def make_reports(pinned: DefinitionSet, count: int, *, seed: int = 3) -> list[Filed]:
    """Make reports that the set accepts: one to three behaviours, any mix of answers."""
    rng = Random(seed)
    made = []
    for number in range(count):
        chosen = rng.sample(
            pinned.indicators, min(rng.choice((1, 1, 2, 3)), len(pinned.indicators))
        )
        answers = {}
        for each in chosen:
            answers |= _accepted(pinned, each, rng)
        made.append(Filed(f"R{seed}-{number:05}", pinned, answers))
    return made


def _accepted(pinned: DefinitionSet, indicator: Indicator, rng: Random) -> Answers:
    """Answer a behaviour until no rule across its questions is broken."""
    for _ in range(200):
        answers = {indicator.indicator_id: make_answers(indicator, rng)}
        result = validate(answers, pinned, indicator_ids=list(answers))
        if not result.findings:
            return result.answers
    raise AssertionError(result.findings)


def make_answers(indicator: Indicator, rng: Random) -> dict[str, Any]:
    """Answer the required questions of a behaviour, and about half of the others."""
    answers: dict[str, Any] = {}
    for element in indicator.elements:
        if is_asked(element, answers) and (element.is_required or rng.random() < 0.5):
            answers[element.element_id] = make_answer(element, rng)
    return answers


def make_answer(element: Element, rng: Random) -> Any:
    """Answer a question with anything that it accepts."""
    codes = [option.code for option in element.options]
    low = 0 if element.minimum is None else int(element.minimum)
    high = low + 500 if element.maximum is None else int(element.maximum)
    match element.kind:
        case ElementKind.TEXT:
            words = [rng.choice(("gate", "fence", "Ünïcode", "twice")) for _ in range(40)]
            return " ".join(words)[: rng.randint(4, min(element.max_chars, 200))].strip()
        case ElementKind.CHOICE:
            return rng.choice(codes)
        case ElementKind.MULTI_CHOICE:
            least = element.min_choices or 1
            most = max(least, min(element.max_choices or len(codes), len(codes)))
            return rng.sample(codes, rng.randint(least, most))
        case ElementKind.YES_NO:
            return rng.random() < 0.5
        case ElementKind.NUMBER:
            return rng.randint(low, high)
    return (
        f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}T{rng.randint(0, 23):02}:15:00-06:00"
    )


def references(reports: Sequence[Filed]) -> set[str]:
    """Return the references of reports."""
    return {each.reference for each in reports}


def _element(definition_set: DefinitionSet, indicator_id: str, element_id: str) -> Element:
    elements = definition_set.indicator(indicator_id).elements
    return next(each for each in elements if each.element_id == element_id)
