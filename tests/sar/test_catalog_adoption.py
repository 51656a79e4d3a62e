"""A version is announced to agencies, and arrives: counts of people tell of nobody."""

import html
import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import insert

from sar import db
from sar.catalog.adoption import share
from sar.catalog.board import SMALLEST
from sar.models import Account, FormOpening, Report, Role
from tests import consultations, desk, drafts, factories, pages
from tests.factories import Clock

NEWS = "The question on height is easier."


def announce(
    app: Flask, username: str = "trainer", invite: str = "officer", **fields: object
) -> int:
    client = factories.signed_in(app, username)
    words = {"words": NEWS, "agencies": [str(consultations.agency_id(app, invite))]} | fields
    answer = pages.change(client, f"/sets/{drafts.set_id_of(app)}/announce", **words)
    return answer.status_code


def hire(app: Flask, count: int, *, opened: int = 0, like: str = "officer") -> None:
    """Add officers to an agency, some of whom have opened a form under the version in force."""
    parts = app.extensions["sar"]
    agency = consultations.agency_id(app, like)
    with db.transaction(parts.engine) as session:
        people = [
            {
                "username": f"hired{number}-{like}",
                "display_name": f"Hired {number}",
                "role": Role.OFFICER,
                "agency_id": agency,
                "password_hash": "",
                "created_at": parts.clock(),
            }
            for number in range(count)
        ]
        ids = session.execute(insert(Account).returning(Account.account_id), people).scalars().all()
        current = drafts.set_id_of(app)
        for account_id in ids[:opened]:
            session.add(
                FormOpening(
                    definition_set_id=current, account_id=account_id, opened_at=parts.clock()
                )
            )


def adoption(app: Flask, username: str = "trainer") -> str:
    page = factories.signed_in(app, username).get(f"/sets/{drafts.set_id_of(app)}/adoption")
    assert page.status_code == 200
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)))


@pytest.mark.parametrize("people", range(1, 60))
def test_a_small_count_and_a_small_rest_look_like_at_least_five_counts(people: int) -> None:
    said = [share(count, people).words for count in range(people + 1)]
    for count in range(people + 1):
        if count < SMALLEST or people - count < SMALLEST:
            assert said.count(said[count]) >= min(SMALLEST, people + 1)


def test_opening_a_form_is_noted_once_and_shown_as_a_count(app: Flask) -> None:
    hire(app, 20, opened=6)
    for _time in range(2):
        assert factories.signed_in(app, "officer").get("/reports/new").status_code == 200
    shown = adoption(app)
    # Twenty were hired; an officer and a supervisor were there. Six and one have opened a form.
    assert "Lakeside Police Department 22 about 5 not announced" in shown
    assert "Hill County Sheriff fewer than 5 not told for so few people not announced" in shown
    assert "Hired" not in shown
    entries = drafts.entries_of(app, f"set:nsi-behaviours:{drafts.CURRENT}")
    assert entries[-1].action == "set.adoption_viewed"


def test_a_small_count_and_a_small_rest_are_not_told(sqlite_app: Flask) -> None:
    hire(sqlite_app, 20, opened=4)
    hire(sqlite_app, 20, opened=20, like="officer2")
    shown = adoption(sqlite_app)
    assert "Lakeside Police Department 22 fewer than 5 not announced" in shown
    assert "Hill County Sheriff 23 all but fewer than 5 not announced" in shown
    assert "Total" not in shown


def test_people_see_an_announcement_until_they_have_read_it(sqlite_app: Flask) -> None:
    page = f"/sets/{drafts.set_id_of(sqlite_app)}/announce"
    filled_in = factories.signed_in(sqlite_app, "trainer").get(page).text
    # What came with the toolkit begins with a day, not with a moment of it.
    assert re.search(rf"Version {drafts.CURRENT} is in force since \d+ \w+ \d{{4}}\. ", filled_in)
    assert announce(sqlite_app) == 303
    officer = factories.signed_in(sqlite_app, "officer")
    start = officer.get("/reports/new")
    assert NEWS in start.text
    form = officer.get("/reports/new", query_string={"behaviours": drafts.FIRST}).text
    assert NEWS in form
    assert "I have read it" not in form
    assert NEWS not in officer.get("/reports").text
    assert NEWS not in factories.signed_in(sqlite_app, "officer2").get("/reports/new").text
    read = pages.change(officer, "/reports/new", "/announcements/1/acknowledge")
    assert read.status_code == 303
    assert NEWS not in officer.get("/reports/new").text
    assert "Lakeside Police Department fewer than 5 not told" in adoption(sqlite_app)
    log = [each.action for each in desk.log_of(sqlite_app, "announcement:1")]
    assert log == ["announcement.acknowledged"]


def test_an_announcement_ends_by_itself_and_by_hand(sqlite_app: Flask, clock: Clock) -> None:
    announce(sqlite_app, days="3")
    clock.advance(days=3)
    assert NEWS not in factories.signed_in(sqlite_app, "officer").get("/reports/new").text
    announce(sqlite_app)
    trainer = factories.signed_in(sqlite_app, "trainer")
    url = f"/sets/{drafts.set_id_of(sqlite_app)}/adoption"
    assert pages.change(trainer, url, "/announcements/2/end").status_code == 303
    assert NEWS not in factories.signed_in(sqlite_app, "officer").get("/reports/new").text


BAD_NEWS: list[tuple[dict[str, object], str, str]] = [
    ({"words": " "}, "words", "Say what people should know"),
    ({"agencies": []}, "agencies", "No agency is chosen"),
    ({"agencies": ["999"]}, "agencies", "No agency is chosen"),
    ({"days": "0"}, "days", "from 1 to 180"),
]


def test_an_announcement_that_will_not_do_is_explained_at_its_field(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "trainer")
    url = f"/sets/{drafts.set_id_of(sqlite_app)}/announce"
    for fields, path, words in BAD_NEWS:
        answer = pages.change(client, url, **fields)
        assert answer.status_code == 422, fields
        assert words in pages.finding(answer)
        assert f'id="{path}"' in answer.text


def test_only_what_is_in_force_or_will_be_is_announced_and_only_to_whom_it_is(
    sqlite_app: Flask,
) -> None:
    client = factories.signed_in(sqlite_app, "trainer")
    old = f"/sets/{drafts.set_id_of(sqlite_app, '1.0.0')}/announce"
    agency = str(consultations.agency_id(sqlite_app, "officer"))
    assert pages.change(client, old, words=NEWS, agencies=[agency]).status_code == 409
    announce(sqlite_app)
    stranger = factories.signed_in(sqlite_app, "officer2")
    token = factories.csrf_token(stranger.get("/reports/new").text)
    sent = {"csrf_token": token}
    assert stranger.post("/announcements/1/acknowledge", data=sent).status_code == 404
    assert stranger.post("/announcements/1/end", data=sent).status_code == 403


def test_reports_are_counted_per_week_and_version_and_few_are_not_told(
    app: Flask, clock: Clock
) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    desk.multiply(app, receipt, 8)
    with db.transaction(app.extensions["sar"].engine) as session:
        for place, report in enumerate(session.query(Report).order_by(Report.report_id)):
            report.received_at = clock.moment - timedelta(weeks=0 if place < 6 else 2)
    page = factories.signed_in(app, "trainer").get(f"/sets/{drafts.set_id_of(app)}/adoption").text
    told = re.findall(rf'data-heading="{drafts.CURRENT}"><div>([^<]+)<', page)
    assert told == ["0"] * 9 + ["fewer than 5", "0", "6"]
    assert page.count('<rect class="chart-1 chart-few" x="5') == 1


def test_others_see_nothing_of_the_roll_out(sqlite_app: Flask) -> None:
    url = f"/sets/{drafts.set_id_of(sqlite_app)}"
    for username in ("officer", "analyst", "supervisor"):
        client = factories.signed_in(sqlite_app, username)
        assert client.get(f"{url}/adoption").status_code == 403
        assert client.get(f"{url}/announce").status_code == 403
