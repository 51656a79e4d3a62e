"""What a preview found, in words: effects, causes, why a report could not be replayed."""

from collections.abc import Iterator

from indicators.definitions import DefinitionSet, Indicator
from indicators.preview import Cause, Effect, Impact
from indicators.replaying import WhyNot
from indicators.rules import Rule
from sar.catalog.preview import Preview, Question
from sar.values import frozen

EFFECTS = {
    Effect.NEWLY_REFUSED: "newly refused",
    Effect.NEWLY_ACCEPTED: "newly accepted",
    Effect.ASKED_MORE: "asked more",
    Effect.ANSWER_DROPPED: "with an answer that has no place",
    Effect.MOVED: "reported under another behavior",
    Effect.OTHER_CODE: "with another NIEM code",
    Effect.UNCHANGED: "unchanged",
    Effect.NOT_REPLAYED: "cannot be replayed",
}
MEANINGS = {
    Effect.NEWLY_REFUSED: "accepted until now; this version finds something to mend",
    Effect.NEWLY_ACCEPTED: "refused until now; this version finds nothing to mend",
    Effect.ASKED_MORE: "a question that was not asked before has no answer yet",
    Effect.ANSWER_DROPPED: "an answer that was given is not asked for any more",
    Effect.MOVED: "a behavior was replaced by another one, or merged into it",
    Effect.OTHER_CODE: "a behavior is exchanged under another code",
    Effect.UNCHANGED: "nothing of this kind",
    Effect.NOT_REPLAYED: "counted here, and in no other number",
}
_SELDOM = (Effect.ANSWER_DROPPED, Effect.MOVED, Effect.OTHER_CODE)
CAUSED = tuple(each for each in Effect if each is not Effect.UNCHANGED)

_WHY_NOT = {
    WhyNot.HELD: "Held: their redaction failed, so not even their redacted form exists.",
    WhyNot.PURGED: "Purged: their content was destroyed when its time had come.",
    WhyNot.SET_MISSING: "The version that they are pinned to is missing or was altered.",
    WhyNot.HIDDEN_ANSWER: "An answer that is sealed decides what the draft would say.",
}
# What follows the name of a question or a behaviour.
_RULES: dict[str, str] = {
    Rule.REQUIRED: "must have an answer",
    Rule.WRONG_KIND: "takes another kind of answer",
    Rule.UNKNOWN_OPTION: "does not offer the answer that was given",
    Rule.TOO_FEW_CHOICES: "wants more answers than were given",
    Rule.TOO_MANY_CHOICES: "takes fewer answers than were given",
    Rule.TOO_LONG: "takes fewer characters than were written",
    Rule.OUT_OF_RANGE: "does not take numbers as small or as large as the one given",
    Rule.NOT_ASKED: "is not asked after these other answers",
    Rule.INNOCENT_EXPLANATION: "must have an answer: the behavior is often innocent",
    Rule.CROSS_RULE: "is what a rule across questions says",
    Rule.UNKNOWN_QUESTION: "is not a question of this behavior",
    Rule.UNKNOWN_BEHAVIOUR: "is not in the set",
    Rule.RETIRED_BEHAVIOUR: "is retired",
    Rule.TOO_MANY_BEHAVIOURS: "has more behaviors than the set takes",
    Rule.MORE_FINDINGS: "has more to mend than is listed",
    Effect.ASKED_MORE: "is asked, and has no answer yet",
    Effect.ANSWER_DROPPED: "was answered, and is not asked for any more",
    Effect.MOVED: "was replaced by another one, or merged into it",
    Effect.OTHER_CODE: "has another NIEM code",
}


@frozen
class Line:
    """A cause in words with its number of reports; `references` are receipt numbers."""

    behaviour: str
    words: str
    count: int
    references: tuple[str, ...]


def title(effect: Effect) -> str:
    """Return the effect as a heading."""
    words = EFFECTS[effect]
    return words[0].upper() + words[1:]


def summary(found: Preview) -> str:
    """Say in a sentence or two what a preview found."""
    impact, moved = found.impact, found.every.movement.moved
    refused, accepted, asked = (impact.count(each) for each in CAUSED[:3])
    if impact.count(Effect.UNCHANGED) == impact.reports:
        order = f"No question and no answer changes, but {moved:,} change places in the order."
        return order if moved else "Nothing would change for any of them."
    said = [
        f"{refused:,} that were accepted would be refused" if refused else "None would be refused",
        f"{accepted:,} that were refused would be accepted" if accepted else "",
        f"{asked:,} would be asked more" if asked else "",
    ]
    return f"{', '.join(each for each in said if each)}."


def outcomes(impact: Impact) -> list[Effect]:
    """List the effects to show with their counts: those that were asked for, and what occurs."""
    return [each for each in EFFECTS if each not in _SELDOM or impact.count(each)]


def lines(impact: Impact, effect: Effect, question: Question) -> Iterator[Line]:
    """Yield the causes of an effect, the most frequent first."""
    for cause, tally in impact.causes(effect):
        behaviour = behaviour_name(cause.indicator_id, question)
        yield Line(behaviour, cause_words(cause, question), tally.count, tally.examples)


def behaviour_name(indicator_id: str, question: Question) -> str:
    """Return what a behaviour is called, "" for the report as a whole."""
    found = [each.name for each in _forms(indicator_id, question)]
    return found[0] if found else indicator_id


def cause_words(cause: Cause, question: Question) -> str:
    """Say what brings an effect about, without the name of the behaviour."""
    if cause.rule in set(WhyNot):
        return _WHY_NOT[WhyNot(cause.rule)]
    said = _RULES.get(cause.rule, f"finds: {cause.rule.replace('_', ' ')}")
    if not cause.part_id:
        return f"The behavior {said}." if cause.indicator_id else f"The report {said}."
    return f"“{_part_name(cause, question)}” {said}."


def _part_name(cause: Cause, question: Question) -> str:
    for indicator in _forms(cause.indicator_id, question):
        for element in indicator.elements:
            if element.element_id == cause.part_id:
                return element.label
        for rule in indicator.rules:
            if rule.rule_id == cause.part_id:
                return rule.message
    return cause.part_id


def _forms(indicator_id: str, question: Question) -> Iterator[Indicator]:
    """Yield the behaviour as the draft has it, then as the other set does."""
    sets: list[DefinitionSet] = [question.draft]
    if question.against is not None:
        sets.append(question.against)
    for definition_set in sets:
        for indicator in definition_set.indicators:
            if indicator.indicator_id == indicator_id:
                yield indicator


@frozen
class BehaviourLine:
    """How many reports of one behaviour there are, and how many have each effect because of it."""

    name: str
    reports: int
    counts: tuple[int, ...]


def headings(impact: Impact) -> list[str]:
    """List the headings of `by_behaviour`, effects that occur; "#" marks a column of numbers."""
    return [f"#{title(each)}" for each in _occurring(impact)]


def by_behaviour(impact: Impact, question: Question) -> list[BehaviourLine]:
    """List the behaviours that anything changes for, those of the most reports first."""
    touched = {each.indicator_id for each in impact.tallies if each.indicator_id}
    found = [
        BehaviourLine(
            behaviour_name(each, question),
            impact.chosen.get(each, 0),
            tuple(impact.count(effect, each) for effect in _occurring(impact)),
        )
        for each in touched
    ]
    return sorted(found, key=lambda line: (-line.reports, line.name))


def _occurring(impact: Impact) -> tuple[Effect, ...]:
    return tuple(each for each in CAUSED if each is not Effect.NOT_REPLAYED and impact.count(each))
