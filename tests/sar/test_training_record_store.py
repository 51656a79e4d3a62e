"""Results to a record store: off by default, after the commit, never blocking, tried again."""

import json
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from sar import db
from sar.models import Learner, OutgoingStatement
from sar.training import outbox
from sar.training.sending import Store, send_due
from tests import factories, practicing
from tests.command_line import installation, run_here
from tests.conftest import MakeApp

HOMEPAGE = "https://sar.example.gov"
PASSWORD = "records:secret-of-the-store"


class RecordStore:
    """A real HTTP server that answers as a test says."""

    def __init__(self) -> None:
        self.statements: dict[str, dict[str, Any]] = {}
        self.status = 204
        self.seconds = 0.0
        self.location = ""
        store = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                time.sleep(store.seconds)
                address = urlsplit(self.path)
                expected = f"Basic {b64encode(PASSWORD.encode()).decode()}"
                is_allowed = self.headers["Authorization"] == expected
                assert self.headers["X-Experience-API-Version"] == "1.0.3"
                assert address.path == "/xapi/statements"
                assert parse_qs(address.query)["statementId"] == [body["id"]]
                status = store.status if is_allowed else 401
                if status == 204:
                    store.statements[body["id"]] = body
                self.send_response(status)
                if store.location:
                    self.send_header("Location", store.location)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def endpoint(self) -> str:
        """Return the address for the settings."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/xapi"


@pytest.fixture
def store() -> Iterator[RecordStore]:
    """A record store that takes everything."""
    made = RecordStore()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def recording_app(make_app: MakeApp, seeded_url: str, store: RecordStore) -> Flask:
    """The application with the record store set."""
    return make_app(seeded_url, xapi_endpoint=store.endpoint, xapi_homepage=HOMEPAGE)


def waiting(app: Flask) -> list[OutgoingStatement]:
    with db.reading(app.extensions["sar"].engine) as session:
        found = list(session.execute(select(OutgoingStatement)).scalars())
        session.expunge_all()
    return found


def send(app: Flask, store: RecordStore, *, seconds: float = 5) -> list[str]:
    """Send what is due and return what became of each."""
    parts = app.extensions["sar"]
    target = Store(store.endpoint, PASSWORD, timeout_seconds=seconds)
    return [each.answer for each in send_due(parts.engine, target, clock=parts.clock)]


def answer_once(app: Flask, username: str = "officer") -> None:
    client = factories.signed_in(app, username)
    practicing.choose(client, practicing.begin(client), "none")


def test_nothing_is_written_for_a_store_unless_one_is_set(app: Flask) -> None:
    practicing.play(factories.signed_in(app, "officer"))
    assert waiting(app) == []
    assert practicing.counts(app, Learner) == [0]


def test_answers_and_the_completion_reach_the_store(
    recording_app: Flask, store: RecordStore
) -> None:
    practicing.play(factories.signed_in(recording_app, "officer"), wrong_about="ind-0011")
    assert store.statements == {}
    assert len(waiting(recording_app)) == 11
    assert send(recording_app, store) == [""] * 11
    assert waiting(recording_app) == []
    verbs = [each["verb"]["id"].rpartition("/")[2] for each in store.statements.values()]
    assert sorted(verbs) == ["answered"] * 10 + ["completed"]
    done = next(each for each in store.statements.values() if "score" in each.get("result", {}))
    score = done["result"]["score"]
    assert score["scaled"] == score["raw"] / score["max"]
    for each in store.statements.values():
        UUID(each["id"])
        assert each["actor"]["account"]["homePage"] == HOMEPAGE
        assert each["object"]["id"].startswith("urn:uuid:")
        assert each["timestamp"].endswith("+00:00")


def test_no_statement_says_who_it_was(recording_app: Flask, store: RecordStore) -> None:
    for username in ("officer", "officer2"):
        answer_once(recording_app, username)
    send(recording_app, store)
    text = json.dumps(list(store.statements.values())).lower()
    for secret in ("test officer", "officer2", "lakeside", "username", "mbox", "none of these"):
        assert secret not in text
    learners = {each["actor"]["account"]["name"] for each in store.statements.values()}
    assert len(learners) == 2
    assert all(UUID(each).version == 4 for each in learners)
    answer_once(recording_app)
    send(recording_app, store)
    assert len({each["actor"]["account"]["name"] for each in store.statements.values()}) == 2


@pytest.mark.parametrize("status", [500, 503, 429, 401, 404, 302])
def test_a_store_that_refuses_for_now_is_asked_again_later(
    recording_app: Flask, store: RecordStore, clock: factories.Clock, status: int
) -> None:
    answer_once(recording_app)
    store.status = status
    assert send(recording_app, store) == [str(status)]
    assert send(recording_app, store) == []
    row = waiting(recording_app)[0]
    assert (row.attempts, row.last_answer, row.is_given_up) == (1, str(status), False)
    clock.advance(minutes=1)
    store.status = 204
    assert send(recording_app, store) == [""]
    assert waiting(recording_app) == []


def test_a_store_that_knows_the_statement_already_has_it(
    recording_app: Flask, store: RecordStore
) -> None:
    answer_once(recording_app)
    store.status = 409
    assert send(recording_app, store) == [""]
    assert waiting(recording_app) == []


@pytest.mark.parametrize("status", [400, 413])
def test_a_statement_that_is_refused_for_good_is_given_up_and_the_rest_goes_on(
    recording_app: Flask, store: RecordStore, clock: factories.Clock, status: int
) -> None:
    answer_once(recording_app)
    store.status = status
    assert send(recording_app, store) == [str(status)]
    clock.advance(days=1)
    store.status = 204
    answer_once(recording_app)
    assert send(recording_app, store) == [""]
    assert [each.is_given_up for each in waiting(recording_app)] == [True]


def test_pauses_grow_and_end(
    recording_app: Flask, store: RecordStore, clock: factories.Clock
) -> None:
    answer_once(recording_app)
    store.status = 503
    pauses = []
    for _ in range(outbox.MOST_ATTEMPTS):
        assert send(recording_app, store) == ["503"]
        pauses.append(waiting(recording_app)[0].due_at - clock())
        clock.advance(seconds=pauses[-1].total_seconds())
    assert pauses[:4] == [timedelta(minutes=each) for each in (1, 2, 4, 8)]
    assert max(pauses) == timedelta(hours=6)
    assert waiting(recording_app)[0].is_given_up
    assert send(recording_app, store) == []


def test_a_slow_store_costs_one_timeout_and_no_page(
    recording_app: Flask, store: RecordStore
) -> None:
    store.seconds = 30.0
    client = factories.signed_in(recording_app, "officer")
    practicing.choose(client, practicing.begin(client), "none")
    practicing.choose(client, practicing.begin(client), "none")
    assert store.statements == {}
    began = time.monotonic()
    assert send(recording_app, store, seconds=0.2) == ["TimeoutError"]
    assert time.monotonic() - began < store.seconds / 2
    assert sum(each.attempts for each in waiting(recording_app)) == 1


def test_a_store_that_is_away_is_asked_once_in_a_run(
    recording_app: Flask, store: RecordStore
) -> None:
    practicing.play(factories.signed_in(recording_app, "officer"))
    store.server.shutdown()
    store.server.server_close()
    found = send(recording_app, store)
    assert len(found) == 1
    assert not found[0].isdigit()
    assert len(waiting(recording_app)) == 11


def test_a_redirect_does_not_take_the_password_elsewhere(
    recording_app: Flask, store: RecordStore
) -> None:
    other = RecordStore()
    store.status, store.location = 307, f"{other.endpoint}/statements"
    answer_once(recording_app)
    assert send(recording_app, store) == ["307"]
    assert other.statements == {}
    other.server.shutdown()
    other.server.server_close()


def test_the_command_sends_and_says_what_it_did(
    recording_app: Flask, store: RecordStore, tmp_path: Path
) -> None:
    practicing.play(factories.signed_in(recording_app, "officer"))
    file = tmp_path / "credentials"
    file.touch(0o600)
    file.write_text(f"{PASSWORD}\n")
    env = installation(
        recording_app.extensions["sar"].settings.database_url,
        SAR_XAPI_ENDPOINT=store.endpoint,
        SAR_XAPI_HOMEPAGE=HOMEPAGE,
        SAR_XAPI_CREDENTIALS_FILE=str(file),
    )
    done = run_here("training", "send", env=env)
    assert (done.returncode, done.stdout) == (0, "11 sent, 0 waiting, 0 given up.\n"), done.stderr
    answer_once(recording_app)
    store.status = 503
    done = run_here("training", "send", env=env)
    assert done.returncode == 1
    assert "0 sent, 1 waiting, 0 given up." in done.stdout
    assert "503" in done.stderr
    assert "secret-of-the-store" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "No record store is set"),
        ({"SAR_XAPI_ENDPOINT": "ftp://x", "SAR_XAPI_HOMEPAGE": HOMEPAGE}, "SAR_XAPI_ENDPOINT"),
        ({"SAR_XAPI_ENDPOINT": "https://u:p@x/", "SAR_XAPI_HOMEPAGE": HOMEPAGE}, "not an address"),
        ({"SAR_XAPI_ENDPOINT": "https://x/"}, "SAR_XAPI_HOMEPAGE"),
        ({"SAR_XAPI_ENDPOINT": "https://x/", "SAR_XAPI_HOMEPAGE": HOMEPAGE}, "no credentials"),
    ],
)
def test_a_store_that_is_set_wrongly_is_told(
    sqlite_url: str, changes: dict[str, str], told: str
) -> None:
    done = run_here("training", "send", env=installation(sqlite_url, **changes))
    assert done.returncode == 2
    assert told in done.stderr
    assert "u:p" not in done.stderr


def test_credentials_that_others_can_read_are_refused(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "credentials"
    file.write_text(PASSWORD)
    file.chmod(0o644)
    env = installation(
        sqlite_url,
        SAR_XAPI_ENDPOINT="https://x/",
        SAR_XAPI_HOMEPAGE=HOMEPAGE,
        SAR_XAPI_CREDENTIALS_FILE=str(file),
    )
    done = run_here("training", "send", env=env)
    assert done.returncode == 2
    assert "chmod 600" in done.stderr


def line(stdout: str, subject: str) -> str:
    return next(each for each in stdout.splitlines() if f" {subject} " in each)


def test_the_doctor_says_how_results_travel(sqlite_url: str) -> None:
    base = {"SAR_XAPI_HOMEPAGE": HOMEPAGE, "SAR_XAPI_CREDENTIALS": PASSWORD}
    done = run_here("doctor", env=installation(sqlite_url))
    assert line(done.stdout, "record store").startswith("OK")
    http = installation(sqlite_url, SAR_XAPI_ENDPOINT="http://records/xapi", **base)
    told = line(run_here("doctor", env=http).stdout, "record store")
    assert told.startswith("warning")
    assert "without TLS" in told
    https = installation(sqlite_url, SAR_XAPI_ENDPOINT="https://records/xapi", **base)
    assert "on, over TLS" in line(run_here("doctor", env=https).stdout, "record store")
    bare = installation(sqlite_url, SAR_XAPI_ENDPOINT="https://records/xapi")
    assert line(run_here("doctor", env=bare).stdout, "record store").startswith("problem")
