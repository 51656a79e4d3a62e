"""Revealing: one span, one person, one purpose, logged first, hidden again in time."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from sar import db
from sar.models import AuditHead, MonthKey, Report, Reveal
from tests import desk, factories, pages

REASON = "I compare the plate with the visitor log of the site."
NARRATIVE = (
    "  \r\n\tMr. John Smith \U0001f69a of 12 Elm Street called 312-555-0142 twice.\r\n\r\n"
    "John Smith left in a van, plate ABC1234. \n "
)
ANSWER = "Mr. Walter Kowalski held the door open and gave 312-555-0155."
BADGE = " Badge 88-4417, Kestrel Company "


@pytest.fixture
def filed(sqlite_app: Flask) -> str:
    """The receipt of a report with something hidden in every kind of field."""
    return file_everything(sqlite_app)


def file_everything(app: Flask) -> str:
    answers = {
        "ind-0001": {"el-0001": "entered", "el-0003": ["false_role"], "el-0004": BADGE},
        "ind-0011": factories.answers(factories.newest_set(), "ind-0011"),
    }
    text = next(
        each.element_id
        for each in factories.newest_set().indicator("ind-0011").elements
        if each.privacy == "free_text" and each.when is None
    )
    answers["ind-0011"][text] = ANSWER
    receipt: str = factories.file_by_api(
        app,
        behaviours=["ind-0001", "ind-0011"],
        answers=answers,
        narrative=NARRATIVE,
        place={"kind": "address", "street": "12 Elm Street", "city": "Springfield", "state": "IL"},
        people=[
            {"name": "", "description": ""},
            {"name": "John Smith", "description": "Mr. Smith, tall"},
        ],
        vehicles=[{"plate": " ABC1234 ", "state": "IL", "description": "White van"}],
    )["receipt"]
    return receipt


def reveal(
    client: FlaskClient, receipt: str, field: str, number: int = 1, **changes: str
) -> TestResponse:
    address = f"/review/{receipt}/reveal/{field}/{number}"
    form = pages.fields_of(client.get(address).text, address)
    for name, value in {"purpose": "check_detail", "words": REASON, **changes}.items():
        form[name] = value
    return client.post(address, data=form)


def revealed_on(page: str) -> dict[str, str]:
    """Return what a page reveals, by the anchor of the span."""
    pattern = r'<mark class="revealed" id="span-([^"]+)".*?class="revealed-text">(.*?)</span>'
    return dict(re.findall(pattern, page, re.DOTALL))


def test_a_granted_span_is_shown_and_nothing_else(sqlite_app: Flask, filed: str) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    granted = reveal(client, filed, "narrative")
    assert granted.status_code == 303
    assert granted.location == f"/review/{filed}#span-narrative-1"
    page = client.get(granted.location).text
    assert revealed_on(page) == {"narrative-1": "John Smith"}
    assert page.count("John Smith") == 1, "the same name elsewhere stays hidden"
    assert "Revealed text hides again at" in page


def test_every_span_of_every_field_reveals_exactly_what_was_hidden(app: Flask) -> None:
    filed = file_everything(app)
    client = desk.sign_in(app, "analyst")
    links = re.findall(
        r'href="(/review/[^"]+/reveal/([^"/]+)/(\d+))"', client.get(f"/review/{filed}").text
    )
    assert len(links) >= 9
    for _, field, number in links:
        assert reveal(client, filed, field, int(number)).status_code == 303
    shown = revealed_on(client.get(f"/review/{filed}").text)
    assert len(shown) == len(links)
    assert shown["narrative-1"] == "John Smith"
    assert shown["people-0-name-1"] == "John Smith"
    assert shown["vehicles-0-plate-1"] == "ABC1234"
    assert shown["place-street-1"] == "12 Elm Street"
    assert shown["answers-ind-0001-el-0004-1"].strip() == BADGE.strip()
    texts = set(shown.values())
    assert {"312-555-0142", "312-555-0155"} <= texts
    assert any("Kowalski" in text for text in texts)


def test_an_addition_of_the_officer_can_be_revealed(sqlite_app: Flask, filed: str) -> None:
    client = desk.work_on(sqlite_app, filed)
    desk.decide(client, filed, "return_to_officer", question="Who held the door?")
    officer = desk.sign_in(sqlite_app, "officer")
    address = f"/reports/{filed}/answer"
    form = pages.fields_of(officer.get(f"/reports/{filed}").text, address)
    form["text"] = "  It was Mr. Walter Kowalski, I believe. "
    officer.post(address, data=form)
    page = client.get(f"/review/{filed}").text
    [field] = set(re.findall(r"/reveal/(addition:\d+)/1", page.replace("%3A", ":")))
    reveal(client, filed, field)
    shown = revealed_on(client.get(f"/review/{filed}").text)
    assert list(shown.values()) == ["Walter Kowalski"]


def test_the_log_comes_first_and_holds_no_words(app: Flask) -> None:
    filed = file_everything(app)
    client = desk.sign_in(app, "analyst")
    reveal(client, filed, "narrative", words="Compare with Mr. Walter Kowalski of the gate log.")
    entry = desk.log_of(app, f"report:{filed}")[-1]
    assert (entry.action, entry.purpose) == ("reveal.granted", "check_detail")
    assert entry.actor_id == factories.account_id(app, "analyst")
    assert set(entry.details) == {"reveal", "field", "number", "kind", "minutes"}
    client.get(f"/review/{filed}")
    client.get(f"/review/{filed}")
    actions = [each.action for each in desk.log_of(app, f"report:{filed}")]
    assert actions[-4:] == ["report.read", "reveal.shown", "report.read", "reveal.shown"]
    with db.reading(app.extensions["sar"].engine) as session:
        row = session.execute(select(Reveal)).scalar_one()
    assert "Compare with" in row.words
    assert "Kowalski" not in row.words


def test_nothing_is_granted_when_the_log_cannot_be_written(app: Flask) -> None:
    filed = file_everything(app)
    client = desk.sign_in(app, "analyst")
    address = f"/review/{filed}/reveal/narrative/1"
    form = pages.fields_of(client.get(address).text, address)
    form["purpose"], form["words"] = "check_detail", REASON
    with db.transaction(app.extensions["sar"].engine) as session:
        session.execute(delete(AuditHead))
    assert client.post(address, data=form).status_code == 500
    with db.reading(app.extensions["sar"].engine) as session:
        assert session.execute(select(Reveal)).all() == []


def test_an_open_reveal_is_not_shown_when_the_showing_cannot_be_logged(
    sqlite_app: Flask, filed: str
) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    reveal(client, filed, "narrative")
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        session.execute(delete(AuditHead))
    answer = client.get(f"/review/{filed}")
    assert answer.status_code == 500
    assert "John Smith" not in answer.text


def test_it_hides_again_after_its_minutes(app: Flask, clock: factories.Clock) -> None:
    filed = file_everything(app)
    client = desk.sign_in(app, "analyst")
    reveal(client, filed, "narrative")
    clock.advance(minutes=14, seconds=59)
    assert "John Smith" in client.get(f"/review/{filed}").text
    clock.advance(seconds=1)
    before = len(desk.log_of(app))
    page = client.get(f"/review/{filed}").text
    assert "John Smith" not in page
    assert "Revealed text hides again" not in page
    assert [each.action for each in desk.log_of(app)[before:]] == ["report.read"]


def test_another_analyst_does_not_see_it(sqlite_app: Flask, filed: str) -> None:
    reveal(desk.sign_in(sqlite_app, "analyst"), filed, "narrative")
    for username in ("analyst2", "privacy_officer"):
        assert "John Smith" not in desk.sign_in(sqlite_app, username).get(f"/review/{filed}").text


def test_others_cannot_reach_the_form(sqlite_app: Flask, filed: str) -> None:
    for username in ("officer", "supervisor", "trainer", "administrator"):
        client = desk.sign_in(sqlite_app, username)
        address = f"/review/{filed}/reveal/narrative/1"
        assert client.get(address).status_code == 403, username
        token = {"csrf_token": factories.csrf_token(client.get("/account").text)}
        assert client.post(address, data=token).status_code == 403, username


PURPOSES = {
    "analyst": ("check_detail", "review_nexus"),
    "privacy_officer": ("redress", "redaction_fault", "legal_order"),
}


@pytest.mark.parametrize("username", PURPOSES)
def test_each_role_has_its_own_purposes(
    sqlite_app: Flask, clock: factories.Clock, username: str
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.sign_in(sqlite_app, username)
    for purpose in (
        "",
        "nonsense",
        "quality_check",
        "imminent_danger",
        *PURPOSES["analyst"],
        *PURPOSES["privacy_officer"],
    ):
        is_own = purpose in PURPOSES[username]
        answer = reveal(client, receipt, "narrative", purpose=purpose)
        assert answer.status_code == (303 if is_own else 422), purpose
        assert ("John Smith" in client.get(f"/review/{receipt}").text) is is_own, purpose
        clock.advance(minutes=15)


def test_words_that_will_not_do_reveal_nothing_and_keep_the_purpose(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.sign_in(sqlite_app, "analyst")
    for words in ("", "because", "  a  b  c  ", "x" * 1001, "a long\x00 reason"):
        answer = reveal(client, receipt, "narrative", words=words)
        assert answer.status_code == 422, words[:20]
        assert 'href="#words"' in answer.text
        assert 'value="check_detail" checked' in answer.text
    assert "reveal.granted" not in [each.action for each in desk.log_of(sqlite_app)]


def test_what_is_not_hidden_cannot_be_revealed(sqlite_app: Flask, filed: str) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    for place in (
        "narrative/0",
        "narrative/99",
        "narrative/99999999999999999999",
        "nothing/1",
        "people.9.name/1",
        "addition:1/1",
        "addition:x/1",
        "addition:/1",
        "submission/1",
        "addition:99999999999/1",
        "place.city/1",
    ):
        address = f"/review/{filed}/reveal/{place}"
        assert client.get(address).status_code in {404, 409}, place
        answer = desk.post(client, address, purpose="check_detail", words=REASON)
        # 405: no address that takes a form has such a number.
        assert answer.status_code in {404, 405, 409}, place


def test_an_addition_of_another_report_cannot_be_reached(sqlite_app: Flask, filed: str) -> None:
    client = desk.work_on(sqlite_app, filed)
    desk.decide(client, filed, "return_to_officer", question="Who held the door?")
    officer = desk.sign_in(sqlite_app, "officer")
    form = pages.fields_of(officer.get(f"/reports/{filed}").text, f"/reports/{filed}/answer")
    form["text"] = "It was Mr. Walter Kowalski, I believe."
    officer.post(f"/reports/{filed}/answer", data=form)
    other = factories.file_by_api(sqlite_app)["receipt"]
    page = client.get(f"/review/{filed}").text.replace("%3A", ":")
    field = re.findall(r"/reveal/(addition:\d+)/1", page)[0]
    assert client.get(f"/review/{filed}/reveal/{field}/1").status_code == 200
    assert client.get(f"/review/{other}/reveal/{field}/1").status_code in {404, 409}


def test_a_held_report_reveals_nothing(sqlite_app: Flask) -> None:
    receipt = desk.file_held(sqlite_app)
    answer = desk.sign_in(sqlite_app, "analyst").get(f"/review/{receipt}/reveal/narrative/1")
    assert answer.status_code == 404
    assert "held" in answer.text


def test_a_purged_original_is_refused_in_clear_words(app: Flask) -> None:
    filed = file_everything(app)
    client = desk.sign_in(app, "analyst")
    reveal(client, filed, "narrative")
    with db.transaction(app.extensions["sar"].engine) as session:
        session.execute(update(MonthKey).values(wrapped=None))
    page = client.get(f"/review/{filed}")
    assert page.status_code == 200, "the redacted report can still be read"
    assert "John Smith" not in page.text
    answer = client.get(f"/review/{filed}/reveal/narrative/1")
    assert answer.status_code == 409
    assert "The original of this report is gone" in answer.text


def test_a_page_that_reveals_is_never_cached(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.sign_in(sqlite_app, "analyst")
    reveal(client, receipt, "narrative")
    assert client.get(f"/review/{receipt}").headers["Cache-Control"] == "no-store"


def test_the_row_of_a_report_holds_no_original(sqlite_app: Flask, filed: str) -> None:
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        row = session.execute(select(Report).where(Report.receipt == filed)).scalar_one()
        text = str(row.redacted) + str(row.coded_answers) + row.place_shown
    for original in ("John Smith", "ABC1234", "Kowalski", "Kestrel", "Elm Street", "555-01"):
        assert original not in text
