"""Correcting the behaviours of a report, and marking an indicator as one that needs tuning."""

import pytest
from flask import Flask
from sqlalchemy import select

from sar import db
from sar.models import Correction, Report, ReportBehaviour, TuningMark
from tests import desk, factories, pages

INTRUSION, THEFT, PHOTO = "ind-0001", "ind-0003", "ind-0011"
WHY = "Nothing was entered; a camera was taken away."
CANARY = "Quenby Farrowmere 555-867-5309"


def filed(app: Flask, *behaviours: str) -> str:
    picked = behaviours or (INTRUSION,)
    answers = {each: factories.answers(factories.newest_set(), each) for each in picked}
    receipt: str = factories.file_by_api(app, behaviours=list(picked), answers=answers)["receipt"]
    return receipt


def rows_of(app: Flask, model: type) -> list:
    with db.reading(app.extensions["sar"].engine) as session:
        rows = list(session.execute(select(model)).scalars())
        session.expunge_all()
    return rows


def correct(client, receipt: str, *behaviours: str, why: str = WHY, **changes: str):
    page = client.get(f"/review/{receipt}").text
    form = pages.fields_of(page, f"/review/{receipt}/behaviours")
    form.setlist("behaviours", list(behaviours))
    form.setlist("why", [why])
    for name, value in changes.items():
        form.setlist(name, [value])
    return client.post(f"/review/{receipt}/behaviours", data=form)


def test_a_correction_changes_the_behaviours_and_keeps_what_the_officer_picked(app: Flask) -> None:
    receipt = filed(app)
    client = desk.work_on(app, receipt)
    assert correct(client, receipt, THEFT, PHOTO).status_code == 303
    [correction] = rows_of(app, Correction)
    assert (correction.before, correction.after) == ([INTRUSION], [THEFT, PHOTO])
    assert [each.indicator_id for each in rows_of(app, ReportBehaviour)] == [THEFT, PHOTO]
    page = client.get(f"/review/{receipt}").text
    assert "Behaviors corrected" in page
    assert "Breach/Attempted Intrusion" in page
    assert WHY in page
    entry = desk.log_of(app, f"report:{receipt}")[-2]
    assert entry.action == "report.corrected"
    assert entry.details["before"] == INTRUSION


def test_a_corrected_report_stays_in_the_queue_of_its_new_behaviour(app: Flask) -> None:
    receipt = filed(app)
    client = desk.work_on(app, receipt)
    correct(client, receipt, PHOTO)
    other = desk.sign_in(app, "analyst2")
    assert receipt in other.get(f"/queue?behaviour={PHOTO}").text
    assert receipt not in other.get(f"/queue?behaviour={INTRUSION}").text
    [row], [report] = rows_of(app, ReportBehaviour), rows_of(app, Report)
    assert (row.queue_place, row.state) == (report.queue_place, report.state)


def test_part_one_after_a_correction_asks_what_the_new_behaviour_needs(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    correct(client, receipt, PHOTO)
    answer = desk.decide(client, receipt, "meets_criteria", rationale=WHY)
    assert answer.status_code == 422
    assert "innocent explanation" in pages.finding(answer)


def test_a_correction_without_a_change_or_a_reason_is_refused_and_kept(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    same = correct(client, receipt, INTRUSION)
    assert same.status_code == 422
    assert "has already" in pages.finding(same)
    short = correct(client, receipt, THEFT, why="short")
    assert short.status_code == 422
    assert "10 to 2000 characters" in pages.finding(short)
    assert 'value="ind-0003" checked' in short.text
    nothing = correct(client, receipt, "ind-9999")
    assert "No behavior of this version" in pages.finding(nothing)
    assert rows_of(sqlite_app, Correction) == []


def test_an_outdated_or_foreign_page_corrects_nothing(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    assert correct(client, receipt, THEFT, revision="99").status_code == 409
    assert desk.post(client, f"/review/{receipt}/release").status_code == 303
    late = desk.post(
        client, f"/review/{receipt}/behaviours", behaviours=THEFT, why=WHY, revision="2"
    )
    assert late.status_code == 409
    assert rows_of(sqlite_app, Correction) == []


def test_after_part_one_the_behaviours_are_fixed(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    revision = rows_of(sqlite_app, Report)[0].revision + 1
    assert desk.decide(client, receipt, "meets_criteria", rationale=WHY).status_code == 303
    assert "Another behavior is meant" not in client.get(f"/review/{receipt}").text
    late = desk.post(
        client, f"/review/{receipt}/behaviours", behaviours=THEFT, why=WHY, revision=str(revision)
    )
    assert late.status_code == 422
    assert "decided already" in pages.finding(late)


def test_names_in_the_reason_of_a_correction_are_hidden(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    correct(client, receipt, THEFT, why=f"A witness, {CANARY}, saw the camera go.")
    [correction] = rows_of(sqlite_app, Correction)
    assert "867-5309" not in correction.why
    assert "[PHONE 2]" in correction.why, "the report has a first phone of its own"


def mark(client, receipt: str, **fields: str):
    page = client.get(f"/review/{receipt}").text
    form = pages.fields_of(page, f"/review/{receipt}/tuning")
    form.poplist("take_back")
    for name, value in fields.items():
        form.setlist(name, [value])
    return client.post(f"/review/{receipt}/tuning", data=form)


def test_a_mark_is_made_changed_and_taken_back(app: Flask) -> None:
    receipt = filed(app)
    client = desk.work_on(app, receipt)
    assert mark(client, receipt, indicator=INTRUSION, reason="too_wide").status_code == 303
    assert mark(client, receipt, indicator=INTRUSION, reason="question").status_code == 303
    [row] = rows_of(app, TuningMark)
    assert (row.indicator_id, row.reason) == (INTRUSION, "question")
    assert "You marked" in client.get(f"/review/{receipt}").text
    back = desk.post(client, f"/review/{receipt}/tuning", take_back=INTRUSION)
    assert back.status_code == 303
    assert rows_of(app, TuningMark) == []
    actions = [entry.action for entry in desk.log_of(app, f"report:{receipt}")]
    assert actions.count("tuning.marked") == 2
    assert actions.count("tuning.taken_back") == 1


def test_a_mark_without_a_reason_or_on_another_behaviour_is_refused(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    assert "No reason is chosen" in pages.finding(mark(client, receipt, words="Hm."))
    foreign = mark(client, receipt, indicator=PHOTO, reason="missing")
    assert "no such behavior" in pages.finding(foreign)
    long = mark(client, receipt, reason="missing", words="x" * 501)
    assert "longer than 500" in pages.finding(long)
    unstorable = mark(client, receipt, reason="missing", words="a\x00b")
    assert "cannot be stored" in pages.finding(unstorable)
    assert rows_of(sqlite_app, TuningMark) == []


@pytest.mark.parametrize("seeded_url", ["postgresql"], indirect=True)
def test_what_the_database_cannot_store_is_refused_and_is_no_defect(app: Flask) -> None:
    receipt = filed(app)
    client = desk.work_on(app, receipt)
    answer = desk.post(client, f"/review/{receipt}/tuning", take_back="ind\x00")
    assert (answer.status_code, "could not read" in answer.text) == (400, True)


def test_names_in_the_words_of_a_mark_are_hidden(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    mark(client, receipt, reason="missing", words=f"Ask {CANARY} about doors")
    [row] = rows_of(sqlite_app, TuningMark)
    assert "867-5309" not in row.words


def test_a_returned_report_says_why_and_the_history_repeats_it(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    bad = desk.decide(
        client, receipt, "return_to_officer", question="When was this?", return_reason="sunshine"
    )
    assert bad.status_code == 422
    assert "no such reason" in pages.finding(bad)
    sent = desk.decide(
        client, receipt, "return_to_officer", question="When was this?", return_reason="no_fact"
    )
    assert sent.status_code == 303
    assert "Because no fact says why it stood out." in client.get(f"/review/{receipt}").text
