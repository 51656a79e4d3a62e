"""Decide what a phrase does: the linear model weighs what the first rule that fits says."""

from dataclasses import dataclass
from functools import cache

from privacy.attributes import model, rules
from privacy.attributes.features import Narrative, features
from privacy.attributes.mentions import Role
from privacy.attributes.rules import Rule

_WEIGHED = {
    Role.BASIS: "The words around it are like those of a reason for suspicion.",
    Role.DESCRIPTION: "The words around it are like those of a description.",
    Role.TARGET: "The words around it are like those of a threat or an attack.",
    Role.LAWFUL_ACTIVITY: "It is lawful by itself and needs further articulable facts.",
    Role.IRRELEVANT: "The words around it say nothing of it.",
}
_PERSONS = (
    *rules.QUOTED,
    *rules.OWN,
    *rules.CAUSES,
    *rules.TARGETS,
    *rules.IRRELEVANT,
    *rules.APART,
    *rules.WEAK,
)
_ORDERS: dict[str, tuple[Rule, ...]] = {
    "n": (),
    "A": (*rules.QUOTED, *rules.TARGETS, *rules.DUTY),
    "L": (*rules.QUOTED, *rules.TARGETS, *rules.CAUSES),
    "K": rules.TARGETS,
    "H": (*rules.QUOTED, *rules.CAUSES, *rules.TARGETS, *rules.IRRELEVANT),
    "Y": (*rules.QUOTED, *rules.CAUSES, *rules.IRRELEVANT),
}
_NEVER = {"A": Role.DESCRIPTION, "H": Role.BASIS}
"""What a phrase is not by its letter unless a rule says so: an activity is judged and never hidden;
"a man" alone is a reason only where the sentence says so.
"""

_USUAL = {"H": Role.DESCRIPTION, "Y": Role.DESCRIPTION}
_USUAL_REASON = "It says which person is meant."


@dataclass(frozen=True, slots=True)
class Decision:
    """What a phrase does and why; `features` is what the model saw or would have seen."""

    role: Role
    reason: str
    features: frozenset[str]


def decide(narrative: Narrative, number: int, offset: int) -> Decision:
    """Decide the phrase at an offset of a masked sentence of a narrative."""
    sentence = narrative.sentences[number].text
    letter = sentence[offset]
    marked = f"{sentence[:offset]}@{sentence[offset:]}"
    rule = next((each for each in _rules_for(letter) if each.fits(marked)), None)
    seen = features(narrative, number, offset, rule)
    told = rule.role if rule else _USUAL.get(letter)
    possible = [each for each in Role if each is told or each is not _NEVER.get(letter)]
    role = model.choose(seen, told, among=possible)
    if role is not told:
        return Decision(role, _WEIGHED[role], seen)
    return Decision(role, rule.reason if rule else _USUAL_REASON, seen)


@cache
def _rules_for(letter: str) -> tuple[Rule, ...]:
    """Return the rules of a letter that can fit it: hardly a third of those in its order."""
    return tuple(each for each in _ORDERS.get(letter, _PERSONS) if each.may_fit(letter))
