"""A definition that cannot be accepted, as a finding at a field, in words for a trainer."""

import re
from collections.abc import Mapping

from indicators.definitions import DefinitionSet, Element, Indicator
from indicators.errors import DefinitionError
from sar.catalog.drafts.edits import Edit
from sar.catalog.id_words import names_of, with_names
from sar.errors import FieldFinding

_PART = re.compile(
    r"indicators\[(\d+)\]\.(?:(elements|examples|rules|related|cases)\[(\d+)\]\.)?(\w+)(?:\[(\d+)\])?"
)
_SET_FIELD = re.compile(r"(\w+)(?:\[\d+\])?")


def explain(error: DefinitionError, draft: DefinitionSet, *, about: Edit) -> FieldFinding:
    """Turn `error` into a finding for the form that sent the edit."""
    names = names_of(draft)
    found = _PART.match(error.path)
    if found is None:
        field = _SET_FIELD.match(error.path)
        return _finding(error, field[1] if field and not about.indicator_id else "", names)
    indicator = draft.indicators[int(found[1])]
    if indicator.indicator_id != about.indicator_id:
        is_own = not about.indicator_id and found[4] == "sources"
        return _finding(error, "sources" if is_own else "", names, where=indicator.name)
    if found[2] == "elements":
        return _in_question(error, indicator, (int(found[3]), found[4]), about, names)
    if found[2] == "rules":
        return _in_rule(error, indicator, (int(found[3]), found[4]), about, names)
    field_name = f"guidance.{found[5]}" if found[4] == "guidance" else found[4]
    return _finding(error, field_name, names)


def _in_question(
    error: DefinitionError,
    indicator: Indicator,
    part: tuple[int, str],
    about: Edit,
    names: Mapping[str, str],
) -> FieldFinding:
    place, field = part
    element = indicator.elements[place]
    if element.element_id == about.part_id:
        return _finding(error, field, names)
    if field == "when" and not _stands_above(element, indicator):
        return FieldFinding(
            "options",
            f"“{element.label}” is asked only after an answer that would be gone.",
            "Change first when that question is asked, then come back.",
            "depended_on",
            indicator.indicator_id,
        )
    return _finding(error, "", names)


def _in_rule(
    error: DefinitionError,
    indicator: Indicator,
    part: tuple[int, str],
    about: Edit,
    names: Mapping[str, str],
) -> FieldFinding:
    place, field = part
    rule = indicator.rules[place]
    if rule.rule_id == about.part_id:
        return _finding(error, field, names)
    return FieldFinding(
        "options",
        f"The rule “{rule.message}” speaks of an answer that would be gone.",
        "Change or remove that rule first, then come back.",
        "depended_on",
        indicator.indicator_id,
    )


def _stands_above(element: Element, indicator: Indicator) -> bool:
    """Tell whether it stands above the question that it depends on: in the wrong place."""
    ids = [each.element_id for each in indicator.elements]
    asked = element.when.element_id if element.when else ""
    return asked in ids and ids.index(asked) > ids.index(element.element_id)


def _finding(
    error: DefinitionError, path: str, names: Mapping[str, str], *, where: str = ""
) -> FieldFinding:
    """Make a finding of the library's own words, with names in the place of ids."""
    message = with_names(error.problem, names)
    message = f"In “{where}”: {message}" if where else message[:1].upper() + message[1:]
    return FieldFinding(path, message, with_names(error.remedy, names), "definition")
