"""A program adds to its own reports and corrects them, by the same rules as the form."""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests import factories, pages

STORY = "A man who gave his name as Jon Smithe, phone 312-555-0199, cut the fence twice."


@pytest.fixture
def token(app: Flask) -> str:
    """An officer's token."""
    return factories.api_token(app, "officer")


def call(
    app: Flask, token: str, path: str, body: Any = None, *, key: str | None = None, match: str = ""
) -> TestResponse:
    headers = factories.api_headers(token, key=key) | ({"If-Match": match} if match else {})
    method = "GET" if body is None else "POST"
    return app.test_client().open(
        f"/api/v1/reports/{path}", method=method, json=body, headers=headers
    )


def test_a_correction_is_the_next_version_and_sent_again_changes_nothing(
    app: Flask, token: str
) -> None:
    filed = factories.file_by_api(app)
    receipt, body = filed["receipt"], factories.submission(narrative=STORY)
    read = call(app, token, f"{receipt}/versions")
    assert [each["content_sha256"] for each in read.json["versions"]] == [filed["content_sha256"]]
    assert read.headers["ETag"] == call(app, token, receipt).headers["ETag"]
    sent = {"key": "correction-1", "match": read.headers["ETag"]}
    first = call(app, token, f"{receipt}/versions", body, **sent)
    assert first.status_code == 201, first.text
    again = call(app, token, f"{receipt}/versions", body, **sent)
    assert (again.status_code, again.json) == (201, first.json)
    assert first.headers["ETag"] != read.headers["ETag"]
    versions = call(app, token, f"{receipt}/versions").json["versions"]
    assert [each["number"] for each in versions] == [1, 2]
    (difference,) = versions[1]["differences"]
    assert difference["path"] == "narrative"
    assert "twice." in "".join(p["text"] for p in difference["parts"] if p["kind"] == "added")
    assert "312-555" not in first.text
    page = factories.signed_in(app, "officer").get(f"/reports/{receipt}/versions").text
    assert versions[1]["content_sha256"] in page
    steps = call(app, token, receipt).json["steps"]
    assert "You corrected the report" in [each["title"] for each in steps]


def test_an_addition_needs_the_revision_that_was_read(sqlite_app: Flask) -> None:
    token = factories.api_token(sqlite_app, "officer")
    receipt, body = factories.file_by_api(sqlite_app)["receipt"], {"text": "He came back at noon."}
    path, match = f"{receipt}/additions", call(sqlite_app, token, receipt).headers["ETag"]
    assert call(sqlite_app, token, path, body).status_code == 428
    assert call(sqlite_app, token, path, {"text": " "}, match=match).status_code == 422
    added = call(sqlite_app, token, path, body, match=match)
    assert added.status_code == 201, added.text
    assert "You added information" in [each["title"] for each in added.json["steps"]]
    assert call(sqlite_app, token, path, body, match=match).status_code == 412
    page = factories.signed_in(sqlite_app, "analyst").get(f"/review/{receipt}").text
    assert page.count("He came back at noon.") == 1


@pytest.mark.parametrize(
    ("changes", "match", "status", "said"),
    [
        ({"narrative": STORY}, '"9"', 412, "changed since you read it"),
        ({"narrative": STORY}, "*", 412, "changed since you read it"),
        ({"narrative": STORY}, "", 428, "If-Match"),
        ({}, '"1"', 422, "Nothing was changed yet"),
        ({"narrative": ""}, '"1"', 422, "What happened is missing"),
        ({"narrative": "They looked Muslim, so I stopped them."}, '"1"', 422, "A trait such as"),
        ({"set": {"set_id": "x", "version": "1"}}, '"1"', 422, "another version of the questions"),
    ],
)
def test_a_correction_that_does_not_fit_is_refused_in_the_words_of_the_form(
    sqlite_app: Flask, changes: dict[str, Any], match: str, status: int, said: str
) -> None:
    token = factories.api_token(sqlite_app, "officer")
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    body = factories.submission(**changes)
    answer = call(sqlite_app, token, f"{receipt}/versions", body, key="some-key-1", match=match)
    assert answer.status_code == status, answer.text
    assert said in answer.text
    assert len(call(sqlite_app, token, f"{receipt}/versions").json["versions"]) == 1


def test_nobody_elses_program_reads_corrects_or_adds(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    body = factories.submission(narrative=STORY)
    for username in ("officer2", "supervisor2", "supervisor"):
        token = factories.api_token(sqlite_app, username)
        sent = {"key": "some-key-1", "match": '"1"'}
        added = call(sqlite_app, token, f"{receipt}/additions", {"text": "More"}, match='"1"')
        assert added.status_code == 404
        assert call(sqlite_app, token, f"{receipt}/versions", body, **sent).status_code == 404
        is_theirs = username == "supervisor"
        read = call(sqlite_app, token, f"{receipt}/versions")
        assert read.status_code == (200 if is_theirs else 404)


def test_two_forms_without_a_key_are_two_reports(sqlite_app: Flask) -> None:
    client = factories.sign_in(sqlite_app, "officer")
    fields = factories.form_of(factories.submission(), key="")
    token = ("csrf_token", factories.csrf_token(client.get("/reports/new").text))
    answers = [client.post("/reports/new", data=MultiDict([*fields, token])) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    assert answers[0].location != answers[1].location
    checked = client.post("/reports/new", data=MultiDict([*fields, token, ("check", "1")]))
    form = pages.fields_of(checked.text, "/reports/new")
    again = [client.post("/reports/new", data=form) for _ in range(2)]
    assert again[0].location == again[1].location not in {each.location for each in answers}
