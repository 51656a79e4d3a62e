"""Tests of files that are no definition sets: refused with file, place and remedy, quickly."""

import json
import time
import tracemalloc
from pathlib import Path

import pytest

from indicators.errors import DefinitionError
from indicators.loading import dump_set, faults_of, load_set, parse_set
from tests.indicators.small import behaviour, plain_set, question, rule, small_set

TEXT = dump_set(
    small_set(
        behaviour(
            1,
            question(1, "choice", "ab"),
            question(2, "number", minimum=1, when={"element_id": "el-0001", "values": ["a"]}),
            rules=[rule(1, {"answered": "el-0002"})],
        ),
        behaviour(2, question(3, "yes_no")),
    )
)


def edited(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


BAD: list[tuple[str, str | bytes, str, str]] = [
    ("an unknown key", edited("label: Question 1?", "lable: x"), "elements[0]", "'label'"),
    ("an id twice", edited("ind-0002", "ind-0001"), "indicators[1].indicator_id", "taken already"),
    ("a question twice", edited("el-0003", "el-0001"), "indicators[1].elements[0]", "'el-0001'"),
    ("a key twice", edited("weight: 100", "weight: 100\n  weight: 90"), "", "stands twice"),
    (
        "a circle",
        edited("kind: choice", "kind: choice\n    when: {element_id: el-0001, values: [a]}"),
        "indicators[0].elements[0].when",
        "el-0001 → el-0001",
    ),
    (
        "a reference to nothing",
        edited("answered: el-0002", "answered: el-0009"),
        "indicators[0].rules[0].holds.answered",
        "'el-0009' is no question of this set",
    ),
    ("an anchor", edited("notice: For", "notice: &x For"), "", "anchor"),
    ("an alias", edited("notice: For a test.", "notice: *x"), "", "alias"),
    ("a tag", edited("notice: For", "notice: !!str For"), "", "tag"),
    ("a tab", edited("  niem_code", "\tniem_code"), "", "not valid YAML"),
    ("a NUL", edited("For a test.", "For\0a test."), "", "not valid YAML"),
    ("a NUL in quotes", edited("For a test.", '"a\\0b"'), "notice", "control character"),
    ("a huge number", edited("minimum: 1", f"minimum: {'9' * 400}"), "elements[1].minimum", "text"),
    ("a large number", edited("minimum: 1", "minimum: 9999999999999999"), "minimum", "1e15"),
    ("an infinite number", edited("minimum: 1", "minimum: 1.0e+400"), "minimum", "not finite"),
    ("no number", edited("minimum: 1", "minimum: .nan"), "minimum", "found a text"),
    ("Latin-1", edited("For a test.", "Café").encode("latin-1"), "", "not UTF-8"),
    ("UTF-16", TEXT.encode("utf-16"), "", "not UTF-8"),
    ("half of a character", edited("For a test.", '"\\ud800"'), "", "invalid Unicode"),
    ("brackets without end", "[" * 1_000_000, "", "nesting depth"),
    ("twenty-one lists", "[" * 21 + "]" * 21, "", "20 levels deep"),
    ("braces without end", "{a: " * 400_000, "", "20 levels deep"),
    ("a list of everything", "- 1\n" * 200_000, "", "100,000 values"),
    ("nothing", "", "", "empty"),
    ("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "", "not UTF-8"),
]


@pytest.mark.parametrize(("what", "content", "path", "words"), BAD, ids=[row[0] for row in BAD])
def test_a_bad_file_is_refused_with_its_name_place_and_remedy(
    what: str, content: str | bytes, path: str, words: str, tmp_path: Path
) -> None:
    file = tmp_path / "draft.yaml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    begun = time.process_time()
    with pytest.raises(DefinitionError) as caught:
        load_set(file)
    assert time.process_time() - begun < 5
    assert str(caught.value).startswith("draft.yaml: ")
    assert path in caught.value.path
    assert words in str(caught.value)
    assert caught.value.remedy
    assert len(str(caught.value)) < 1000


def test_a_file_of_50_megabytes_is_refused_without_being_read_into_memory(tmp_path: Path) -> None:
    file = tmp_path / "draft.yaml"
    with file.open("wb") as opened:
        for _ in range(50):
            opened.write(b"# nothing\n" * 100_000)
    tracemalloc.start()
    with pytest.raises(DefinitionError, match=r"draft.yaml: .*more than 2,000,000 bytes"):
        load_set(file)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000


def test_anchors_that_would_explode_are_refused_at_the_first(tmp_path: Path) -> None:
    file = tmp_path / "bomb.yaml"
    names = [
        f"a{number}: &a{number} [{', '.join([f'*a{number - 1}'] * 9)}]" for number in range(1, 15)
    ]
    file.write_text("\n".join(["a0: &a0 [x]", *names]), "utf-8")
    with pytest.raises(DefinitionError, match=r"bomb.yaml: line 1: an anchor"):
        load_set(file)


def test_values_that_nest_without_end_are_refused_by_the_parser_of_values_too() -> None:
    holds: dict[str, object] = {"answered": "el-0001"}
    for _ in range(5000):
        holds = {"fails": holds}
    with pytest.raises(DefinitionError, match="nested 6 levels deep"):
        small_set(behaviour(1, question(1, "yes_no"), rules=[rule(1, holds)]))


def test_every_behaviour_with_a_fault_is_named_at_once_in_the_order_of_the_file() -> None:
    text = TEXT.replace("title: ", "titel: ", 1).replace("niem_code: ", "code: ")
    found = faults_of(text, name="mine.yaml")
    assert [each.path for each in found] == ["", "indicators[0]", "indicators[1]"]
    assert all("is not known here" in each.problem for each in found)
    lines = text.splitlines()
    assert [lines[(each.line or 0) - 1].split()[:2] for each in found[1:]] == [
        ["-", "indicator_id:"],
        ["-", "indicator_id:"],
    ]


def test_every_part_of_a_behaviour_with_a_fault_is_named_at_once() -> None:
    first = behaviour(1, question(1, "yes_no"), question(2, "text"), rules=[rule(1, {})])
    first["elements"][0]["kind"] = "maybe"
    first["elements"][1]["label"] = ""
    first["examples"] = "none"
    first["weight"] = 900
    found = faults_of(json.dumps(plain_set(first)), name="mine.yaml")
    assert {each.path for each in found} == {
        "indicators[0].weight",
        "indicators[0].elements[0].kind",
        "indicators[0].elements[1].label",
        "indicators[0].rules[0].holds",
        "indicators[0].examples",
    }


def test_a_text_has_a_fault_exactly_when_it_is_refused() -> None:
    assert faults_of(TEXT, name="mine.yaml") == ()
    for _, text, path, _ in BAD:
        if isinstance(text, str):
            found = faults_of(text, name="mine.yaml")
            with pytest.raises(DefinitionError) as refused:
                parse_set(text, name="mine.yaml")
            assert str(refused.value) in {str(each) for each in found}, path
