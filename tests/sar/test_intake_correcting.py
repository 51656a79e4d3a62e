"""An officer corrects a report: a version beside the last, checked, redacted and scored like it."""

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sar import db
from sar.models import Report, ReportVersion, SealedContent
from tests import desk, factories, pages
from tests.factories import Clock

NEW_STORY = "A man who gave his name as Jon Smithe, phone 312-555-0199, cut the fence twice."


def correct(client: FlaskClient, receipt: str, **fields: Any) -> TestResponse:
    """Open the form of one's own report, change fields, send it, and send what was read back."""
    address = f"/reports/{receipt}/correct"
    shown = pages.change(client, address, **fields)
    if "Check your answers" not in shown.text:
        return shown
    return client.post(address, data=pages.fields_of(shown.text, address))


def rows(app: Flask, model: type[Any]) -> list[Any]:
    with db.reading(app.extensions["sar"].engine) as session:
        found = list(session.execute(select(model)).scalars())
        session.expunge_all()
    return found


def test_a_correction_is_a_version_beside_the_first_and_both_stay(app: Flask, clock: Clock) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    (before,) = rows(app, Report)
    officer, analyst = desk.sign_in(app, "officer"), desk.work_on(app, receipt)
    desk.decide(analyst, receipt, "meets_criteria", rationale="The fence was cut on purpose.")
    clock.advance(minutes=10)
    answer = correct(officer, receipt, narrative=NEW_STORY, vehicles__0__plate="XYZ9876")
    assert answer.status_code == 303, answer.text
    (after,) = rows(app, Report)
    assert after.content_sha256 == before.content_sha256
    assert (after.occurred_at, after.state) == (before.occurred_at, "criteria_met")
    assert after.revision > before.revision
    first, second = rows(app, ReportVersion)
    assert (first.number, first.content_sha256) == (1, before.content_sha256)
    assert first.shown["redacted"] == before.redacted
    assert (second.number, second.shown) == (2, None)
    assert set(second.changed) == {"narrative", "vehicles.0.plate"}
    contexts = [each.context for each in rows(app, SealedContent)]
    assert sorted(contexts) == [f"report:{receipt}", f"version:1:report:{receipt}"]
    page = analyst.get(f"/review/{receipt}").text
    assert "rests on an older version" in page
    assert re.search(r"<del>.*?\[PLATE 1\].*?<ins>.*?\[PLATE 2\]", page, re.S)
    assert re.search(r"<ins>.*?twice", page)
    assert "312-555-0199" not in page
    own = officer.get(f"/reports/{receipt}/versions").text
    assert re.search(r"<del>.*?bolt cutters", own, re.S)
    assert "312-555-0199" not in own
    receipt_page = officer.get(f"/reports/{receipt}").text
    assert first.content_sha256 in receipt_page
    assert second.content_sha256 in receipt_page


def test_the_log_knows_before_the_officers_own_words_are_opened(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    page = desk.sign_in(sqlite_app, "officer").get(f"/reports/{receipt}/correct").text
    assert "312-555-0142" in page
    assert "report.own_opened" in {each.action for each in desk.log_of(sqlite_app)}


def test_the_same_form_sent_twice_makes_one_version_and_an_older_form_is_refused(
    sqlite_app: Flask,
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    officer, address = desk.sign_in(sqlite_app, "officer"), f"/reports/{receipt}/correct"
    read_back = pages.change(officer, address, narrative=NEW_STORY)
    form = pages.fields_of(read_back.text, address)
    old = pages.fields_of(officer.get(address).text, address)
    assert [officer.post(address, data=form).status_code for _ in range(2)] == [303, 303]
    assert len(rows(sqlite_app, ReportVersion)) == 2
    old["narrative"] = "From a window that was open before."
    answer = officer.post(address, data=old)
    answer = officer.post(address, data=pages.fields_of(answer.text, address))
    assert "in another window" in pages.finding(answer)
    assert "From a window that was open before." in answer.text
    assert len(rows(sqlite_app, ReportVersion)) == 2


def test_a_correction_is_checked_against_the_pinned_set_and_put_to_the_gate(
    sqlite_app: Flask,
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    officer = desk.sign_in(sqlite_app, "officer")
    assert correct(officer, receipt, narrative="").status_code == 422
    assert "Nothing was changed yet" in pages.finding(correct(officer, receipt))
    asked = correct(officer, receipt, narrative="They looked Muslim, which is why I stopped them.")
    assert "A trait such as race or religion" in pages.finding(asked)
    added = correct(officer, receipt, behaviours=["ind-0001", "ind-0012"])
    assert added.status_code == 422
    assert 'name="answers.ind-0012.el-0057"' in added.text
    assert rows(sqlite_app, ReportVersion) == []


def test_a_placeholder_that_somebody_has_read_keeps_its_meaning(sqlite_app: Flask) -> None:
    told = "The man cut the fence of the substation and left by the gate."
    receipt = factories.file_by_api(sqlite_app, narrative=told)["receipt"]
    officer, address = desk.sign_in(sqlite_app, "officer"), f"/reports/{receipt}/correct"
    shown = []
    for first in ("Ann Ruiz", "Bo Lee"):
        form = pages.fields_of(officer.get(address).text, address)
        form["people.0.name"], form["people.1.name"] = first, "John Smith"
        read_back = officer.post(address, data=form)
        sent = officer.post(address, data=pages.fields_of(read_back.text, address))
        assert sent.status_code == 303, sent.text
        (report,) = rows(sqlite_app, Report)
        shown.append([report.redacted[f"people.{number}.name"]["text"] for number in (0, 1)])
    assert shown == [["[PERSON 2]", "[PERSON 1]"], ["[PERSON 3]", "[PERSON 1]"]]


def test_nobody_else_corrects_adds_or_sees_versions_by_any_address(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    correct(desk.sign_in(sqlite_app, "officer"), receipt, narrative=NEW_STORY)
    for username in ("officer2", "supervisor2"):
        client = factories.signed_in(sqlite_app, username)
        token = factories.csrf_token(client.get("/reports/new").text)
        for name in ("", "/correct", "/versions", "/add", "?filed=1", "#sha256=0"):
            answer = client.get(f"/reports/{receipt}{name}", headers={"If-None-Match": '"1"'})
            assert answer.status_code == 404, name
            assert "Smith" not in answer.text
        for name, fields in (("add", {"text": "More"}), ("correct", {"narrative": "Else"})):
            sent = {"csrf_token": token, **fields}
            assert client.post(f"/reports/{receipt}/{name}", data=sent).status_code == 404
    own_supervisor = factories.signed_in(sqlite_app, "supervisor")
    assert own_supervisor.get(f"/reports/{receipt}/correct").status_code == 404
    assert own_supervisor.get(f"/reports/{receipt}/versions").status_code == 200
    assert len(rows(sqlite_app, ReportVersion)) == 2


def test_officers_add_to_an_open_report_and_not_to_a_closed_one(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    officer, analyst = desk.sign_in(sqlite_app, "officer"), desk.work_on(sqlite_app, receipt)
    address = f"/reports/{receipt}/add"
    assert "The answer is empty" in pages.finding(pages.change(officer, address, text=" "))
    assert pages.change(officer, address, text="He came back at noon.").status_code == 303
    assert "He came back at noon." in analyst.get(f"/review/{receipt}").text
    desk.decide(
        analyst,
        receipt,
        "close_protected",
        rationale="It is about lawful protest only.",
        officer_text="Thank you. The law protects this, so we closed it.",
    )
    assert officer.get(address).status_code == 409
    assert receipt in officer.get(f"/reports/{receipt}/correct").text
    assert "Correct the report" not in officer.get(f"/reports/{receipt}").text


def test_after_a_privacy_officers_correction_no_older_wording_is_shown(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    officer = desk.sign_in(sqlite_app, "officer")
    correct(officer, receipt, narrative="A man with a striped bag cut the fence and ran.")
    privacy = desk.sign_in(sqlite_app, "privacy_officer")
    amended = pages.change(
        privacy,
        f"/reports/{receipt}/amend",
        find="striped bag",
        put="bag",
        reason="wrong_fact",
        words="The bag was another person's.",
    )
    assert amended.status_code == 303
    page = officer.get(f"/reports/{receipt}/versions").text
    assert "striped" not in page
    assert "not shown any more" in page
