"""Tests of the illustration of a refresh: what it shows, and that it is no published set."""

from pathlib import Path

import indicators
from indicators.changes import ChangeKind, compare, next_version
from indicators.definitions import DefinitionSet
from indicators.examples import obstacles
from indicators.identity import reused_ids
from indicators.loading import load_set, shipped_sets
from tests.shipped import shipped

FOLDER = Path(indicators.__file__).parent / "illustrations"
REFRESH = load_set(FOLDER / "nsi-behaviours-refresh.yaml")
CURRENT = shipped("2.1.0")


def ids(definition_set: DefinitionSet) -> set[str]:
    """Give every id of a set."""
    return {
        each
        for indicator in definition_set.indicators
        for each in (
            indicator.indicator_id,
            *(element.element_id for element in indicator.elements),
            *(rule.rule_id for rule in indicator.rules),
        )
    }


def test_it_says_plainly_what_it_is() -> None:
    assert REFRESH.title.startswith("Illustration: ")
    assert REFRESH.notice.startswith("This is an illustration. It is not an official list, nobody")
    assert "memory" in REFRESH.notice


def test_it_is_not_among_the_published_sets_and_its_number_follows_nothing() -> None:
    assert REFRESH.version == "0.0.0"
    assert all(REFRESH.sha256 != each.sha256 for each in shipped_sets())
    assert "refresh" not in (FOLDER.parent / "sets" / "SHA256SUMS").read_text("utf-8")
    assert [each.name for each in FOLDER.iterdir()] == ["nsi-behaviours-refresh.yaml"]


def test_it_is_ready_for_review_and_would_be_a_major_version() -> None:
    assert obstacles(REFRESH) == ()
    assert next_version(CURRENT, REFRESH) == "3.0.0"


def test_it_shows_every_kind_of_change_that_a_trainer_meets() -> None:
    kinds = {each.kind for each in compare(CURRENT, REFRESH)}
    assert {
        ChangeKind.ADDED,
        ChangeKind.REWORDED,
        ChangeKind.RENAMED,
        ChangeKind.TIGHTENED,
        ChangeKind.LOOSENED,
    } <= kinds


def test_no_id_means_anything_else_than_in_the_published_sets() -> None:
    for each in shipped_sets():
        assert reused_ids(each, REFRESH) == ()


def test_no_published_set_uses_an_id_that_only_the_illustration_has() -> None:
    own = ids(REFRESH) - ids(CURRENT)
    assert own >= {"ind-0017", "el-0136", "rule-0014"}
    for each in shipped_sets():
        assert not own & ids(each)
