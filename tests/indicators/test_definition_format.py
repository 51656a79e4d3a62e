"""The worked example in docs/definition_format.md is a set that loads, and does what is said."""

import re
from pathlib import Path

from indicators.definitions import ElementKind, Indicator, to_plain
from indicators.examples import obstacles, run_examples
from indicators.loading import parse_set
from indicators.rules import Rule

PAGE = (Path(__file__).parents[2] / "docs" / "definition_format.md").read_text("utf-8")
EXAMPLE = parse_set(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0], name="example")


def test_the_worked_example_passes_its_own_examples_and_could_be_published() -> None:
    assert obstacles(EXAMPLE) == ()
    outcomes = run_examples(EXAMPLE)
    assert len(outcomes) == 4
    assert all(each.is_passed for each in outcomes)


def test_the_worked_example_shows_every_field_of_a_behaviour_and_of_questions() -> None:
    plain = to_plain(EXAMPLE)
    behaviour, *others = plain["indicators"]
    shown = {key for each in [behaviour, *others] for key in each}
    assert shown == set(Indicator.__dataclass_fields__)
    fields = {key for element in behaviour["elements"] for key in element}
    assert {"when", "min_choices", "max_choices", "explains_innocence", "unit"} <= fields


def test_the_page_names_every_kind_of_question_and_every_finding() -> None:
    named = set(re.findall(r"`([a-z_]+)`", PAGE))
    assert {each.value for each in ElementKind} <= named
    assert {each.value for each in Rule} - named == {Rule.MORE_FINDINGS}
