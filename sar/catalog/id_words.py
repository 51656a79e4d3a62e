"""Names in the place of ids, for texts of the library that a trainer reads."""

import re
from collections.abc import Mapping

from indicators.definitions import DefinitionSet

_ID = re.compile(r"'?((?:ind|el|rule)-[0-9]{4})'?")


def names_of(definition_set: DefinitionSet) -> dict[str, str]:
    """Return what each behaviour, question and rule is called, by id."""
    names: dict[str, str] = {}
    for indicator in definition_set.indicators:
        names[indicator.indicator_id] = indicator.name
        names |= {each.element_id: each.label for each in indicator.elements}
        names |= {each.rule_id: each.message for each in indicator.rules}
    return names


def with_names(text: str, names: Mapping[str, str]) -> str:
    """Write the name of everything that is known for its id, quoted or not."""
    return _ID.sub(lambda each: f"“{names[each[1]]}”" if each[1] in names else each[0], text)
