"""A definition that cannot be accepted, as a finding at a field, in words for a trainer."""

import re

from indicators.definitions import DefinitionSet, Indicator
from indicators.errors import DefinitionError
from sar.catalog.drafts.edits import Edit
from sar.errors import FieldFinding

_PART = re.compile(r"indicators\[(\d+)\]\.(?:(elements|examples)\[(\d+)\]\.)?(\w+)(?:\[(\d+)\])?")


def explain(error: DefinitionError, draft: DefinitionSet, *, about: Edit) -> FieldFinding:
    """Turn `error` into a finding for the form that sent the edit."""
    found = _PART.match(error.path)
    if found is None:
        return _as_it_is(error, "")
    indicator = draft.indicators[int(found[1])]
    if found[2] == "elements":
        return _in_question(error, indicator, int(found[3]), found[4], about.part_id)
    field = f"guidance.{found[5]}" if found[4] == "guidance" else found[4]
    return _as_it_is(error, field)


def _in_question(
    error: DefinitionError, indicator: Indicator, place: int, field: str, element_id: str
) -> FieldFinding:
    element = indicator.elements[place]
    if field == "when" and element.element_id != element_id:
        return FieldFinding(
            "options",
            f"“{element.label}” is asked only after an answer that would be gone.",
            "Change first when that question is asked, then come back.",
            "depended_on",
            indicator.indicator_id,
        )
    if element.element_id != element_id:
        return _as_it_is(error, "")
    return _as_it_is(error, field)


def _as_it_is(error: DefinitionError, path: str) -> FieldFinding:
    message = error.problem[:1].upper() + error.problem[1:]
    return FieldFinding(path, message, error.remedy, "definition")
