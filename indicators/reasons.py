"""Why a version refuses a report, as a clause that names the question and the behaviour."""

from dataclasses import dataclass

from indicators.definitions import (
    CrossRule,
    DefinitionSet,
    Element,
    ElementKind,
    Indicator,
    Json,
)
from indicators.inclusion import Refusal, Undecided
from indicators.rules import Rule
from indicators.succession import find, homes, questions_by_id

_KINDS = {
    ElementKind.TEXT: "a text",
    ElementKind.CHOICE: "one of a list",
    ElementKind.MULTI_CHOICE: "some of a list",
    ElementKind.YES_NO: "yes or no",
    ElementKind.NUMBER: "a number",
    ElementKind.DATE_TIME: "a date and time",
}
MAX_NAMED = 3
"""Most answers that a clause names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The version that accepts and the one that refuses; `is_backward`: the newer one refuses."""

    accepting: DefinitionSet
    refusing: DefinitionSet
    is_backward: bool

    def tell(self, became: str, is_so: str) -> str:
        """Choose between what became so in the newer version and what is so in the older."""
        return became if self.is_backward else is_so

    def element(self, element_id: str) -> Element:
        """Give a question, as the refusing version has it if it does."""
        known = questions_by_id(self.accepting) | questions_by_id(self.refusing)
        return known[element_id][1]

    def indicator(self, indicator_id: str) -> Indicator:
        """Give a behaviour, as the refusing version has it if it does."""
        found = find(self.refusing, indicator_id) or find(self.accepting, indicator_id)
        if found is None:
            raise KeyError(indicator_id)
        return found


def clause(refusal: Refusal, sides: Sides) -> str:
    """Say why a report is refused: ``the question “When” became required in “Testing”``."""
    if refusal.indicator_id is None:
        most = sides.refusing.max_behaviours or 0
        return f"it takes at most {most} {'behavior' if most == 1 else 'behaviors'} in one report"
    indicator = sides.indicator(refusal.indicator_id)
    if refusal.element_id is not None:
        return _question_clause(refusal, sides.element(refusal.element_id), indicator, sides)
    if refusal.rule_id is not None:
        rule = next(each for each in indicator.rules if each.rule_id == refusal.rule_id)
        return _rule_clause(rule, refusal.field_name, indicator, sides)
    return _behaviour_clause(indicator, sides)


def undecided_clause(undecided: Undecided, sides: Sides) -> str:
    """Name what has too many sets of answers: ``the question “When” in “Testing”``."""
    if undecided.indicator_id is None:
        return "how many behaviors a report has"
    indicator = sides.indicator(undecided.indicator_id)
    if undecided.element_id is not None:
        return f"the question “{sides.element(undecided.element_id).label}” in “{indicator.name}”"
    if undecided.rule_id is not None:
        rule = next(each for each in indicator.rules if each.rule_id == undecided.rule_id)
        return f"the rule {_quoted(rule)} in “{indicator.name}”"
    return f"“{indicator.name}”"


def report_in_words(refusal: Refusal, definition_set: DefinitionSet) -> str:
    """Describe the made-up report of a refusal; `definition_set` is the version that accepts it."""
    parts = []
    for indicator_id in refusal.behaviours:
        indicator = definition_set.indicator(indicator_id)
        answers = refusal.answers[indicator_id]
        told = [
            f"“{element.label}”: {_answer_in_words(element, answers[element.element_id])}"
            for element in indicator.elements
            if element.element_id in answers
        ]
        parts.append(f"“{indicator.name}” with {'; '.join(told) or 'no answers'}")
    return "; and ".join(parts)


def _behaviour_clause(indicator: Indicator, sides: Sides) -> str:
    if find(sides.refusing, indicator.indicator_id) is None:
        return sides.tell(f"“{indicator.name}” was removed", f"it does not have “{indicator.name}”")
    instead = " or ".join(
        f"“{each.name}”" for each in homes(sides.refusing, indicator.indicator_id)
    )
    became = sides.tell("was retired", "is retired")
    return f"“{indicator.name}” {became}{f', and {instead} is reported instead' if instead else ''}"


def _rule_clause(rule: CrossRule, field_name: str, indicator: Indicator, sides: Sides) -> str:
    if field_name == "holds":
        return f"the rule {_quoted(rule)} asks for something else in “{indicator.name}”"
    return sides.tell(
        f"the rule {_quoted(rule)} was added to “{indicator.name}”",
        f"it has the rule {_quoted(rule)} in “{indicator.name}”",
    )


def _question_clause(refusal: Refusal, element: Element, indicator: Indicator, sides: Sides) -> str:
    question, where = f"the question “{element.label}”", f"in “{indicator.name}”"
    if refusal.rule is Rule.UNKNOWN_QUESTION:
        return _gone_clause(element, indicator, sides)
    if refusal.field_name == "" and refusal.rule is Rule.REQUIRED:
        return sides.tell(
            f"{question} was added to “{indicator.name}” and is required",
            f"{question} is required {where}",
        )
    verb = {
        "required": sides.tell("became required", "is required"),
        "when": "is asked in fewer cases"
        if refusal.rule is Rule.NOT_ASKED
        else "is asked in more cases and must be answered",
    }.get(refusal.field_name)
    if verb is None and refusal.rule is Rule.INNOCENT_EXPLANATION:
        verb = sides.tell("must now say", "must say") + (
            " why an innocent reason does not explain what was seen"
        )
    return f"{question} {verb or _limit(refusal, element, sides)} {where}"


def _limit(refusal: Refusal, element: Element, sides: Sides) -> str:
    no_longer = sides.tell("no longer takes", "does not take")
    unit = f" {element.unit}" if element.unit else ""
    match refusal.field_name:
        case "kind":
            was = questions_by_id(sides.accepting)[element.element_id][1].kind
            return f"takes {_KINDS[element.kind]}, not {_KINDS[was]},"
        case "options":
            return f"{sides.tell('no longer offers', 'does not offer')} {_lost(element, sides)}"
        case "max_chars":
            return f"{no_longer} more than {element.max_chars:,} characters"
        case "minimum":
            return f"{no_longer} less than {_number(element.minimum)}{unit}"
        case "maximum":
            return f"{no_longer} more than {_number(element.maximum)}{unit}"
        case "min_choices":
            return f"{no_longer} fewer than {element.min_choices} answers"
    return f"{no_longer} more than {element.max_choices} answers"


def _lost(element: Element, sides: Sides) -> str:
    kept = {each.code for each in element.options}
    before = questions_by_id(sides.accepting)[element.element_id][1].options
    lost = [f"“{each.label}”" for each in before if each.code not in kept]
    named, rest = lost[:MAX_NAMED], len(lost) - MAX_NAMED
    return ", ".join(named) + (f" and {rest} more" if rest > 0 else "")


def _gone_clause(element: Element, indicator: Indicator, sides: Sides) -> str:
    home = questions_by_id(sides.refusing).get(element.element_id)
    if home is not None:
        moved = sides.tell("moved", "belongs")
        return (
            f"the question “{element.label}” {moved} to “{home[0].name}” and is not asked in "
            f"“{indicator.name}”"
        )
    return sides.tell(
        f"the question “{element.label}” was removed from “{indicator.name}”",
        f"it does not ask “{element.label}” in “{indicator.name}”",
    )


def _answer_in_words(element: Element, answer: Json) -> str:
    if isinstance(answer, list):
        return ", ".join(_answer_in_words(element, each) for each in answer)
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    if isinstance(answer, int | float):
        return f"{_number(answer)}{f' {element.unit}' if element.unit else ''}"
    if element.kind is ElementKind.TEXT:
        count = len(str(answer))
        return f"a text of {count:,} {'character' if count == 1 else 'characters'}"
    labels = {each.code: each.label for each in element.options}
    return f"“{labels[str(answer)]}”" if answer in labels else str(answer)


def _number(number: float | None) -> str:
    if number is None:
        return ""
    return f"{int(number) if float(number).is_integer() else number:,}"


def _quoted(rule: CrossRule) -> str:
    return f"“{rule.message.rstrip('.')}”"
