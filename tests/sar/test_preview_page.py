"""The preview's page: counts for trainers, examples for who may read reports, in one stream."""

import html
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from sar import db, server_log
from sar.sets.published import current_set
from tests import desk, drafts, factories, pages
from tests.conftest import MakeApp
from tests.factories import Clock
from tests.past_reports import make_reports
from tests.sar.test_preview import publish
from tests.stored_reports import checksum, store

NEW = factories.newest_set()
AREA = next(each for each in NEW.indicators[0].elements if each.element_id == "el-0002")
BEFORE = timedelta(days=20)
RECEIPT = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]\b")


@pytest.fixture
def filled(sqlite_app: Flask, clock: Clock) -> Flask:
    """An application with reports of the days before."""
    store(sqlite_app.extensions["sar"].engine, make_reports(NEW, 60), first=clock() - BEFORE)
    return sqlite_app


def drafted(app: Flask) -> tuple[FlaskClient, int]:
    """Begin a draft in which a behaviour weighs more and one of its questions is required."""
    client, draft_id = drafts.start(app, version=NEW.version)
    indicator = NEW.indicators[0]
    saved = drafts.reword(client, draft_id, indicator.indicator_id, weight="10")
    assert saved.status_code == 303, saved.text
    url = f"/sets/{draft_id}/behaviours/{indicator.indicator_id}/questions/"
    answer = pages.change(client, url + AREA.element_id, required="yes")
    assert answer.status_code == 303, answer.text
    return client, draft_id


def words(page: str) -> str:
    """Return the text of a page, one space between words."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_trainer_sees_counts_and_causes_and_no_report(filled: Flask) -> None:
    client, draft_id = drafted(filled)
    page = client.get(f"/sets/{draft_id}/preview")
    assert page.status_code == 200
    said = words(page.text)
    missing = [
        each
        for each in make_reports(NEW, 60)
        if "ind-0001" in each.answers and AREA.element_id not in each.answers["ind-0001"]
    ]
    assert f"{len(missing)} that were accepted would be refused" in said
    assert f"“{AREA.label}” must have an answer." in said
    assert "became required" in said
    assert "60 reports read, 100 %" in said
    assert "The largest moves in the queue" in said
    assert not RECEIPT.findall(said)
    events = [each.action for each in desk.log_of(filled)][-3:]
    assert events[-1] == "set.previewed"
    assert "report.read" not in events


def test_a_privacy_officer_sees_redacted_examples_and_each_is_in_the_log(filled: Flask) -> None:
    _, draft_id = drafted(filled)
    page = factories.sign_in(filled, "privacy_officer").get(f"/sets/{draft_id}/preview")
    receipts = set(re.findall(r'href="/review/([^"]+)"', page.text))
    assert receipts
    assert "A man looked at the fence for a while" in words(page.text)
    logged = desk.log_of(filled)
    read = {each.subject.removeprefix("report:") for each in logged if each.details.get("excerpt")}
    assert read == set(re.findall(r'href="/review/([^"]+)">[^<]+</a>: “', page.text))
    assert [each.action for each in logged].count("set.previewed") == 1


@pytest.mark.parametrize("role", ["officer", "supervisor", "analyst"])
def test_who_may_not_see_drafts_cannot_preview_one(sqlite_app: Flask, role: str) -> None:
    assert factories.sign_in(sqlite_app, role).get("/sets/1/preview").status_code == 403


def test_a_version_equal_to_the_one_in_force_changes_nothing(filled: Flask) -> None:
    client = factories.sign_in(filled, "trainer")
    number = drafts.set_id_of(filled, NEW.version)
    page = client.get(f"/sets/{number}/preview")
    assert "Nothing would change for any of them." in words(page.text)


def test_a_draft_links_to_its_preview(filled: Flask) -> None:
    client, draft_id = drafts.start(filled)
    link = f'href="/sets/{draft_id}/preview"'
    assert link in client.get(f"/sets/{draft_id}/edit").text
    assert link in client.get(f"/sets/{draft_id}/diff").text


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-03-02", "2026-03-01", "The period ends before it begins."),
        ("yesterday", "2026-03-01", "This is not a day."),
        ("2026-03-01", "0000-00-00", "This is not a day."),
    ],
)
def test_days_that_cannot_be_are_named_and_what_was_typed_stays(
    filled: Flask, since: str, until: str, said: str
) -> None:
    client = factories.sign_in(filled, "trainer")
    page = client.get("/sets/1/preview", query_string={"since": since, "until": until})
    assert page.status_code == 422
    assert said in pages.finding(page)
    assert f'value="{since}"' in page.text
    assert "reports read" not in page.text


def test_the_days_are_those_of_the_viewers_zone(filled: Flask, clock: Clock) -> None:
    client = factories.sign_in(filled, "trainer")
    first = clock() - BEFORE
    day = first.astimezone().date() - timedelta(days=3)
    page = client.get("/sets/1/preview", query_string={"since": str(day), "until": str(day)})
    assert "No report was received on these days" in page.text


def test_the_page_says_which_reports_it_leaves_out(
    make_app: MakeApp, seeded_sqlite_template: Any, tmp_path: Any, clock: Clock
) -> None:
    url = factories.copy_sqlite(seeded_sqlite_template, tmp_path)
    app = make_app(url, max_preview_reports=4)
    store(app.extensions["sar"].engine, make_reports(NEW, 6), first=clock() - BEFORE)
    said = words(factories.sign_in(app, "trainer").get("/sets/1/preview").text)
    assert "These are the newest 4 of these days; there are older ones." in said


def parts_of(client: FlaskClient, address: str) -> Iterator[str]:
    """Yield what the server sends, as it sends it."""
    answer = client.get(address, buffered=False)
    assert answer.status_code == 200
    assert answer.headers["X-Accel-Buffering"] == "no"
    for part in answer.iter_encoded():
        yield part.decode()


def test_the_page_comes_at_once_and_says_how_far_it_is(filled: Flask) -> None:
    receipt = factories.file_by_api(filled)["receipt"]
    desk.multiply(filled, receipt, 1200)
    client = factories.sign_in(filled, "trainer")
    first, *steps, result, rest = parts_of(client, "/sets/1/preview")
    assert "<h1>" in first
    counts = [int(words(each).split()[0].replace(",", "")) for each in steps]
    assert counts == [500, 1000, 1261]
    assert "1,261 reports, and what would change for them" in words(result)
    assert rest.endswith("</html>")


def test_a_version_published_meanwhile_is_named_and_stays_as_it_was_published(
    filled: Flask, clock: Clock
) -> None:
    engine = filled.extensions["sar"].engine
    client, draft_id = drafted(filled)
    parts = parts_of(client, f"/sets/{draft_id}/preview")
    first = next(parts)
    compared = f"once under draft {draft_id}, once under version {NEW.version}, which is in force"
    assert compared in words(first)
    other = replace(NEW, version="9.0.0", title="Another one")
    publish(engine, other, now=clock())
    before = checksum(engine)
    said = words("".join(parts))
    assert "Version 9.0.0 came into force meanwhile" in said
    assert f"compare with version {NEW.version}" in said
    assert NEW.sha256[:16] in said
    assert other.sha256[:16] not in said
    assert checksum(engine) == before
    with db.reading(engine) as session:
        assert current_set(session, now=clock()).definition_set == other


def test_what_fails_in_the_middle_shows_no_numbers_and_is_logged(filled: Flask) -> None:
    with db.transaction(filled.extensions["sar"].engine) as session:
        session.execute(text("UPDATE reports SET reasons = '{broken' WHERE report_id = 20"))
    stream = io.StringIO()
    server_log.write_to(stream)
    page = factories.sign_in(filled, "trainer").get("/sets/1/preview")
    assert page.status_code == 200
    assert "The preview stopped before its end" in page.text
    assert "what would change for them" not in page.text
    assert page.text.endswith("</html>")
    assert "JSONDecodeError" in stream.getvalue()
    assert "broken" not in stream.getvalue()
