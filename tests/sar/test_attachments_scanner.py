"""The virus scanner: its protocol, and that nothing about which it is silent is shown."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from sqlalchemy import select

from sar import db
from sar.models import Attachment
from sar.outside.scanner import Scanner, Verdict, is_there, scan
from tests import attached, desk, factories
from tests.command_line import installation, run_here

# The test file of the European Institute for Computer Antivirus Research, which is no virus.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"

Reply = Callable[[socket.socket], None]


def exactly(talk: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        more = talk.recv(size - len(got))
        assert more, "the client stopped in the middle"
        got += more
    return got


def clamd(talk: socket.socket) -> None:
    """Answer as clamd does (clamd(8): PING and INSTREAM, commands that end with a zero byte)."""
    command = b""
    while not command.endswith(b"\0"):
        command += exactly(talk, 1)
    if command == b"zPING\0":
        talk.sendall(b"PONG\0")
        return
    assert command == b"zINSTREAM\0"
    content = b""
    while size := int.from_bytes(exactly(talk, 4), "big"):
        content += exactly(talk, size)
    is_found = EICAR in content
    talk.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if is_found else b"stream: OK\0")


def answering(answer: bytes) -> Reply:
    """Make a scanner that reads all and then says something."""

    def reply(talk: socket.socket) -> None:
        while exactly(talk, 1) != b"\0":
            pass
        while size := int.from_bytes(exactly(talk, 4), "big"):
            exactly(talk, size)
        talk.sendall(answer)

    return reply


def silent(talk: socket.socket) -> None:
    """Say nothing until the other side gives up."""
    while talk.recv(65_536):
        pass


def closing(talk: socket.socket) -> None:
    """Close at once."""
    talk.recv(4)


@contextmanager
def serving(reply: Reply, path: Path | None = None) -> Iterator[str]:
    """Listen with a real socket and reply to every connection; yield the address."""
    server = socket.socket(socket.AF_UNIX if path else socket.AF_INET)
    server.bind(str(path) if path else ("127.0.0.1", 0))
    server.listen()

    def serve() -> None:
        while True:
            try:
                talk, _ = server.accept()
            except OSError:
                return
            with talk:
                try:
                    reply(talk)
                except (OSError, AssertionError):
                    continue

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield str(path) if path else "{}:{}".format(*server.getsockname())
    # A listener that is only closed goes on accepting in its thread; macOS says that it is not
    # connected, and lets go of the thread all the same.
    with suppress(OSError):
        server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(10)


@pytest.fixture
def folder() -> Iterator[Path]:
    """Make a folder whose name is short: macOS takes 104 characters for a socket's path."""
    with TemporaryDirectory(prefix="sar") as name:
        yield Path(name)


def test_a_scanner_is_asked_over_tcp_and_over_a_unix_socket(folder: Path) -> None:
    for path in (None, folder / "clamd.sock"):
        with serving(clamd, path) as address:
            scanner = Scanner(address, 10)
            assert is_there(scanner)
            assert scan(b"A note.", scanner) is Verdict.CLEAN
            assert scan(b"", scanner) is Verdict.CLEAN
            # Longer than one chunk, with the sign across the border of two.
            assert scan(bytes(65_530) + EICAR + bytes(9), scanner) is Verdict.INFECTED


@pytest.mark.parametrize(
    "reply",
    [
        silent,
        closing,
        answering(b""),
        answering(b"stream: OK"),
        answering(b"OK\0"),
        answering(b"stream: OK, but not quite\0"),
        answering(b"INSTREAM size limit exceeded. ERROR\0"),
        answering(b"\xff\xfe" * 5000),
        answering(b"stream: OK FOUNDER\0"),
    ],
)
def test_whatever_is_no_answer_counts_as_none(reply: Reply) -> None:
    with serving(reply) as address:
        started = time.monotonic()
        assert scan(b"A note." * 100, Scanner(address, 1)) is Verdict.UNKNOWN
        assert time.monotonic() - started < 30


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere", "/no/such/socket", "host:port"])
def test_a_scanner_that_is_not_there_gives_no_answer(address: str) -> None:
    assert scan(b"A note.", Scanner(address, 1)) is Verdict.UNKNOWN
    assert not is_there(Scanner(address, 1))


def state_of(app: Flask) -> list[str]:
    with db.reading(app.extensions["sar"].engine) as session:
        return list(session.execute(select(Attachment.state)).scalars())


def test_a_file_without_an_answer_is_held_and_settled_later(
    make_app: Callable[..., Flask], seeded_url: str
) -> None:
    with serving(closing) as dead:
        app = make_app(seeded_url, scanner=dead, scanner_seconds=5)
        receipt = factories.file_by_api(app)["receipt"]
        assert attached.attach(app, receipt, b"A note.")["state"] == "held"
        assert attached.attach(app, receipt, EICAR)["state"] == "held"
    officer = factories.signed_in(app, "officer")
    assert "virus check" in officer.get(f"/reports/{receipt}/files").text
    analyst = desk.work_on(app, receipt)
    assert "Held for a virus check" in analyst.get(f"/review/{receipt}").text
    assert analyst.get(f"/review/{receipt}/files/1").status_code == 404
    assert analyst.get(f"/review/{receipt}/reveal/file:1/1").status_code == 404
    env = installation(seeded_url, SAR_SCANNER=dead, SAR_SCANNER_SECONDS="5")
    still = run_here("files", "scan", env=env)
    assert (still.returncode, "0 of 2 settled." in still.stdout) == (1, True)
    off = run_here("files", "scan", env=installation(seeded_url))
    assert (off.returncode, "there is no scanner" in off.stderr) == (2, True)
    with serving(clamd) as address:
        env = installation(seeded_url, SAR_SCANNER=address)
        done = run_here("files", "scan", env=env)
        assert (done.returncode, "2 of 2 settled." in done.stdout) == (0, True)
    assert state_of(app) == ["ready", "infected"]
    page = analyst.get(f"/review/{receipt}").text
    assert "[TEXT 1]" in page
    assert "Virus found, destroyed" in page
    verdicts = [
        each.details["verdict"] for each in desk.log_of(app) if each.action == "attachment.scanned"
    ]
    assert verdicts == ["clean", "infected"]


def test_a_file_with_a_virus_is_not_taken_and_the_report_stands(
    make_app: Callable[..., Flask], seeded_sqlite_template: Path, tmp_path: Path
) -> None:
    url = factories.copy_sqlite(seeded_sqlite_template, tmp_path)
    with serving(clamd) as address:
        app = make_app(url, scanner=address)
        receipt = factories.file_by_api(app)["receipt"]
        refused = attached.send(app, receipt, EICAR)
        assert refused.status_code == 422
        assert refused.get_json()["findings"][0]["rule"] == "infected"
    assert state_of(app) == []
    assert "attachment.refused" in [each.action for each in desk.log_of(app)]
    assert factories.signed_in(app, "officer").get(f"/reports/{receipt}").status_code == 200


def test_the_doctor_warns_without_a_scanner_or_an_answer(sqlite_app: Flask) -> None:
    url = sqlite_app.extensions["sar"].settings.database_url
    assert "not checked for viruses" in run_here("doctor", env=installation(url)).stdout
    dead = installation(url, SAR_SCANNER="127.0.0.1:1")
    assert "does not answer, so every photo" in run_here("doctor", env=dead).stdout
