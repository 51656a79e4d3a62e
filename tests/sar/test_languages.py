"""The language of a page: how it is chosen, and what is said in it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from sar.models import Role
from sar.wording import languages
from tests import drafts, factories

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
    assert "Content-Language" not in client.get("/api/v1/reports").headers
    # What is written in English says so, and an error there is in the reader's language.
    sets = client.get("/sets")
    assert sets.headers["Content-Language"] == "en"
    assert "Español" not in sets.text
    assert "Content-Language" not in client.get("/training/job-aids/fire_ems").headers
    refused = client.get("/queue")
    assert refused.headers["Content-Language"] == "es-US"
    assert "Su función no permite esto" in refused.text


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


def test_a_sentence_with_values_is_told_by_its_shape_and_what_people_write_is_not() -> None:
    def said(text: str) -> str:
        return languages.translate(text, "es")

    assert (
        said("“What is missing?” has no answer yet.") == "“¿Qué falta?” todavía no tiene respuesta."
    )
    assert said("Choose “Photography” or “Cyberattack” instead.") == (
        "Elija “Fotografía” o “Ataque cibernético” en su lugar."
    )
    assert said("Choose from: Nothing; it was noticed in time; Yes, and it was checked.") == (
        "Elija entre: Nada; se notó a tiempo; Sí, y se comprobó."
    )
    assert said("The answer to “When was it noticed?” is not a date with a time.") == (
        "La respuesta a “¿Cuándo se notó?” no es una fecha con hora."
    )
    assert said("Write a number from 1 to 9 (minutes), or leave it empty if not known.") == (
        "Escriba un número de 1 a 9 (minutos), o déjelo vacío si no se sabe."
    )
    assert said("The answer to “Gate?” is too small.") == (
        "La respuesta a “Gate?” es demasiado pequeña."
    )
    for written in ("There was a fire.", "The man ran.", "{0}", "A “Photography” b"):
        assert said(written) == written
    assert said(Markup("<b>Yes</b>")) == "<b>Yes</b>"
    assert said("“" * 100_000) == "“" * 100_000


def test_moments_are_written_as_the_language_writes_them() -> None:
    moment = datetime(2026, 11, 27, 14, 5, tzinfo=ZoneInfo("America/Chicago"))
    assert languages.format_moment(moment, "en") == "27 Nov 2026, 14:05 CST"
    assert languages.format_moment(moment, "es") == "27 nov 2026, 14:05 CST"
    assert languages.format_moment(moment.replace(month=1), "es") == "27 ene 2026, 14:05 CST"
    assert languages.spell_moment(moment, "es") == "viernes 27 de noviembre de 2026, 2:05 p. m."
    midnight = moment.replace(hour=0)
    assert languages.spell_moment(midnight, "en") == "Friday 27 November 2026, 12:05 AM"


def test_a_version_that_nobody_translated_shows_its_new_words_in_english_and_says_so(
    sqlite_app: Flask,
) -> None:
    author, draft = drafts.start(sqlite_app)
    drafts.reword(author, draft, name="Getting in without permission")
    drafts.submit(author, draft)
    drafts.publish(sqlite_app, draft)
    client = factories.signed_in(sqlite_app, Role.OFFICER)
    client.set_cookie("sar_language", "es")
    page = client.get("/reports/new").text
    assert "Getting in without permission" in page
    assert "nadie ha traducido todavía esta versión" in page
    assert "Identidad falsa" in page


def test_an_analyst_sees_on_which_form_a_report_was_written(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, Role.OFFICER)
    client.set_cookie("sar_language", "es")
    token = factories.csrf_token(client.get("/reports").text)
    fields = [*factories.form_of(factories.submission()), ("csrf_token", token)]
    answer = client.post("/reports/new", data=MultiDict(fields))
    receipt = answer.location.split("/")[-1].partition("?")[0]
    seen = factories.signed_in(sqlite_app, Role.ANALYST).get(f"/review/{receipt}").text
    assert "Written on the form in Spanish." in seen
    assert '<html lang="en">' in seen
