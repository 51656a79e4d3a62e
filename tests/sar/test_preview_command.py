"""`sar sets preview`: for people, for programs, and with bad input."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Engine

from indicators.loading import dump_set
from tests import drafts, factories
from tests.command_line import run, run_here, variables
from tests.past_reports import make_reports
from tests.sar.test_preview import NEW, changed
from tests.stored_reports import checksum, store

DRAFT = changed("ind-0003", "el-0012", required=True)


@pytest.fixture
def engine(sqlite_app: Flask) -> Engine:
    """A database with thirty reports of the last days."""
    engine: Engine = sqlite_app.extensions["sar"].engine
    store(engine, make_reports(NEW, 30), first=datetime.now(UTC) - timedelta(days=3))
    return engine


@pytest.fixture
def env(sqlite_app: Flask, engine: Engine) -> dict[str, str]:
    """The variables of an installation that has them."""
    return variables(SAR_DATABASE_URL=sqlite_app.extensions["sar"].settings.database_url)


@pytest.fixture
def draft_file(tmp_path: Path) -> Path:
    """A draft in a file: a question of theft becomes required."""
    path = tmp_path / "draft.yaml"
    path.write_text(dump_set(DRAFT))
    return path


def expected() -> set[str]:
    """Return which of the thirty reports the draft refuses."""
    filed = [each for each in make_reports(NEW, 30) if "ind-0003" in each.answers]
    return {each.reference for each in filed if "el-0012" not in each.answers["ind-0003"]}


def as_json(env: dict[str, str], *arguments: object) -> Any:
    done = run_here("sets", "preview", *arguments, "--json", env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_person_reads_what_would_change_and_why(env: dict[str, str], draft_file: Path) -> None:
    done = run_here("sets", "preview", draft_file, "--against", "2.0.0", env=env)
    assert done.returncode == 0, done.stderr
    assert f"Draft 3.0.0 ({DRAFT.sha256[:12]}) compared with 2.0.0" in done.stdout
    assert f"{len(expected()):>9} newly refused" in done.stdout
    assert "       30 in all" in done.stdout
    assert "must have an answer." in done.stdout
    assert "0 move up, 0 move down" in done.stdout


def test_a_program_reads_the_same_twice_and_nothing_was_written(
    env: dict[str, str], draft_file: Path, engine: Engine
) -> None:
    before = checksum(engine)
    one, two = (as_json(env, draft_file, "--against", "2.0.0") for _ in range(2))
    assert one == two
    assert checksum(engine) == before
    assert one["effects"]["newly_refused"] == len(expected()) > 0
    assert one["effects"]["unchanged"] == 30 - len(expected())
    ((cause,), order) = (
        [each for each in one["causes"] if each["effect"] == "newly_refused"],
        one["order"]["waiting"],
    )
    assert (cause["indicator_id"], cause["part_id"]) == ("ind-0003", "el-0012")
    assert len(cause["examples"]) == min(3, len(expected()))
    assert order["reports"] == 30
    assert len(one["sha256"]) == 64


def test_several_processes_give_the_same_result(env: dict[str, str], draft_file: Path) -> None:
    assert as_json(env, draft_file, "--workers", "2") == as_json(env, draft_file)


def test_a_draft_of_the_pages_is_named_by_its_number(
    sqlite_app: Flask, env: dict[str, str]
) -> None:
    _, draft_id = drafts.start(sqlite_app)
    found = as_json(env, draft_id)
    assert found["effects"]["unchanged"] == found["reports"] == 30


def test_the_version_to_compare_with_can_be_chosen(env: dict[str, str]) -> None:
    own = as_json(env, "2.0.0", "--against", "own")
    older = as_json(env, "2.0.0", "--against", "1.0.0")
    assert own["against"] == "the version of each report"
    assert own["effects"]["unchanged"] == 30
    assert older["against"]["version"] == "1.0.0"


def test_days_are_whole_and_the_last_one_is_included(env: dict[str, str]) -> None:
    long_ago = as_json(env, "2.0.0", "--since", "2020-01-01", "--until", "2020-12-31")
    assert long_ago["reports"] == 0
    assert long_ago["until"].startswith("2021-01-01")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2.0.0", "--since", "last week"), "Write it like 2026-03-01."),
        (("2.0.0", "--until", "9999-12-31"), "Write it like 2026-03-01."),
        (("2.0.0", "--since", "2026-05-01", "--until", "2026-04-01"), "ends before it begins"),
        (("2.0.0", "--workers", "0"), "--workers"),
        (("2.0.0", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"), "not both"),
        (("9.9.9",), "There is no such file"),
        (("123456",), "There is no such file"),
        (("2.0.0", "--against", "7.7.7"), "no published version of that number"),
    ],
)
def test_what_cannot_be_is_said(env: dict[str, str], arguments: tuple[str, ...], said: str) -> None:
    done = run_here("sets", "preview", *arguments, env=env)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_draft_of_another_set_is_refused(env: dict[str, str], tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    text = dump_set(factories.newest_set()).replace("set_id: nsi-behaviours", "set_id: other-set")
    other.write_text(text)
    done = run_here("sets", "preview", other, env=env)
    assert done.returncode == 2
    assert "other-set is not a version of nsi-behaviours" in done.stderr


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere"])
def test_a_scheduler_that_does_not_answer_is_named(env: dict[str, str], address: str) -> None:
    # In a process of its own: a client that never got through leaves a socket behind.
    done = run("sets", "preview", "2.0.0", "--scheduler", address, env=env)
    assert done.returncode == 2
    assert "The scheduler does not answer." in done.stderr
    assert "Traceback" not in done.stderr
