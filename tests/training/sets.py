"""Definition sets for tests of the training: shipped ones, changed in words or in structure."""

from dataclasses import replace

from indicators.definitions import Audience, DefinitionSet, Example, Indicator, RoleGuidance
from tests import factories

AUDIENCES = tuple(Audience)


def shipped() -> DefinitionSet:
    """Return the newest shipped set."""
    return factories.newest_set()


def change(definition_set: DefinitionSet, number: int, **fields: object) -> DefinitionSet:
    """Change fields of one behaviour of a set."""
    indicators = list(definition_set.indicators)
    indicators[number] = replace(indicators[number], **fields)
    return replace(definition_set, indicators=tuple(indicators))


def reworded(definition_set: DefinitionSet) -> DefinitionSet:
    """Change every word that people read, and nothing else."""
    return replace(
        definition_set,
        title=f"{definition_set.title}!",
        notice="Other words.",
        definition_of_suspicious_activity="Other words for what is suspicious.",
        indicators=tuple(_reworded(each) for each in definition_set.indicators),
    )


def with_guidance(definition_set: DefinitionSet, texts: int, chars: int) -> DefinitionSet:
    """Give every behaviour guidance for every audience: so many texts, so long."""
    text = ("Watch who asks about doors, guards and shifts more than once. " * 9)[:chars]
    guidance = tuple(RoleGuidance(each, (text,) * texts) for each in AUDIENCES)
    indicators = [replace(each, role_guidance=guidance) for each in definition_set.indicators]
    return replace(definition_set, indicators=tuple(indicators))


def without_guidance(definition_set: DefinitionSet) -> DefinitionSet:
    """Take the guidance for roles away, as in a set that was written before there was any."""
    indicators = [replace(each, role_guidance=()) for each in definition_set.indicators]
    return replace(definition_set, indicators=tuple(indicators))


def multiplied(definition_set: DefinitionSet, times: int) -> DefinitionSet:
    """Repeat the behaviours of a set under fresh ids."""
    many = [
        replace(each, indicator_id=f"ind-{1000 + turn * 100 + number}", related=())
        for turn in range(times)
        for number, each in enumerate(definition_set.indicators)
    ]
    return replace(definition_set, indicators=tuple(many))


def _reworded(indicator: Indicator) -> Indicator:
    elements = [
        replace(
            each,
            label=f"{each.label} Really?",
            help="Help in other words.",
            options=tuple(replace(option, label=f"{option.label}.") for option in each.options),
        )
        for each in indicator.elements
    ]
    examples = [
        Example(each.kind, f"{each.text} So it was.", f"{each.why} That is why.", each.answers)
        for each in indicator.examples
    ]
    return replace(
        indicator,
        name=f"{indicator.name} (new name)",
        definition=f"{indicator.definition} In other words.",
        guidance=("Weigh it in other words.",),
        elements=tuple(elements),
        examples=tuple(examples),
    )
