"""A supervisor looks at a report before analysts do; nobody has to, and nothing is stuck."""

import pytest
from flask import Flask
from sqlalchemy import select

from sar import db
from sar.models import Report
from tests import desk, factories, pages
from tests.factories import Clock


@pytest.fixture
def receipt(app: Flask) -> str:
    """A report of an agency whose supervisors look for at most four hours."""
    factories.let_supervisors_look(app, hours=4)
    return str(factories.file_by_api(app)["receipt"])


def is_in_queue(app: Flask, receipt: str) -> bool:
    return receipt in desk.sign_in(app, "analyst").get("/queue").text


def test_the_step_is_off_until_an_agency_asks_for_it(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    assert is_in_queue(sqlite_app, receipt)
    assert desk.sign_in(sqlite_app, "supervisor").get(f"/reports/{receipt}/look").status_code == 409
    keeper = desk.sign_in(sqlite_app, "administrator")
    wrong = pages.change(keeper, "/agencies", "/agencies/supervisors", agency="1", hours="5000")
    assert "Nothing was chosen" in pages.finding(wrong)
    right = pages.change(keeper, "/agencies", "/agencies/supervisors", agency="1", hours="8")
    assert right.status_code == 303
    later = factories.file_by_api(sqlite_app, narrative="He cut the fence again.")["receipt"]
    assert not is_in_queue(sqlite_app, later)


def test_a_report_that_waits_for_a_supervisor_is_sent_on_with_what_they_add(
    app: Flask, receipt: str
) -> None:
    assert not is_in_queue(app, receipt)
    assert "With your supervisor" in desk.sign_in(app, "officer").get(f"/reports/{receipt}").text
    supervisor, address = desk.sign_in(app, "supervisor"), f"/reports/{receipt}/look"
    assert address in supervisor.get("/reports").text
    page = supervisor.get(address).text
    assert "bolt cutters" in page
    assert "The officer saw it" in page
    assert "312-555-0142" not in page
    sent = pages.change(supervisor, address, text="Call 312-555-0177: the guard knows him.")
    assert sent.status_code == 303
    assert is_in_queue(app, receipt)
    analyst = desk.sign_in(app, "analyst").get(f"/review/{receipt}").text
    assert "A supervisor sent it on" in analyst
    assert "the guard knows him" in analyst
    assert "312-555-0177" not in analyst
    assert supervisor.get(address).status_code == 409


def test_a_supervisor_asks_and_the_answer_goes_to_the_analysts(
    sqlite_app: Flask, clock: Clock
) -> None:
    factories.let_supervisors_look(sqlite_app, hours=4)
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    supervisor, address = desk.sign_in(sqlite_app, "supervisor"), f"/reports/{receipt}/look"
    form = pages.fields_of(supervisor.get(address).text, address)
    empty = supervisor.post(address, data={"csrf_token": form["csrf_token"], "ask": "1"})
    assert empty.status_code == 422
    asked = {"csrf_token": form["csrf_token"], "ask": "1", "question": "Which gate was it?"}
    assert supervisor.post(address, data=asked).status_code == 303
    officer = desk.sign_in(sqlite_app, "officer")
    assert "Which gate was it?" in officer.get(f"/reports/{receipt}").text
    action = f"/reports/{receipt}/answer"
    assert pages.change(officer, f"/reports/{receipt}", action, text="Gate 4.").status_code == 303
    assert is_in_queue(sqlite_app, receipt)


def test_a_report_that_nobody_looked_at_goes_on_by_itself_and_says_so(
    sqlite_app: Flask, clock: Clock
) -> None:
    factories.let_supervisors_look(sqlite_app, hours=4)
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    clock.advance(hours=4, minutes=1)
    assert is_in_queue(sqlite_app, receipt)
    page = desk.sign_in(sqlite_app, "officer").get(f"/reports/{receipt}").text
    assert "It went on by itself" in page
    assert "Waiting to be read" in page
    assert desk.sign_in(sqlite_app, "supervisor").get(f"/reports/{receipt}/look").status_code == 409


def test_an_analyst_may_take_it_before_and_no_other_agency_sees_it(sqlite_app: Flask) -> None:
    factories.let_supervisors_look(sqlite_app, hours=4)
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    for username, status in (("supervisor2", 404), ("officer", 403), ("officer2", 403)):
        client = desk.sign_in(sqlite_app, username)
        assert client.get(f"/reports/{receipt}/look").status_code == status
    desk.work_on(sqlite_app, receipt)
    assert desk.sign_in(sqlite_app, "supervisor").get(f"/reports/{receipt}/look").status_code == 409
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        assert session.execute(select(Report.snoozed_until)).scalar_one() is None
