"""Frozen values behave as the frozen dataclasses of the standard library do."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, replace
from typing import Any

import pytest

from sar.values import frozen


@frozen
class Line:
    """A value with every kind of field."""

    number: int
    narrative: str = field(repr=False)
    words: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    when: str = field(default="", compare=False)


@frozen
class Nothing:
    """A value without a field."""


def by_the_standard_library() -> type[Any]:
    """Return the same class as `Line`, made by `dataclasses`."""

    @dataclass(frozen=True, slots=True)
    class Line:
        number: int
        narrative: str = field(repr=False)
        words: tuple[str, ...] = ()
        counts: dict[str, int] = field(default_factory=dict)
        when: str = field(default="", compare=False)

    return Line


def test_a_value_is_made_as_a_dataclass_is() -> None:
    theirs = by_the_standard_library()
    ours, other = Line(1, "said", when="now"), theirs(1, "said", when="now")
    assert asdict(ours) == asdict(other)
    assert [each.name for each in fields(ours)] == [each.name for each in fields(other)]
    assert list(inspect.signature(Line).parameters) == list(inspect.signature(theirs).parameters)
    assert Line.__match_args__ == theirs.__match_args__  # type: ignore[attr-defined]
    assert not hasattr(ours, "__dict__")


def test_what_is_left_out_is_asked_for_by_its_name() -> None:
    with pytest.raises(TypeError, match="narrative"):
        Line(1)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="color"):
        Line(1, "said", color="red")  # type: ignore[call-arg]


def test_each_value_has_a_container_of_its_own() -> None:
    assert Line(1, "said").counts is not Line(1, "said").counts


def test_values_are_equal_by_the_fields_that_are_compared() -> None:
    theirs = by_the_standard_library()
    assert Line(1, "said", when="now") == Line(1, "said", when="later")
    assert Line(1, "said") != Line(1, "written")
    assert Line(1, "said") != theirs(1, "said")
    assert Line(1, "said") != (1, "said", (), {})
    assert Nothing() == Nothing()


def test_equal_values_have_one_place_in_a_set() -> None:
    @frozen
    class Key:
        name: str
        note: str = field(default="", compare=False)

    assert len({Key("a", "x"), Key("a", "y"), Key("b")}) == 2


def test_what_is_hidden_is_not_in_the_representation() -> None:
    assert repr(Line(1, "CANARY", ("w",))) == "Line(number=1, words=('w',), counts={}, when='')"
    assert repr(Nothing()) == "Nothing()"


def test_nothing_of_a_value_is_changed() -> None:
    line = Line(1, "said")
    with pytest.raises(FrozenInstanceError, match="number"):
        line.number = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="number"):
        del line.number
    with pytest.raises(FrozenInstanceError, match="color"):
        line.color = "red"  # type: ignore[attr-defined]
    assert line.number == 1


def test_a_value_is_replaced_copied_and_sent() -> None:
    line = Line(1, "said", ("w",), {"a": 1}, "now")
    for same in (
        replace(line),
        copy.copy(line),
        copy.deepcopy(line),
        pickle.loads(pickle.dumps(line)),
    ):
        assert asdict(same) == asdict(line)
    assert replace(line, number=2).number == 2
    assert copy.deepcopy(line).counts is not line.counts
