"""What was typed when the sign-in had ended, or when the page was older than the sign-in."""

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests import factories, pages
from tests.factories import Clock

TOLD = "He wrote \"A & B' on it,\nthen left."
OURS = {"Sec-Fetch-Site": "same-origin"}


def filled(client: FlaskClient) -> MultiDict[str, str]:
    """Open the form and fill it in."""
    plain = factories.submission(narrative=TOLD)
    page = client.get("/reports/new", query_string={"behaviours": plain["behaviours"]})
    token = factories.csrf_token(page.text)
    return MultiDict([*factories.form_of(plain), ("csrf_token", token)])


def sign_in_from(client: FlaskClient, page: TestResponse, username: str) -> TestResponse:
    """Fill in the sign-in form that `page` shows."""
    sent = pages.fields_of(page.text, "/sign-in")
    sent["username"], sent["password"] = username, factories.PASSWORD
    return client.post("/sign-in", data=sent, headers=OURS)


def test_a_report_typed_past_the_end_of_the_sign_in_is_sent_after_the_next_one(
    app: Flask, clock: Clock
) -> None:
    client = factories.sign_in(app, "officer")
    form = filled(client)
    clock.advance(minutes=61)
    refused = client.post("/reports/new", data=form, headers=OURS)
    assert refused.status_code == 401
    assert sign_in_from(client, refused, "nobody").status_code == 422
    again = sign_in_from(client, refused, "officer")
    sent = pages.fields_of(again.text, "/reports/new")
    assert sent["narrative"] == TOLD
    filed = client.post("/reports/new", data=sent, headers=OURS)
    assert filed.status_code == 303
    assert "Your report is in" in client.get(filed.location).text


def test_a_page_older_than_the_sign_in_is_sent_once_more(app: Flask) -> None:
    client = factories.sign_in(app, "officer")
    form = filled(client)
    client.post("/sign-out", data={"csrf_token": form["csrf_token"]})
    page = client.get("/sign-in")
    assert sign_in_from(client, page, "officer").status_code == 303
    refused = client.post("/reports/new", data=form, headers=OURS)
    assert refused.status_code == 400
    sent = pages.fields_of(refused.text, "/reports/new")
    assert client.post("/reports/new", data=sent, headers=OURS).status_code == 303


def test_what_another_site_sent_is_not_kept(sqlite_app: Flask) -> None:
    for client in (sqlite_app.test_client(), factories.signed_in(sqlite_app, "officer")):
        for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
            answer = client.post("/reports/new", data={"narrative": TOLD}, headers=headers)
            assert answer.status_code in (302, 400)
            assert "then left" not in answer.text


def test_a_password_is_never_kept(sqlite_app: Flask) -> None:
    for client in (sqlite_app.test_client(), factories.signed_in(sqlite_app, "officer")):
        answer = client.post("/account/password", data={"again": "my secret"}, headers=OURS)
        assert "my secret" not in answer.text


def test_a_package_of_nonsense_is_no_package(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    for nonsense in ("[", "[1]", '{"a": 1}', "[" * 5000, '[["a"]]', "null"):
        sent = {"username": "officer", "password": factories.PASSWORD, "unsent": nonsense}
        token = factories.csrf_token(client.get("/account", follow_redirects=True).text)
        assert client.post("/sign-in", data={**sent, "csrf_token": token}).status_code == 303
