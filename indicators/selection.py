"""Which behaviours of a set may be chosen, and what is wrong with a choice."""

from collections.abc import Collection
from dataclasses import dataclass

from indicators.coherence.relations import SUCCESSION
from indicators.definitions import DefinitionSet, Indicator, Status
from indicators.findings import Finding, named, well_formed, wrong_shape
from indicators.rules import Rule


@dataclass(frozen=True, slots=True)
class Selection:
    """The behaviours that were chosen, in the order of the set, and what to mend in the choice.

    A retired behaviour is among them, with a finding.
    """

    chosen: tuple[Indicator, ...]
    findings: tuple[Finding, ...]


def offered(definition_set: DefinitionSet) -> tuple[Indicator, ...]:
    """Give the behaviours to choose from: the active ones in the order of the set, then deprecated.

    Retired ones are not among them.
    """
    return tuple(
        indicator
        for status in (Status.ACTIVE, Status.DEPRECATED)
        for indicator in definition_set.indicators
        if indicator.status is status
    )


def select(indicator_ids: object, definition_set: DefinitionSet) -> Selection:
    """Find the chosen behaviours by id; repeats are ignored, and any value gives findings."""
    if isinstance(indicator_ids, str) or not isinstance(indicator_ids, Collection):
        return Selection((), (wrong_shape("The chosen behaviors are not a list of ids."),))
    if not indicator_ids:
        finding = Finding(
            Rule.NO_BEHAVIOUR,
            "No behavior is chosen.",
            "Choose what the person did. What somebody is or says is not a behavior.",
        )
        return Selection((), (finding,))
    wanted = {each if isinstance(each, str) else None for each in indicator_ids}
    chosen = tuple([each for each in definition_set.indicators if each.indicator_id in wanted])
    unknown = wanted - {each.indicator_id for each in chosen}
    findings = (
        *_too_many(len(chosen), definition_set),
        *(unknown_behaviour(each, definition_set) for each in sorted(unknown, key=str)),
        *(_retired(each, definition_set) for each in chosen if each.status is Status.RETIRED),
    )
    return Selection(chosen, findings)


def unknown_behaviour(
    key: object,
    definition_set: DefinitionSet,
    *,
    remedy: str = "Choose from the listed behaviors.",
) -> Finding:
    """Make the finding about an id that is no behaviour of the set."""
    return Finding(
        Rule.UNKNOWN_BEHAVIOUR,
        f"{named('behavior', key)} is not in edition {definition_set.edition} "
        f"(version {definition_set.version}).",
        remedy,
        well_formed(key),
    )


def successors(indicator: Indicator, definition_set: DefinitionSet) -> tuple[Indicator, ...]:
    """Give what is reported instead of a retired behaviour: those after it that are not retired."""
    found: dict[str, Indicator] = {}
    waiting, seen = [indicator], {indicator.indicator_id}
    while waiting:
        for each in waiting.pop(0).related:
            if each.kind not in SUCCESSION or each.indicator_id in seen:
                continue
            seen.add(each.indicator_id)
            after = definition_set.indicator(each.indicator_id)
            if after.status is Status.RETIRED:
                waiting.append(after)
            else:
                found[after.indicator_id] = after
    return tuple(found.values())


def _retired(indicator: Indicator, definition_set: DefinitionSet) -> Finding:
    instead = [f"“{each.name}”" for each in successors(indicator, definition_set)]
    return Finding(
        Rule.RETIRED_BEHAVIOUR,
        f"“{indicator.name}” is no longer reported.",
        f"Choose {' or '.join(instead) or 'from the listed behaviors'} instead.",
        indicator.indicator_id,
    )


def _too_many(count: int, definition_set: DefinitionSet) -> tuple[Finding, ...]:
    most = definition_set.max_behaviours
    if most is None or count <= most:
        return ()
    finding = Finding(
        Rule.TOO_MANY_BEHAVIOURS,
        f"{count} behaviors are chosen; a report takes at most {most}.",
        "Keep what fits best, and tell the rest in your own words.",
    )
    return (finding,)
