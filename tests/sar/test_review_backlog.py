"""The backlog page: counts and times that are right, and no report or officer by name."""

import re
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event

from sar import db
from sar.models import Account
from sar.reports.ages import count_ages
from tests import desk, factories


def numbers(page: str, title: str) -> list[str]:
    """Return the cells of the row with a title."""
    row = page.partition(f">{title}</th>")[2].partition("</tr>")[0]
    return [re.sub(r"<[^>]+>", "", each).strip() for each in re.findall(r"<td.*?</td>", row, re.S)]


def figure(page: str, label: str) -> str:
    found = re.search(rf'figure-value">([^<]*)</p><p>{label}', page)
    assert found, label
    return found[1]


def test_it_counts_what_waits_how_fast_it_goes_and_who_has_it(
    app: Flask, clock: factories.Clock
) -> None:
    first = factories.file_by_api(app)["receipt"]
    clock.advance(hours=3)
    second, third = (
        factories.file_by_api(app, narrative=f"They filmed gate {name}.")["receipt"]
        for name in "AB"
    )
    client = desk.work_on(app, first)
    desk.decide(client, first, "fails_criteria", **{"because.fails_criteria": "lawful"})
    clock.advance(hours=2)
    client = desk.work_on(app, first)
    desk.decide(client, first, "close_unfounded", **{"because.close_unfounded": "lawful"})
    desk.work_on(app, second)
    other = desk.work_on(app, third, "analyst2")
    desk.decide(other, third, "return_to_officer", question="Which gate was it exactly?")
    page = desk.sign_in(app, "analyst").get("/backlog").text
    assert figure(page, "To decide") == "1"
    assert figure(page, "Worked on now") == "1"
    assert figure(page, "Wait for an officer") == "1"
    assert numbers(page, "up to 1 day") == ["1"]
    assert numbers(page, "From receipt to the first decision") == ["2", "3 h", "3 h"]
    assert numbers(page, "From receipt to the end, when the officer is told")[0] == "1"
    assert numbers(page, "Finished with a reason for whoever reported") == ["1 (100 %)"]
    assert numbers(page, "Unfounded") == ["1"]
    assert numbers(page, "Test Analyst") == ["1", "0", "2"]
    assert "Test Analyst2" not in page, "of another agency"
    for hidden in (first, second, "Test Officer", "cut the fence"):
        assert hidden not in page
    assert desk.log_of(app, "backlog")[-1].action == "backlog.viewed"


def test_ages_add_up_and_a_long_wait_is_seen(sqlite_app: Flask, clock: factories.Clock) -> None:
    now = clock.moment
    for days in (40, 10, 2, 0):
        clock.moment = now - timedelta(days=days)
        factories.file_by_api(sqlite_app, narrative=f"They filmed gate {days}.")
    clock.moment = now + timedelta(hours=1)
    page = desk.sign_in(sqlite_app, "analyst").get("/backlog").text
    ages = ("up to 1 day", "1 to 3", "3 to 7", "7 to 14", "14 to 30", "over 30")
    assert [numbers(page, each) for each in ages] == [["1"], ["1"], ["0"], ["1"], ["0"], ["1"]]


def test_work_of_people_is_shown_to_their_own_agency_alone(sqlite_app: Flask) -> None:
    client = desk.sign_in(sqlite_app, "supervisor")
    page = client.get("/backlog").text
    assert "To decide" in page
    assert "Test Analyst" not in page
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        viewer, analyst = (
            session.get_one(Account, factories.account_id(sqlite_app, each))
            for each in ("supervisor", "analyst")
        )
        viewer.agency_id = analyst.agency_id
    assert numbers(client.get("/backlog").text, "Test Analyst") == ["0", "0", "0"]


def test_an_empty_installation_has_a_backlog_page_too(sqlite_app: Flask) -> None:
    page = desk.sign_in(sqlite_app, "analyst").get("/backlog").text
    assert "nothing waits" in page
    assert numbers(page, "From receipt to the first decision") == ["0", "Not yet", "Not yet"]


def test_how_long_reports_wait_is_counted_in_an_index(sqlite_app: Flask) -> None:
    engine = sqlite_app.extensions["sar"].engine
    asked: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, sql: str, values: Any, *_: object) -> None:
        asked.append((sql, values))

    event.listen(engine, "before_cursor_execute", note)
    with db.reading(engine) as session:
        count_ages(session, now=sqlite_app.extensions["sar"].clock())
    event.remove(engine, "before_cursor_execute", note)
    (question,) = [each for each in asked if "received_at" in each[0]]
    with engine.connect() as connection:
        plan = [
            row[-1]
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {question[0]}", question[1])
        ]
    of_reports = [each for each in plan if "reports" in each]
    assert len(of_reports) == 7
    assert all("ix_reports_waiting_since" in each for each in of_reports), plan
