"""Tests of turning what a form sent into JSON values."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.definitions import Element, ElementKind, Json, Option, PrivacyClass
from indicators.validation import answer_from_form

OPTIONS = (Option("a", "A"), Option("b", "B"))


def element(kind: str) -> Element:
    return Element(
        "el-0001", "Which?", ElementKind(kind), options=OPTIONS, privacy=PrivacyClass.FREE_TEXT
    )


@pytest.mark.parametrize(
    ("kind", "sent", "value"),
    [
        ("text", ["  two words "], "two words"),
        ("text", [], None),
        ("text", ["", "  "], None),
        ("choice", ["a"], "a"),
        ("choice", ["", "a"], "a"),
        ("choice", ["a", "b"], ["a", "b"]),
        ("multi_choice", ["a"], ["a"]),
        ("multi_choice", ["", "b", "a"], ["b", "a"]),
        ("multi_choice", [""], None),
        ("yes_no", ["yes"], True),
        ("yes_no", ["No"], False),
        ("yes_no", ["true"], True),
        ("yes_no", ["perhaps"], "perhaps"),
        ("number", ["12"], 12),
        ("number", ["-2.5"], -2.5),
        ("number", ["2,5"], "2,5"),
        ("number", ["1e5"], "1e5"),
        ("number", ["\u0663"], "\u0663"),
        ("number", ["9" * 5000], "9" * 5000),
        ("date_time", ["2026-03-02T14:30-06:00"], "2026-03-02T14:30-06:00"),
        ("date_time", ["2026-03-02T14:30"], "2026-03-02T14:30"),
        ("date_time", ["2026-03-02T14:30", "-06:00"], "2026-03-02T14:30-06:00"),
        ("date_time", ["2026-03-02T14:30", "Z"], "2026-03-02T14:30Z"),
        ("date_time", ["2026-03-02T14:30", "America/Chicago"], "2026-03-02T14:30:00-06:00"),
        ("date_time", ["2026-07-02T14:30", "America/Chicago"], "2026-07-02T14:30:00-05:00"),
        # The hour that the zone has twice: the first of the two, still in daylight saving time.
        ("date_time", ["2026-11-01T01:30", "America/Chicago"], "2026-11-01T01:30:00-05:00"),
        ("date_time", ["2026-03-02T14:30", "Mars/Base"], "2026-03-02T14:30"),
        ("date_time", ["2026-03-02T14:30", "../../etc/passwd"], "2026-03-02T14:30"),
        ("date_time", ["yesterday", "America/Chicago"], "yesterday"),
        ("date_time", ["2026-02-30T14:30", "America/Chicago"], "2026-02-30T14:30"),
    ],
)
def test_form_values_become_json_values(kind: str, sent: list[str], value: Json) -> None:
    result = answer_from_form(element(kind), sent)
    assert (result, type(result)) == (value, type(value))


@settings(derandomize=True, max_examples=300)
@given(st.sampled_from(sorted(ElementKind)), st.lists(st.text(max_size=40), max_size=3))
def test_no_form_value_raises(kind: ElementKind, sent: list[str]) -> None:
    answer_from_form(element(kind), sent)


@settings(derandomize=True, max_examples=200)
@given(
    st.sampled_from(sorted(ElementKind)),
    st.one_of(
        st.text("0123456789-T:+./AmericaEtUZ ", max_size=30),
        st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}", fullmatch=True),
    ),
    st.sampled_from(["America/New_York", "Etc", "", "Z", "-05:00", "+99:99", "posixrules"]),
)
def test_no_odd_time_or_zone_raises(kind: ElementKind, local: str, zone: str) -> None:
    answer_from_form(element(kind), [local, zone])
