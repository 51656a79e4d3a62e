"""Whether an id still means what it meant in an earlier version of its set."""

from collections.abc import Iterator
from dataclasses import dataclass

from indicators.definitions import DefinitionSet
from indicators.succession import heirs


@dataclass(frozen=True, slots=True)
class ReusedId:
    """An id that was given to something else; `before` and `after` say in words what it means.

    `indicator_id` is the behaviour that has it now.
    """

    reused: str
    indicator_id: str
    before: str
    after: str

    @property
    def message(self) -> str:
        """Name both meanings."""
        return f"{self.reused} was {self.before}, and is now {self.after}."

    @property
    def remedy(self) -> str:
        """Say how to mend it."""
        return "Give the new one an id that no version has used; an id means one thing for ever."


def reused_ids(old: DefinitionSet, new: DefinitionSet) -> tuple[ReusedId, ...]:
    """List the ids of `new` that meant something else in `old`, in the order of `new`.

    A question means something else under another behaviour or with another kind of answer, a
    rule under another behaviour; but not where the old behaviour lives on in the new one (it was
    split, merged or replaced). Words, options, units and bounds may change. To refuse the use
    of an id that was given up long ago, compare with every earlier version.
    """
    before = {(kind, key): (meaning, words) for kind, key, _, meaning, words in _meanings(old)}
    found = []
    for kind, key, indicator_id, meaning, words in _meanings(new):
        was, was_words = before.get((kind, key), (meaning, words))
        if was != meaning and not _lives_on(new, was, meaning):
            found.append(ReusedId(key, indicator_id, was_words, words))
    return tuple(found)


def _lives_on(new: DefinitionSet, was: tuple[str, ...], meaning: tuple[str, ...]) -> bool:
    """Tell whether only the behaviour is another one, and the old one lives on in it."""
    return was[1:] == meaning[1:] and meaning[0] in {
        each.indicator_id for each in heirs(new, was[0])
    }


def _meanings(
    definition_set: DefinitionSet,
) -> Iterator[tuple[str, str, str, tuple[str, ...], str]]:
    """Give what kind of id it is, the id, its behaviour, what it means, and that in words."""
    for indicator in definition_set.indicators:
        owner, name = indicator.indicator_id, indicator.name
        for element in indicator.elements:
            words = f"the {element.kind} question “{element.label}” of “{name}” ({owner})"
            yield "element", element.element_id, owner, (owner, element.kind), words
        for rule in indicator.rules:
            words = f"a rule of “{name}” ({owner}): “{rule.message}”"
            yield "rule", rule.rule_id, owner, (owner,), words
