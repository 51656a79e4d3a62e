"""What keeps a draft from being published, as findings for the trainer's pages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from indicators import examples
from indicators.definitions import DefinitionSet, Indicator, needs_innocent_explanation
from indicators.examples import Obstacle
from sar.errors import FieldFinding


def obstacles(definition_set: DefinitionSet) -> tuple[FieldFinding, ...]:
    """List what must be mended first; the path of each is the id of the behaviour it is about."""
    return _findings([*examples.obstacles(definition_set), *_unexplained(definition_set)])


def obstacles_of(indicator: Indicator, definition_set: DefinitionSet) -> tuple[FieldFinding, ...]:
    """List those of one behaviour; the examples of the others are not run for it."""
    alone = replace(definition_set, indicators=(indicator,))
    unexplained = _unexplained(definition_set)
    own = (each for each in unexplained if each.indicator_id == indicator.indicator_id)
    return _findings([*examples.obstacles(alone), *own])


def lacks_explanation(indicator: Indicator) -> bool:
    """Tell whether it may be innocent, and no question asks for the innocent explanation."""
    is_asked = any(each.explains_innocence for each in indicator.elements)
    return needs_innocent_explanation(indicator) and not is_asked


def _findings(found: Iterable[Obstacle]) -> tuple[FieldFinding, ...]:
    return tuple(
        FieldFinding(each.indicator_id, each.message, each.remedy, "not_ready", each.indicator_id)
        for each in found
    )


def _unexplained(definition_set: DefinitionSet) -> Iterator[Obstacle]:
    """Name the behaviours that do not ask for it, in a set that asks for it anywhere.

    The first versions of the shipped sets have no such question at all, and can still be revised.
    """
    indicators = examples.tested(definition_set)
    if not any(each.explains_innocence for one in indicators for each in one.elements):
        return
    for each in indicators:
        if lacks_explanation(each):
            yield Obstacle(
                each.indicator_id,
                f"“{each.name}” is often innocent, and no question asks for the innocent "
                "explanation.",
                "Add that question on its page, or mark a text question as the one.",
            )
