"""Tests that the guide to the editions says of the sets what the sets say themselves."""

import re
from collections import Counter
from pathlib import Path

import pytest

from indicators.crosswalk import Passage, crosswalk
from indicators.definitions import DefinitionSet, Element, Indicator
from indicators.loading import shipped_sets
from tests.shipped import shipped

GUIDE = (Path(__file__).parents[2] / "docs" / "editions.md").read_text("utf-8")


def rows(*, width: int, first: str) -> list[list[str]]:
    """Give the cells of the table of that many columns whose head begins with a word."""
    lines = [line.strip("| ").split(" | ") for line in GUIDE.splitlines() if line.startswith("| ")]
    at = next(i for i, line in enumerate(lines) if len(line) == width and line[0] == first)
    found = []
    for line in lines[at + 1 :]:
        if len(line) != width:
            break
        found.append(line)
    return found


def test_the_guide_counts_what_each_version_has() -> None:
    counted = [
        [
            one.version,
            one.edition,
            str(len(one.indicators)),
            str(sum(len(each.elements) for each in one.indicators)),
            str(sum(len(each.rules) for each in one.indicators)),
            str(sum(len(each.examples) for each in one.indicators)),
        ]
        for one in shipped_sets()
    ]
    assert [row[:6] for row in rows(width=7, first="version")] == counted


def test_the_guide_names_every_behaviour_as_the_editions_do_with_their_marks() -> None:
    named = [
        [old.niem_code, old.indicator_id, old.name, new.name, f"{mark(old)}, {mark(new)}"]
        for old, new in zip(shipped("1.0.0").indicators, shipped("2.0.0").indicators, strict=True)
    ]
    assert [[*row[:4], row[6]] for row in rows(width=7, first="NIEM code")] == named


@pytest.mark.parametrize(("before", "after"), [("1.1.0", "2.1.0"), ("2.1.0", "1.1.0")])
def test_the_guide_counts_what_is_carried_between_the_editions(before: str, after: str) -> None:
    table = crosswalk(shipped(before), shipped(after))
    counts = Counter(each.passage for each in table if each.element_id is not None)
    said = " ".join(GUIDE.split())
    told = said[said.index(f"sar sets crosswalk {before} {after}") :]
    numbers = [
        int(each) for each in re.findall(r"(\d+) (?:questions|carried|new|dropped)", told)[:3]
    ]
    last = counts[Passage.NEW] or counts[Passage.DROPPED]
    assert numbers == [counts[Passage.CARRIED], counts[Passage.IF_ACCEPTED], last]
    assert counts.total() == sum(numbers)


def mark(indicator: Indicator) -> str:
    """Give F for a definition that was found, M for one from memory."""
    return indicator.confidence[0].upper()


def questions(definition_set: DefinitionSet) -> dict[str, Element]:
    return {each.element_id: each for one in definition_set.indicators for each in one.elements}


@pytest.mark.parametrize(("before", "after"), [("1.0.0", "2.0.0"), ("1.1.0", "2.1.0")])
def test_the_guide_lists_what_is_asked_anew_in_the_newer_edition(before: str, after: str) -> None:
    old, new = questions(shipped(before)), questions(shipped(after))
    required = [key for key in new if key not in old and new[key].required]
    assert [row[1].split(",")[0] for row in rows(width=3, first="behavior")] == required
    for key in new.keys() - old.keys():
        assert key in GUIDE
