"""Tests of the verdict on changed questions, against trying every small report under both sets."""

import itertools
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from indicators.changes import Level, compare
from indicators.definitions import DefinitionSet, to_plain
from indicators.loading import from_plain
from indicators.validation import validate
from tests.shipped import shipped

NEW = shipped("2.0.0")
Plain = dict[str, Any]

IDS = ("el-0001", "el-0002", "el-0003")
REPORTS = [
    {key: value for key, value in zip(IDS, values, strict=True) if value is not None}
    for values in itertools.product(
        (None, True, False), (None, "x", "y", "z"), (None, -1, 0, 1, 2, 5, 9)
    )
]


@st.composite
def small_sets(draw: st.DrawFn, *, is_last_only_required: bool) -> DefinitionSet:
    """Draw a set of at most three questions that depend on one another."""

    def maybe_required(element: Plain, *, is_last: bool = False) -> Plain:
        may = is_last or not is_last_only_required
        return element | ({"required": True} if may and draw(st.booleans()) else {})

    elements: list[Plain] = []
    conditions: list[Plain] = []
    if draw(st.integers(0, 4)):
        elements.append(maybe_required({"element_id": "el-0001", "label": "Q1", "kind": "yes_no"}))
        values = draw(st.sampled_from([[True], [False], [True, False]]))
        conditions.append({"element_id": "el-0001", "values": values})
    if draw(st.integers(0, 4)):
        codes = sorted(draw(st.sets(st.sampled_from("xyz"), min_size=1)))
        second: Plain = {
            "element_id": "el-0002",
            "label": "Q2",
            "kind": "choice",
            "options": [{"code": code, "label": code} for code in codes],
        }
        is_conditional: bool = draw(st.booleans())
        if conditions and is_conditional:
            second["when"] = conditions[0]
        elements.append(maybe_required(second))
        asked = sorted(draw(st.sets(st.sampled_from(codes), min_size=1)))
        conditions.append({"element_id": "el-0002", "values": asked})
    if draw(st.integers(0, 4)):
        low, high = draw(st.sampled_from([None, 0, 1, 2])), draw(st.sampled_from([None, 2, 5]))
        third: Plain = {"element_id": "el-0003", "label": "Q3", "kind": "number"}
        third |= {} if low is None else {"minimum": low}
        third |= {} if high is None else {"maximum": high}
        is_dependent: bool = draw(st.booleans())
        if conditions and is_dependent:
            third["when"] = draw(st.sampled_from(conditions))
        elements.append(maybe_required(third, is_last=True))
    plain: Plain = to_plain(NEW)
    plain["indicators"] = [plain["indicators"][0] | {"elements": elements, "examples": []}]
    return from_plain(plain, name="small")


def is_accepted(report: Plain, definition_set: DefinitionSet) -> bool:
    indicator_id = definition_set.indicators[0].indicator_id
    answers = {indicator_id: report}
    return not validate(answers, definition_set, indicator_ids=[indicator_id]).findings


def is_something_refused(old: DefinitionSet, new: DefinitionSet) -> bool:
    """Try every small report: is one accepted by the old set and refused by the new one?"""
    return any(is_accepted(each, old) and not is_accepted(each, new) for each in REPORTS)


def asked_after(definition_set: DefinitionSet, element_id: str) -> str | None:
    """Name the question that another one depends on."""
    elements = definition_set.indicators[0].elements
    conditions = [each.when for each in elements if each.element_id == element_id and each.when]
    return conditions[0].element_id if conditions else None


def verdict(old: DefinitionSet, new: DefinitionSet) -> bool:
    return any(each.level is Level.MAJOR for each in compare(old, new))


@settings(derandomize=True, max_examples=200)
@given(small_sets(is_last_only_required=False), small_sets(is_last_only_required=False))
def test_what_is_not_called_major_refuses_nothing_accepted_before(
    old: DefinitionSet, new: DefinitionSet
) -> None:
    if not verdict(old, new):
        assert not is_something_refused(old, new)


@settings(derandomize=True, max_examples=200)
@given(small_sets(is_last_only_required=True), small_sets(is_last_only_required=True))
def test_what_is_called_major_refuses_something_accepted_before(
    old: DefinitionSet, new: DefinitionSet
) -> None:
    # A condition that moves to another question is always called major, even where the new one
    # happens to hold whenever the old one did.
    assume(all(asked_after(old, each) in (None, asked_after(new, each)) for each in IDS))
    assert verdict(old, new) == is_something_refused(old, new)
