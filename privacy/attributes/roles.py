"""Decide what a phrase does: the rules in order, then the linear model where no rule is sure."""

from dataclasses import dataclass

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
_LAWFUL = (Role.LAWFUL_ACTIVITY, _WEIGHED[Role.LAWFUL_ACTIVITY])

_PERSONS = (*rules.QUOTED, *rules.CAUSES, *rules.TARGETS, *rules.IRRELEVANT, *rules.WEAK)
_ORDERS: dict[str, tuple[Rule, ...]] = {
    "A": (*rules.QUOTED, *rules.TARGETS, *rules.DUTY),
    "L": (*rules.QUOTED, *rules.TARGETS, *rules.CAUSES),
    "K": rules.TARGETS,
    "H": (*rules.QUOTED, *rules.CAUSES, *rules.TARGETS, *rules.IRRELEVANT),
    "Y": (*rules.QUOTED, *rules.CAUSES, *rules.IRRELEVANT),
}
_POSSIBLE = {"K": (Role.TARGET, Role.IRRELEVANT)}
_CERTAIN = {
    "A": _LAWFUL,
    "H": (Role.DESCRIPTION, "It says which person is meant."),
    "Y": (Role.DESCRIPTION, "It says how old somebody is."),
}


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
    rule = next((each for each in _ORDERS.get(letter, _PERSONS) if each.fits(marked)), None)
    seen = features(narrative, number, offset, rule.role.value if rule else "none")
    if rule is not None:
        return Decision(rule.role, rule.reason, seen)
    if letter in _CERTAIN:
        return Decision(*_CERTAIN[letter], seen)
    role = model.choose(seen, among=_POSSIBLE.get(letter, tuple(Role)))
    return Decision(role, _WEIGHED[role], seen)
