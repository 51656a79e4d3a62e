"""Whether the parts of a definition set agree: ids, conditions, rules, relations and sources."""

from indicators.codes import SUSPICIOUS_ACTIVITY
from indicators.coherence.cases import check_cases
from indicators.coherence.cross_rules import check_rules
from indicators.coherence.questions import check_questions
from indicators.coherence.relations import check_relations
from indicators.coherence.spots import Spot, refuse_repeats
from indicators.definitions import DefinitionSet, Indicator, Status
from indicators.reading import shown

__all__ = ["check_set"]


def check_set(definition_set: DefinitionSet, *, name: str) -> None:
    """Check a whole set; raise DefinitionError at the first part that does not agree.

    Ids of elements and rules are unique in the whole set, not only in their behaviour: an id
    means one thing for ever. `name` stands in the message for the source.
    """
    root = Spot(name)
    spots = [
        (indicator, root.item("indicators", index))
        for index, indicator in enumerate(definition_set.indicators)
    ]
    _check_ids(definition_set, spots, root)
    keys = {source.key for source in definition_set.sources}
    owners = {
        element.element_id: indicator.name
        for indicator in definition_set.indicators
        for element in indicator.elements
    }
    for indicator, spot in spots:
        _check_codes(indicator, keys, spot)
        _check_guidance(indicator, spot)
        check_questions(indicator, owners, spot)
        check_rules(indicator, owners, spot)
        check_cases(indicator, owners, spot)
    check_relations(definition_set, spots)
    if spots and all(each.status is Status.RETIRED for each, _ in spots):
        raise root.at("indicators").error(
            "every behavior is retired, so nothing could be reported.",
            "Leave at least one behavior active.",
        )


def _check_ids(
    definition_set: DefinitionSet, spots: list[tuple[Indicator, Spot]], root: Spot
) -> None:
    refuse_repeats(
        (source.key, root.item("sources", index).at("key"))
        for index, source in enumerate(definition_set.sources)
    )
    refuse_repeats((each.indicator_id, spot.at("indicator_id")) for each, spot in spots)
    refuse_repeats(
        (element.element_id, spot.item("elements", index).at("element_id"))
        for indicator, spot in spots
        for index, element in enumerate(indicator.elements)
    )
    refuse_repeats(
        (rule.rule_id, spot.item("rules", index).at("rule_id"))
        for indicator, spot in spots
        for index, rule in enumerate(indicator.rules)
    )


def _check_codes(indicator: Indicator, keys: set[str], spot: Spot) -> None:
    if indicator.niem_code not in SUSPICIOUS_ACTIVITY:
        raise spot.at("niem_code").error(
            f"NIEM has no suspicious activity code {shown(indicator.niem_code)}.",
            f"Write one of: {', '.join(SUSPICIOUS_ACTIVITY)}.",
        )
    for index, key in enumerate(indicator.sources):
        if key not in keys:
            raise spot.item("sources", index).error(
                f"the set's list of sources has no key {shown(key)}.",
                f"Add the source, or write one of: {', '.join(sorted(keys))}.",
            )


def _check_guidance(indicator: Indicator, spot: Spot) -> None:
    refuse_repeats(
        (each.audience, spot.item("role_guidance", index).at("audience"))
        for index, each in enumerate(indicator.role_guidance)
    )
    for index, each in enumerate(indicator.role_guidance):
        if not each.texts:
            raise (
                spot.item("role_guidance", index)
                .at("texts")
                .error(f"there is no text for {each.audience}.", "Write one, or remove this entry.")
            )
