"""Setting a report aside: the queue leaves it out, it comes back by itself, and nothing is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from sar import db
from sar.models import Report, SecondReading
from sar.review.snoozes import until_of
from tests import desk, factories, pages


def set_aside(app: Flask, receipt: str, **fields: str) -> TestResponse:
    client = desk.sign_in(app, "analyst")
    form = pages.fields_of(
        client.get(f"/review/{receipt}").text, f"/review/{receipt}/snooze"
    ).to_dict()
    return client.post(f"/review/{receipt}/snooze", data={**form, **fields})


def test_what_is_set_aside_leaves_the_queue_and_comes_back_by_itself(
    app: Flask, clock: factories.Clock
) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    client = desk.work_on(app, receipt)
    why = "Waiting for Jane Roe to call back."
    assert set_aside(app, receipt, until="hours", snooze_why=why).location == "/queue"
    assert receipt not in client.get("/queue?behaviour=ind-0001").text
    assert desk.post(client, "/queue/next").location == "/queue"
    assert receipt in client.get("/queue?aside=yes").text
    page = client.get(f"/review/{receipt}").text
    assert "Set aside until" in page
    assert "to call back" in page
    assert "Jane Roe" not in page, "what is written is hidden as everywhere"
    assert desk.log_of(app, f"report:{receipt}")[-2].action == "report.snoozed"
    clock.advance(hours=4, minutes=1)
    assert desk.post(desk.sign_in(app, "analyst2"), "/queue/next").location.endswith(receipt)


def test_who_takes_a_report_that_was_set_aside_has_it_back(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    desk.work_on(sqlite_app, receipt)
    set_aside(sqlite_app, receipt, until="week")
    client = desk.work_on(sqlite_app, receipt, "analyst2")
    desk.post(client, f"/review/{receipt}/release")
    assert receipt in client.get("/queue").text


def test_the_officers_answer_ends_it_by_page_or_program(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.work_on(sqlite_app, receipt)
    desk.decide(client, receipt, "return_to_officer", question="Which gate was it exactly?")
    headers = factories.api_headers(factories.api_token(sqlite_app, "officer"))
    program, path = sqlite_app.test_client(), f"/api/v1/reports/{receipt}/answer"
    assert program.post(path, json={"text": ""}, headers=headers).status_code == 422
    answered = program.post(path, json={"text": "The north gate."}, headers=headers)
    assert answered.status_code == 200
    assert answered.get_json()["status"] == "Waiting to be read"
    assert program.post(path, json={"text": "Again."}, headers=headers).status_code == 409
    other = factories.api_headers(factories.api_token(sqlite_app, "officer2"))
    assert program.post(path, json={"text": "Mine?"}, headers=other).status_code == 404
    assert receipt in client.get("/queue").text


def test_a_second_reader_who_sets_it_aside_learns_nothing_and_changes_nothing(
    sqlite_app: Flask, clock: factories.Clock
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.work_on(sqlite_app, receipt, "analyst2")
    desk.decide(client, receipt, "fails_criteria", rationale="Nothing was entered there.")
    desk.post(client, f"/review/{receipt}/release")
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        report = session.execute(select(Report)).scalar_one()
        before = report.revision, report.state
        reading = SecondReading(
            report_id=report.report_id,
            account_id=factories.account_id(sqlite_app, "analyst"),
            first_answer="fails_criteria",
            given_at=clock.moment,
            expires_at=clock.moment + timedelta(hours=1),
        )
        session.add(reading)
    assert set_aside(sqlite_app, receipt, until="week").location == "/queue"
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        report = session.execute(select(Report)).scalar_one()
        assert (report.revision, report.state) == before
        assert report.snoozed_until is None
        assert session.execute(select(SecondReading)).first() is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "No time is chosen"),
        ({"until": "day"}, "not a date"),
        ({"until": "day", "day": "2026-99-99"}, "not a date"),
        ({"until": "day", "day": "2026-03-01"}, "not into the past"),
        ({"until": "day", "day": "2027-03-01"}, "30 days at most"),
        ({"until": "day", "day": "9999-12-31"}, "30 days at most"),
        ({"until": "week", "snooze_why": "x" * 501}, "longer than 500"),
        ({"until": "week", "revision": "7"}, "changed while you were reading"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_set_aside(
    sqlite_app: Flask, fields: dict[str, str], said: str
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.work_on(sqlite_app, receipt)
    answer = set_aside(sqlite_app, receipt, **fields)
    assert answer.status_code in {409, 422}
    assert said in pages.finding(answer)
    assert receipt in client.get("/queue").text


@pytest.mark.parametrize(
    ("choice", "day", "expected"),
    [
        ("hour", "", datetime(2026, 3, 6, 23, 30, tzinfo=UTC)),
        ("tomorrow", "", datetime(2026, 3, 7, 14, tzinfo=UTC)),
        # Daylight time began on the Sunday between: the morning is the local one.
        ("monday", "", datetime(2026, 3, 9, 13, tzinfo=UTC)),
        ("week", "", datetime(2026, 3, 13, 13, tzinfo=UTC)),
        ("day", "2026-03-10", datetime(2026, 3, 10, 13, tzinfo=UTC)),
        ("never", "", None),
    ],
)
def test_a_choice_means_a_morning_in_the_analysts_zone(
    choice: str, day: str, expected: datetime | None
) -> None:
    friday = datetime(2026, 3, 6, 22, 30, tzinfo=UTC)
    assert until_of(choice, day, now=friday, zone="America/Chicago") == expected


@pytest.mark.parametrize("settled", ["stay", "next", "queue"])
def test_after_a_decision_the_analyst_is_where_they_have_settled(
    sqlite_app: Flask, settled: str
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    (other,) = desk.multiply(sqlite_app, receipt, 1)
    client = desk.work_on(sqlite_app, receipt)
    pages.change(client, "/account/desk", after_decision=settled)
    answer = desk.decide(client, receipt, "meets_criteria", rationale="The lock was cut.")
    assert answer.location == f"/review/{receipt}", "part two is still to come"
    answer = desk.decide(client, receipt, "find_no_nexus", **{"because.find_no_nexus": "crime"})
    expected = {"stay": f"/review/{receipt}", "next": f"/review/{other}", "queue": "/queue"}
    assert answer.location == expected[settled]
