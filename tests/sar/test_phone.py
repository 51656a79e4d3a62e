"""What the server knows of unsent reports, and how it takes what a phone kept."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from sar import db
from sar.models import DraftHeader, Report
from sar.phone.headers import MAX_TOLD
from tests import factories

SET = factories.newest_set()
DAY = 86_400


def told(number: int, **changes: Any) -> dict[str, Any]:
    plain = {
        "draft_id": f"{number:064x}",
        "set_id": SET.set_id,
        "version": SET.version,
        "sha256": SET.sha256,
        "state": "draft",
        "begun_ago": 2 * DAY,
        "changed_ago": DAY,
    }
    return plain | changes


def post(client: FlaskClient, path: str, **sent: Any) -> Any:
    token = client.get("/reports/unsent/session").get_json()["token"]
    return client.post(path, headers={"X-CSRFToken": token}, **sent)


def sync(client: FlaskClient, *drafts: dict[str, Any]) -> dict[str, Any]:
    answer = post(client, "/reports/unsent/sync", json={"drafts": list(drafts)})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def send(client: FlaskClient, key: str, **changes: Any) -> Any:
    fields = factories.form_of(factories.submission(**changes), key=key)
    return post(client, "/reports/queued", data=dict(fields))


def test_a_draft_that_a_phone_no_longer_has_is_missed_there_until_it_is_known(
    app: Flask, clock: factories.Clock
) -> None:
    client = factories.signed_in(app, "officer")
    assert sync(client, told(1), told(2, state="queued"))["missing"] == []
    (missing,) = sync(client, told(2))["missing"]
    assert missing["draft_id"] == told(1)["draft_id"]
    assert missing["was_here"]
    assert not missing["was_queued"]
    assert missing["begun_at"] == (clock() - timedelta(days=2)).isoformat()
    client.delete_cookie("sar_device", path="/reports/unsent")
    (missing,) = sync(client, told(2))["missing"]
    assert not missing["was_here"]
    sync(client, told(1, state="deleted"), told(2))
    assert sync(client, told(2))["missing"] == []


def test_nobody_hears_of_somebody_elses_drafts(app: Flask) -> None:
    sync(factories.signed_in(app, "officer"), told(1))
    other = factories.signed_in(app, "officer2")
    assert sync(other) == sync(other) | {"missing": [], "filed": {}, "expired": []}


def test_drafts_expire_and_what_waits_to_be_sent_does_not(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    old = {"changed_ago": 15 * DAY}
    answer = sync(client, told(1, **old), told(2, state="queued", **old), told(3))
    assert answer["expired"] == [told(1)["draft_id"]]
    assert answer["draft_days"] == 14
    with db.reading(app.extensions["sar"].engine) as session:
        kept = set(session.execute(select(DraftHeader.draft_id)).scalars())
    assert kept == {told(2)["draft_id"], told(3)["draft_id"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"draft_id": "short"},
        {"state": "sent"},
        {"narrative": "A man"},
        {"begun_ago": -1},
        {"begun_ago": 10**12},
        {"set_id": "A man in a red coat"},
    ],
)
def test_nothing_but_a_header_is_taken(sqlite_app: Flask, wrong: dict[str, Any]) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    answer = post(client, "/reports/unsent/sync", json={"drafts": [told(1, **wrong)]})
    assert answer.status_code == 422
    assert "red coat" not in answer.text
    many = [told(number) for number in range(MAX_TOLD + 1)]
    assert post(client, "/reports/unsent/sync", json={"drafts": many}).status_code == 422
    for nonsense in (None, [], "x", {"drafts": 1}):
        assert post(client, "/reports/unsent/sync", json=nonsense).status_code == 422


def test_what_a_phone_kept_is_filed_once_and_known_by_its_key(
    app: Flask, clock: factories.Clock
) -> None:
    client = factories.signed_in(app, "officer")
    key = "a-key-of-a-phone"
    told_at = clock() - timedelta(hours=5)
    occurred = {"kind": "now", "told_at": told_at.isoformat()}
    first = send(client, key, occurred=occurred)
    again = send(client, key, occurred=occurred)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.get_json()["is_repeat"]
    assert send(client, key, narrative="Something else was seen here.").status_code == 409
    with db.reading(app.extensions["sar"].engine) as session:
        (report,) = session.execute(select(Report)).scalars()
    assert report.occurred_at == told_at
    answer = sync(client, told(0, draft_id=report.idempotency_sha256))
    assert answer["filed"] == {report.idempotency_sha256: report.receipt}
    assert sync(client)["missing"] == []


def test_a_phone_hears_what_its_owner_reported_lately_and_nobody_else_did(
    sqlite_app: Flask,
) -> None:
    for behaviour, who in (("ind-0012", "officer"), ("ind-0004", "officer2")):
        made = factories.submission(behaviour)
        own = {name: made[name] for name in ("behaviours", "answers")}
        factories.file_by_api(sqlite_app, who, **own)
    assert sync(factories.signed_in(sqlite_app, "officer"))["lately"] == ["ind-0012"]
    assert sync(factories.signed_in(sqlite_app, "supervisor"))["lately"] == []


def test_what_is_wrong_comes_back_in_the_words_of_the_form(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    answer = send(client, "a-key-of-a-phone", narrative="")
    assert answer.status_code == 422
    (finding,) = answer.get_json()["findings"]
    assert finding["path"] == "narrative"
    wrong = {"set_id": SET.set_id, "version": SET.version, "sha256": "0" * 64}
    (finding,) = send(client, "another-key", set=wrong).get_json()["findings"]
    assert finding["rule"] == "set_changed"


@pytest.mark.parametrize("moment", ["yesterday", "2026-03-02T10:00:00", "0001-01-01T00:00:00Z"])
def test_a_moment_of_telling_that_is_none_is_refused(sqlite_app: Flask, moment: str) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    answer = send(client, "a-key", occurred={"kind": "now", "told_at": moment})
    assert [each["path"] for each in answer.get_json()["findings"]] == ["occurred.told_at"]


def test_static_files_are_compressed_once_and_pages_with_secrets_never(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "officer")

    def get(path: str, **headers: str) -> Any:
        return client.get(path, headers=headers, buffered=True)

    zipped = {"Accept-Encoding": "gzip"}
    first = get("/static/site.css", **zipped)
    assert first.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in first.headers["Vary"]
    same = get("/static/site.css", **zipped, **{"If-None-Match": first.headers["ETag"]})
    assert same.status_code == 304
    assert "Content-Encoding" not in get("/static/site.css").headers
    assert "Content-Encoding" not in get("/account", **zipped).headers
    kept = get("/reports/write", **zipped)
    assert kept.headers["Content-Encoding"] == "gzip"
    assert len(kept.data) < 60_000
    assert kept.headers["Cache-Control"] == "no-store"


def test_files_are_asked_for_once_and_those_of_an_older_release_are_answered_anew(
    sqlite_app: Flask,
) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    page = client.get("/reports/write").text
    (style,) = re.findall(r'href="(/static/v-[0-9a-f]{12}/site\.css)"', page)
    first = client.get(style, buffered=True)
    assert "immutable" in first.headers["Cache-Control"]
    release = style.split("/")[2]
    # What a script imports beside itself is named by the release, too.
    script = client.get(f"/static/{release}/phone/app.js", buffered=True)
    assert "immutable" in script.headers["Cache-Control"]
    for before in (style.replace(release, "v-0123456789ab"), "/static/site.css"):
        again = client.get(before, buffered=True)
        assert again.data == first.data
        assert again.headers["Cache-Control"] == "no-cache"
    assert f"/static/{release}/site.css" in client.get("/worker.js").text


def test_the_kept_form_is_made_once_for_everybody_in_each_language(sqlite_app: Flask) -> None:
    officer, supervisor = (
        factories.signed_in(sqlite_app, role) for role in ("officer", "supervisor")
    )
    token = factories.csrf_token(officer.get("/reports/new").text)
    officer.post("/reports/new", data={"csrf_token": token, "withdraw": "1"})
    first = officer.get("/reports/write")
    # What is said once to a person is said on the next page of their own.
    assert "Withdrawn." not in first.text
    assert "Withdrawn." in officer.get("/reports").text
    assert supervisor.get("/reports/write").data == first.data
    supervisor.set_cookie("sar_language", "es")
    spanish = supervisor.get("/reports/write")
    assert spanish.headers["Content-Language"] == "es-US"
    assert "Presentar un reporte" in spanish.text
    assert officer.get("/reports/write").headers["Content-Language"] == "en"
