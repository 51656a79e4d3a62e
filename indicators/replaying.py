"""One past report in another version of its set: what carries over, what is found and asked there.

Answers in free text are not at hand any more; see `indicators.unseen` for what stands in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from indicators.crosswalk import difference_in_meaning
from indicators.definitions import DefinitionSet, Element, Indicator, Json
from indicators.findings import Finding
from indicators.rules import Rule
from indicators.succession import heirs, homes, questions_by_id
from indicators.unseen import Answer, Unseen, stand_in
from indicators.validation import validate


class WhyNot(StrEnum):
    """Why a past report cannot be replayed."""

    HELD = "held"  # not even its redacted form exists
    PURGED = "purged"  # its content was destroyed
    SET_MISSING = "set_missing"  # the version that it is pinned to is not at hand
    HIDDEN_ANSWER = "hidden_answer"  # an answer that is not at hand decides


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


# Questions: (indicator id, element id).
Questions: TypeAlias = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Route:
    """Where behaviours and answers of one version go in another one; a crosswalk made quick.

    `places` has the one behaviour that each is reported under, and leaves out those with none or
    several. `questions` has those that still mean the same, in a behaviour that their answers may
    go to, by indicator id and element id: as they were, as they are, and in which behaviour.
    """

    target: DefinitionSet = field(repr=False)
    places: Mapping[str, Indicator] = field(repr=False)
    questions: Mapping[tuple[str, str], tuple[Element, Element, Indicator]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Fit:
    """How a report fits one version.

    `answers`, those that are accepted, and `asked`, element ids, are by indicator id. `unanswered`
    are the questions that it would be asked and brings no answer to, good or bad; `dropped` those
    that it has answered and that are not asked there. `moved` are its behaviours that are reported
    under another one, `unplaced` those that only a person can place, or nobody.
    """

    findings: tuple[Finding, ...]
    answers: Mapping[str, Mapping[str, Json]] = field(repr=False)
    asked: Mapping[str, tuple[str, ...]]
    unanswered: Questions
    dropped: Questions
    moved: frozenset[str]
    unplaced: frozenset[str]


def route(old: DefinitionSet, new: DefinitionSet) -> Route:
    """Make the route of everything in `old`; see `indicators.carrying` for the rules."""
    places: dict[str, Indicator] = {}
    reach: dict[str, tuple[Indicator, ...]] = {}
    for indicator in old.indicators:
        found = homes(new, indicator.indicator_id)
        if len(found) == 1:
            places[indicator.indicator_id] = found[0]
        reach[indicator.indicator_id] = (*found, *heirs(new, indicator.indicator_id))
    now = questions_by_id(new)
    questions = {
        (home.indicator_id, element_id): (was, now[element_id][1], now[element_id][0])
        for element_id, (home, was) in questions_by_id(old).items()
        if element_id in now
        and now[element_id][0] in reach[home.indicator_id]
        and not difference_in_meaning(was, now[element_id][1])
    }
    return Route(new, places, questions)


def alike(one: Route, other: Route) -> frozenset[str]:
    """Return the behaviours whose reports fit the ends of two routes from one version alike.

    They have one place, and it is the same behaviour with the same questions from the same ones.
    """
    if one.target.max_behaviours != other.target.max_behaviours:
        return frozenset()
    return frozenset(
        each
        for each, place in one.places.items()
        if place == other.places.get(each)
        and _questions_of(each, one) == _questions_of(each, other)
    )


def _questions_of(indicator_id: str, way: Route) -> dict[str, tuple[Element, Element, Indicator]]:
    return {key[1]: each for key, each in way.questions.items() if key[0] == indicator_id}


def fit(report: PastReport, way: Route) -> Fit | WhyNot:
    """Carry a report along a route, and check it there as if it were filed anew.

    What is carried and what not is as `indicators.carrying.carry` has it: nothing is guessed. A
    behaviour that has no place stays as it is, so that it is found.
    """
    behaviours = {each: _place(each, way) for each in report.behaviours}
    carried: dict[str, dict[str, Json]] = {each: {} for each in behaviours.values()}
    dropped: set[tuple[str, str]] = set()
    for key, answer in _answers(report):
        passage = way.questions.get(key)
        home_id = passage[2].indicator_id if passage else ""
        if passage is None or home_id not in carried:
            dropped.add(key)
            continue
        value = stand_in(answer, *passage) if isinstance(answer, Unseen) else answer
        if value is None:
            return WhyNot.HIDDEN_ANSWER
        carried[home_id][key[1]] = value
    return _checked(carried, behaviours, way, dropped)


def _place(indicator_id: str, way: Route) -> str:
    place = way.places.get(indicator_id)
    return place.indicator_id if place else indicator_id


def _answers(report: PastReport) -> list[tuple[tuple[str, str], Answer]]:
    return [
        ((indicator_id, element_id), answer)
        for indicator_id, given in report.answers.items()
        for element_id, answer in given.items()
        if indicator_id in report.behaviours and answer is not None
    ]


def _checked(
    carried: Mapping[str, Mapping[str, Json]],
    behaviours: Mapping[str, str],
    way: Route,
    dropped: set[tuple[str, str]],
) -> Fit:
    given = {indicator_id: answers for indicator_id, answers in carried.items() if answers}
    result = validate(given, way.target, indicator_ids=list(carried), most=None)
    # An answer that is not asked for after the other answers would not be on the form.
    not_asked = {
        (each.indicator_id or "", each.element_id or "")
        for each in result.findings
        if each.rule is Rule.NOT_ASKED
    }
    return Fit(
        findings=tuple(each for each in result.findings if each.rule is not Rule.NOT_ASKED),
        answers=result.answers,
        asked=result.asked,
        unanswered=frozenset(
            (indicator_id, element_id)
            for indicator_id, element_ids in result.asked.items()
            for element_id in element_ids
            if element_id not in carried[indicator_id]
        ),
        dropped=frozenset(dropped | not_asked),
        moved=frozenset(was for was, now in behaviours.items() if was != now),
        unplaced=frozenset(behaviours.keys() - way.places.keys()),
    )
