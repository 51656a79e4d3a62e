"""Kept filters tell counts only; programs read what changed, each change once and in order."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from sar import db
from sar.models import Report, SavedSearch
from tests import desk, factories


def test_kept_filters_count_what_is_new_and_hold_no_word(sqlite_app: Flask) -> None:
    analyst = desk.sign_in(sqlite_app, "analyst")
    factories.file_by_api(sqlite_app)
    kept = desk.post(analyst, "/search/saved", sector="ENRG", state="received", q="John Smith")
    assert kept.location == "/queue?sector=ENRG&state=received"
    desk.post(analyst, "/search/saved", sector="ENRG", state="received")
    for odd in ({}, {"sector": "John Smith"}, {"behaviour": "' OR 1=1"}):
        desk.post(analyst, "/search/saved", **odd)
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        rows = session.execute(select(SavedSearch)).scalars().all()
    assert [row.filters for row in rows] == [{"sector": "ENRG", "state": "received"}]
    assert "nothing new" in analyst.get("/queue").text
    for sector in ("ENRG", "DAMS"):
        factories.file_by_api(sqlite_app, sector=sector, narrative=f"They cut a fence, {sector}.")
    assert "criteria: 1 new" in analyst.get("/queue").text
    elsewhere = analyst.get("/backlog").text
    assert '<span class="nav-count">1 new</span>' in elsewhere, "the menu tells it on every page"
    assert "1 new" not in desk.sign_in(sqlite_app, "analyst2").get("/queue").text
    saved = f"/search/saved/{rows[0].saved_search_id}"
    stranger = desk.sign_in(sqlite_app, "analyst2")
    assert desk.post(stranger, saved, forget="yes").status_code == 303
    assert desk.post(analyst, saved).location == "/queue?sector=ENRG&state=received"
    assert "nothing new" in analyst.get("/queue").text
    desk.post(analyst, saved, forget="yes")
    assert "nothing new" not in analyst.get("/queue").text


def test_programs_read_every_change_once_whatever_happens_between(app: Flask) -> None:
    parts = app.extensions["sar"]
    first = factories.file_by_api(app)["receipt"]
    desk.multiply(app, first, 204)
    headers = factories.api_headers(factories.api_token(app, "analyst"))
    client = app.test_client()

    def read(since: str) -> tuple[list[str], str]:
        answer = client.get("/api/v1/changes", query_string={"since": since}, headers=headers)
        assert answer.status_code == 200, answer.text
        assert "cut the fence" not in answer.text
        page = answer.get_json()
        return [each["receipt"] for each in page["reports"]], page["next"]

    assert read("") == ([], ""), "too young to be settled"
    parts.clock.advance(minutes=1)
    one, cursor = read("")
    two, cursor = read(cursor)
    assert (len(one), len(two), len({*one, *two})) == (200, 5, 205)
    assert read(cursor) == ([], cursor)
    with db.transaction(parts.engine) as session:
        moment = parts.clock() + timedelta(seconds=1)
        session.execute(update(Report).where(Report.receipt == first).values(updated_at=moment))
    parts.clock.advance(minutes=1)
    assert read(cursor)[0] == [first]
    for odd in ("x", "1-2-3", "9" * 30, "'"):
        answer = client.get("/api/v1/changes", query_string={"since": odd}, headers=headers)
        assert answer.status_code == 422
    assert desk.log_of(app)[-1].action == "changes.listed"
