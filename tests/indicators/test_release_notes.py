"""Tests of the changes between two versions as release notes."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from indicators.definitions import (
    Case,
    Condition,
    DefinitionSet,
    ElementKind,
    Group,
    Indicator,
    Relation,
    RelationKind,
    Status,
)
from indicators.loading import shipped_sets
from indicators.release_notes import (
    Category,
    ReleaseNotes,
    category_of,
    release_notes,
    to_plain,
)
from tests.indicators.every_report import BEHAVIOURS, behaviour, question, rule, small_set

Kind = ElementKind
FIRST, SECOND, THIRD = BEHAVIOURS
MANY = question("el-0001", Kind.MULTI_CHOICE)
EXPLAINS = question("el-0002", Kind.TEXT)
RULE = rule(Condition("el-0001", ("a",)))


def related(kind: RelationKind, indicator_id: str) -> dict[str, Any]:
    """Give the field of a behaviour with one relation."""
    return {"related": (Relation(kind, indicator_id),)}


def three(**first: Any) -> DefinitionSet:
    """Make a set of three behaviours; the first one has these fields."""
    rest = [behaviour((), indicator_id=each) for each in (SECOND, THIRD)]
    return small_set([behaviour([MANY, EXPLAINS], **first), *rest])


def with_first(old: DefinitionSet, **fields: Any) -> DefinitionSet:
    """Change the first behaviour."""
    return replace(old, indicators=(replace(old.indicators[0], **fields), *old.indicators[1:]))


def notes_of(edit: Callable[[DefinitionSet], DefinitionSet], **first: Any) -> ReleaseNotes:
    """Compare a set with an edit of it."""
    old = three(**first)
    return release_notes(old, edit(old))


RETIRED = {"status": Status.RETIRED}
DEPRECATED = {"status": Status.DEPRECATED}
MERGED = related(RelationKind.MERGED_INTO, SECOND)
EDITS: list[tuple[Callable[[DefinitionSet], DefinitionSet], Category, str, str]] = [
    (
        lambda old: with_first(old, **RETIRED),
        Category.REVOKED,
        "“Behaviour 1” was retired.",
        "2.0.0",
    ),
    (
        lambda old: with_first(old, **RETIRED, **related(RelationKind.REPLACED_BY, SECOND)),
        Category.REVOKED,
        "“Behaviour 1” was retired; “Behaviour 2” replaces it.",
        "2.0.0",
    ),
    (
        lambda old: with_first(old, **RETIRED, **MERGED),
        Category.MERGED,
        "“Behaviour 1” was merged into “Behaviour 2”.",
        "2.0.0",
    ),
    (
        lambda old: with_first(old, **DEPRECATED, **MERGED),
        Category.MERGED,
        "“Behaviour 1” was merged into “Behaviour 2” and is still accepted.",
        "1.1.0",
    ),
    (
        lambda old: with_first(old, **DEPRECATED),
        Category.DEPRECATED,
        "“Behaviour 1” is no longer offered and still accepted.",
        "1.1.0",
    ),
    (
        lambda old: replace(
            old,
            indicators=(
                *old.indicators,
                behaviour(
                    (),
                    indicator_id="ind-0004",
                    **related(RelationKind.SPLIT_FROM, FIRST),
                ),
            ),
        ),
        Category.SPLIT,
        "“Behaviour 4” was split from “Behaviour 1”.",
        "1.1.0",
    ),
    (
        lambda old: with_first(old, **related(RelationKind.SIMILAR, THIRD)),
        Category.MINOR,
        "“Behaviour 1” now says that it is similar to “Behaviour 3”.",
        "1.1.0",
    ),
    (
        lambda old: with_first(old, rules=(RULE,)),
        Category.MAJOR,
        "In “Behaviour 1” the rule “The answers do not fit.” was added.",
        "2.0.0",
    ),
    (
        lambda old: with_first(old, elements=(replace(MANY, max_choices=3), EXPLAINS)),
        Category.MINOR,
        "In “Behaviour 1” the question “Question 1?” takes another largest number of answers.",
        "1.1.0",
    ),
    (
        lambda old: with_first(old, elements=(replace(MANY, min_choices=2), EXPLAINS)),
        Category.MAJOR,
        "In “Behaviour 1” the question “Question 1?” takes another least number of answers.",
        "2.0.0",
    ),
    (
        lambda old: with_first(old, elements=(MANY, EXPLAINS, question("el-0003", Kind.YES_NO))),
        Category.ADDED,
        "In “Behaviour 1” the question “Question 3?” was added.",
        "1.1.0",
    ),
    (
        lambda old: with_first(old, elements=(MANY,)),
        Category.REVOKED,
        "In “Behaviour 1” the question “Question 2?” was removed.",
        "2.0.0",
    ),
    (
        lambda old: with_first(old, cases=(Case({"el-0001": ["a"]}),)),
        Category.PATCH,
        "“Behaviour 1” has other cases.",
        "1.0.1",
    ),
    (
        lambda old: replace(old, max_behaviours=2),
        Category.MAJOR,
        "The set takes another number of behaviors in one report.",
        "2.0.0",
    ),
    (
        lambda old: replace(old, max_behaviours=3),
        Category.MINOR,
        "The set takes another number of behaviors in one report.",
        "1.1.0",
    ),
]


@pytest.mark.parametrize(
    ("edit", "category", "sentence", "number"), EDITS, ids=[row[2] + row[3] for row in EDITS]
)
def test_each_change_stands_under_its_heading_and_says_what_it_is(
    edit: Callable[[DefinitionSet], DefinitionSet], category: Category, sentence: str, number: str
) -> None:
    notes = notes_of(edit)
    assert [(category_of(each), each.sentence) for each in notes.changes] == [(category, sentence)]
    assert notes.next_version == number


def test_what_comes_back_is_told() -> None:
    notes = notes_of(lambda old: with_first(old, status=Status.ACTIVE), **DEPRECATED)
    assert [each.sentence for each in notes.changes] == ["“Behaviour 1” can be offered again."]
    assert notes.next_version == "1.1.0"
    notes = notes_of(lambda old: with_first(old, status=Status.ACTIVE), **RETIRED)
    assert [each.sentence for each in notes.changes] == ["“Behaviour 1” can be reported again."]


def test_the_mark_on_the_explanation_is_a_change_of_its_own() -> None:
    notes = notes_of(
        lambda old: with_first(old, elements=(MANY, replace(EXPLAINS, explains_innocence=True))),
        group=Group.NEEDS_INFORMATION,
    )
    (change,) = notes.changes
    assert change.sentence == (
        "In “Behaviour 1” the question “Question 2?” now says why an innocent reason does not "
        "explain what was seen."
    )
    assert (category_of(change), notes.next_version) == (Category.MAJOR, "2.0.0")


def parted(*, is_told: bool) -> ReleaseNotes:
    """Move a question to another behaviour that is, or is not, said to be split from the first."""
    old = three()
    relations = related(RelationKind.SPLIT_FROM, FIRST) if is_told else {}
    moved = behaviour([EXPLAINS], indicator_id="ind-0004", **relations)
    first: Indicator = replace(old.indicators[0], elements=(MANY,))
    return release_notes(old, replace(old, indicators=(first, *old.indicators[1:], moved)))


def test_a_question_that_moved_is_told_once() -> None:
    sentences = [each.sentence for each in parted(is_told=True).changes]
    assert sentences == [
        "“Behaviour 4” was split from “Behaviour 1”.",
        "In “Behaviour 4” the question “Question 2?” came from “Behaviour 1”.",
    ]
    assert {category_of(each) for each in parted(is_told=False).changes} == {
        Category.ADDED,
        Category.MAJOR,
    }


def test_a_dropped_tombstone_refuses_nothing_new() -> None:
    notes = notes_of(lambda old: replace(old, indicators=old.indicators[1:]), **RETIRED)
    assert [each.sentence for each in notes.changes] == ["“Behaviour 1” was removed."]
    assert notes.next_version == "1.1.0"


def test_a_program_gets_every_change_with_its_category() -> None:
    versions = {each.version: each for each in shipped_sets()}
    old, new = versions["1.0.0"], versions["2.0.0"]
    notes = release_notes(old, new)
    plain = json.loads(json.dumps(to_plain(notes)))
    assert plain["format"] == "sar-changes-1"
    assert plain["new"] == {"version": new.version, "sha256": new.sha256}
    assert sum(plain["counts"].values()) == len(plain["changes"]) == len(notes.changes)
    assert list(plain["counts"]) == [each.value for each in Category]
    required = next(each for each in plain["changes"] if each["element_id"] == "el-0052")
    assert (required["category"], required["level"], required["field"]) == ("major", "major", "")
    grouped = [each for _, changes in notes.groups() for each in changes]
    assert sorted(map(id, grouped)) == sorted(map(id, notes.changes))
