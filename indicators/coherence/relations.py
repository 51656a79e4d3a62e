"""Whether the relations between behaviours agree with one another and with what is retired."""

from collections.abc import Mapping, Sequence

from indicators.coherence.spots import Spot, find_circle, refuse_repeats
from indicators.definitions import DefinitionSet, Indicator, Relation, RelationKind, Status

_PAIRS = {
    RelationKind.REPLACES: RelationKind.REPLACED_BY,
    RelationKind.REPLACED_BY: RelationKind.REPLACES,
}
SUCCESSION = (RelationKind.REPLACED_BY, RelationKind.MERGED_INTO)
"""The relations that lead from a behavior to what is reported instead of it."""


def check_relations(definition_set: DefinitionSet, spots: Sequence[tuple[Indicator, Spot]]) -> None:
    """Check every relation of a set; `spots` says where each behaviour stands."""
    by_id = {each.indicator_id: each for each in definition_set.indicators}
    for indicator, spot in spots:
        refuse_repeats(
            (f"{each.kind} {each.indicator_id}", spot.item("related", index))
            for index, each in enumerate(indicator.related)
        )
        for index, relation in enumerate(indicator.related):
            here = spot.item("related", index)
            _check_target(indicator, relation, by_id, here.at("indicator_id"))
            _check_pair(indicator, relation, by_id[relation.indicator_id], here.at("kind"))
            _check_succession(indicator, relation, here.at("kind"))
    _check_circle(spots)


def _check_target(
    indicator: Indicator, relation: Relation, by_id: Mapping[str, Indicator], spot: Spot
) -> None:
    if relation.indicator_id not in by_id:
        raise spot.error(
            f"{relation.indicator_id!r} is no behavior of this set.",
            "Name one of the set; one that is no longer used stays in it as retired.",
        )
    if relation.indicator_id == indicator.indicator_id:
        raise spot.error(
            f"{relation.indicator_id!r} is related to itself.", "Name another behavior."
        )


def _check_pair(indicator: Indicator, relation: Relation, other: Indicator, spot: Spot) -> None:
    back = _PAIRS.get(relation.kind)
    if back is not None and Relation(back, indicator.indicator_id) not in other.related:
        raise spot.error(
            f"{indicator.indicator_id!r} {_words(relation.kind)} {other.indicator_id!r}, "
            "which does not say so.",
            f"Add to {other.indicator_id!r}: {back} {indicator.indicator_id}.",
        )


def _check_succession(indicator: Indicator, relation: Relation, spot: Spot) -> None:
    if relation.kind in SUCCESSION and indicator.status is Status.ACTIVE:
        raise spot.error(
            f"{indicator.indicator_id!r} {_words(relation.kind)} {relation.indicator_id!r}, "
            "and is active.",
            "Set its status to deprecated or retired.",
        )


def _check_circle(spots: Sequence[tuple[Indicator, Spot]]) -> None:
    circle = find_circle(
        {
            indicator.indicator_id: [
                each.indicator_id for each in indicator.related if each.kind in SUCCESSION
            ]
            for indicator, _ in spots
        }
    )
    for indicator, spot in spots:
        if circle and indicator.indicator_id == circle[0]:
            raise spot.at("related").error(
                "these behaviors follow one another in a circle: "
                f"{' → '.join([*circle, circle[0]])}.",
                "Remove one of these relations.",
            )


def _words(kind: RelationKind) -> str:
    return {
        RelationKind.REPLACES: "replaces",
        RelationKind.REPLACED_BY: "is replaced by",
        RelationKind.MERGED_INTO: "is merged into",
    }.get(kind, "is related to")
