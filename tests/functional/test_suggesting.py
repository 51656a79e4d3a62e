"""An officer who is not sure which behaviour fits describes it in a sentence."""

import io
import logging
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from sar import server_log
from tests import factories, pages

DOOR = "/reports/new/behaviours"
CAMERA = "A visitor held a hidden camera over a pocket and recorded the badge readers."


def send(client: FlaskClient, *behaviours: str, **fields: str) -> TestResponse:
    """Send the form of the behaviours."""
    token = factories.csrf_token(client.get("/reports/new").text)
    picked = [("behaviours", each) for each in behaviours]
    return client.post(DOOR, data=MultiDict([("csrf_token", token), *fields.items(), *picked]))


def suggested(page: str) -> str:
    """Return the part of a page that holds the suggestions."""
    found = re.search(r'<div id="suggestions".*?</fieldset>', page, re.DOTALL)
    return found[0] if found else ""


def test_the_page_offers_to_suggest_and_has_no_suggestion_before_it_is_asked(
    sqlite_app: Flask,
) -> None:
    page = factories.signed_in(sqlite_app, "officer").get("/reports/new").text
    assert "Not sure which? Describe it in a sentence" in page
    assert 'id="suggestions"' not in page


def test_a_sentence_gets_suggestions_with_the_officers_own_words_and_none_is_ticked(
    sqlite_app: Flask,
) -> None:
    answer = send(factories.signed_in(sqlite_app, "officer"), suggest="yes", narrative=CAMERA)
    assert answer.status_code == 200
    assert 'value="ind-0011"' in suggested(answer.text)
    assert "“hidden camera" in suggested(answer.text)
    assert 1 <= suggested(answer.text).count('type="checkbox"') <= 3
    assert " checked" not in answer.text


def test_what_is_longer_than_a_narrative_is_not_read_to_its_end(sqlite_app: Flask) -> None:
    limit = sqlite_app.extensions["sar"].settings.max_narrative_chars
    client = factories.signed_in(sqlite_app, "officer")
    for spaces, is_read in ((limit - len(CAMERA), True), (limit, False)):
        page = send(client, suggest="yes", narrative=" " * spaces + CAMERA).text
        assert ("“hidden camera" in page) == is_read


def test_every_behaviour_stands_once_on_the_page_also_when_it_is_suggested(
    sqlite_app: Flask,
) -> None:
    page = send(factories.signed_in(sqlite_app, "officer"), suggest="yes", narrative=CAMERA).text
    ids = [each.indicator_id for each in factories.newest_set().indicators]
    assert sorted(re.findall(r'name="behaviours" value="([^"]+)"', page)) == sorted(ids)


def test_what_was_ticked_and_typed_is_still_there(sqlite_app: Flask) -> None:
    page = send(
        factories.signed_in(sqlite_app, "officer"), "ind-0001", suggest="yes", narrative=CAMERA
    )
    assert re.search(r'id="ind-0001"[^>]* checked', page.text)
    assert CAMERA in page.text


def test_what_was_typed_becomes_the_narrative_of_the_form_and_can_be_sent(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    page = send(client, "ind-0011", narrative=CAMERA)
    assert page.status_code == 200
    fields = pages.fields_of(page.text, "/reports/new")
    assert fields["narrative"].strip() == CAMERA
    plain = factories.submission("ind-0011", narrative=fields["narrative"])
    sent = [*factories.form_of(plain), ("csrf_token", fields["csrf_token"])]
    assert client.post("/reports/new", data=MultiDict(sent)).status_code == 303


def test_nothing_is_lost_when_nothing_was_picked(sqlite_app: Flask) -> None:
    answer = send(factories.signed_in(sqlite_app, "officer"), narrative=CAMERA)
    assert answer.status_code == 422
    assert CAMERA in answer.text
    assert "No behavior is chosen." in answer.text


def test_without_a_sentence_the_form_has_an_address_that_can_be_opened_again(
    sqlite_app: Flask,
) -> None:
    answer = send(factories.signed_in(sqlite_app, "officer"), "ind-0011", "ind-0001", narrative=" ")
    assert answer.status_code == 303
    assert answer.location == "/reports/new?behaviours=ind-0011&behaviours=ind-0001&chosen=1"


@pytest.mark.parametrize(
    ("narrative", "said"),
    [
        ("The neighbor's music was loud.", "Nothing fits what you wrote"),
        ("", "Write a sentence first."),
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("x" * 40_000, "Nothing fits what you wrote"),
    ],
    ids=["nothing fits", "empty", "markup", "very long"],
)
def test_when_nothing_can_be_suggested_the_page_says_so(
    sqlite_app: Flask, narrative: str, said: str
) -> None:
    answer = send(factories.signed_in(sqlite_app, "officer"), suggest="yes", narrative=narrative)
    assert answer.status_code == 200
    assert said in answer.text
    assert suggested(answer.text) == ""


def test_an_unknown_behaviour_is_refused_and_the_sentence_kept(sqlite_app: Flask) -> None:
    answer = send(factories.signed_in(sqlite_app, "officer"), "ind-9999", narrative=CAMERA)
    assert answer.status_code == 422
    assert CAMERA in answer.text


def test_names_are_taken_out_before_anything_is_suggested(sqlite_app: Flask) -> None:
    narrative = "MR. PARKER BANKS HELD A HIDDEN CAMERA AND RECORDED THE BADGE READERS."
    page = send(factories.signed_in(sqlite_app, "officer"), suggest="yes", narrative=narrative).text
    assert "PARKER" not in suggested(page)
    assert "HIDDEN CAMERA" in suggested(page)


def test_the_sentence_is_in_no_address_no_log_and_no_table(sqlite_app: Flask) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.DEBUG)
    server_log.write_to(stream)
    client = factories.signed_in(sqlite_app, "officer")
    answer = send(client, suggest="yes", narrative="Quackenbush held a hidden camera.")
    logging.getLogger().removeHandler(handler)
    logging.getLogger().setLevel(logging.WARNING)
    assert "Quackenbush" in answer.text
    assert "Quackenbush" not in stream.getvalue()
    assert "Quackenbush" not in answer.request.url
    assert "Quackenbush" not in client.get("/reports").text


@pytest.mark.parametrize("role", ["trainer", "privacy_officer", "administrator"])
def test_only_who_may_file_may_ask(sqlite_app: Flask, role: str) -> None:
    client = factories.sign_in(sqlite_app, role)
    token = factories.csrf_token(client.get("/account").text)
    sent = {"csrf_token": token, "suggest": "yes", "narrative": CAMERA}
    assert client.post(DOOR, data=sent).status_code == 403
