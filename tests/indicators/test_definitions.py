"""Tests of the definition values: canonical bytes, hash, look-up."""

import hashlib
import json
import random
from dataclasses import replace
from typing import Any

import pytest

from indicators.definitions import (
    DefinitionSet,
    Group,
    canonical_bytes,
    needs_innocent_explanation,
    to_plain,
)
from indicators.errors import UnknownIndicatorError
from indicators.loading import from_plain, parse_set
from tests.shipped import shipped

OLD, NEW = shipped("1.0.0"), shipped("2.0.0")


def shuffled(value: Any, rng: random.Random) -> Any:
    """Give the same JSON value with the keys of every object in another order."""
    if isinstance(value, dict):
        keys = list(value)
        rng.shuffle(keys)
        return {key: shuffled(value[key], rng) for key in keys}
    return [shuffled(each, rng) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("seed", range(5))
def test_hash_does_not_depend_on_the_order_of_keys(seed: int) -> None:
    plain = shuffled(to_plain(NEW), random.Random(seed))
    assert from_plain(plain, name="shuffled").sha256 == NEW.sha256


@pytest.mark.parametrize(
    "indent", [None, 1, 7], ids=["on one line", "indented by 1", "indented by 7"]
)
def test_hash_does_not_depend_on_yaml_style_or_white_space(indent: int | None) -> None:
    text = json.dumps(to_plain(NEW), indent=indent, ensure_ascii=indent is None)
    assert parse_set(text, name="as JSON").sha256 == NEW.sha256


def test_hash_is_that_of_compact_sorted_utf8_json() -> None:
    text = json.dumps(to_plain(NEW), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical_bytes(NEW) == text.encode("utf-8")
    assert hashlib.sha256(text.encode("utf-8")).hexdigest() == NEW.sha256


def test_hash_does_not_depend_on_how_an_accent_is_composed() -> None:
    composed = replace(NEW, title="Caf\u00e9")
    decomposed = replace(NEW, title="Cafe\u0301")
    assert composed.sha256 == decomposed.sha256 != NEW.sha256


def test_hash_does_not_depend_on_a_default_being_written_out() -> None:
    plain: Any = to_plain(NEW)
    element = plain["indicators"][0]["elements"][1]
    assert "required" not in element
    element["required"] = False
    assert from_plain(plain, name="with default").sha256 == NEW.sha256


def test_replacing_a_word_changes_the_hash() -> None:
    assert replace(NEW, title=NEW.title + ".").sha256 != NEW.sha256


def test_plain_form_shares_nothing_with_the_set() -> None:
    before = NEW.sha256
    plain: Any = to_plain(NEW)
    plain["indicators"][0]["examples"][0]["answers"].clear()
    assert replace(NEW).sha256 == before


def test_a_behaviour_is_found_by_its_id() -> None:
    assert NEW.indicator("ind-0011").niem_code == "PHOTO"


def test_an_unknown_id_is_named_only_when_it_looks_like_an_id() -> None:
    with pytest.raises(UnknownIndicatorError, match=r"nsi-behaviours 2.0.0 .* ind-0099"):
        NEW.indicator("ind-0099")
    with pytest.raises(UnknownIndicatorError) as caught:
        NEW.indicator("plate CANARY-1")
    assert "CANARY" not in str(caught.value)


@pytest.mark.parametrize("definition_set", [OLD, NEW], ids=lambda each: each.version)
def test_the_second_group_needs_an_innocent_explanation(definition_set: DefinitionSet) -> None:
    needing = {
        each.indicator_id for each in definition_set.indicators if needs_innocent_explanation(each)
    }
    assert needing == {
        each.indicator_id
        for each in definition_set.indicators
        if each.group is Group.NEEDS_INFORMATION
    }
    assert len(needing) == 9


def test_sets_are_hashable_values() -> None:
    assert len({OLD, NEW, from_plain(to_plain(NEW), name="again")}) == 2


def test_repr_of_a_behaviour_shows_no_example_text() -> None:
    indicator = NEW.indicators[0]
    assert indicator.examples[0].text[:30] not in repr(indicator)
