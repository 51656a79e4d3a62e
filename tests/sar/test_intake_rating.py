"""An officer hears that something is new, and says whether the answer was useful."""

import pytest
from flask import Flask

from sar import db
from sar.models import Following
from tests import desk, factories, pages
from tests.factories import Clock

NEWS = "Something is new about what you filed"


@pytest.fixture
def closed(app: Flask, clock: Clock) -> str:
    """A report that an analyst closed after its officer saw it last."""
    receipt = str(factories.file_by_api(app)["receipt"])
    desk.sign_in(app, "officer").get(f"/reports/{receipt}")
    clock.advance(minutes=5)
    for action in ("fails_criteria", "close_unfounded"):
        analyst = desk.work_on(app, receipt)
        answer = desk.decide(analyst, receipt, action, **{f"because.{action}": "lawful"})
        assert answer.status_code == 303
    clock.advance(minutes=5)
    return receipt


def test_news_is_told_without_content_until_the_officer_looks(app: Flask, closed: str) -> None:
    officer = desk.sign_in(app, "officer")
    start = officer.get("/reports/new").text
    assert NEWS in start
    assert closed not in start
    assert ">New<" in officer.get("/reports").text
    assert NEWS not in desk.sign_in(app, "analyst").get("/reports").text
    officer.get(f"/reports/{closed}")
    assert NEWS not in officer.get("/reports/new").text
    assert ">New<" not in officer.get("/reports").text


def test_a_supervisor_who_looks_does_not_look_for_the_officer(
    sqlite_app: Flask, clock: Clock
) -> None:
    receipt = str(factories.file_by_api(sqlite_app)["receipt"])
    desk.sign_in(sqlite_app, "supervisor").get(f"/reports/{receipt}")
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        assert session.query(Following).count() == 0


def test_nothing_is_chosen_until_the_officer_says_so_and_that_is_counted(
    app: Flask, closed: str
) -> None:
    officer, address = desk.sign_in(app, "officer"), f"/reports/{closed}"
    assert "useful" not in pages.fields_of(officer.get(address).text, f"{address}/useful")
    unsaid = pages.change(officer, address, f"{address}/useful")
    assert unsaid.status_code == 422
    assert "Choose one of the three answers." in unsaid.text
    assert pages.change(officer, address, f"{address}/useful", useful="yes").status_code == 303
    assert pages.change(officer, address, f"{address}/useful", useful="partly").status_code == 303
    fields = pages.fields_of(officer.get(address).text, f"{address}/useful")
    assert fields["useful"] == "partly"
    with db.reading(app.extensions["sar"].engine) as session:
        (kept,) = session.query(Following).all()
        assert kept.usefulness == "partly"
    actions = [each.action for each in desk.log_of(app, f"report:{closed}")]
    assert actions.count("answer.rated") == 2
    board = desk.sign_in(app, "supervisor").get("/backlog").text
    assert "Useful to whoever reported: in part" in board
    assert "under 5" in board


def test_only_whoever_filed_it_rates_it_and_only_when_it_is_decided(
    sqlite_app: Flask,
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    for username, status in (("analyst", 404), ("officer", 409)):
        client = desk.sign_in(sqlite_app, username)
        token = factories.csrf_token(client.get("/account").text)
        sent = {"csrf_token": token, "useful": "no"}
        answer = client.post(f"/reports/{receipt}/useful", data=sent)
        assert answer.status_code == status
    assert "not decided yet" in answer.text
