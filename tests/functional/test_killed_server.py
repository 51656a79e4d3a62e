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


def start(url: str, keyring: Keyring, port: int, log: Path) -> "subprocess.Popen[bytes]":
    environment = os.environ | {
        "SAR_DATABASE_URL": url,
        "SAR_KEYRING": keyrings.dump_keyring(keyring),
        "SAR_SECURE_COOKIES": "false",
        "SAR_REPORTS_PER_MINUTE": "1000000",
    }
    # What is slow to load is loaded once for both workers, which live for seconds.
    before_the_fork = log.with_suffix(".py")
    before_the_fork.write_text(
        "import sar.app\nfrom sar.serving.warming import warm_up\nwarm_up()\n"
    )
    with log.open("ab") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "--config",
                str(before_the_fork),
                "wsgi:app",
                "-w",
                "2",
                "-k",
                "gthread",
                "--threads",
                "4",
                "-b",
                f"127.0.0.1:{port}",
            ],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    for _ in range(600):
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            try:
                connection.request("GET", "/readyz")
                if connection.getresponse().status == 200:
                    return process
            except OSError:
                time.sleep(0.1)
    raise AssertionError(log.read_text(encoding="utf-8")[-2000:])


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
    database_url: str, keyring: Keyring, tmp_path: Path
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
        server = start(database_url, keyring, port, tmp_path / "log")
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
            os.killpg(server.pid, signal.SIGKILL)
        for sender in senders:
            sender.join()
        if kill == KILLS:
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
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
