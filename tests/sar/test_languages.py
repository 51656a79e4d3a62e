"""The language of a page: how it is chosen, and what is said in it."""

import pytest
from flask import Flask

from sar import languages
from sar.models import Role
from tests import factories

SPANISH = {"Accept-Language": "es-MX,es;q=0.9,en;q=0.5"}


def test_the_browsers_language_is_taken_until_somebody_chooses(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    page = client.get("/sign-in", headers=SPANISH)
    assert '<html lang="es-US">' in page.text
    assert "Iniciar sesión" in page.text
    assert page.headers["Content-Language"] == "es-US"
    assert {"Accept-Language", "Cookie"} <= set(page.vary.to_header().split(", "))
    english = client.get("/sign-in", headers={"Accept-Language": "fr"})
    assert '<html lang="en">' in english.text
    assert "Sign in" in english.text


def test_a_choice_is_kept_by_the_browser_and_with_the_account(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, Role.OFFICER)
    token = factories.csrf_token(client.get("/reports").text)
    fields = {"csrf_token": token, "language": "es", "next": "/reports?before=7"}
    answer = client.post("/language", data=fields)
    assert (answer.status_code, answer.location) == (303, "/reports?before=7")
    assert '<html lang="es-US">' in client.get("/no-such-page").text
    # Another browser, in English, that somebody with this account signs in at.
    client.delete_cookie("sar_language")
    assert '<html lang="es-US">' in client.get("/reports").text
    api = client.get("/api/v1/reports")
    assert "Content-Language" not in api.headers


@pytest.mark.parametrize("target", ["//elsewhere.example/", "/reports/new/behaviours", "/nothing"])
def test_a_choice_leads_to_pages_of_this_site_only(sqlite_app: Flask, target: str) -> None:
    client = sqlite_app.test_client()
    token = factories.csrf_token(client.get("/sign-in").text)
    answer = client.post("/language", data={"csrf_token": token, "language": "es", "next": target})
    assert (answer.status_code, answer.location) == (303, "/")
    unknown = client.post("/language", data={"csrf_token": token, "language": "xx"})
    assert unknown.status_code == 404


def test_what_no_catalogue_has_is_said_in_english() -> None:
    assert languages.translate("Nobody has translated this.", "es") == "Nobody has translated this."
    assert languages.translate("", "es") == ""
    assert languages.choose("xx", accepted=["de-DE", "ES-pr", "en"]).code == "es"
    assert languages.choose("", accepted=[]) == languages.ENGLISH
