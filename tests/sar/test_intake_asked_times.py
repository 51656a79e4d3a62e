"""Times that questions ask for: words are read, said back, asked about, and never guessed."""

import html
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from sar import db
from sar.models import Report
from tests import factories, pages

FORM = "/reports/new"
SEEN = "answers.ind-0012.el-0061"
NAMED = "answers.ind-0012.el-0122"
Fields = MultiDict[str, str]


def begin(app: Flask, **typed: str) -> tuple[FlaskClient, Fields]:
    """Fill in a form about a behaviour that asks for two times; nothing is sent yet."""
    client = factories.signed_in(app, "officer")
    form = pages.fields_of(client.get(f"{FORM}?behaviours=ind-0012").text, FORM)
    filled = factories.form_of(factories.submission("ind-0012"), key=form["key"])
    return client, changed(form, **dict(filled) | typed)


def changed(form: Fields, **fields: str) -> Fields:
    """Return the form with other values in some fields."""
    made = MultiDict(form)
    for name, value in fields.items():
        made[name] = value
    return made


def local(app: Flask, *, days: int = 0) -> str:
    """Return a day as the form's zone has it, by how many days it is from today."""
    now = app.extensions["sar"].clock() + timedelta(days=days)
    return f"{now:%Y-%m-%d}"


def answers(app: Flask) -> dict[str, str]:
    """Return the answers of the one report that are no free text."""
    with db.reading(app.extensions["sar"].engine) as session:
        (report,) = session.query(Report)
        found: dict[str, str] = report.coded_answers
        return found


def test_words_are_said_back_with_their_zone_before_they_are_filed(sqlite_app: Flask) -> None:
    client, form = begin(sqlite_app, **{SEEN: "yesterday 9 pm", "occurred.zone": "UTC"})
    back = client.post(FORM, data=form)
    assert back.status_code == 422
    assert "Check your answers" in back.text
    assert "9:00 PM UTC" in back.text
    form = pages.fields_of(back.text, FORM)
    assert form[SEEN] == "yesterday 9 pm"
    # To go back and change something keeps the words.
    again = client.post(FORM, data=changed(form, change=SEEN))
    assert pages.fields_of(again.text, FORM)[SEEN] == "yesterday 9 pm"
    sent = client.post(FORM, data=form)
    assert sent.status_code == 303, sent.text
    stored = str(answers(sqlite_app))
    assert f"{local(sqlite_app, days=-1)}T21:00:00+00:00" in stored


def test_words_with_two_meanings_are_asked_about_and_the_chosen_one_counts(
    sqlite_app: Flask,
) -> None:
    client, form = begin(sqlite_app, **{SEEN: "3/14/25 9", "occurred.zone": "UTC"})
    asked = client.post(FORM, data=form)
    assert asked.status_code == 422
    assert "These words may mean more than one time." in asked.text
    anchor = f"{SEEN}-chosen".replace(".", "-")
    assert f'href="#{anchor}"' in asked.text
    assert f'id="{anchor}"' in asked.text
    form = pages.fields_of(asked.text, FORM)
    sent = client.post(FORM, data=changed(form, **{f"{SEEN}-chosen": "2025-03-14T21:00"}))
    assert sent.status_code == 303, sent.text
    assert "2025-03-14T21:00:00+00:00" in str(answers(sqlite_app))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("when it got dark", "This time could not be read."),
        ("yesterday", "The time of the day is missing."),
        ("2/30 9 pm", "There is no such day."),
    ],
)
def test_words_that_cannot_be_read_are_one_finding_and_stay_in_their_field(
    sqlite_app: Flask, words: str, message: str
) -> None:
    client, form = begin(sqlite_app, **{SEEN: words})
    answer = client.post(FORM, data=form)
    assert answer.status_code == 422
    assert answer.text.count(f'href="#{SEEN.replace(".", "-")}"') == 1
    assert message in html.unescape(answer.text)
    assert pages.fields_of(answer.text, FORM)[SEEN] == words


def test_a_question_may_be_answered_with_a_day_to_come(sqlite_app: Flask) -> None:
    client, form = begin(sqlite_app, **{NAMED: "tomorrow 5 pm", "occurred.zone": "UTC"})
    form = pages.fields_of(client.post(FORM, data=form).text, FORM)
    assert client.post(FORM, data=form).status_code == 303
    assert f"{local(sqlite_app, days=1)}T17:00:00+00:00" in str(answers(sqlite_app))


def test_a_phone_sends_clear_words_unasked_and_is_told_if_they_mean_another_day_by_then(
    sqlite_app: Flask,
) -> None:
    now = sqlite_app.extensions["sar"].clock()
    for ago, status in ((timedelta(minutes=20), 201), (timedelta(days=1), 422)):
        client, form = begin(sqlite_app, **{SEEN: "yesterday 9 pm", "occurred.zone": "UTC"})
        form["occurred.told_at"] = (now - ago).isoformat()
        answer = client.post("/reports/queued", data=form)
        assert answer.status_code == status, answer.text
    (finding,) = answer.get_json()["findings"]
    assert finding["path"] == f"{SEEN}-chosen"


def test_a_time_as_earlier_phones_kept_it_is_still_taken_and_corrected_in_words(
    sqlite_app: Flask,
) -> None:
    old = {f"{SEEN}-date": "2025-12-24", f"{SEEN}-time": "08:00", f"{SEEN}-zone": "UTC"}
    client, form = begin(sqlite_app, **old)
    sent = client.post(FORM, data=form)
    assert sent.status_code == 303, sent.text
    page = client.get(f"{sent.location.partition('?')[0]}/correct").text
    action = f"{sent.location.partition('?')[0]}/correct"
    assert pages.fields_of(page, action)[SEEN].startswith("2025-12-24 ")
