"""Whole submissions over HTTP beside bare durable inserts on the same database.

    python -m benchmarks.intake [--seconds 8]

The first baseline is the limit of any design that acknowledges nothing before it is durable: one
row, one commit, one fsync. The second is what the same server answers when a request does nothing
(`/healthz`): no submission over HTTP can be faster. A submission validates, redacts, seals, scores,
numbers and audits besides.
"""

import argparse
import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import text

from benchmarks import databases
from benchmarks.table import show
from sar import db
from tests import factories


def main() -> None:
    """Measure both databases with 1 and with 8 clients."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8)
    seconds = parser.parse_args().seconds
    rows = []
    for kind in ("sqlite", "postgresql"):
        for clients in (1, 8):
            with databases.durable(kind) as url:
                inserts = bare_inserts(url, clients, seconds)
                requests, rate = submissions(url, clients, seconds)
            figures = (f"{inserts:.0f}", f"{requests:.0f}", f"{rate:.1f}")
            ratios = (f"{rate / inserts:.3f}", f"{rate / requests:.3f}")
            rows.append((kind, clients, *figures, *ratios))
    show(
        "Intake: per second (goal: submissions at least half of bare inserts; docs/decisions/0014)",
        (
            "database",
            "clients",
            "bare inserts",
            "empty requests",
            "submissions",
            "of inserts",
            "of requests",
        ),
        rows,
    )


def bare_inserts(url: str, clients: int, seconds: float) -> float:
    """Return durable single-row commits per second with `clients` connections."""
    engine = db.open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE bare (id VARCHAR(40) PRIMARY KEY, body TEXT)"))
    body = factories.submission()["narrative"] * 4

    def insert() -> None:
        with engine.begin() as connection:
            connection.execute(
                text("INSERT INTO bare VALUES (:id, :body)"),
                {"id": str(uuid.uuid4()), "body": body[:800]},
            )

    rate = _rate(lambda: insert, clients, seconds)
    engine.dispose()
    return rate


def submissions(url: str, clients: int, seconds: float) -> tuple[float, float]:
    """Return empty requests and accepted submissions per second, both over HTTP.

    The server is gunicorn with two processes of four threads.
    """
    from sar.app import create_app

    settings = databases.settings(url)
    app = create_app(settings)
    token = factories.api_token(app, "officer")
    app.extensions["sar"].engine.dispose()
    with tempfile.TemporaryDirectory(prefix="sarbench") as folder:
        server, port = _serve(url, settings.keyring_text, Path(folder))
        try:
            _warm(port, token)
            empty = _rate(lambda: _asker(port), clients, seconds)
            return empty, _rate(lambda: _sender(port, token), clients, seconds)
        finally:
            server.terminate()
            server.wait(20)


def _serve(url: str, keyring: str, folder: Path) -> tuple["subprocess.Popen[bytes]", int]:
    port = 18000 + os.getpid() % 2000
    environment = os.environ | {
        "SAR_DATABASE_URL": url,
        "SAR_KEYRING": keyring,
        "SAR_SECURE_COOKIES": "false",
        "SAR_REPORTS_PER_MINUTE": "1000000000",
    }
    log = (folder / "log").open("wb")
    command = [
        Path(sys.executable).parent / "gunicorn",
        "wsgi:app",
        "-w",
        "2",
        "--threads",
        "4",
        "-k",
        "gthread",
        "-b",
        f"127.0.0.1:{port}",
        "--keep-alive",
        "30",
    ]
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return process, port
    raise RuntimeError((folder / "log").read_text()[-2000:])


def _warm(port: int, token: str) -> None:
    threads = [threading.Thread(target=_sender(port, token)) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _asker(port: int) -> Callable[[], None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def ask() -> None:
        connection.request("GET", "/healthz")
        connection.getresponse().read()

    return ask


def _sender(port: int, token: str) -> Callable[[], None]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    body = factories.submission()

    def send() -> None:
        headers = factories.api_headers(token, key=str(uuid.uuid4()))
        headers["Content-Type"] = "application/json"
        connection.request("POST", "/api/v1/reports", json.dumps(body), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 201:
            raise RuntimeError(f"status {answer.status}")

    return send


def _rate(make: Callable[[], Callable[[], None]], clients: int, seconds: float) -> float:
    """Run `clients` threads for `seconds` and return completed calls per second."""
    counts = [0] * clients
    stop = time.perf_counter() + seconds

    def run(number: int) -> None:
        call = make()
        while time.perf_counter() < stop:
            call()
            counts[number] += 1

    started = time.perf_counter()
    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


if __name__ == "__main__":
    main()
