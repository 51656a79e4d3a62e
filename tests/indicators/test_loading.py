"""Tests of reading and writing definition sets, and of what a refusal says."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import indicators
from indicators.definitions import DefinitionSet, to_plain
from indicators.documents import MAX_BYTES
from indicators.errors import DefinitionError
from indicators.loading import (
    dump_set,
    from_plain,
    load_set,
    parse_set,
    published_sets,
    shipped_sets,
)
from tests.shipped import shipped

SETS = Path(indicators.__file__).parent / "sets"
NEW = shipped("2.0.0")

HEAD = """\
set_id: small-set
version: "0.1.0"
edition: "0"
title: Small
issued: "2026-01-31"
notice: For a test.
definition_of_suspicious_activity: Something.
protected_characteristics: [race]
sources: [{key: own, reference: Own.}]
indicators:
  - indicator_id: ind-0001
    niem_code: PHOTO
    group: needs_information
    name: Photography
    definition: Pictures.
    sources: [own]
    confidence: memory
    weight: 100
    elements:
"""


def plain_set(*elements: dict[str, Any], **indicator: Any) -> dict[str, Any]:
    """Make the plain form of a set with one behaviour and these questions."""
    plain: dict[str, Any] = to_plain(parse_set(HEAD, name="head"))
    plain["indicators"][0] |= {"elements": list(elements)} | indicator
    return plain


def choice(number: int, **more: Any) -> dict[str, Any]:
    """Make a choice question with the options a and b."""
    options = [{"code": "a", "label": "A"}, {"code": "b", "label": "B"}]
    question = {"element_id": f"el-{number:04}", "label": "Which?", "kind": "choice"}
    return question | {"options": options} | more


def question(number: int, kind: object, **more: Any) -> dict[str, Any]:
    """Make a question without options."""
    return {"element_id": f"el-{number:04}", "label": "What?", "kind": kind} | more


def refusal(plain: object) -> DefinitionError:
    with pytest.raises(DefinitionError) as caught:
        from_plain(plain, name="draft.yaml")
    return caught.value


words = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
    ),
    min_size=1,
    max_size=60,
).filter(lambda text: bool(text.strip()))
texts = st.one_of(
    words,
    st.lists(words, min_size=2, max_size=3).map("\n ".join),
    st.sampled_from(
        ["yes", "no", "null", "~", "1e5", "012", "1:30", "2026-03-02", "#x", "- a", ": "]
    ),
)
numbers = st.one_of(st.integers(-1000, 1000), st.floats(-1e6, 1e6, allow_nan=False))


@st.composite
def plain_sets(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a set with every kind of question and awkward texts everywhere."""
    low, high = sorted((draw(numbers), draw(numbers)))
    elements = [
        choice(1, help=draw(texts), required=draw(st.booleans())),
        question(2, "text", privacy="free_text", max_chars=draw(st.integers(1, 20_000))),
        question(3, "number", minimum=low, maximum=high, unit=draw(texts)),
        question(4, "yes_no", label=draw(texts), when={"element_id": "el-0001", "values": ["a"]}),
        question(5, "date_time", when={"element_id": "el-0004", "values": [draw(st.booleans())]}),
    ]
    answers = {
        "el-0001": draw(st.sampled_from(["a", "b"])),
        "el-0002": draw(texts),
        "el-0003": draw(numbers),
        "el-0004": draw(st.booleans()),
    }
    example = {"kind": "positive", "text": draw(texts), "why": draw(texts), "answers": answers}
    guidance = draw(st.lists(texts, max_size=3))
    plain = plain_set(*elements, guidance=guidance, examples=[example], name=draw(texts))
    return plain | {"title": draw(texts), "notice": draw(texts)}


@settings(derandomize=True, max_examples=150)
@given(plain_sets())
def test_dump_then_parse_gives_an_equal_set(plain: dict[str, Any]) -> None:
    one = from_plain(plain, name="drawn")
    again = parse_set(dump_set(one), name="dumped")
    assert again == one
    assert again.sha256 == one.sha256
    assert from_plain(to_plain(one), name="plain") == one


@pytest.mark.parametrize("definition_set", shipped_sets(), ids=lambda each: each.version)
def test_a_shipped_set_survives_the_round_trip(definition_set: DefinitionSet) -> None:
    assert parse_set(dump_set(definition_set), name="dumped") == definition_set


def test_words_that_yaml_1_1_would_take_for_something_else_stay_words() -> None:
    text = HEAD.replace("title: Small", "title: no").replace(
        'issued: "2026-01-31"', "issued: 2026-01-31"
    )
    loaded = parse_set(text, name="norway")
    assert (loaded.title, loaded.issued.isoformat()) == ("no", "2026-01-31")


def test_texts_are_trimmed_and_normalised() -> None:
    text = HEAD.replace("title: Small", 'title: "  Cafe\\u0301 \\n"')
    assert parse_set(text, name="accent").title == "Caf\u00e9"


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "windows.yaml"
    path.write_text(HEAD, encoding="utf-8-sig")
    assert load_set(path).set_id == "small-set"


BROKEN: list[tuple[str, dict[str, Any], str, str]] = [
    (
        "a missing key",
        plain_set({"element_id": "el-0001", "label": "x"}),
        "elements[0]",
        "Add 'kind'.",
    ),
    (
        "a key with a typing error",
        plain_set(choice(1, requierd=True)),
        "elements[0]",
        "Did you mean 'required'?",
    ),
    (
        "an unknown kind",
        plain_set(question(1, "slider")),
        "elements[0].kind",
        "Write one of: text,",
    ),
    ("a number as kind", plain_set(question(1, 7)), "elements[0].kind", "found a number"),
    ("a bad id", plain_set(choice(12345)), "elements[0].element_id", "el-0031"),
    ("an id twice", plain_set(choice(1), choice(1)), "elements[1].element_id", "taken already"),
    (
        "yes in quotes",
        plain_set(choice(1, required="yes")),
        "elements[0].required",
        "true or false",
    ),
    ("a number as label", plain_set(choice(1, label=5)), "elements[0].label", "put quotes"),
    ("an empty label", plain_set(choice(1, label=" ")), "elements[0].label", "empty"),
    ("a control character", plain_set(choice(1, label="a\x07")), "elements[0].label", "control"),
    ("a lone surrogate", plain_set(choice(1, label="a\ud800")), "elements[0].label", "control"),
    (
        "a choice without options",
        plain_set(choice(1, options=[])),
        "elements[0].kind",
        "Add options",
    ),
    (
        "options on a text",
        plain_set(question(1, "text", privacy="free_text", options=[{"code": "a", "label": "A"}])),
        "elements[0].options",
        "Remove them.",
    ),
    (
        "an option code twice",
        plain_set(choice(1, options=[{"code": "a", "label": "A"}, {"code": "a", "label": "B"}])),
        "elements[0].options[1].code",
        "taken already",
    ),
    (
        "an option code with a space",
        plain_set(choice(1, options=[{"code": "a b", "label": "A"}])),
        "elements[0].options[0].code",
        "small letters",
    ),
    ("a text without privacy", plain_set(question(1, "text")), "elements[0].privacy", "free_text"),
    (
        "bounds the wrong way round",
        plain_set(question(1, "number", minimum=5, maximum=1)),
        "elements[0].minimum",
        "Exchange",
    ),
    ("a unit on a choice", plain_set(choice(1, unit="m")), "elements[0].unit", "only a number"),
    (
        "max_chars on a choice",
        plain_set(choice(1, max_chars=9)),
        "elements[0].max_chars",
        "only a text",
    ),
    (
        "max_chars too large",
        plain_set(question(1, "text", privacy="free_text", max_chars=10**9)),
        "elements[0].max_chars",
        "from 1 to 20000",
    ),
    (
        "an infinite bound",
        plain_set(question(1, "number", maximum=float("inf"))),
        "elements[0].maximum",
        "plain number",
    ),
    (
        "a condition on a later question",
        plain_set(choice(1, when={"element_id": "el-0002", "values": ["a"]}), choice(2)),
        "elements[0].when",
        "stands above",
    ),
    (
        "a condition on an answer that is not offered",
        plain_set(choice(1), choice(2, when={"element_id": "el-0001", "values": ["c"]})),
        "elements[1].when",
        "Write some of: a, b.",
    ),
    (
        "a condition of the wrong kind",
        plain_set(choice(1), choice(2, when={"element_id": "el-0001", "values": [True]})),
        "elements[1].when",
        "Write some of: a, b.",
    ),
    (
        "a condition without values",
        plain_set(choice(1), choice(2, when={"element_id": "el-0001", "values": []})),
        "elements[1].when",
        "Write some of",
    ),
    (
        "a condition on a text",
        plain_set(
            question(1, "text", privacy="free_text"),
            choice(2, when={"element_id": "el-0001", "values": ["a"]}),
        ),
        "elements[1].when",
        "choice or a yes/no",
    ),
    ("an unknown NIEM code", plain_set(niem_code="FSEC"), "niem_code", "AVIATION"),
    ("an unknown source", plain_set(sources=["press"]), "sources[0]", "own"),
    ("a weight that is too large", plain_set(weight=401), "weight", "from 0 to 400"),
    ("a weight with a fraction", plain_set(weight=1.5), "weight", "whole number"),
    ("true as weight", plain_set(weight=True), "weight", "found true or false"),
    (
        "an example that answers another behavior's question",
        plain_set(
            examples=[{"kind": "positive", "text": "x", "why": "y", "answers": {"el-0009": 1}}]
        ),
        "examples[0].answers",
        "'el-0009' is no question of this set",
    ),
]


@pytest.mark.parametrize(("what", "plain", "path", "words"), BROKEN, ids=[row[0] for row in BROKEN])
def test_a_refusal_names_file_path_and_remedy(
    what: str, plain: dict[str, Any], path: str, words: str
) -> None:
    error = refusal(plain)
    assert error.path == f"indicators[0].{path}"
    assert words in str(error)
    assert str(error).startswith(f"draft.yaml: indicators[0].{path}: ")


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("version", "1.0", '"1.0.0"'),
        ("version", 1.0, "put quotes"),
        ("issued", "2026-02-30", "no such day"),
        ("set_id", "Two Words", "nsi-behaviours"),
        ("sources", {"key": "own"}, "each item after a dash"),
        ("sources", [{"key": "own", "reference": "x"}] * 2, "taken already"),
        ("indicators", "none", "found a text"),
    ],
)
def test_a_refusal_at_the_top_names_the_key(key: str, value: object, words: str) -> None:
    error = refusal(plain_set() | {key: value})
    assert error.path.startswith(key)
    assert words in str(error)


@pytest.mark.parametrize("plain", [None, [], "text", 3, {"set_id": None}, {1: 2}])
def test_what_is_not_a_set_is_refused(plain: object) -> None:
    assert refusal(plain).problem


def test_a_refusal_in_a_file_names_the_line() -> None:
    text = HEAD + "      - element_id: el-0001\n        label: x\n        kind: slider\n"
    with pytest.raises(
        DefinitionError, match=r"draft.yaml: line 22, indicators\[0\].elements"
    ) as got:
        parse_set(text, name="draft.yaml")
    assert got.value.line == text.splitlines().index("        kind: slider") + 1


def test_a_missing_key_names_the_line_of_what_misses_it() -> None:
    text = HEAD.replace("    weight: 100\n", "")
    with pytest.raises(DefinitionError, match="'weight' is missing") as caught:
        parse_set(text, name="draft.yaml")
    assert caught.value.line == text.splitlines().index("  - indicator_id: ind-0001") + 1


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: None, "cannot be read"),
        (lambda path: path.mkdir(), "cannot be read"),
        (lambda path: path.write_bytes(b"title: \xff"), "byte 7 is not UTF-8"),
        (lambda path: path.write_bytes(b" " * (MAX_BYTES + 1)), "more than 2,000,000 bytes"),
    ],
    ids=["missing", "a folder", "not UTF-8", "too large"],
)
def test_an_unreadable_file_is_refused(
    make: Callable[[Path], object], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "draft.yaml"
    make(path)
    with pytest.raises(DefinitionError, match=f"draft.yaml: .*{words}"):
        load_set(path)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """Copy the folder of published sets."""
    return Path(shutil.copytree(SETS, tmp_path / "sets"))


def test_shipped_sets_come_oldest_first() -> None:
    numbers = ["1.0.0", "1.1.0", "2.0.0", "2.1.0"]
    assert [each.version for each in shipped_sets()] == numbers


def test_a_published_file_may_change_its_style_but_not_its_content(published: Path) -> None:
    path = published / "nsi-behaviours-2.0.0.yaml"
    path.write_text(dump_set(NEW), "utf-8")
    assert load_set(path) == NEW
    path.write_text(dump_set(NEW).replace("Someone", "Somebody", 1), "utf-8")
    with pytest.raises(DefinitionError, match="not what was published"):
        load_set(path)


def test_a_file_that_is_not_recorded_is_refused(published: Path) -> None:
    (published / "extra.yaml").write_text(HEAD, "utf-8")
    with pytest.raises(DefinitionError, match=r"extra.yaml: .*do not agree"):
        published_sets(published)


def test_a_recorded_file_that_is_missing_is_noticed(published: Path) -> None:
    (published / "nsi-behaviours-1.0.0.yaml").unlink()
    with pytest.raises(DefinitionError, match=r"1.0.0.yaml: .*do not agree"):
        published_sets(published)
