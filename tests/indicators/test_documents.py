"""Tests of the strict subset of YAML that definition files are written in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.documents import MAX_BYTES, read_document
from indicators.errors import DefinitionError
from indicators.loading import parse_set


def test_every_value_is_found_on_its_line() -> None:
    plain, lines = read_document("a: 1\nb:\n  - x: true\n    y: ~\n", name="small")
    assert plain == {"a": 1, "b": [{"x": True, "y": None}]}
    assert lines == {"": 1, "a": 1, "b": 3, "b[0]": 3, "b[0].x": 3, "b[0].y": 4}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("1:30", "1:30"),
        ("012", "012"),
        ("1e5", "1e5"),
        (".nan", ".nan"),
        ("2026-03-02", "2026-03-02"),
        ("-12", -12),
        ("2.50", 2.5),
        ("'12'", "12"),
        ("null", None),
    ],
)
def test_only_the_json_forms_are_numbers_and_constants(text: str, value: object) -> None:
    plain, _ = read_document(f"a: {text}", name="small")
    assert plain == {"a": value}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("# only a comment\n", "empty"),
        ("a: 1\na: 2\n", "stands twice"),
        ("a: &x [1]\nb: *x\n", "anchor"),
        ("a: &x 1\n", "anchor"),
        ("a: *x\n", "anchor"),
        ("a: !!python/object/apply:os.system ['true']\n", "tag"),
        ("a: !!binary aGk=\n", "tag"),
        ("? [a, b]\n: 1\n", "a key is a mapping or a list"),
        ("a: 1\n---\nb: 2\n", "second document"),
        ("a: [1, 2\n", "not valid YAML"),
        ("a: \x00\n", "not valid YAML"),
        ("a: \ud800\n", "surrogate"),
        ("[" * 30, "levels deep"),
        ("- 1\n" * 100_001, "values"),
        ("a: " + "x" * MAX_BYTES, "bytes"),
    ],
    ids=lambda each: each[:24] if isinstance(each, str) else None,
)
def test_a_document_beyond_the_strict_subset_is_refused(text: str, words: str) -> None:
    with pytest.raises(DefinitionError, match=words):
        parse_set(text, name="draft.yaml")


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a0: &a0 [x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
    )
    with pytest.raises(DefinitionError, match="anchor"):
        parse_set(bomb, name="bomb.yaml")


@settings(derandomize=True, max_examples=300)
@given(st.text(max_size=200))
def test_no_text_raises_anything_but_a_definition_error(text: str) -> None:
    with pytest.raises(DefinitionError):
        parse_set(text, name="noise")
