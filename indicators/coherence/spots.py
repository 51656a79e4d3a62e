"""Where a part of a definition set stands, for the errors that point there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from indicators.errors import DefinitionError
from indicators.reading import shown


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a source: the source's name, and the path inside it."""

    name: str
    path: str = ""

    def at(self, key: str) -> "Spot":
        """Go to the value of a key."""
        return Spot(self.name, f"{self.path}.{key}" if self.path else key)

    def item(self, key: str, index: int) -> "Spot":
        """Go to one item of the list of a key; `index` counts from 0."""
        return Spot(self.name, f"{self.at(key).path}[{index}]")

    def error(self, problem: str, remedy: str) -> DefinitionError:
        """Make the error that points here."""
        return DefinitionError(self.name, self.path, problem=problem, remedy=remedy)


def refuse_repeats(keys: Iterable[tuple[str, Spot]]) -> None:
    """Raise at the first key that another spot has already."""
    first: dict[str, Spot] = {}
    for key, spot in keys:
        if key in first:
            raise spot.error(
                f"{shown(key)} is taken already by {first[key].path}.",
                "Give each its own; an id is never used again for something else.",
            )
        first[key] = spot


def find_circle(edges: Mapping[str, Iterable[str]]) -> list[str]:
    """Give the ids of one circle, each leading to the next and the last to the first; or none."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle[:0:-1]
    return []
