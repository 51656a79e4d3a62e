"""Relations between the behaviours of a draft, set and taken away in pairs, as pure functions."""

from collections.abc import Iterator
from dataclasses import replace

from indicators.coherence.relations import SUCCESSION
from indicators.definitions import DefinitionSet, Indicator, Relation, RelationKind, Status
from sar.catalog.drafts.edits import with_behaviour

_BACK = {
    RelationKind.REPLACES: RelationKind.REPLACED_BY,
    RelationKind.REPLACED_BY: RelationKind.REPLACES,
    RelationKind.SIMILAR: RelationKind.SIMILAR,
}
"""What the other behavior says of the same relation; the other kinds stand on one side only."""

# These two are refused unless both sides say so; whether two are similar each may say for itself.
_STRICT = (RelationKind.REPLACES, RelationKind.REPLACED_BY)


def with_relation(draft: DefinitionSet, indicator_id: str, relation: Relation) -> DefinitionSet:
    """Say that a behaviour is related to another one; the other says so too where it should."""
    draft = _said(draft, indicator_id, relation)
    back = _BACK.get(relation.kind)
    if back is None or not _has(draft, relation.indicator_id):
        return draft
    return _said(draft, relation.indicator_id, Relation(back, indicator_id))


def without_relation(draft: DefinitionSet, indicator_id: str, relation: Relation) -> DefinitionSet:
    """Take a relation away, and what the other behaviour says of it."""
    draft = _unsaid(draft, indicator_id, relation)
    back = _BACK.get(relation.kind)
    if back is None or not _has(draft, relation.indicator_id):
        return draft
    return _unsaid(draft, relation.indicator_id, Relation(back, indicator_id))


def with_status(draft: DefinitionSet, *, indicator_id: str, status: Status) -> DefinitionSet:
    """Give a behaviour another status; one that is active again follows into no other one."""
    draft = with_behaviour(draft, indicator_id, lambda each: replace(each, status=status))
    if status is Status.ACTIVE:
        for relation in draft.indicator(indicator_id).related:
            if relation.kind in SUCCESSION:
                draft = without_relation(draft, indicator_id, relation)
    return draft


def without_any(draft: DefinitionSet, indicator_id: str) -> DefinitionSet:
    """Take away what the other behaviours say of this one."""
    return replace(
        draft,
        indicators=tuple(
            replace(
                each,
                related=tuple(one for one in each.related if one.indicator_id != indicator_id),
            )
            for each in draft.indicators
        ),
    )


def agreed(draft: DefinitionSet, indicator_id: str) -> DefinitionSet:
    """Let the other behaviours say of replacements what this one says."""
    for other in draft.indicators:
        for relation in other.related:
            if relation.indicator_id == indicator_id and relation.kind in _STRICT:
                draft = _unsaid(draft, other.indicator_id, relation)
    for relation in draft.indicator(indicator_id).related:
        if relation.kind in _STRICT:
            draft = with_relation(draft, indicator_id, relation)
    return draft


def said_of(draft: DefinitionSet, indicator_id: str) -> Iterator[tuple[Indicator, Relation]]:
    """Give what other behaviours say of this one and it does not say itself."""
    own = draft.indicator(indicator_id).related
    for other in draft.indicators:
        for relation in other.related:
            back = _BACK.get(relation.kind)
            is_told = back is not None and Relation(back, other.indicator_id) in own
            if relation.indicator_id == indicator_id and not is_told:
                yield other, relation


def _said(draft: DefinitionSet, indicator_id: str, relation: Relation) -> DefinitionSet:
    def change(each: Indicator) -> Indicator:
        known = relation in each.related
        return each if known else replace(each, related=(*each.related, relation))

    return with_behaviour(draft, indicator_id, change)


def _unsaid(draft: DefinitionSet, indicator_id: str, relation: Relation) -> DefinitionSet:
    return with_behaviour(
        draft,
        indicator_id,
        lambda each: replace(each, related=tuple(one for one in each.related if one != relation)),
    )


def _has(draft: DefinitionSet, indicator_id: str) -> bool:
    return any(each.indicator_id == indicator_id for each in draft.indicators)
