import re
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from sar import db
from sar.app import create_app
from sar.commands import demo
from sar.demo import seeding
from sar.log import audit, ledger
from sar.models import AuditEntry, DefinitionSetVersion, LedgerEntry, Report, SetState
from sar.sets.published import current_set, definition_set_of
from tests import factories
from tests.command_line import command, run, variables


@contextmanager
def started(folder: Path, *options: object) -> Iterator[tuple[str, str]]:
    """Start a demo and give its address and what it printed; stop it at the end."""
    process = subprocess.Popen(
        command("demo", "--port", 0, "--folder", folder, *options),
        env=variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    printed = ""
    while "5. As" not in printed:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        printed += line
    yield re.search(r"http://127\.0\.0\.1:\d+", printed)[0], printed
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    process.communicate()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a demo with sixty invented reports."""
    folder = tmp_path_factory.mktemp("demo")
    demo.make(folder, demo.settings_in(folder), count=60)
    return folder


@pytest.fixture
def engine(folder):
    engine = db.open_engine(demo.settings_in(folder).database_url)
    yield engine
    engine.dispose()


def test_the_first_start_makes_it_and_the_second_makes_nothing_again(tmp_path):
    (tmp_path / "demo.sqlite3").write_text("an earlier demo, which --fresh throws away")
    with started(tmp_path, "--reports", 3, "--fresh") as (url, printed):
        assert urllib.request.urlopen(f"{url}/healthz").status == 200
        page = urllib.request.urlopen(f"{url}/sign-in").read().decode()
        assert demo.BANNER in page
        assert seeding.PASSWORD in printed
        assert all(username in printed for username, *_ in seeding.PEOPLE)
    before = (tmp_path / "demo.sqlite3").stat()
    with started(tmp_path):
        pass
    after = (tmp_path / "demo.sqlite3").stat()
    assert (before.st_ino, before.st_ctime) == (after.st_ino, after.st_ctime)
    with sqlite3.connect(tmp_path / "demo.sqlite3") as rows:
        assert rows.execute("SELECT count(*) FROM reports").fetchone() == (20,)


def test_a_first_start_that_is_killed_leaves_no_half_demo(tmp_path):
    process = subprocess.Popen(
        command("demo", "--port", 0, "--folder", tmp_path, "--reports", 1000),
        env=variables(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    unfinished = tmp_path / "demo-unfinished.sqlite3-wal"
    while not (unfinished.exists() and unfinished.stat().st_size > 200_000):
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.communicate()
    assert not (tmp_path / "demo.sqlite3").exists()
    with started(tmp_path, "--reports", 1):
        pass
    assert not list(tmp_path.glob("demo-unfinished*"))


def test_a_port_that_is_taken_is_noticed_before_anything_is_made(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("demo", "--port", port, "--folder", tmp_path / "demo", env=variables())
    assert done.returncode == 2
    assert f"--port {port + 1}" in done.stderr
    assert not (tmp_path / "demo").exists()


def test_its_reports_are_of_the_last_fourteen_days_and_numbered_in_their_order(engine):
    now = datetime.now(UTC)
    with db.reading(engine) as session:
        rows = (
            session.execute(
                select(LedgerEntry.received_at).order_by(LedgerEntry.year, LedgerEntry.number)
            )
            .scalars()
            .all()
        )
        missing = ledger.gaps(session)
    assert len(rows) == seeding.total(60) == 77
    assert missing == []
    assert rows == sorted(rows)
    assert now - seeding.SPREAD - timedelta(minutes=5) <= rows[0]
    assert rows[-1] <= now
    assert len({row.date() for row in rows}) >= 13


def test_every_page_has_something_to_show(engine):
    with db.reading(engine) as session:
        reports = session.execute(select(Report)).scalars().all()
    states = {report.state for report in reports}
    assert {"received", "returned", "unfounded", "no_nexus"} <= states
    assert any(report.claimed_by_id for report in reports)
    assert len({report.agency_id for report in reports}) == 2
    assert all(report.redacted is not None for report in reports)
    assert len({report.score for report in reports}) > 10


def test_its_log_is_intact_and_runs_forward(engine):
    with db.reading(engine) as session:
        verdict = audit.verify(session)
        times = (
            session.execute(select(AuditEntry.recorded_at).order_by(AuditEntry.position))
            .scalars()
            .all()
        )
    assert verdict.is_intact
    assert times == sorted(times)


def test_the_illustration_is_a_draft_that_only_the_usual_review_publishes(folder, capsys):
    app = create_app(demo.settings_in(folder))
    demo.open_illustration(app)
    with db.reading(app.extensions["sar"].engine) as session:
        drafts = select(DefinitionSetVersion).where(DefinitionSetVersion.state == SetState.DRAFT)
        (row,) = session.execute(drafts).scalars().all()
        assert "illustration" in definition_set_of(row).notice
        assert (row.version, row.approver_id) == ("3.0.0", None)
        current = current_set(session, now=datetime.now(UTC)).definition_set
        assert audit.verify(session).is_intact
    assert current == factories.newest_set()
    demo.open_illustration(app)
    assert "open already" in capsys.readouterr().err
    app.extensions["sar"].engine.dispose()


def test_people_can_sign_in_with_the_printed_password(folder):
    app = create_app(demo.settings_in(folder))
    for username, *_ in seeding.PEOPLE[::3]:
        client = app.test_client()
        token = factories.csrf_token(client.get("/sign-in").text)
        form = {"username": username, "password": seeding.PASSWORD, "csrf_token": token}
        assert client.post("/sign-in", data=form).status_code == 303
    app.extensions["sar"].engine.dispose()


def test_the_other_commands_find_the_demo_by_its_variables(folder):
    text = (folder / "demo.sh").read_text()
    env = dict(re.findall(r"(SAR_\w+)='?([^'\s]+)'?", text))
    done = run("doctor", env=variables(**env))
    assert done.returncode == 0, done.stdout
    assert "as this is a demo" in done.stdout
    assert (folder / "demo-keyring.json").stat().st_mode & 0o777 == 0o600
