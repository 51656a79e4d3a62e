"""Photos and files of a report: added by its officer, sealed, shown to who says why, destroyed."""

import hashlib
import io
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import delete, select

from privacy.files import Limits
from privacy.files.apart import AT_ONCE
from sar import db
from sar.attachments.receiving import Checks, Prepared, Sent, prepare
from sar.errors import NotReadyError
from sar.models import Attachment, Report, SealedContent
from sar.outside.scanner import Scanner
from tests import attached, desk, factories, pages, planted
from tests.privacy.files import made

REASON = "I compare the plate with the visitor log of the site."
NAME = "Quackenbush at the gate.jpg"


@pytest.fixture
def receipt(sqlite_app: Flask) -> str:
    """The receipt of a report of the officer."""
    filed: str = factories.file_by_api(sqlite_app)["receipt"]
    return filed


def officer(app: Flask, username: str = "officer") -> FlaskClient:
    return factories.signed_in(app, username)


def test_a_photo_is_kept_without_what_it_tells_and_its_officer_is_told(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    photo = made.jpeg()
    kept = attached.attach(app, receipt, photo, name=f"../private/{NAME}")
    assert kept["original_sha256"] == hashlib.sha256(photo).hexdigest()
    assert (kept["kind"], kept["state"], kept["is_repeat"]) == ("image/jpeg", "ready", False)
    assert {"location", "device", "people"} <= set(kept["removed"])
    page = officer(app).get(f"/reports/{receipt}/files").text
    assert "Its location was removed." in page
    assert NAME in page
    assert "private" not in page
    engine = app.extensions["sar"].engine
    with db.reading(engine) as session:
        report = session.execute(select(Report).where(Report.receipt == receipt)).scalar_one()
        assert report.revision == 2
        months = session.execute(
            select(SealedContent.month).where(SealedContent.report_id == report.report_id)
        ).scalars()
        assert len(set(months)) == 1, "all of a report is sealed to one month"
    (entry,) = [each for each in desk.log_of(app) if each.action == "attachment.added"]
    assert entry.details == {
        "file": 1,
        "kind": "image/jpeg",
        "bytes": kept["size_bytes"],
        "state": "ready",
    }


def test_the_same_file_is_kept_once_however_often_it_is_sent(
    sqlite_app: Flask, receipt: str
) -> None:
    first = attached.attach(sqlite_app, receipt, made.png())
    again = attached.attach(sqlite_app, receipt, made.png(), name="another name.png")
    assert again == first | {"is_repeat": True}
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        assert len(session.execute(select(Attachment)).scalars().all()) == 1


def test_a_file_that_was_removed_does_not_come_back_when_it_is_sent_once_more(
    sqlite_app: Flask, receipt: str
) -> None:
    attached.attach(sqlite_app, receipt, b"The wrong note.", key="key-of-the-note")
    client = officer(sqlite_app)
    pages.change(client, f"/reports/{receipt}/files", f"/reports/{receipt}/files/1/remove")
    late = attached.attach(sqlite_app, receipt, b"The wrong note.", key="key-of-the-note")
    assert (late["attachment_id"], late["state"], late["is_repeat"]) == (1, "removed", True)
    other = attached.attach(sqlite_app, receipt, b"Another note.", key="key-of-another")
    assert other["attachment_id"] == 2
    mistaken = attached.send(sqlite_app, receipt, b"A third note.", key="key-of-another")
    assert (mistaken.status_code, "another file" in mistaken.text) == (409, True)
    page = factories.csrf_token(client.get(f"/reports/{receipt}/files").text)
    sent = {"csrf_token": page, "key": "key-of-the-note", "files": (io.BytesIO(b"x"), "x.txt")}
    said = client.post(
        f"/reports/{receipt}/files", data=sent, headers={"Accept": "application/json"}
    ).get_json()["files"]
    assert said == [
        {"is_taken": True, "said": "Text 1 was removed from this report, and stays removed."}
    ]


def test_an_officer_looks_at_a_cleaned_photo_of_their_own_while_the_report_is_open(
    sqlite_app: Flask, receipt: str
) -> None:
    attached.attach(sqlite_app, receipt, made.jpeg(), name=NAME)
    client, address = officer(sqlite_app), f"/reports/{receipt}/files/1"
    assert "Photo 1." in client.get(f"/reports/{receipt}").text
    assert f'href="{address}"' in client.get(f"/reports/{receipt}/files").text
    shown = client.get(address)
    assert Image.open(io.BytesIO(shown.data)).size == (120, 80)
    assert not planted.is_in(shown.data, made.WORDS)
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.headers["Cache-Control"] == "no-store"
    (entry,) = [each for each in desk.log_of(sqlite_app) if each.action == "attachment.opened"]
    assert entry.details == {"file": 1}
    for username, status in (("officer2", 404), ("supervisor", 404), ("analyst", 404)):
        assert officer(sqlite_app, username).get(address).status_code == status
    assert client.get(f"/reports/{receipt}/files/2").status_code == 404
    analyst = desk.work_on(sqlite_app, receipt)
    why = {"rationale": "Filed twice by mistake.", "officer_text": "You filed this twice."}
    desk.decide(analyst, receipt, "withdraw", **why)
    assert client.get(address).status_code == 409
    page = client.get(f"/reports/{receipt}/files").text
    assert (f'href="{address}"' in page, NAME in page) == (False, True)


def test_an_analyst_is_told_of_a_photo_that_came_after_the_last_decision(
    sqlite_app: Flask, receipt: str, clock: factories.Clock
) -> None:
    attached.attach(sqlite_app, receipt, b"A note.")
    analyst = desk.work_on(sqlite_app, receipt)
    desk.decide(analyst, receipt, "return_to_officer", question="Which gate was it?")
    page = analyst.get(f"/review/{receipt}").text
    assert ("The officer added Text 1" in page, "after the last decision" in page) == (True, False)
    clock.advance(minutes=1)
    attached.attach(sqlite_app, receipt, made.jpeg(), name=NAME)
    page = analyst.get(f"/review/{receipt}").text
    assert "A photo or file came after the last decision" in page
    assert "The officer added Photo 2" in page
    assert NAME not in page


def test_of_several_files_one_that_is_refused_stops_no_other(
    sqlite_app: Flask, receipt: str
) -> None:
    client = officer(sqlite_app)
    answer = attached.send_by_form(
        client, receipt, (made.jpeg(), "a.jpg"), (b"MZ\x00", "b.jpg"), (b"A note.", "c.txt")
    )
    assert answer.status_code == 422
    assert "This kind of file is not taken." in pages.finding(answer)
    assert "Photo 1 was added. Its location was removed." in answer.text
    assert "Text 2 was added. There was nothing hidden in it." in answer.text
    nothing = attached.send_by_form(client, receipt)
    assert "Nothing was chosen." in pages.finding(nothing)
    one = attached.send_by_form(client, receipt, (b"A note more.", "d.txt"))
    assert (one.status_code, one.location) == (303, f"/reports/{receipt}/files")


def test_more_files_than_a_report_takes_are_refused_uncleaned(
    sqlite_app: Flask, receipt: str
) -> None:
    client = officer(sqlite_app)
    many = [(f"Note {number}.".encode(), f"{number}.txt") for number in range(11)]
    answer = attached.send_by_form(client, receipt, *many, (b"MZ\x00", "b.exe"))
    assert answer.status_code == 422
    assert answer.text.count("was added.") == 10
    assert "A report takes 10 photos and files at most." in pages.finding(answer)
    assert "This kind of file is not taken." not in answer.text


def test_a_script_is_answered_in_json(sqlite_app: Flask, receipt: str) -> None:
    client = officer(sqlite_app)
    taken = attached.send_by_form(client, receipt, (made.png(), "a.png"), Accept="application/json")
    assert taken.status_code == 201
    assert taken.get_json()["files"][0]["said"].startswith("Picture 1 was added. Its location was")
    refused = attached.send_by_form(client, receipt, (b"", "b.png"), Accept="application/json")
    assert refused.status_code == 422
    assert refused.get_json()["files"] == [
        {"is_taken": False, "said": "This file is empty. Choose the file again."}
    ]


def test_a_report_takes_so_many_files_of_such_a_size(make_app, seeded_sqlite_template, tmp_path):  # type: ignore[no-untyped-def]
    url = factories.copy_sqlite(seeded_sqlite_template, tmp_path)
    app = make_app(url, max_files_per_report=1, max_file_bytes=30_000, max_request_bytes=40_000)
    receipt = factories.file_by_api(app)["receipt"]
    large = attached.send(app, receipt, b"a" * 30_001)
    assert large.get_json()["findings"][0]["rule"] == "too_large"
    attached.attach(app, receipt, b"One.")
    second = attached.send(app, receipt, b"Two.")
    assert (second.status_code, second.get_json()["findings"][0]["rule"]) == (422, "too_many")
    huge = attached.send(app, receipt, b"a" * 300_000)
    assert huge.status_code == 413


def test_a_photo_that_finds_no_turn_is_to_be_sent_again() -> None:
    checks = Checks(replace(Limits(), max_wait_seconds=0.05), Scanner())
    with AT_ONCE, AT_ONCE, pytest.raises(NotReadyError) as caught:
        prepare(Sent(b"A note."), checks)
    assert "again in a minute" in caught.value.remedy
    assert isinstance(prepare(Sent(b"A note."), checks), Prepared)


def test_nobody_else_adds_lists_or_removes_files(sqlite_app: Flask, receipt: str) -> None:
    attached.attach(sqlite_app, receipt, b"A note.")
    for username in ("officer2", "supervisor", "analyst"):
        client = officer(sqlite_app, username)
        token = factories.csrf_token(client.get("/account").text)
        assert client.get(f"/reports/{receipt}/files").status_code == 404
        sent = {"csrf_token": token, "files": (io.BytesIO(b"Another."), "x.txt")}
        assert client.post(f"/reports/{receipt}/files", data=sent).status_code == 404
        gone = client.post(f"/reports/{receipt}/files/1/remove", data={"csrf_token": token})
        assert gone.status_code == 404
        api = sqlite_app.test_client()
        headers = factories.api_headers(factories.api_token(sqlite_app, username))
        assert attached.send(sqlite_app, receipt, b"x", username=username).status_code == 404
        assert api.get(f"/api/v1/reports/{receipt}/files", headers=headers).status_code == 404
        url = f"/api/v1/reports/{receipt}/files/1"
        assert api.delete(url, headers=headers).status_code == 404
    # Nor by way of a report of one's own.
    own = factories.file_by_api(sqlite_app, username="officer2")["receipt"]
    headers = factories.api_headers(factories.api_token(sqlite_app, "officer2"))
    url = f"/api/v1/reports/{own}/files/1"
    assert sqlite_app.test_client().delete(url, headers=headers).status_code == 404
    reading = factories.api_token(sqlite_app, "officer", "sets:read")
    listed = sqlite_app.test_client().get(
        f"/api/v1/reports/{receipt}/files", headers=factories.api_headers(reading)
    )
    assert listed.status_code == 403


def test_an_officer_removes_a_file_before_the_review_begins(
    sqlite_app: Flask, receipt: str
) -> None:
    attached.attach(sqlite_app, receipt, b"The wrong note.", name="wrong.txt")
    client = officer(sqlite_app)
    removed = pages.change(
        client, f"/reports/{receipt}/files", f"/reports/{receipt}/files/1/remove"
    )
    assert removed.status_code == 303
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        row = session.execute(select(Attachment)).scalar_one()
        assert (row.state, row.original_sha256, row.removed) == ("removed", None, [])
        contexts = session.execute(select(SealedContent.context)).scalars().all()
        assert contexts == [f"report:{receipt}"]
    page = client.get(f"/reports/{receipt}/files").text
    assert "Removed" in page
    assert "wrong.txt" not in page
    again = attached.attach(sqlite_app, receipt, b"The wrong note.")
    assert (again["attachment_id"], again["is_repeat"]) == (2, False)
    desk.work_on(sqlite_app, receipt)
    headers = factories.api_headers(factories.api_token(sqlite_app, "officer"))
    late = sqlite_app.test_client().delete(f"/api/v1/reports/{receipt}/files/2", headers=headers)
    assert (late.status_code, "review" in late.text) == (409, True)


def test_a_closed_report_takes_no_more_files(sqlite_app: Flask, receipt: str) -> None:
    analyst = desk.work_on(sqlite_app, receipt)
    why = {"rationale": "Filed twice by mistake.", "officer_text": "You filed this twice."}
    closed = desk.decide(analyst, receipt, "withdraw", **why)
    assert closed.status_code == 303, closed.text
    assert attached.send(sqlite_app, receipt, b"Late.").status_code == 409
    client = officer(sqlite_app)
    assert "This report is closed" in client.get(f"/reports/{receipt}/files").text
    assert "Add photos" not in client.get(f"/reports/{receipt}").text


def reveal(client: FlaskClient, receipt: str, number: int = 1) -> None:
    address = f"/review/{receipt}/reveal/file:{number}/1"
    sent = pages.change(client, address, purpose="check_detail", words=REASON)
    assert sent.status_code == 303, sent.text


def test_an_analyst_sees_a_photo_after_saying_why_and_for_a_while(
    app: Flask, clock: factories.Clock
) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    attached.attach(app, receipt, made.jpeg(), name=NAME)
    analyst = desk.work_on(app, receipt)
    page = analyst.get(f"/review/{receipt}").text
    assert "[PHOTO 1]" in page
    assert "Quackenbush" not in page
    address = f"/review/{receipt}/files/1"
    asked = analyst.get(address)
    assert (asked.status_code, asked.location) == (302, f"/review/{receipt}/reveal/file:1/1")
    reveal(analyst, receipt)
    assert f'src="{address}"' in analyst.get(f"/review/{receipt}").text
    shown = analyst.get(address)
    assert shown.status_code == 200
    assert Image.open(io.BytesIO(shown.data)).size == (120, 80)
    assert not planted.is_in(shown.data, made.WORDS)
    headers = shown.headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"] == f'inline; filename="{receipt}-1.jpg"'
    assert headers["Cache-Control"] == "no-store"
    actions = [each.action for each in desk.log_of(app, f"report:{receipt}")]
    assert actions.index("reveal.granted") < actions.index("attachment.shown")
    # It is shown to nobody else, and to nobody for ever.
    assert factories.signed_in(app, "analyst2").get(address).status_code == 302
    assert factories.signed_in(app, "officer").get(address).status_code == 403
    clock.advance(minutes=16)
    assert analyst.get(address).status_code == 302


def test_a_whole_report_is_shown_with_its_files_and_a_document_is_saved_never_opened(
    sqlite_app: Flask, receipt: str
) -> None:
    attached.attach(sqlite_app, receipt, made.pdf(), name="x.pdf")
    analyst = desk.work_on(sqlite_app, receipt)
    sent = pages.change(analyst, f"/review/{receipt}/reveal", purpose="review_nexus", words=REASON)
    assert sent.status_code == 303
    assert "Save Document 1" in analyst.get(f"/review/{receipt}").text
    shown = analyst.get(f"/review/{receipt}/files/1")
    assert shown.mimetype == "application/pdf"
    assert shown.headers["Content-Disposition"].startswith("attachment;")
    listed = factories.signed_in(sqlite_app, "privacy_officer").get("/oversight/reveals").text
    assert "Whole report" in listed


def test_what_is_gone_with_its_month_cannot_be_shown(sqlite_app: Flask, receipt: str) -> None:
    attached.attach(sqlite_app, receipt, b"A note.")
    analyst = desk.work_on(sqlite_app, receipt)
    reveal(analyst, receipt)
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        session.execute(delete(SealedContent).where(SealedContent.context == f"file:{receipt}:1"))
    assert analyst.get(f"/review/{receipt}/files/1").status_code == 409
