import subprocess
import sys

import pytest

from sar.cli import PARTS
from tests.command_line import run, run_here, variables

HEAVY = ("flask", "sqlalchemy", "marshmallow", "alembic", "spacy", "sklearn", "waitress")


def test_help_lists_every_part_and_imports_nothing_heavy():
    code = (
        "import sys, runpy\n"
        "sys.argv = ['sar', '--help']\n"
        "try: runpy.run_module('sar.cli', run_name='__main__')\n"
        "except SystemExit: pass\n"
        f"print('LOADED', [name for name in {HEAVY} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables(), capture_output=True, text=True
    )
    assert "LOADED []" in done.stdout
    for name, part in PARTS.items():
        assert name in done.stdout
        assert part.help.split(":")[0] in done.stdout


@pytest.mark.parametrize("part", PARTS)
def test_every_part_can_be_imported_and_has_help(part):
    done = run_here(part, "--help", env={})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Usage:" in done.stdout + done.stderr


def test_an_unknown_part_is_named_and_leads_to_the_help():
    done = run_here("fly", env={})
    assert done.returncode == 2
    assert "No such command 'fly'" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_setting_is_one_line_and_its_remedy():
    done = run("db", "current")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.splitlines() == [
        "sar: SAR_DATABASE_URL is not set.",
        "     Set it, for example to postgresql+psycopg://sar@localhost/sar.",
    ]


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg://sar:hunter2secret@127.0.0.1:1/sar",
        # A sign that is not escaped makes a part of the password look like the host.
        "postgresql+psycopg://sar:x@hunter2secret@127.0.0.1:1/sar",
        "postgresql+psycopg://sar:1/hunter2secret@127.0.0.1:1/sar",
        "hunter2secret",
        "nosuch+driver://sar:hunter2secret@host/sar",
        "sqlite:////nowhere/hunter2secret/sar.sqlite3",
    ],
)
def test_no_failure_shows_the_address_of_the_database_or_a_traceback(address):
    done = run_here("db", "current", env={"SAR_DATABASE_URL": address})
    assert done.returncode == 2
    assert "SAR_DATABASE_URL" in done.stderr
    for secret in ("hunter2secret", "Traceback", "psycopg."):
        assert secret not in done.stdout + done.stderr


def test_a_setting_that_cannot_be_read_is_named_without_its_value():
    done = run_here("db", "current", env={"SAR_RETENTION_DAYS": "many-days"})
    assert done.returncode == 2
    assert "SAR_RETENTION_DAYS" in done.stderr
    assert "many-days" not in done.stdout + done.stderr


def test_an_empty_database_is_told_apart_from_one_that_is_away(tmp_path):
    env = variables(SAR_DATABASE_URL=f"sqlite:///{tmp_path}/empty.sqlite3")
    done = run("audit", "verify", env=env)
    assert done.returncode == 2
    assert "sar db upgrade" in done.stderr


def test_a_defect_is_told_by_its_place_and_never_by_its_message(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import privacy.redaction\n"
        "def broken(text, **_): raise ValueError(text)\n"
        "privacy.redaction.redact = broken\n"
    )
    env = variables()
    env["PYTHONPATH"] = f"{tmp_path}:{env['PYTHONPATH']}"
    done = run("redact", env=env, stdin=b"Rosa Canary, 312-555-0147")
    assert done.returncode == 2
    assert "ValueError in sitecustomize.py, line 2" in done.stderr
    assert "Canary" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
