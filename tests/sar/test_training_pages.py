"""The pages of the training: job aids, courses and the trainer's export."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indicators.definitions import Audience
from sar.training.export import Format, Order, export
from tests import desk, factories, practicing
from tests.drafts import CURRENT


def test_every_role_finds_job_aids_courses_and_practice(sqlite_app: Flask) -> None:
    for role in ("officer", "supervisor", "analyst", "trainer", "privacy_officer", "administrator"):
        client = factories.signed_in(sqlite_app, role)
        page = client.get("/training").text
        for audience in Audience:
            assert f"/training/job-aids/{audience.value}" in page
            assert f"/training/courses/{audience.value}" in page
        assert "/training/practice" in page
        assert ("/training/export" in page) == (role in {"trainer", "administrator"})


@pytest.mark.parametrize("audience", Audience)
def test_a_job_aid_and_a_course_open_for_every_audience(
    sqlite_app: Flask, audience: Audience
) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    aid = client.get(f"/training/job-aids/{audience.value}")
    assert aid.status_code == 200
    assert factories.newest_set().sha256 in aid.text
    assert "<style" not in aid.text
    course = client.get(f"/training/courses/{audience.value}")
    assert course.status_code == 200
    assert 'id="ind-0016"' in course.text
    assert "About 13 minutes to read, in 6 chapters." in course.text
    full = client.get(f"/training/courses/{audience.value}?full=1").text
    assert re.search(r"About 3[45] minutes to read", full)
    refresher = client.get(f"/training/courses/{audience.value}?since=1.0.0")
    assert "What changed since version 1.0.0" in refresher.text


def test_a_refresher_without_a_change_says_so(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "trainer")
    for path in ("courses/fire_ems", "export/fire_ems/scorm12"):
        page = client.get(f"/training/{path}?since={CURRENT}")
        assert page.status_code == 200
        assert "Nothing to refresh" in page.text
    assert "There is nothing to refresh" in client.get(f"/training/export?since={CURRENT}").text


def test_two_clicks_export_a_package_and_the_log_says_which(app: Flask) -> None:
    client = factories.signed_in(app, "trainer")
    page = client.get("/training/export").text
    links = [
        each.replace("&amp;", "&") for each in re.findall(r'href="(/training/export/[^"]+)"', page)
    ]
    assert len(links) == len(Audience) * len(Format)
    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200
        audience, name = re.match(r"/training/export/(\w+)/([\w-]+)", link).groups()
        made = export(Order(factories.newest_set(), Audience(audience), Format(name)))
        assert made is not None
        assert answer.data == made.content
        assert made.name in answer.headers["Content-Disposition"]
        assert "attachment" in answer.headers["Content-Disposition"]
    spanish = re.findall(r'href="(/training/export[^"]*lang=es[^"]*)"', page)
    assert client.get(spanish[0].replace("&amp;", "&")).text.count("lang=es") >= len(links)
    logged = [each for each in desk.log_of(app) if each.action == "training.exported"]
    assert len(logged) == len(links)
    assert logged[0].subject == f"set:nsi-behaviours:{CURRENT}"
    assert logged[0].details["format"] == "job-aid"


def test_an_earlier_version_and_a_refresher_can_be_exported(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "trainer")
    answer = client.get("/training/export/fire_ems/cmi5?set=1.0.0")
    assert "nsi-behaviours-1.0.0-fire-ems-short-cmi5.zip" in answer.headers["Content-Disposition"]
    answer = client.get("/training/export/fire_ems/cmi5?set=1.0.0&full=1")
    assert "nsi-behaviours-1.0.0-fire-ems-full-cmi5.zip" in answer.headers["Content-Disposition"]
    answer = client.get("/training/export/fire_ems/scorm12?since=1.0.0")
    name = f"nsi-behaviours-{CURRENT}-fire-ems-since-1.0.0-scorm12.zip"
    assert name in answer.headers["Content-Disposition"]


def test_only_trainers_and_administrators_export(sqlite_app: Flask) -> None:
    for role in ("officer", "supervisor", "analyst", "privacy_officer"):
        client = factories.signed_in(sqlite_app, role)
        for path in ("export", "export/fire_ems/cmi5", "results"):
            assert client.get(f"/training/{path}").status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "job-aids/pirates",
        "courses/pirates",
        "courses/fire_ems?since=9.9.9",
        "courses/fire_ems?since=../../etc",
        "courses/fire_ems?set=0",
        "export/pirates/cmi5",
        "export/fire_ems/pptx",
        "export?since=nonsense",
        "practice/answers/424242",
    ],
)
def test_what_there_is_not_gets_a_clear_answer(sqlite_app: Flask, path: str) -> None:
    answer = factories.signed_in(sqlite_app, "trainer").get(f"/training/{path}")
    assert answer.status_code == 404
    assert "There is no " in answer.text


def test_a_person_takes_their_own_completions_along(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    practicing.play(client)
    lines = client.get("/training/completions.csv").text.splitlines()
    assert lines[0] == "course,version,score,completed_at"
    assert lines[1].startswith(f"Practice as officer,{CURRENT},100,2026-03-02T15:30:00")
    other = factories.signed_in(app, "officer2").get("/training/completions.csv").text
    assert len(other.splitlines()) == 1


def test_the_training_pages_show_what_a_person_completed_and_no_other(app: Flask) -> None:
    practicing.play(factories.signed_in(app, "officer"))
    assert "Practice as officer" in factories.signed_in(app, "officer").get("/training").text
    assert "Practice as officer" not in factories.signed_in(app, "officer2").get("/training").text


def choose_work(client: FlaskClient, audience: str) -> TestResponse:
    token = factories.csrf_token(client.get("/training").text)
    return client.post("/training/work", data={"csrf_token": token, "audience": audience})


def test_the_work_that_a_person_chose_is_shown_first_from_then_on(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    assert "What is your work?" in client.get("/training").text
    for nonsense in ("", "pirate"):
        refused = choose_work(client, nonsense)
        assert refused.status_code == 422
        assert "No kind of work is chosen." in refused.text
    assert choose_work(client, "fire_ems").status_code == 303
    # It is the person's, not the sitting's.
    again = factories.signed_in(app, "officer").get("/training").text
    assert re.search(r"<h2>Fire and EMS</h2>.*?/training/courses/fire_ems", again, re.S)
    assert "<h2>Fire and EMS</h2>" not in factories.signed_in(app, "officer2").get("/training").text
