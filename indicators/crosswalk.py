"""Where each behaviour and question of one version went in another one, as a table."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO

from indicators.definitions import DefinitionSet, Element, Indicator, Status
from indicators.errors import IncomparableSetsError
from indicators.inclusion import Refusal, Undecided, acceptance, inclusion
from indicators.reasons import Sides, clause, undecided_clause
from indicators.succession import find, heirs, homes, questions_by_id
from indicators.truth import elements_of


class Passage(StrEnum):
    """What becomes of the answers to a question, or of a behaviour that was chosen."""

    CARRIED = "carried"  # as they are
    IF_ACCEPTED = "carried_if_accepted"  # as they are; asked again if the new version refuses them
    ASKED = "asked_again"  # the question asks for something else
    CHOSEN = "chosen"  # a person says where they go
    DROPPED = "dropped"  # nothing takes their place
    NEW = "new"  # not in the old version


@dataclass(frozen=True, slots=True)
class Row:
    """One behaviour (no element id) or question: where it was, where it is, and what that does.

    `label` is the question's or the behaviour's name. `to_ids` has no behaviour when nothing takes
    its place, and several when a person has to choose.
    """

    passage: Passage
    reason: str
    label: str
    from_id: str | None
    to_ids: tuple[str, ...]
    element_id: str | None = None


COLUMNS = (
    "old_version",
    "new_version",
    "old_behaviour",
    "question",
    "label",
    "new_behaviours",
    "passage",
    "reason",
)
"""The columns of `to_csv`; `new_behaviours` are ids with spaces between them."""


def crosswalk(old: DefinitionSet, new: DefinitionSet) -> tuple[Row, ...]:
    """List every behaviour and question of both versions, those of the old one first.

    What is retired in the old version already is left out.

    Raises
    ------
    IncomparableSetsError
        When the two have different set ids.
    """
    if old.set_id != new.set_id:
        raise IncomparableSetsError(f"{old.set_id} and {new.set_id} are different sets")
    unsure = _unsure(old, new)
    rows: list[Row] = []
    for indicator in old.indicators:
        if indicator.status is not Status.RETIRED:
            rows.append(_behaviour_row(indicator, new))
            rows += (_question_row(indicator, each, new, unsure) for each in indicator.elements)
    return (*rows, *_new_rows(old, new))


def to_csv(old: DefinitionSet, new: DefinitionSet) -> str:
    """Write the crosswalk as CSV (RFC 4180) with a line of `COLUMNS`."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for row in crosswalk(old, new):
        writer.writerow(
            (
                old.version,
                new.version,
                row.from_id or "",
                row.element_id or "",
                row.label,
                " ".join(row.to_ids),
                row.passage.value,
                row.reason,
            )
        )
    return file.getvalue()


def difference_in_meaning(old: Element, new: Element) -> str:
    """Say why an answer to a question no longer means what it meant; "" if it does."""
    if old.kind is not new.kind:
        return "It takes another kind of answer now."
    if old.unit != new.unit:
        return f"It counts in {new.unit or 'no unit'} now, not in {old.unit or 'no unit'}."
    if old.privacy is not new.privacy:
        return "Who may read the answer has changed."
    return ""


def no_home(indicator: Indicator, new: DefinitionSet) -> str:
    """Say why a person has to choose what a behaviour is reported under."""
    places = homes(new, indicator.indicator_id)
    if not places:
        return f"“{indicator.name}” is no longer reported, and nothing takes its place."
    names = " or ".join(f"“{each.name}”" for each in places)
    return f"“{indicator.name}” is no longer reported; {names} may fit instead."


def _behaviour_row(indicator: Indicator, new: DefinitionSet) -> Row:
    places = homes(new, indicator.indicator_id)
    to_ids = tuple(each.indicator_id for each in places)
    passage, reason = Passage.CARRIED, ""
    if len(places) != 1:
        passage, reason = Passage.CHOSEN, no_home(indicator, new)
    elif places[0].indicator_id != indicator.indicator_id:
        reason = f"It is reported as “{places[0].name}” now."
    return Row(passage, reason, indicator.name, indicator.indicator_id, to_ids)


def _unsure(old: DefinitionSet, new: DefinitionSet) -> dict[str, str]:
    """Say why an answer that the old version took may be asked again, by element id.

    The new version refuses some answers to the question, or the question hangs together, through
    a condition or a rule, with one whose answer may not arrive as it was.
    """
    unsure = _refused(old, new)
    before, after = questions_by_id(old), questions_by_id(new)
    mates = _mates(new)
    for element_id, (home, element) in before.items():
        if element_id not in after:
            continue
        new_home, changed = after[element_id]
        has_moved = home.indicator_id != new_home.indicator_id
        is_other = acceptance(element) != acceptance(changed) or mates[element_id]
        if has_moved and is_other:
            unsure.setdefault(element_id, "It is asked in another way now.")
        elif difference_in_meaning(element, changed):
            unsure.setdefault(element_id, "")
    waiting = list(unsure)
    while waiting:
        lead = waiting.pop()
        for element_id in mates.get(lead, set()) - unsure.keys():
            label = after[lead][1].label
            unsure[element_id] = f"It goes together with “{label}”, which may be asked again."
            waiting.append(element_id)
    return unsure


def _mates(definition_set: DefinitionSet) -> dict[str, set[str]]:
    """Give the questions that depend on the answer to each one, or share a rule with it."""
    questions = questions_by_id(definition_set)
    mates: dict[str, set[str]] = {each: set() for each in questions}
    for element_id, (_, element) in questions.items():
        if element.when is not None:
            mates[element.when.element_id].add(element_id)
    for rule in (rule for each in definition_set.indicators for rule in each.rules):
        for element_id in elements_of(rule.holds):
            mates[element_id] |= elements_of(rule.holds) - {element_id}
    return mates


def _refused(old: DefinitionSet, new: DefinitionSet) -> dict[str, str]:
    """Say which questions' answers the new version refuses some of, or may refuse."""
    sides = Sides(old, new, is_backward=True)
    rules = {rule.rule_id: rule for each in new.indicators for rule in each.rules}
    found = inclusion(old, new)
    refused: dict[str, str] = {}
    every: tuple[Refusal | Undecided, ...] = (*found.refusals, *found.undecided)
    for each in every:
        words = clause(each, sides) if isinstance(each, Refusal) else undecided_clause(each, sides)
        rule = rules.get(each.rule_id or "")
        ids = elements_of(rule.holds) if rule else {each.element_id}
        for element_id in ids:
            if element_id is not None:
                refused.setdefault(element_id, f"{words[0].upper()}{words[1:]}.")
    return refused


def _question_row(
    indicator: Indicator, element: Element, new: DefinitionSet, unsure: Mapping[str, str]
) -> Row:
    label, from_id, element_id = element.label, indicator.indicator_id, element.element_id
    place = questions_by_id(new).get(element_id)
    if place is None:
        return Row(Passage.DROPPED, "It is no longer asked.", label, from_id, (), element_id)
    home, after = place
    to_ids = (home.indicator_id,)
    reach = {each.indicator_id for each in heirs(new, from_id)} | {from_id}
    if home.indicator_id not in reach or home.status is Status.RETIRED:
        reason = f"It belongs to “{home.name}” now."
        return Row(Passage.DROPPED, reason, label, from_id, to_ids, element_id)
    if reason := difference_in_meaning(element, after):
        return Row(Passage.ASKED, reason, label, from_id, to_ids, element_id)
    if [each.indicator_id for each in homes(new, from_id)] != [home.indicator_id]:
        reason = f"It goes with “{home.name}”, if that is chosen."
        return Row(Passage.CHOSEN, reason, label, from_id, to_ids, element_id)
    if element_id in unsure:
        reason = unsure[element_id]
        return Row(Passage.IF_ACCEPTED, reason, label, from_id, to_ids, element_id)
    return Row(Passage.CARRIED, "", label, from_id, to_ids, element_id)


def _new_rows(old: DefinitionSet, new: DefinitionSet) -> Iterator[Row]:
    known = questions_by_id(old)
    for indicator in new.indicators:
        to_ids = (indicator.indicator_id,)
        if find(old, indicator.indicator_id) is None:
            yield Row(Passage.NEW, "", indicator.name, None, to_ids)
        for element in indicator.elements:
            if element.element_id not in known:
                reason = "It must be answered." if element.is_required else ""
                yield Row(Passage.NEW, reason, element.label, None, to_ids, element.element_id)
