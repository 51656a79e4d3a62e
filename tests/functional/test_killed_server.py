"""A server that is killed in the middle: what was acknowledged is there once, without a gap."""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from privacy import keyring as keyrings
from privacy.keyring import Keyring
from sar import db
from sar.app import create_app
from sar.log import audit, ledger
from sar.models import LedgerEntry, Report, SealedContent
from tests import factories

ROOT = Path(__file__).parents[2]
KILLS = 3


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


# Servers of one file are forked from one process, in which is loaded what is slow to load. A line
# says what a server's environment, log and arguments are; the answer is its process id.
LAUNCHER = """
import json, os, signal, sys
import sar.app
from gunicorn.app.wsgiapp import WSGIApplication
from sar.serving.warming import warm_up

warm_up()
signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who ends is not waited for
for line in sys.stdin:
    environment, log, arguments = json.loads(line)
    pid = os.fork()
    if pid == 0:
        os.setsid()
        os.environ.update(environment)
        os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 1)
        os.dup2(1, 2)
        sys.argv = ["gunicorn", *arguments]
        WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").run()
    print(pid, flush=True)
"""
Launch = Callable[[dict[str, str], Path, list[str]], int]


@pytest.fixture(scope="module")
def launch() -> Iterator[Launch]:
    """Start servers, each a session of its own, and return the id of its first process."""
    process = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def start_one(environment: dict[str, str], log: Path, arguments: list[str]) -> int:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([environment, str(log), arguments]) + "\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    yield start_one
    process.communicate()


def start(launch: Launch, url: str, keyring: Keyring, port: int, log: Path) -> int:
    environment = {
        "SAR_DATABASE_URL": url,
        "SAR_KEYRING": keyrings.dump_keyring(keyring),
        "SAR_SECURE_COOKIES": "false",
        "SAR_REPORTS_PER_MINUTE": "1000000",
    }
    workers = ["-w", "2", "-k", "gthread", "--threads", "4"]
    nothing = log.with_suffix(".py")
    nothing.touch()
    options = ["--config", str(nothing), "-b", f"127.0.0.1:{port}"]
    pid = launch(environment, log, ["wsgi:app", *workers, *options])
    for _ in range(600):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            try:
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return pid
            except OSError:
                time.sleep(0.1)
    raise AssertionError(log.read_text()[-2000:])


def wait_until_gone(pid: int) -> None:
    for _ in range(600):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("the server is still there")


def send(port: int, token: str, key: str, acknowledged: dict[str, str]) -> None:
    headers = factories.api_headers(token, key=key) | {"Content-Type": "application/json"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=120)) as connection:
        try:
            connection.request(
                "POST", "/api/v1/reports", json.dumps(factories.submission()), headers
            )
            answer = connection.getresponse()
            body = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return
    if answer.status == 201:
        acknowledged[key] = body["receipt"]


@pytest.mark.timeout(600)
def test_no_acknowledged_report_is_lost_or_doubled_and_the_ledger_has_no_gap(
    database_url: str, keyring: Keyring, tmp_path: Path, launch: Launch
) -> None:
    rng = random.Random(20261120)
    app = create_app(factories.settings(database_url, keyring))
    factories.seed(app)
    token = factories.api_token(app, "officer")
    engine = app.extensions["sar"].engine
    acknowledged: dict[str, str] = {}
    keys = [str(uuid.UUID(int=rng.getrandbits(128))) for _ in range(60)]
    for kill in range(KILLS + 1):
        port = free_port()
        server = start(launch, database_url, keyring, port, tmp_path / "log")
        senders = [
            threading.Thread(target=send, args=(port, token, key, acknowledged))
            for key in keys
            if key not in acknowledged
        ]
        for sender in senders:
            sender.start()
        if kill < KILLS:
            # The first answers take a second or two while the recognizers are made.
            wanted = len(acknowledged) + rng.randint(1, 12)
            while len(acknowledged) < wanted and any(each.is_alive() for each in senders):
                time.sleep(0.005)
            os.killpg(server, signal.SIGKILL)
        for sender in senders:
            sender.join()
        if kill == KILLS:
            os.killpg(server, signal.SIGTERM)
        wait_until_gone(server)
    assert set(acknowledged) == set(keys)
    with db.reading(engine) as session:
        stored = session.execute(select(Report.receipt)).scalars().all()
        assert sorted(stored) == sorted(acknowledged.values())
        numbers = session.execute(select(LedgerEntry.number).order_by(LedgerEntry.number))
        assert numbers.scalars().all() == list(range(1, len(keys) + 1))
        assert ledger.gaps(session) == []
        sealed = session.execute(select(func.count()).select_from(SealedContent)).scalar_one()
        assert sealed == len(keys)
        assert audit.verify(session).is_intact
    engine.dispose()
