"""`sar sets test`: the examples and cases of a set at the command line."""

import time
from pathlib import Path

import pytest

from tests.command_line import run_here, variables
from tests.indicators import theft_set

ENV = variables(SAR_DATABASE_URL="")


def write(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write the small set, changed, into a file."""
    text = theft_set.TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "small.yaml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("named", [("2.0.0",), ("nsi-behaviours", "1.0.0")])
def test_the_examples_of_a_shipped_set_are_run_without_a_database(named: tuple[str, ...]) -> None:
    started = time.process_time()
    done = run_here("sets", "test", *named, env=ENV)
    assert done.returncode == 0
    assert time.process_time() - started < 3
    assert "ind-0001 Breach/Attempted Intrusion" in done.stdout
    assert "Every example and case passes" in done.stdout


def test_a_set_whose_cases_try_everything_has_nothing_left_to_add(tmp_path: Path) -> None:
    done = run_here("sets", "test", write(tmp_path), env=ENV)
    assert done.returncode == 0
    assert "2/2       8/8     13/13  none" in done.stdout
    assert "Not tried yet" not in done.stdout


def test_what_nothing_tries_is_listed_unless_that_is_not_wanted(tmp_path: Path) -> None:
    path = write(tmp_path, ("times: 41}", "times: 42}"))
    shown = run_here("sets", "test", path, env=ENV).stdout
    assert "  el-0003  answer “Which papers?” just beyond its length (41), and expect that" in shown
    assert "el-0003" not in run_here("sets", "test", path, "--quiet", env=ENV).stdout


def test_a_failing_case_is_shown_with_both_sides_and_fails_the_command(tmp_path: Path) -> None:
    done = run_here("sets", "test", write(tmp_path, ("el-0002: 9.5}", "el-0002: 11}")), env=ENV)
    assert done.returncode == 1
    assert "failed: case 2 of ind-0001 Theft\n  expected: accepted\n" in done.stdout
    assert "found:    How many? (el-0002): out_of_range" in done.stdout


def test_a_missing_kind_of_example_fails_the_command(tmp_path: Path) -> None:
    done = run_here("sets", "test", write(tmp_path, ("lookalike", "negative")), env=ENV)
    assert done.returncode == 1
    assert "has no example that looks like it and is lawful" in done.stdout


def test_a_version_that_does_not_exist_is_said_so(sqlite_url: str) -> None:
    env = variables(SAR_DATABASE_URL=sqlite_url)
    done = run_here("sets", "test", "nsi-behaviours", "9.9.9", env=env)
    assert done.returncode == 2
    assert "no published version of that number" in done.stderr


def test_changes_that_no_case_notices_are_listed_with_a_case_that_would(tmp_path: Path) -> None:
    path = write(tmp_path, ("      - answers: {}\n        findings: {el-0001: required}\n", ""))
    done = run_here("sets", "mutate", path, env=ENV)
    assert done.returncode == 0
    assert "ind-0001 Theft: nobody would notice if\n" in done.stdout
    assert "  el-0001  “What is missing?” became optional\n" in done.stdout
    assert "add a case: answers {}, findings {el-0001: required}" in done.stdout
    assert "Never tried, because no answer could notice: " in done.stdout
    assert run_here("sets", "mutate", path, "--at-least", "100", env=ENV).returncode == 1


def test_a_set_that_notices_every_change_says_so(tmp_path: Path) -> None:
    done = run_here("sets", "mutate", write(tmp_path), "--at-least", "100", env=ENV)
    assert done.returncode == 0
    assert "nobody would notice" not in done.stdout
    proposed = run_here("sets", "mutate", write(tmp_path), "--propose", env=ENV)
    assert "Nothing to propose" in proposed.stdout


def test_proposed_cases_can_be_pasted_below_a_behaviour_as_they_are(tmp_path: Path) -> None:
    text = theft_set.TEXT
    bare = tmp_path / "bare.yaml"
    bare.write_text(text[: text.index("    cases:\n")])
    proposed = run_here("sets", "mutate", bare, "--propose", env=ENV).stdout
    full = tmp_path / "full.yaml"
    full.write_text(bare.read_text() + proposed)
    assert run_here("sets", "test", full, "--quiet", env=ENV).returncode == 0
    assert run_here("sets", "mutate", full, "--at-least", "100", env=ENV).returncode == 0
