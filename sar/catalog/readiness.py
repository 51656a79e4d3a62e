"""What keeps a draft from being published, as findings for the trainer's pages."""

from indicators import examples
from indicators.definitions import DefinitionSet
from sar.errors import FieldFinding


def obstacles(definition_set: DefinitionSet) -> tuple[FieldFinding, ...]:
    """List what must be mended first; the path of each is the id of the behaviour it is about."""
    return tuple(
        FieldFinding(each.indicator_id, each.message, each.remedy, "not_ready", each.indicator_id)
        for each in examples.obstacles(definition_set)
    )
