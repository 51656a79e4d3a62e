"""A case in words: what is answered, and what is found in it."""

from collections.abc import Mapping

from indicators.definitions import Case, Element, ElementKind, Indicator
from indicators.rules import Rule
from sar.catalog.wording import answers_given

ACCEPTED = "Accepted: nothing is wrong."

RULES: Mapping[str, str] = {
    Rule.REQUIRED: "an answer is missing",
    Rule.INNOCENT_EXPLANATION: "the innocent explanation is missing",
    Rule.NOT_ASKED: "it is answered and not asked",
    Rule.WRONG_KIND: "it is another kind of answer",
    Rule.UNKNOWN_OPTION: "the answer is not in the list",
    Rule.TOO_FEW_CHOICES: "too few answers are ticked",
    Rule.TOO_MANY_CHOICES: "too many answers are ticked",
    Rule.TOO_LONG: "the answer is too long",
    Rule.UNREADABLE_CHARACTER: "it holds a character that cannot be read",
    Rule.OUT_OF_RANGE: "the number is too small or too large",
    Rule.BAD_TIME: "there is no such time",
    Rule.NO_OFFSET: "the time names no zone",
}
"""What can be found about the answer to a question, as the end of a sentence."""

_OF_KIND: Mapping[ElementKind, tuple[Rule, ...]] = {
    ElementKind.TEXT: (Rule.TOO_LONG, Rule.UNREADABLE_CHARACTER),
    ElementKind.CHOICE: (Rule.UNKNOWN_OPTION,),
    ElementKind.MULTI_CHOICE: (
        Rule.UNKNOWN_OPTION,
        Rule.TOO_FEW_CHOICES,
        Rule.TOO_MANY_CHOICES,
    ),
    ElementKind.YES_NO: (),
    ElementKind.NUMBER: (Rule.OUT_OF_RANGE,),
    ElementKind.DATE_TIME: (Rule.BAD_TIME, Rule.NO_OFFSET),
}


def what_can_be_found(element: Element) -> list[tuple[str, str]]:
    """List what can be found about the answer to a question, as (code, words)."""
    missing = Rule.INNOCENT_EXPLANATION if element.explains_innocence else Rule.REQUIRED
    rules = (missing, Rule.NOT_ASKED, *_OF_KIND[element.kind], Rule.WRONG_KIND)
    return [(rule.value, sentence(RULES[rule])) for rule in rules]


def found_words(indicator: Indicator, findings: Mapping[str, str]) -> list[str]:
    """Say what is found, a sentence for each question and rule in the order of the behaviour."""
    questions = [
        f"“{element.label}”: {RULES.get(findings[element.element_id], 'it is refused')}."
        for element in indicator.elements
        if element.element_id in findings
    ]
    rules = [
        f"A rule is broken: “{rule.message}”"
        for rule in indicator.rules
        if rule.rule_id in findings
    ]
    known = {
        *(each.element_id for each in indicator.elements),
        *(each.rule_id for each in indicator.rules),
    }
    other = [f"{key}: {rule}." for key, rule in findings.items() if key not in known]
    return [*questions, *rules, *other] or [ACCEPTED]


def case_text(indicator: Indicator, case: Case) -> str:
    """Write a case in one line, so that a change of its answers or of what is found is seen."""
    answers = "; ".join(
        f"“{label}” {words}" for label, words in answers_given(indicator, case.answers)
    )
    return f"{answers or 'No answers.'} → {' '.join(found_words(indicator, case.findings))}"


def sentence(words: str) -> str:
    """Begin words with a capital."""
    return words[:1].upper() + words[1:]
