"""In which behaviours of a newer version a behaviour lives on, by the relations it declares."""

from collections.abc import Iterator

from indicators.definitions import DefinitionSet, Element, Indicator, RelationKind, Status

_FORWARD = (RelationKind.REPLACED_BY, RelationKind.MERGED_INTO)
_BACKWARD = (RelationKind.REPLACES, RelationKind.SPLIT_FROM)


def heirs(definition_set: DefinitionSet, indicator_id: str) -> tuple[Indicator, ...]:
    """Give all that a behaviour was replaced by, merged into or split into, in the set's order.

    Those that came after an heir are heirs too. The behaviour itself is none.
    """
    found: set[str] = set()
    waiting = [indicator_id]
    while waiting:
        for each in _next(definition_set, waiting.pop()):
            if each not in found and each != indicator_id:
                found.add(each)
                waiting.append(each)
    return tuple(each for each in definition_set.indicators if each.indicator_id in found)


def homes(definition_set: DefinitionSet, indicator_id: str) -> tuple[Indicator, ...]:
    """Give what a report of a behaviour can be filed under in that set.

    It is the behaviour itself while it is there and not retired, and else the nearest heirs that
    are not retired. Several mean that only a person can tell which; none, that nothing is left.
    """
    found: dict[str, Indicator] = {}
    seen: set[str] = set()
    waiting = [indicator_id]
    while waiting:
        each = waiting.pop(0)
        if each in seen:
            continue
        seen.add(each)
        indicator = find(definition_set, each)
        if indicator is not None and indicator.status is not Status.RETIRED:
            found[each] = indicator
        else:
            waiting += _next(definition_set, each)
    return tuple(each for each in definition_set.indicators if each.indicator_id in found)


def find(definition_set: DefinitionSet, indicator_id: str) -> Indicator | None:
    """Give a behaviour by its id, None if the set does not have it."""
    found = (each for each in definition_set.indicators if each.indicator_id == indicator_id)
    return next(found, None)


def questions_by_id(definition_set: DefinitionSet) -> dict[str, tuple[Indicator, Element]]:
    """Give every question of a set with its behaviour, by element id."""
    return {
        element.element_id: (indicator, element)
        for indicator in definition_set.indicators
        for element in indicator.elements
    }


def _next(definition_set: DefinitionSet, indicator_id: str) -> Iterator[str]:
    """Give the ids that one step leads to: what it names itself, then what names it."""
    indicator = find(definition_set, indicator_id)
    for relation in indicator.related if indicator else ():
        if relation.kind in _FORWARD:
            yield relation.indicator_id
    for other in definition_set.indicators:
        for relation in other.related:
            if relation.kind in _BACKWARD and relation.indicator_id == indicator_id:
                yield other.indicator_id
