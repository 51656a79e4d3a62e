"""What is wrong with the answers to a set's questions, in words an officer can act on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from indicators.answers import Problem, check_answer
from indicators.definitions import (
    CrossRule,
    DefinitionSet,
    Element,
    ElementKind,
    Indicator,
    Json,
    Status,
)
from indicators.findings import MAX_FINDINGS, Finding, cap, named, well_formed, wrong_shape
from indicators.forms import answer_from_form
from indicators.rules import Rule
from indicators.selection import select, unknown_behaviour
from indicators.truth import holds, is_met

__all__ = [
    "MAX_FINDINGS",
    "Finding",
    "Rule",
    "Validation",
    "answer_from_form",
    "asked_elements",
    "is_asked",
    "validate",
]

_HOW_TO_ANSWER: Mapping[ElementKind, str] = {
    ElementKind.TEXT: "Write what you know in your own words; if you do not know, write that.",
    ElementKind.CHOICE: "Choose the answer that fits best.",
    ElementKind.MULTI_CHOICE: "Choose every answer that fits.",
    ElementKind.YES_NO: "Choose yes or no.",
    ElementKind.NUMBER: "Write a number; your best estimate will do.",
    ElementKind.DATE_TIME: "Give the date and the time; your best estimate will do.",
}


@dataclass(frozen=True, slots=True)
class Validation:
    """The findings, the accepted answers in normal form, and what is asked.

    `answers` has an entry, perhaps an empty one, for every chosen behaviour that the set knows,
    in the order of the set; inside are the accepted answers by element id. `asked` has the element
    ids of the questions that are asked, given these answers, for all of these but retired ones.
    """

    findings: tuple[Finding, ...]
    answers: dict[str, dict[str, Json]] = field(repr=False)
    asked: dict[str, tuple[str, ...]]


def validate(
    answers: Mapping[str, Mapping[str, object]],
    definition_set: DefinitionSet,
    *,
    indicator_ids: Sequence[str],
    most: int | None = MAX_FINDINGS,
) -> Validation:
    """Check the answers to the questions of the chosen behaviours.

    JSON types are taken strictly: true is not a number and ``"3"`` is not one either. Null, a
    text of white space and an empty list count as no answer. An answer to a question that the
    other answers leave unasked is a finding and is dropped. A rule across questions is broken
    only if it can be told from the accepted answers. The questions of a retired behaviour are
    not looked at: choosing it is the finding.

    Parameters
    ----------
    answers
        By indicator id, then by element id. Any value whatever gives findings, never an exception.
    definition_set
        The set that the report is pinned to.
    indicator_ids
        The behaviours that were chosen; repeats are ignored.
    most
        How many findings are listed; one more counts the rest. None lists all, for who counts them.

    Returns
    -------
    Validation
        Findings about the choice of behaviours, then those of each behaviour in the order of the
        set (its questions, then its rules, then unknown questions), then those about answers to
        what was not chosen.
    """
    selection = select(indicator_ids, definition_set)
    findings = list(selection.findings)
    accepted: dict[str, dict[str, Json]] = {}
    asked: dict[str, tuple[str, ...]] = {}
    given: object = answers
    if not isinstance(given, Mapping):
        findings.append(wrong_shape("The answers are not an object with one entry per behavior."))
        given = {}
    for indicator in selection.chosen:
        own = indicator.indicator_id
        accepted[own] = {}
        if indicator.status is not Status.RETIRED:
            accepted[own], asked[own], more = _check_indicator(indicator, given.get(own))
            findings += more
    findings += _unexpected(given, accepted, definition_set)
    return Validation(cap(findings, most), accepted, asked)


def is_asked(element: Element, answers: Mapping[str, object]) -> bool:
    """Tell whether a question is asked, given the accepted answers to its behaviour by id."""
    return element.when is None or is_met(element.when, answers)


def asked_elements(indicator: Indicator, answers: Mapping[str, object]) -> tuple[Element, ...]:
    """Give the questions that are asked, given the accepted answers to the behaviour by id."""
    return tuple(element for element in indicator.elements if is_asked(element, answers))


def _check_indicator(
    indicator: Indicator, given: object
) -> tuple[dict[str, Json], tuple[str, ...], list[Finding]]:
    """Check the answers to one behaviour's questions, each question after those it depends on."""
    findings: list[Finding] = []
    if given is not None and not isinstance(given, Mapping):
        message = (
            f"The answers to “{indicator.name}” are not an object with one entry per question."
        )
        findings.append(wrong_shape(message))
    values: Mapping[object, object] = given if isinstance(given, Mapping) else {}
    accepted: dict[str, Json] = {}
    asked: list[str] = []
    unsettled: set[str] = set()
    for element in indicator.elements:
        value = values.get(element.element_id)
        answer = None if value is None else check_answer(element, value)
        when = element.when
        if when is not None and when.element_id in unsettled:
            unsettled.add(element.element_id)
            continue
        if when is not None and not is_met(when, accepted):
            if answer is not None:
                findings.append(_finding(indicator, element, _not_asked(indicator, element)))
            continue
        asked.append(element.element_id)
        if answer is None:
            if element.explains_innocence:
                findings.append(_finding(indicator, element, _unexplained(indicator)))
            elif element.required:
                findings.append(_finding(indicator, element, _missing(element)))
        elif isinstance(answer, Problem):
            findings.append(_finding(indicator, element, answer))
            unsettled.add(element.element_id)
        else:
            accepted[element.element_id] = answer
    findings += [
        _broken(indicator, rule)
        for rule in indicator.rules
        if holds(rule.holds, accepted, unsettled=unsettled) is False
    ]
    findings += _unknown_questions(indicator, values, accepted)
    return accepted, tuple(asked), findings


def _unknown_questions(
    indicator: Indicator, values: Mapping[object, object], accepted: Mapping[str, Json]
) -> list[Finding]:
    if values.keys() <= accepted.keys():
        return []
    known = {element.element_id for element in indicator.elements}
    return [
        Finding(
            Rule.UNKNOWN_QUESTION,
            f"{named('question', key)} does not belong to “{indicator.name}”.",
            "Remove this answer, or put it into the narrative.",
            indicator.indicator_id,
            well_formed(key),
        )
        for key in values
        if key not in known
    ]


def _unexpected(
    answers: Mapping[str, object], accepted: Mapping[str, object], definition_set: DefinitionSet
) -> list[Finding]:
    """Find the answers to behaviours that were not chosen or do not exist."""
    if answers.keys() <= accepted.keys():
        return []
    names = {each.indicator_id: each.name for each in definition_set.indicators}
    findings = []
    for key, given in answers.items():
        is_empty = given is None or (isinstance(given, Mapping) and not given)
        if key in accepted or (key in names and is_empty):
            continue
        remedy = "Choose the behavior, or remove its answers."
        if key in names:
            message = f"“{names[key]}” has answers but is not chosen."
            findings.append(Finding(Rule.NOT_CHOSEN, message, remedy, key))
        else:
            findings.append(unknown_behaviour(key, definition_set, remedy=remedy))
    return findings


def _missing(element: Element) -> Problem:
    return Problem(
        Rule.REQUIRED,
        f"“{element.label}” has no answer yet.",
        _HOW_TO_ANSWER[element.kind],
    )


def _unexplained(indicator: Indicator) -> Problem:
    return Problem(
        Rule.INNOCENT_EXPLANATION,
        f"“{indicator.name}” is often innocent, and nothing says yet why not this time.",
        "Write which innocent reason you thought of, and why it does not explain what was seen.",
    )


def _broken(indicator: Indicator, rule: CrossRule) -> Finding:
    return Finding(
        Rule.CROSS_RULE,
        rule.message,
        rule.remedy,
        indicator.indicator_id,
        rule_id=rule.rule_id,
    )


def _not_asked(indicator: Indicator, element: Element) -> Problem:
    asked = next(
        each.label
        for each in indicator.elements
        if element.when is not None and each.element_id == element.when.element_id
    )
    return Problem(
        Rule.NOT_ASKED,
        f"“{element.label}” is asked only after certain answers to “{asked}”.",
        f"Remove this answer, or answer “{asked}” first.",
    )


def _finding(indicator: Indicator, element: Element, problem: Problem) -> Finding:
    return Finding(
        problem.rule, problem.message, problem.remedy, indicator.indicator_id, element.element_id
    )
