import http.client
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests import factories
from tests.command_line import command, installation, run


class Served:
    """A running `sar serve`."""

    def __init__(self, url: str, **changes: str) -> None:
        self.database = url.removeprefix("sqlite:///")
        self.process = subprocess.Popen(
            command("serve", "--port", 0),
            env=installation(url, **changes),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        line = self.process.stderr.readline()
        assert line.startswith("Serving on http://127.0.0.1:"), line
        self.port = int(line.rsplit(":", 1)[1])

    def ask(self, method: str, path: str, body: str = "", **headers: str):
        return self.hear(self.send(method, path, body, **headers))

    def send(self, method: str, path: str, body: str = "", **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        return connection

    def hear(self, connection: http.client.HTTPConnection):
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text


@pytest.fixture
def served(seeded_sqlite_template, tmp_path) -> Iterator[Served]:
    server = Served(
        factories.copy_sqlite(seeded_sqlite_template, tmp_path),
        SAR_SECURE_COOKIES="false",
        SAR_TRUSTED_PROXIES="1",
        SAR_SIGN_INS_PER_MINUTE="2",
    )
    yield server
    if server.process.poll() is None:
        server.process.kill()
    server.process.communicate()


def sign_in(served: Served, *, address: str):
    return served.hear(ask_to_sign_in(served, *served.ask("GET", "/sign-in"), address=address))


def ask_to_sign_in(served: Served, page, text: str, *, address: str = "192.0.2.9"):
    form = f"csrf_token={factories.csrf_token(text)}&username=officer&password=" + (
        factories.PASSWORD.replace(" ", "+")
    )
    return served.send(
        "POST",
        "/sign-in",
        form,
        Cookie=page.headers["Set-Cookie"].split(";")[0],
        Content_Type="application/x-www-form-urlencoded",
        X_Forwarded_For=address,
    )


def test_it_serves_pages_and_believes_the_proxy_about_the_address(served):
    answer, text = served.ask("GET", "/healthz")
    assert (answer.status, text.strip()) == (200, '{"status":"alive"}')
    assert "waitress" not in str(answer.headers).lower()
    # Two sign-ins per minute and address: the address is the one that the proxy tells.
    statuses = [sign_in(served, address="192.0.2.1")[0].status for _ in range(3)]
    assert statuses == [303, 303, 429]
    assert sign_in(served, address="192.0.2.2")[0].status == 303


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_that_is_under_way_is_answered_before_it_stops(served, number):
    page = served.ask("GET", "/sign-in")
    # Signing in writes, and waits for as long as somebody else holds the database.
    other = sqlite3.connect(served.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    under_way = ask_to_sign_in(served, *page)
    # Who asks later is answered later: what was asked before has been read by now.
    served.ask("GET", "/healthz")
    served.process.send_signal(number)
    wait_until_closed(served.port)
    other.execute("ROLLBACK")
    other.close()
    answer, _ = served.hear(under_way)
    assert answer.status == 303
    assert served.process.wait(60) == 0
    assert "Traceback" not in served.process.stderr.read()


def wait_until_closed(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.02)
    raise AssertionError("the server still takes requests")


def test_a_port_that_is_taken_is_told_with_the_way_out(seeded_sqlite_template):
    with socket.create_server(("127.0.0.1", 0)) as other:
        env = installation(f"sqlite:///{seeded_sqlite_template}")
        done = run("serve", "--port", other.getsockname()[1], env=env)
    assert done.returncode == 2
    assert "Address already in use" in done.stderr
    assert "--port" in done.stderr


def test_an_old_database_is_not_served(tmp_path):
    done = run("serve", "--port", 0, env=installation(f"sqlite:///{tmp_path}/new.sqlite3"))
    assert done.returncode == 2
    assert "sar db upgrade" in done.stderr
