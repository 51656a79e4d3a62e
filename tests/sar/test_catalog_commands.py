"""`sar sets`: what an operator does with sets at the command line."""

import json
from pathlib import Path

from flask import Flask

from indicators.loading import shipped_sets
from tests import drafts, factories
from tests.command_line import run_here, variables


def environment(app: Flask) -> dict[str, str]:
    """Return the variables that lead the command to a test's database."""
    return variables(SAR_DATABASE_URL=app.extensions["sar"].settings.database_url)


def changed_file(folder: Path, *, version: str, old: str, new: str) -> Path:
    """Write the newest set with a new number and one changed text into a file."""
    text = run_here("sets", "show", drafts.CURRENT, env=variables()).stdout
    assert old in text
    path = folder / "changed.yaml"
    path.write_text(
        text.replace(f"version: {drafts.CURRENT}", f"version: {version}").replace(old, new, 1)
    )
    return path


def test_the_shipped_sets_are_published_once_and_listed(sqlite_url: str) -> None:
    env = variables(SAR_DATABASE_URL=sqlite_url)
    assert "No set is published" in run_here("sets", "list", env=env).stdout
    assert (
        f"Published nsi-behaviours {drafts.CURRENT}" in run_here("sets", "publish", env=env).stdout
    )
    assert "published already" in run_here("sets", "publish", "shipped", env=env).stdout
    listed = run_here("sets", "list", env=env).stdout.splitlines()
    assert [line.split("\t")[1] for line in listed] == [
        each.version for each in reversed(shipped_sets())
    ]
    assert "in force since 2015-02-23" in listed[0]
    assert factories.newest_set().sha256 in listed[0]


def test_a_set_that_was_shown_reads_back_as_the_same_set(tmp_path: Path) -> None:
    path = tmp_path / "copy.yaml"
    path.write_text(run_here("sets", "show", drafts.CURRENT, env=variables()).stdout)
    done = run_here("sets", "diff", drafts.CURRENT, path, env=variables())
    assert done.stdout == "No difference in content.\n"


def test_two_versions_are_compared_without_a_database_in_words_and_for_programs() -> None:
    words = run_here("sets", "diff", "1.0.0", "2.0.0", env=variables(SAR_DATABASE_URL="")).stdout
    assert "needs at least 2.0.0" in words
    plain = json.loads(run_here("sets", "diff", "1.0.0", "2.0.0", "--json", env=variables()).stdout)
    assert plain["next_version"] == "2.0.0"
    assert {"category", "kind", "indicator_id", "sentence", "before", "after", "level"} <= set(
        plain["changes"][0]
    )
    assert "Major: refuses what was accepted, or gives an answer another meaning (3)\n" in words


def test_a_verdict_is_told_without_a_database_in_words_and_for_programs() -> None:
    env = variables(SAR_DATABASE_URL="")
    done = run_here("sets", "verdict", "1.0.0", "2.0.0", "2.0.0", env=env)
    assert done.returncode == 0, done.stderr
    words = " ".join(done.stdout.split())
    assert (
        "Version 2.0.0 refuses reports that version 1.0.0 accepted: the question “In which way "
        "was it unusual or hidden?” was added to “Photography” and is required." in words
    )
    assert "For example: “Photography” with “What did you see or hear" in words
    assert "Version 2.0.0 is unaffected." in words
    plain = json.loads(run_here("sets", "verdict", "1.0.0", "2.0.0", "--json", env=env).stdout)
    assert plain["backward"]["accepts_all"] is False
    assert run_here("sets", "verdict", "2.0.0", "nowhere.yaml", env=env).returncode == 2


def test_the_crosswalk_is_a_table_for_people_and_a_csv_file_for_programs() -> None:
    env = variables(SAR_DATABASE_URL="")
    words = run_here("sets", "crosswalk", "1.0.0", "2.0.0", env=env).stdout
    assert "carried             ind-0011 → ind-0011 Photography\n" in words
    assert "new                 el-0052 In which way was it unusual or hidden?\n" in words
    assert "Questions: " in words.splitlines()[-1]
    lines = run_here("sets", "crosswalk", "1.0.0", "2.0.0", "--csv", env=env).stdout.splitlines()
    assert lines[0].startswith("old_version,new_version,old_behaviour,question,label")
    assert len(lines) == words.count(" el-") + words.count("ind-0") // 2 + 1


def test_a_file_is_published_with_its_dates_and_the_log_names_the_command_line(
    app: Flask, tmp_path: Path
) -> None:
    path = changed_file(tmp_path, version=drafts.PATCH, old="Sabotage", new="Damage")
    done = run_here(
        "sets", "publish", str(path), "--unsigned", "--effective-from", "2099-01-01T06:00",
        "--accept-previous-until", "2099-02-01", env=environment(app) | {"SAR_ZONE": "UTC"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "in force from 2099-01-01 06:00 UTC" in done.stdout
    listed = run_here("sets", "list", env=environment(app)).stdout
    assert "takes effect on 2099-01-01" in listed
    entry = drafts.entries_of(app, f"set:nsi-behaviours:{drafts.PATCH}")[0]
    assert (entry.actor_id, entry.role) == (None, "command_line")
    assert entry.details["previous_accept_until"] == "2099-02-01T00:00:00+00:00"
    assert run_here("sets", "show", drafts.PATCH, env=environment(app)).returncode == 0


BAD_FILES: list[tuple[str, str, str, tuple[str, ...], str]] = [
    (drafts.PATCH, "required: true\n", "\n", (), "too low for what has changed"),
    (drafts.CURRENT, "Sabotage", "Damage", (), "too low for what has changed"),
    (drafts.PATCH, "# nsi", "# nsi", (), "published already"),
    (drafts.PATCH, "Sabotage", "Damage", ("--effective-from", "2001-01-01"), "in the past"),
    (drafts.PATCH, "Sabotage", "Damage", ("--accept-previous-until", "2001-01-01"), "would end"),
    (drafts.PATCH, "Sabotage", "Damage", ("--effective-from", "soon"), "Write a date like"),
    (drafts.PATCH, "kind: negative", "kind: lookalike", (), "has no example that does not belong"),
    (drafts.PATCH, "weight: 260", "weight: 4000", (), "from 0 to 400"),
]


def test_a_file_that_will_not_do_is_explained_and_nothing_is_published(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    env = environment(sqlite_app)
    for version, old, new, options, words in BAD_FILES:
        path = changed_file(tmp_path, version=version, old=old, new=new)
        done = run_here("sets", "publish", path, "--unsigned", *options, env=env)
        assert done.returncode == 2, words
        assert words in " ".join(done.stderr.split())
    assert run_here("sets", "list", env=env).stdout.count("nsi-behaviours") == len(shipped_sets())


def test_a_version_that_is_not_there_is_not_found(sqlite_app: Flask) -> None:
    done = run_here("sets", "show", "7.7.7", env=environment(sqlite_app))
    assert done.returncode == 2
    assert "no published version of that number" in done.stderr
