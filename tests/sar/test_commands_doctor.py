import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from indicators.release_keys import dump_private_key, dump_public_key, key_id_of, make_key
from privacy import keyring as keyrings
from sar import db
from sar.commands import checks, database_checks
from sar.commands.checks import Level, Result
from sar.log import checkpoints
from sar.settings import Settings
from tests import factories
from tests.command_line import installation, run, run_here

NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


def by_subject(results: object) -> dict[str, Result]:
    return {result.subject: result for result in results}  # type: ignore[attr-defined]


def content(app: Flask, *, now: datetime = NOW, ring: object = None) -> dict[str, Result]:
    parts = app.extensions["sar"]
    with db.reading(parts.engine) as session:
        return by_subject(database_checks.check_content(session, ring or parts.keyring, now=now))


def execute(app: Flask, statement: str) -> None:
    with db.transaction(app.extensions["sar"].engine) as session:
        session.execute(text(statement))


def alter_sets(app: Flask, change: str) -> None:
    """Change published sets as an intruder with the owner's rights would: triggers off first."""
    engine = app.extensions["sar"].engine
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("ALTER TABLE definition_sets DISABLE TRIGGER USER"))
        else:
            query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for name in connection.execute(text(query)).scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(f"UPDATE definition_sets SET content = {change}"))


def test_a_sound_installation_has_no_problem_and_exit_code_0(seeded_url):
    done = run("doctor", env=installation(seeded_url, SAR_RETENTION_DAYS="365"))
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout
    assert [line.split()[0] for line in lines].count("OK") == len(lines) - 2
    warnings = [line for line in lines if line.startswith("warning")]
    assert "not checked for viruses" in warnings[0]
    assert "no checkpoint" in warnings[1]
    assert f"in force {factories.newest_set().version}" in done.stdout


def test_a_broken_installation_shows_every_problem_at_once_and_exit_code_1(tmp_path):
    open_to_all = tmp_path / "keyring.json"
    open_to_all.write_text(keyrings.dump_keyring(factories.keyring()))
    open_to_all.chmod(0o644)
    env = installation(
        "sqlite:////nowhere/secret-place/sar.sqlite3",
        SAR_ZONE="Mars/Olympus",
        SAR_RETENTION_DAYS="5",
        SAR_SECURE_COOKIES="false",
        WEB_CONCURRENCY="4",
        SAR_KEYRING_FILE=str(open_to_all),
        SAR_KEYRING="",
    )
    done = run_here("doctor", env=env)
    assert done.returncode == 1
    bad = {line[9:22].strip() for line in done.stdout.splitlines() if line.startswith("problem")}
    assert bad == {"keyring", "retention", "cookies", "rate limits", "time zone", "database"}
    assert "chmod 600" in done.stdout
    assert "secret-place" not in done.stdout + done.stderr


def test_without_a_database_the_rest_is_still_checked():
    done = run_here("doctor", env=installation(""))
    assert done.returncode == 1
    assert "SAR_DATABASE_URL is not set" in done.stdout
    assert "OK       keyring" in done.stdout


def test_an_older_database_is_to_be_upgraded(tmp_path):
    engine = db.open_engine(f"sqlite:///{tmp_path}/empty.sqlite3")
    result = database_checks.check_schema(engine)
    engine.dispose()
    assert result.level is Level.PROBLEM
    assert result.remedy == "Run `sar db upgrade`."


def test_a_set_that_was_altered_in_the_database_is_a_problem(app):
    alter_sets(app, "replace(content, 'plan', 'plot')")
    result = content(app)["sets"]
    assert result.level is Level.PROBLEM
    assert "altered" in result.text


def test_a_set_that_cannot_be_read_is_a_problem(sqlite_app):
    alter_sets(sqlite_app, "'nonsense'")
    assert content(sqlite_app)["sets"].level is Level.PROBLEM


def test_no_set_in_force_is_a_problem(sqlite_url):
    engine = db.open_engine(sqlite_url)
    with db.reading(engine) as session:
        found = by_subject(database_checks.check_content(session, None, now=NOW))
    engine.dispose()
    assert found["sets"].remedy == "Publish one: `sar sets publish`."


def test_month_keys_need_the_keyring_that_wrapped_them(app):
    factories.file_by_api(app)
    assert content(app)["month keys"].text == "1, all of them can be opened"
    other = content(app, ring=factories.keyring(seed=8))["month keys"]
    assert other.level is Level.PROBLEM
    assert "first 2027-03" in other.text
    # The same name of a master key, another key.
    ring = app.extensions["sar"].keyring
    wrong = replace(ring, masters={ring.current: factories.keyring(seed=9).signing_seed})
    assert content(app, ring=wrong)["month keys"].level is Level.PROBLEM


def test_a_month_key_that_was_destroyed_is_no_problem(app):
    factories.file_by_api(app)
    execute(app, "UPDATE month_keys SET wrapped = NULL")
    assert content(app)["month keys"].text == "0, all of them can be opened"


def test_a_checkpoint_grows_old(app):
    parts = app.extensions["sar"]
    assert content(app)["log"].level is Level.WARNING
    with db.transaction(parts.engine) as session:
        key = checkpoints.signing_key(parts.settings, parts.keyring)
        checkpoints.sign(session, key, now=NOW)
    assert content(app, now=NOW + timedelta(days=7))["log"].level is Level.OK
    assert content(app, now=NOW + timedelta(days=8))["log"].level is Level.WARNING


def test_held_reports_are_counted(app):
    receipt = factories.file_by_api(app)["receipt"]
    assert content(app)["held reports"].level is Level.OK
    execute(app, f"UPDATE reports SET state = 'held', redacted = NULL WHERE receipt = '{receipt}'")
    assert content(app)["held reports"].text.startswith("1 could not be redacted")


def test_a_gap_in_the_ledger_is_a_problem(app):
    for number in range(3):
        factories.file_by_api(app, narrative=f"Report {number} about the same open gate.")
    execute(app, "DELETE FROM ledger_entries WHERE number = 2")
    result = content(app)["ledger"]
    assert result.level is Level.PROBLEM
    assert "2026: 1" in result.text


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE reports SET queue_place = NULL",
        "UPDATE reports SET state = 'unfounded'",
        "UPDATE report_behaviours SET sector = 'DAMS'",
        "UPDATE report_behaviours SET queue_place = NULL",
    ],
)
def test_a_report_that_stands_wrongly_in_the_queue_is_a_problem(app, edit):
    factories.file_by_api(app)
    assert content(app)["queue"].level is Level.OK
    execute(app, edit)
    assert content(app)["queue"].level is Level.PROBLEM
    assert content(app)["queue"].text.startswith("1 reports")


def of_release_keys(path: Path) -> Result:
    results = checks.check_settings(settings(release_keys_file=path), {})
    return by_subject(results)["release keys"]


def test_the_file_of_trusted_keys_is_read_as_publishing_reads_it(tmp_path):
    path = tmp_path / "secret-place.pem"
    keys = [make_key(bytes([number]) * 32).public_key() for number in (1, 2)]
    path.write_bytes(b"From the state center.\n" + b"".join(map(dump_public_key, keys)))
    path.chmod(0o644)
    found = of_release_keys(path)
    assert found.level is Level.OK
    assert found.text == f"2 trusted: {', '.join(map(key_id_of, keys))}"
    path.chmod(0o664)
    assert of_release_keys(path).remedy == "Run `chmod go-w` on it."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read (No such file or directory)"),
        (b"", "there is no public key in this file"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "is damaged"),
        (dump_private_key(make_key(b"1" * 32)), "holds a private key"),
    ],
    ids=["missing", "empty", "damaged", "private"],
)
def test_trusted_keys_that_cannot_be_used_are_a_problem(tmp_path, content, said):
    path = tmp_path / "secret-place.pem"
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o600)
    found = of_release_keys(path)
    assert found.level is Level.PROBLEM
    assert said in found.text
    assert found.remedy
    assert "secret-place" not in found.text + found.remedy


def settings(**changes: object) -> Settings:
    return Settings(database_url="", **changes)  # type: ignore[arg-type]


Make = Callable[[], dict[str, Result]]


@pytest.mark.parametrize(
    ("changes", "environ", "subject", "level"),
    [
        ({}, {}, "retention", Level.WARNING),
        ({}, {"SAR_RETENTION_DAYS": "365"}, "retention", Level.OK),
        ({"retention_days": 30}, {"SAR_RETENTION_DAYS": "30"}, "retention", Level.PROBLEM),
        ({}, {}, "redress", Level.OK),
        ({"redress_kept_days": 20}, {}, "redress", Level.PROBLEM),
        ({"redress_answer_days": 0}, {}, "redress", Level.PROBLEM),
        ({}, {}, "cookies", Level.OK),
        ({"has_secure_cookies": False}, {}, "cookies", Level.PROBLEM),
        ({"has_secure_cookies": False, "is_demo": True}, {}, "cookies", Level.OK),
        ({}, {}, "rate limits", Level.OK),
        ({}, {"WEB_CONCURRENCY": "3"}, "rate limits", Level.PROBLEM),
        ({}, {"GUNICORN_CMD_ARGS": "--workers=3"}, "rate limits", Level.PROBLEM),
        ({}, {"GUNICORN_CMD_ARGS": "-w 1"}, "rate limits", Level.OK),
        ({"rate_limit_storage": "redis://127.0.0.1:1"}, {}, "rate limits", Level.PROBLEM),
        ({"zone": "America/Chicago"}, {}, "time zone", Level.OK),
        ({"zone": "../etc/passwd"}, {}, "time zone", Level.PROBLEM),
    ],
)
def test_settings(changes, environ, subject, level):
    results = by_subject(checks.check_settings(settings(**changes), environ))
    assert results[subject].level is level
    assert bool(results[subject].remedy) == (level is not Level.OK)


def test_the_other_drawers_keyring_is_read_too_and_shares_no_key():
    text, other = (keyrings.dump_keyring(keyrings.new_keyring(os.urandom)) for _ in range(2))
    found = [
        checks.check_intelligence_keyring(settings(keyring_text=text, intelligence_keyring_text=it))
        for it in ("", other, text, "no keyring")
    ]
    assert [each.level for each in found] == [Level.OK, Level.OK, Level.PROBLEM, Level.PROBLEM]
    assert "share a master key" in found[2].text
