"""Undoing a decision at once: nothing is left of it but the log, a row apart and the history."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sar import db
from sar.models import Decision, LedgerEntry, Report, ReportBehaviour, UndoneDecision
from sar.retention.erasure import erase
from tests import desk, factories, pages

WHY = "The fence was cut from outside with a tool."
TO_OFFICER = "Thank you. The cut fence was what counted; a time would have helped."
UNDO = "/queue/undo"
# What may differ afterwards: that it changed, and who works on it.
_MOVES = {"updated_at", "revision", "claimed_by_id", "claim_expires_at"}


def everything(app: Flask) -> dict[str, Any]:
    """Return all that the database holds of reports, behaviours, decisions and the ledger."""
    with db.reading(app.extensions["sar"].engine) as session:
        return {
            table.__tablename__: [
                {
                    column.name: getattr(row, column.name)
                    for column in table.__table__.columns
                    if column.name not in _MOVES
                }
                for row in session.execute(
                    select(table).order_by(*table.__table__.primary_key)
                ).scalars()
            ]
            for table in (Report, ReportBehaviour, Decision, LedgerEntry)
        }


def undo(client: FlaskClient, page: str) -> TestResponse:
    """Press the button that a page offers."""
    return client.post(UNDO, data=pages.fields_of(page, UNDO), follow_redirects=True)


@pytest.mark.parametrize("action", ["meets_criteria", "close_protected", "return_to_officer"])
def test_what_is_undone_leaves_everything_as_it_was(app: Flask, action: str) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    client, before = desk.work_on(app, receipt), everything(app)
    words = {"rationale": WHY, "officer_text": TO_OFFICER, "question": "When did you see it last?"}
    page = client.get(desk.decide(client, receipt, action, **words).location).text
    assert "You can undo it for 30 seconds" in page
    after = undo(client, page).text
    assert "you work on it again" in after
    assert everything(app) == before
    history = after.partition('id="about-history"')[2]
    assert "undone at once, so it does not count" in history
    entries = desk.log_of(app, f"report:{receipt}")
    undone = [each.details for each in entries if each.action == "decision.undone"]
    assert [(each["to"], each["revision"]) for each in undone] == [("received", 3)]
    officer = desk.sign_in(app, "officer").get(f"/reports/{receipt}").text
    assert TO_OFFICER not in officer
    assert "Waiting to be read" in officer
    # It can be decided anew, and is undone with its words when the report is erased.
    assert desk.decide(client, receipt, "meets_criteria", rationale=WHY).status_code == 303


def test_many_that_were_closed_together_come_back_together(app: Flask) -> None:
    receipts = desk.multiply(app, factories.file_by_api(app)["receipt"], 9)[3:]
    client, before = desk.sign_in(app, "analyst"), everything(app)
    token = factories.csrf_token(client.get("/review").text)
    looked = client.post("/queue/bulk", data={"csrf_token": token, "receipt": receipts}).text
    form = pages.fields_of(looked, "/queue/bulk/decide")
    form["way"], form["because.close_unfounded"] = "unfounded", "lawful"
    done = client.post("/queue/bulk/decide", data=form).text
    assert f"Undo all {len(receipts)}" in done
    # One of them is opened by somebody else meanwhile: reading is no act.
    desk.sign_in(app, "analyst2").get(f"/review/{receipts[0]}")
    assert f"{len(receipts)} of {len(receipts)} decisions undone" in undo(client, done).text
    assert everything(app) == before


def decided(app: Flask, action: str = "meets_criteria") -> tuple[FlaskClient, str, str]:
    """Decide as an analyst; return the client, the receipt and the page that offers to undo it."""
    receipt = factories.file_by_api(app)["receipt"]
    client = desk.work_on(app, receipt)
    answer = desk.decide(client, receipt, action, rationale=WHY, officer_text=TO_OFFICER)
    return client, receipt, client.get(answer.location).text


@pytest.mark.parametrize("seconds", [31, -5], ids=["too late", "the clock was set back"])
def test_after_its_time_the_decision_stands(
    sqlite_app: Flask, clock: factories.Clock, seconds: int
) -> None:
    client, receipt, page = decided(sqlite_app)
    clock.advance(seconds=seconds)
    assert "Undo the decision" not in client.get(f"/review/{receipt}").text
    before = everything(sqlite_app)
    assert "so the decision stands" in undo(client, page).text
    assert everything(sqlite_app) == before


def test_nobody_undoes_what_somebody_else_decided_or_acted_on(sqlite_app: Flask) -> None:
    client, receipt, page = decided(sqlite_app)
    other = desk.sign_in(sqlite_app, "analyst2")
    assert "Undo the decision" not in other.get(f"/review/{receipt}").text
    before = everything(sqlite_app)
    form = pages.fields_of(page, UNDO)
    form["csrf_token"] = factories.csrf_token(other.get("/review").text)
    assert "no decision about this report" in other.post(
        UNDO, data=form, follow_redirects=True
    ).get_data(as_text=True)
    desk.post(other, f"/review/{receipt}/claim", takeover="yes")
    assert "Something else happened" in undo(client, page).text
    assert everything(sqlite_app) == before


def test_a_second_press_and_a_report_that_is_not_there_are_answered(sqlite_app: Flask) -> None:
    client, _, page = decided(sqlite_app)
    undo(client, page)
    assert "no decision about this report" in undo(client, page).text
    form = {"report": "AAAA-AAAA-A:1", "csrf_token": factories.csrf_token(page)}
    assert client.post(UNDO, data=form).status_code == 404


def test_an_expunged_report_keeps_no_word_of_what_was_undone(sqlite_app: Flask) -> None:
    client, receipt, page = decided(sqlite_app)
    undo(client, page)
    parts = sqlite_app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        row = session.execute(select(UndoneDecision)).scalar_one()
        assert (row.rationale, row.undone_at) == (WHY, row.decided_at)
        erase(session, row.report_id)
        assert (row.rationale, row.action) == ("", "meets_criteria"), receipt
