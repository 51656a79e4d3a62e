"""Incidents: reports of one event stand together, a banner says so, and it ends by itself."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import desk, factories, pages

HARBOR = {"name": "Harbor bridge closed", "area": "harbor", "since": "24", "lasts": "4"}
ROWS = re.compile(r'role="rowheader"[^>]*><a[^>]*>([^<]+)</a>')


def at(app: Flask, facility: str) -> str:
    place = {"kind": "facility", "facility": facility, "state": "IL"}
    return str(factories.file_by_api(app, place=place)["receipt"])


def open_one(client: FlaskClient, **changes: str) -> TestResponse:
    return pages.change(client, "/incidents", **{**HARBOR, **changes})


def test_an_incident_brings_its_reports_together_and_ends_by_itself(
    app: Flask, clock: factories.Clock
) -> None:
    inside, outside = at(app, "Harbor gate 3"), at(app, "Reservoir")
    client = desk.sign_in(app, "analyst")
    assert open_one(client).location == "/queue"
    page = desk.sign_in(app, "analyst2").get("/queue").text
    assert "Harbor bridge closed" in page, "every analyst sees it"
    assert "1 report waits" in page
    assert {inside, outside} <= set(ROWS.findall(page)), "nothing leaves the queue for it"
    narrowed = re.findall(r"/queue\?incident=(\d+)", page)[0]
    assert ROWS.findall(client.get(f"/queue?incident={narrowed}").text) == [inside]
    taken = desk.post(client, "/queue/next", incident=narrowed)
    assert taken.location == f"/review/{inside}?incident={narrowed}"
    assert "Harbor bridge closed" in client.get(f"/review/{inside}").text
    assert "Harbor bridge closed" not in client.get(f"/review/{outside}").text
    assert ROWS.findall(client.get(f"/incidents/{narrowed}").text) == [inside]
    clock.advance(hours=4, minutes=1)
    client = desk.sign_in(app, "analyst")
    page = client.get(f"/queue?incident={narrowed}").text
    assert "Harbor bridge closed" not in page
    assert len(ROWS.findall(page)) == 2, "a filter that ended narrows nothing"
    late = at(app, "Harbor gate 4")
    assert late not in client.get(f"/incidents/{narrowed}").text
    actions = [each.action for each in desk.log_of(app, f"incident:{narrowed}")]
    assert actions == ["incident.opened", "incident.read", "incident.read"]


def test_it_can_be_ended_before_its_time_once(sqlite_app: Flask) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    open_one(client)
    assert pages.change(client, "/incidents", action="/incidents/1/end").status_code == 303
    assert desk.post(client, "/incidents/1/end").status_code == 303
    assert "Ended" in client.get("/incidents").text
    actions = [each.action for each in desk.log_of(sqlite_app, "incident:1")]
    assert actions == ["incident.opened", "incident.ended"]
    assert desk.post(client, "/incidents/9/end").status_code == 404
    assert client.get("/incidents/9").status_code == 404


def test_it_is_narrowed_by_behaviour_too_and_signs_in_its_area_mean_themselves(
    sqlite_app: Flask,
) -> None:
    receipt = at(sqlite_app, "Gate 100%_A")
    client = desk.sign_in(sqlite_app, "analyst")
    open_one(client, area="", behaviour="ind-0001")
    open_one(client, area="100%_a", behaviour="")
    open_one(client, area="1%A", behaviour="")
    open_one(client, area="", behaviour="ind-0011")
    found = [ROWS.findall(client.get(f"/incidents/{number}").text) for number in (1, 2, 3, 4)]
    assert found == [[receipt], [receipt], [], []]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "x"}, "needs 3 to 80"),
        ({"area": "", "behaviour": ""}, "Nothing tells which reports belong"),
        ({"area": "x" * 81}, "longer than 80"),
        ({"since": "1000"}, "Nothing is chosen"),
        ({"lasts": "-4"}, "Nothing is chosen"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_opened(
    sqlite_app: Flask, changes: dict[str, str], said: str
) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    answer = open_one(client, **changes)
    assert answer.status_code == 422
    assert said in pages.finding(answer)
    assert "Incidents of the last months" not in client.get("/incidents").text


def test_whom_its_name_names_is_hidden(sqlite_app: Flask) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    open_one(client, name="Search for John Smith, 312-555-0142")
    page = client.get("/queue").text
    assert "312-555-0142" not in page
    assert "Search for" in page
