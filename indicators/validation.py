"""What is wrong with the answers to a set's questions, in words an officer can act on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from indicators.answers import Problem, check_answer
from indicators.definitions import (
    ELEMENT_ID,
    INDICATOR_ID,
    DefinitionSet,
    Element,
    ElementKind,
    Indicator,
    Json,
)
from indicators.forms import answer_from_form
from indicators.rules import Rule

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

MAX_FINDINGS = 50
"""Most findings that are listed; one more tells how many others there are."""

_HOW_TO_ANSWER: Mapping[ElementKind, str] = {
    ElementKind.TEXT: "Write what you know in your own words; if you do not know, write that.",
    ElementKind.CHOICE: "Choose the answer that fits best.",
    ElementKind.MULTI_CHOICE: "Choose every answer that fits.",
    ElementKind.YES_NO: "Choose yes or no.",
    ElementKind.NUMBER: "Write a number; your best estimate will do.",
    ElementKind.DATE_TIME: "Give the date and the time; your best estimate will do.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. Message and remedy name questions and ids, never what was answered."""

    rule: Rule
    message: str
    remedy: str
    indicator_id: str | None = None
    element_id: str | None = None

    @property
    def path(self) -> str:
        """Say which field it is about: ``answers.ind-0007.el-0031``, or ``behaviours``."""
        if self.indicator_id is None or self.element_id is None:
            return "behaviours"
        return f"answers.{self.indicator_id}.{self.element_id}"


@dataclass(frozen=True, slots=True)
class Validation:
    """The findings, and the accepted answers in normal form.

    `answers` has an entry, perhaps an empty one, for every chosen behaviour that the set knows,
    in the order of the set; inside are the accepted answers by element id.
    """

    findings: tuple[Finding, ...]
    answers: dict[str, dict[str, Json]] = field(repr=False)


def validate(
    answers: Mapping[str, Mapping[str, object]],
    definition_set: DefinitionSet,
    *,
    indicator_ids: Sequence[str],
) -> Validation:
    """Check the answers to the questions of the chosen behaviours.

    JSON types are taken strictly: true is not a number and ``"3"`` is not one either. Null, a
    text of white space and an empty list count as no answer. An answer to a question that the
    other answers leave unasked is a finding and is dropped.

    Parameters
    ----------
    answers
        By indicator id, then by element id. Any value whatever gives findings, never an exception.
    definition_set
        The set that the report is pinned to.
    indicator_ids
        The behaviours that were chosen; repeats are ignored.

    Returns
    -------
    Validation
        Findings in the order of the set, then those about unknown ids; at most `MAX_FINDINGS`
        and one that counts the rest.
    """
    chosen, findings = _chosen(indicator_ids, definition_set)
    accepted: dict[str, dict[str, Json]] = {}
    given: object = answers
    if not isinstance(given, Mapping):
        findings.append(_wrong_shape("The answers are not an object with one entry per behaviour."))
        given = {}
    for indicator in chosen:
        accepted[indicator.indicator_id], more = _check_indicator(
            indicator, given.get(indicator.indicator_id)
        )
        findings += more
    findings += _unexpected(given, accepted, definition_set)
    return Validation(_capped(findings), accepted)


def is_asked(element: Element, answers: Mapping[str, object]) -> bool:
    """Tell whether a question is asked, given the accepted answers to its behaviour by id."""
    if element.when is None:
        return True
    answer = answers.get(element.when.element_id)
    if isinstance(answer, list | tuple):
        return any(each in answer for each in element.when.values)
    return any(answer == each and type(answer) is type(each) for each in element.when.values)


def asked_elements(indicator: Indicator, answers: Mapping[str, object]) -> tuple[Element, ...]:
    """Give the questions that are asked, given the accepted answers to the behaviour by id."""
    return tuple(element for element in indicator.elements if is_asked(element, answers))


def _chosen(
    indicator_ids: object, definition_set: DefinitionSet
) -> tuple[list[Indicator], list[Finding]]:
    """Find the chosen behaviours, in the order of the set."""
    if isinstance(indicator_ids, str) or not isinstance(indicator_ids, Collection):
        return [], [_wrong_shape("The chosen behaviours are not a list of ids.")]
    if not indicator_ids:
        finding = Finding(
            Rule.NO_BEHAVIOUR,
            "No behaviour is chosen.",
            "Choose what the person did. What somebody is or says is not a behaviour.",
        )
        return [], [finding]
    known = {indicator.indicator_id for indicator in definition_set.indicators}
    wanted = {each if isinstance(each, str) else None for each in indicator_ids}
    findings = [
        Finding(
            Rule.UNKNOWN_BEHAVIOUR,
            f"{_named('behaviour', each)} is not in edition {definition_set.edition} "
            f"(version {definition_set.version}).",
            "Choose from the listed behaviours.",
            _well_formed(each),
        )
        for each in sorted(wanted - known, key=str)
    ]
    return [each for each in definition_set.indicators if each.indicator_id in wanted], findings


def _check_indicator(indicator: Indicator, given: object) -> tuple[dict[str, Json], list[Finding]]:
    """Check the answers to one behaviour's questions, each question after those it depends on."""
    findings: list[Finding] = []
    if given is not None and not isinstance(given, Mapping):
        message = (
            f"The answers to “{indicator.name}” are not an object with one entry per question."
        )
        findings.append(_wrong_shape(message))
    values: Mapping[object, object] = given if isinstance(given, Mapping) else {}
    accepted: dict[str, Json] = {}
    unsettled: set[str] = set()
    for element in indicator.elements:
        answer = check_answer(element, values.get(element.element_id))
        depends_on_unsettled = element.when is not None and element.when.element_id in unsettled
        if depends_on_unsettled:
            unsettled.add(element.element_id)
        elif not is_asked(element, accepted):
            if answer is not None:
                findings.append(_finding(indicator, element, _not_asked(indicator, element)))
        elif isinstance(answer, Problem):
            findings.append(_finding(indicator, element, answer))
            unsettled.add(element.element_id)
        elif answer is not None:
            accepted[element.element_id] = answer
        elif element.required:
            findings.append(_finding(indicator, element, _missing(element)))
    findings += _unknown_questions(indicator, values)
    return accepted, findings


def _unknown_questions(indicator: Indicator, values: Mapping[object, object]) -> list[Finding]:
    known = {element.element_id for element in indicator.elements}
    return [
        Finding(
            Rule.UNKNOWN_QUESTION,
            f"{_named('question', key)} does not belong to “{indicator.name}”.",
            "Remove this answer, or put it into the narrative.",
            indicator.indicator_id,
            _well_formed(key),
        )
        for key in values
        if key not in known
    ]


def _unexpected(
    answers: Mapping[str, object], accepted: Collection[str], definition_set: DefinitionSet
) -> list[Finding]:
    """Find the answers to behaviours that were not chosen or do not exist."""
    names = {each.indicator_id: each.name for each in definition_set.indicators}
    findings = []
    for key, given in answers.items():
        is_empty = given is None or (isinstance(given, Mapping) and not given)
        if key in accepted or (key in names and is_empty):
            continue
        if key in names:
            rule, message = Rule.NOT_CHOSEN, f"“{names[key]}” has answers but is not chosen."
        else:
            rule, message = (
                Rule.UNKNOWN_BEHAVIOUR,
                f"{_named('behaviour', key)} is not in edition {definition_set.edition} "
                f"(version {definition_set.version}).",
            )
        remedy = "Choose the behaviour, or remove its answers."
        findings.append(Finding(rule, message, remedy, _well_formed(key)))
    return findings


def _missing(element: Element) -> Problem:
    return Problem(
        Rule.REQUIRED,
        f"“{element.label}” has no answer yet.",
        _HOW_TO_ANSWER[element.kind],
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


def _wrong_shape(message: str) -> Finding:
    return Finding(Rule.WRONG_SHAPE, message, "Send the report again from the form.")


def _well_formed(key: object) -> str | None:
    """Give an id that may be named; what merely stands where an id should may be anything."""
    is_id = isinstance(key, str) and (INDICATOR_ID.fullmatch(key) or ELEMENT_ID.fullmatch(key))
    return str(key) if is_id else None


def _named(noun: str, key: object) -> str:
    shown = _well_formed(key)
    return f"The {noun} {shown}" if shown else f"A {noun} whose id is not one of ours"


def _capped(findings: list[Finding]) -> tuple[Finding, ...]:
    rest = len(findings) - MAX_FINDINGS
    if rest <= 0:
        return tuple(findings)
    last = Finding(
        Rule.MORE_FINDINGS,
        f"There {'is 1 more finding' if rest == 1 else f'are {rest:,} more findings'}.",
        "Mend those above first.",
    )
    return (*findings[:MAX_FINDINGS], last)
