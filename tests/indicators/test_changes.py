"""Tests of comparing two versions of a set."""

from collections.abc import Callable
from typing import Any

import pytest

from indicators.changes import ChangeKind, Level, compare, next_version
from indicators.definitions import DefinitionSet, to_plain
from indicators.errors import DefinitionError, IncomparableSetsError
from indicators.loading import from_plain
from tests.shipped import shipped

OLD, NEW = shipped("1.0.0"), shipped("2.0.0")
Plain = dict[str, Any]


def changed(edit: Callable[[Plain], object], definition_set: DefinitionSet = NEW) -> DefinitionSet:
    """Give the set with one edit made to its plain form."""
    plain: Plain = to_plain(definition_set)
    edit(plain)
    return from_plain(plain, name="edited")


def photography(plain: Plain) -> Plain:
    found: Plain = next(each for each in plain["indicators"] if each["niem_code"] == "PHOTO")
    return found


def question(plain: Plain, element_id: str) -> Plain:
    return next(
        element
        for indicator in plain["indicators"]
        for element in indicator["elements"]
        if element["element_id"] == element_id
    )


EXTRA = {
    "element_id": "el-0900",
    "label": "More?",
    "kind": "yes_no",
}
EDITS: list[tuple[str, Callable[[Plain], object], ChangeKind, Level]] = [
    ("a new title", lambda p: p.update(title="x"), ChangeKind.RENAMED, Level.PATCH),
    ("a new notice", lambda p: p.update(notice="x"), ChangeKind.REWORDED, Level.PATCH),
    (
        "a trait less",
        lambda p: p["protected_characteristics"].pop(),
        ChangeKind.RECLASSIFIED,
        Level.MAJOR,
    ),
    (
        "another source",
        lambda p: p["sources"][0].update(reference="x"),
        ChangeKind.SOURCES,
        Level.PATCH,
    ),
    (
        "behaviors turned round",
        lambda p: p["indicators"].reverse(),
        ChangeKind.REORDERED,
        Level.PATCH,
    ),
    ("a behavior retired", lambda p: p["indicators"].pop(), ChangeKind.RETIRED, Level.MAJOR),
    ("a new name", lambda p: photography(p).update(name="x"), ChangeKind.RENAMED, Level.PATCH),
    (
        "another code",
        lambda p: photography(p).update(niem_code="SURVL"),
        ChangeKind.RECLASSIFIED,
        Level.MAJOR,
    ),
    (
        "another group",
        lambda p: photography(p).update(group="defined_criminal"),
        ChangeKind.RECLASSIFIED,
        Level.MAJOR,
    ),
    (
        "a new definition",
        lambda p: photography(p).update(definition="x"),
        ChangeKind.REWORDED,
        Level.PATCH,
    ),
    (
        "another weight",
        lambda p: photography(p).update(weight=7),
        ChangeKind.REWEIGHTED,
        Level.MINOR,
    ),
    (
        "confidence lost",
        lambda p: photography(p).update(confidence="memory"),
        ChangeKind.SOURCES,
        Level.PATCH,
    ),
    ("guidance gone", lambda p: photography(p).pop("guidance"), ChangeKind.REWORDED, Level.PATCH),
    ("examples gone", lambda p: photography(p).pop("examples"), ChangeKind.EXAMPLES, Level.PATCH),
    (
        "a question more",
        lambda p: photography(p)["elements"].append(EXTRA),
        ChangeKind.ADDED,
        Level.MINOR,
    ),
    (
        "a required question more",
        lambda p: photography(p)["elements"].append(EXTRA | {"required": True}),
        ChangeKind.ADDED,
        Level.MAJOR,
    ),
    (
        "a required question that only a new answer leads to",
        lambda p: (
            question(p, "el-0052")["options"].append({"code": "new", "label": "New"}),
            photography(p)["elements"].append(
                EXTRA | {"required": True, "when": {"element_id": "el-0052", "values": ["new"]}}
            ),
        ),
        ChangeKind.ADDED,
        Level.MINOR,
    ),
    (
        "a question retired",
        lambda p: photography(p).update(elements=photography(p)["elements"][:-1], examples=[]),
        ChangeKind.RETIRED,
        Level.MAJOR,
    ),
    (
        "a new label",
        lambda p: question(p, "el-0054").update(label="x"),
        ChangeKind.REWORDED,
        Level.PATCH,
    ),
    (
        "a help text",
        lambda p: question(p, "el-0054").update(help="x"),
        ChangeKind.REWORDED,
        Level.PATCH,
    ),
    (
        "now required",
        lambda p: question(p, "el-0054").update(required=True),
        ChangeKind.TIGHTENED,
        Level.MAJOR,
    ),
    (
        "now optional",
        lambda p: question(p, "el-0052").pop("required"),
        ChangeKind.LOOSENED,
        Level.MINOR,
    ),
    (
        "another unit",
        lambda p: question(p, "el-0059").update(unit="weeks"),
        ChangeKind.RECLASSIFIED,
        Level.MAJOR,
    ),
    (
        "another privacy class",
        lambda p: question(p, "el-0055").update(privacy="identifying"),
        ChangeKind.RECLASSIFIED,
        Level.MAJOR,
    ),
    (
        "another kind",
        lambda p: question(p, "el-0061").update(kind="text", privacy="free_text"),
        ChangeKind.RECLASSIFIED,
        Level.MAJOR,
    ),
    (
        "a higher minimum",
        lambda p: question(p, "el-0059").update(minimum=2),
        ChangeKind.TIGHTENED,
        Level.MAJOR,
    ),
    (
        "no minimum",
        lambda p: question(p, "el-0059").pop("minimum"),
        ChangeKind.LOOSENED,
        Level.MINOR,
    ),
    (
        "a lower maximum",
        lambda p: question(p, "el-0059").update(maximum=9),
        ChangeKind.TIGHTENED,
        Level.MAJOR,
    ),
    (
        "no maximum",
        lambda p: question(p, "el-0059").pop("maximum"),
        ChangeKind.LOOSENED,
        Level.MINOR,
    ),
    (
        "fewer characters",
        lambda p: question(p, "el-0055").update(max_chars=9),
        ChangeKind.TIGHTENED,
        Level.MAJOR,
    ),
    (
        "more characters",
        lambda p: question(p, "el-0055").update(max_chars=9999),
        ChangeKind.LOOSENED,
        Level.MINOR,
    ),
    (
        "an answer less",
        lambda p: question(p, "el-0065")["options"].pop(),
        ChangeKind.TIGHTENED,
        Level.MAJOR,
    ),
    (
        "an answer more",
        lambda p: question(p, "el-0065")["options"].append({"code": "x", "label": "X"}),
        ChangeKind.LOOSENED,
        Level.MINOR,
    ),
    (
        "an answer reworded",
        lambda p: question(p, "el-0065")["options"][0].update(label="x"),
        ChangeKind.REWORDED,
        Level.PATCH,
    ),
    (
        "answers turned round",
        lambda p: question(p, "el-0065")["options"].reverse(),
        ChangeKind.REORDERED,
        Level.PATCH,
    ),
    (
        "asked more rarely",
        lambda p: question(p, "el-0076")["when"].update(values=["signs"]),
        ChangeKind.TIGHTENED,
        Level.MAJOR,
    ),
    (
        "asked always",
        lambda p: question(p, "el-0076").pop("when"),
        ChangeKind.LOOSENED,
        Level.MINOR,
    ),
    (
        "a condition on an optional question that had none",
        lambda p: question(p, "el-0060").update(
            when={"element_id": "el-0058", "values": ["notes"]}
        ),
        ChangeKind.TIGHTENED,
        Level.MAJOR,
    ),
]


@pytest.mark.parametrize(("what", "edit", "kind", "level"), EDITS, ids=[row[0] for row in EDITS])
def test_one_edit_gives_its_change_and_level(
    what: str, edit: Callable[[Plain], object], kind: ChangeKind, level: Level
) -> None:
    # Answers that an edit takes away may stand in the examples, which are not the subject here.
    before = changed(lambda p: [each.pop("examples", None) for each in p["indicators"]])
    if kind is ChangeKind.EXAMPLES:
        before = NEW
    changes = compare(before, changed(edit, before))
    assert kind in {each.kind for each in changes}
    assert max(each.level for each in changes) is level
    expected = {Level.PATCH: "2.0.1", Level.MINOR: "2.1.0", Level.MAJOR: "3.0.0"}
    assert next_version(before, changed(edit, before)) == expected[level]


WHEN_A = {"element_id": "el-0001", "values": [True]}
WHEN_A_EITHER = {"element_id": "el-0001", "values": [True, False]}


@pytest.mark.parametrize(
    ("is_required", "before", "after", "kind"),
    [
        (False, None, WHEN_A, ChangeKind.TIGHTENED),
        (False, WHEN_A, None, ChangeKind.LOOSENED),
        (False, WHEN_A, WHEN_A_EITHER, ChangeKind.LOOSENED),
        (False, WHEN_A_EITHER, WHEN_A, ChangeKind.TIGHTENED),
        (True, WHEN_A, None, ChangeKind.TIGHTENED),
        (True, WHEN_A, WHEN_A_EITHER, ChangeKind.TIGHTENED),
        (True, WHEN_A_EITHER, WHEN_A, ChangeKind.TIGHTENED),
    ],
)
def test_asking_less_refuses_answers_and_asking_more_refuses_their_absence(
    is_required: bool, before: Plain | None, after: Plain | None, kind: ChangeKind
) -> None:
    def with_condition(when: Plain | None) -> DefinitionSet:
        first = {"element_id": "el-0001", "label": "Q1", "kind": "yes_no"}
        second: Plain = EXTRA | {"required": is_required} | ({"when": when} if when else {})
        plain: Plain = to_plain(NEW)
        plain["indicators"] = [photography(plain) | {"elements": [first, second], "examples": []}]
        return from_plain(plain, name="conditional")

    (change,) = compare(with_condition(before), with_condition(after))
    assert change.kind is kind


def test_a_new_behaviour_is_a_minor_change_even_when_it_has_required_questions() -> None:
    fewer = changed(lambda p: p["indicators"].pop())
    assert [each.kind for each in compare(fewer, NEW)] == [ChangeKind.ADDED]
    assert next_version(fewer, NEW) == "2.1.0"


def test_a_change_says_in_words_what_it_is() -> None:
    after = changed(lambda p: question(p, "el-0054").update(required=True))
    (change,) = compare(NEW, after)
    assert change.sentence == (
        "In “Photography” the question “Did anyone ask the person for the reason?” is now required."
    )
    assert (change.indicator_id, change.element_id) == ("ind-0011", "el-0054")
    assert (change.before, change.after) == ("no", "yes")


def test_equal_content_keeps_its_version() -> None:
    same = changed(lambda p: p.update(version="7.7.7"))
    assert compare(NEW, same) == ()
    assert next_version(NEW, same) == "2.0.0"


def test_the_newer_edition_calls_for_the_version_that_it_has() -> None:
    assert next_version(OLD, NEW) == NEW.version
    breaking = {
        (each.kind, each.element_id) for each in compare(OLD, NEW) if each.level is Level.MAJOR
    }
    assert breaking == {
        (ChangeKind.RECLASSIFIED, None),
        (ChangeKind.ADDED, "el-0035"),
        (ChangeKind.ADDED, "el-0052"),
    }


def test_sets_with_different_ids_are_not_compared() -> None:
    with pytest.raises(IncomparableSetsError, match="nsi-behaviours and other-set"):
        compare(NEW, changed(lambda p: p.update(set_id="other-set")))


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the path of every leaf of a JSON value."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        return [leaf for key, each in items for leaf in leaves(each, (*path, key))]
    return [path]


def shipped_part() -> Plain:
    """Give three behaviours of a shipped set."""
    plain: Plain = to_plain(NEW)
    keep = ("ind-0001", "ind-0011", "ind-0012")
    plain["indicators"] = [each for each in plain["indicators"] if each["indicator_id"] in keep]
    return plain


def every_field() -> Plain:
    """Give a set in which every field that a shipped set may leave out says something."""
    plain: Plain = to_plain(NEW)
    first, second = plain["indicators"][:2]
    common = {"weight": 10, "guidance": ["Ask."], "examples": []}
    first |= common | {
        "elements": [
            EXTRA | {"element_id": "el-0001"},
            EXTRA | {"element_id": "el-0002", "kind": "number", "minimum": 1, "maximum": 5},
            EXTRA
            | {
                "element_id": "el-0003",
                "kind": "multi_choice",
                "options": [{"code": each, "label": each} for each in "abc"],
                "min_choices": 1,
                "max_choices": 2,
                "when": {"element_id": "el-0001", "values": [True]},
            },
        ],
        "rules": [
            {
                "rule_id": "rule-0001",
                "message": "It does not fit.",
                "remedy": "Look again.",
                "holds": {
                    "any_of": [
                        {"answered": "el-0001"},
                        {"fails": {"element_id": "el-0003", "values": ["a"]}},
                        {"all_of": [{"element_id": "el-0002", "comparison": "less", "other": 3}]},
                    ]
                },
            }
        ],
        "role_guidance": [{"audience": "fire_ems", "texts": ["Look."]}],
        "cases": [{"answers": {"el-0002": 3}, "findings": {"rule-0001": "cross_rule"}}],
        "related": [{"kind": "similar", "indicator_id": second["indicator_id"]}],
    }
    second |= common | {
        "group": "needs_information",
        "status": "deprecated",
        "elements": [
            EXTRA
            | {
                "element_id": "el-0004",
                "kind": "text",
                "privacy": "free_text",
                "max_chars": 100,
                "explains_innocence": True,
            }
        ],
    }
    plain["indicators"] = [first, second]
    plain["max_behaviours"] = 2
    return plain


@pytest.mark.parametrize("small", [shipped_part(), every_field()], ids=["shipped", "every field"])
def test_no_edit_of_content_goes_unnoticed(small: Plain) -> None:
    before = from_plain(small, name="before")
    tried = 0
    for path in leaves(small):
        plain: Any = to_plain(before)
        *way, last = path
        holder = plain
        for key in way:
            holder = holder[key]
        value = holder[last]
        holder[last] = (
            not value
            if isinstance(value, bool)
            else (value + 1 if isinstance(value, int) else f"{value} x")
        )
        try:
            after = from_plain(plain, name="after")
        except DefinitionError:
            continue
        tried += 1
        has_changes = bool(compare(before, after))
        assert has_changes == (path != ("version",)), path
        assert after.sha256 != before.sha256
    assert tried > 50
