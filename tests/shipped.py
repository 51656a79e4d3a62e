"""The sets that ship with the toolkit, by version number."""

from indicators.definitions import DefinitionSet
from indicators.loading import shipped_sets


def shipped(version: str) -> DefinitionSet:
    """Return the shipped set of that version."""
    return {each.version: each for each in shipped_sets()}[version]
