"""Deciding: the two parts of the review, what each needs, and that nothing typed is lost."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from privacy.spans import Span
from sar import db
from sar.actors import Actor
from sar.models import Addition, Decision, LedgerEntry, Report, Role
from sar.review import service
from tests import desk, factories, pages
from triage.decisions import Record, State

WHY = "The fence was cut from outside with a tool."
TO_OFFICER = "Thank you. The cut fence was what counted; a time would have helped."
INNOCENT = "A contractor could have done it, but none was booked and he ran away."
PHOTO = "ind-0011"


def filed(app: Flask, *behaviours: str) -> str:
    picked = behaviours or ("ind-0001",)
    answers = {each: factories.answers(factories.newest_set(), each) for each in picked}
    receipt: str = factories.file_by_api(app, behaviours=list(picked), answers=answers)["receipt"]
    return receipt


def label_of(element_id: str) -> str:
    elements = factories.newest_set().indicators[0].elements
    return next(each.label for each in elements if each.element_id == element_id)


def row_of(app: Flask, receipt: str) -> Report:
    with db.reading(app.extensions["sar"].engine) as session:
        row = session.execute(select(Report).where(Report.receipt == receipt)).scalar_one()
        session.expunge_all()
    return row


def decisions_of(app: Flask, receipt: str) -> list[Decision]:
    query = (
        select(Decision)
        .join(Report, Report.report_id == Decision.report_id)
        .where(Report.receipt == receipt)
        .order_by(Decision.decision_id)
    )
    with db.reading(app.extensions["sar"].engine) as session:
        rows = list(session.execute(query).scalars())
        session.expunge_all()
    return rows


def closed_at(app: Flask, receipt: str) -> object:
    with db.reading(app.extensions["sar"].engine) as session:
        return session.execute(
            select(LedgerEntry.closed_at)
            .join(Report, Report.report_id == LedgerEntry.report_id)
            .where(Report.receipt == receipt)
        ).scalar_one()


def test_the_two_parts_are_recorded_and_logged_apart(app: Flask) -> None:
    receipt = filed(app)
    client = desk.work_on(app, receipt)
    first = desk.decide(client, receipt, "meets_criteria", rationale=WHY)
    assert first.location == f"/review/{receipt}", "the analyst stays on the page"
    assert "Part 2 of 2" in client.get(first.location).text
    desk.decide(client, receipt, "find_nexus", rationale=WHY, officer_text=TO_OFFICER)
    entries = [
        (each.action, each.details["action"], each.details["from"], each.details["to"])
        for each in desk.log_of(app, f"report:{receipt}")
        if each.action.startswith("decision.")
    ]
    assert entries == [
        ("decision.behaviour", "meets_criteria", "received", "criteria_met"),
        ("decision.nexus", "find_nexus", "criteria_met", "potential_nexus"),
    ]
    assert [each.action for each in decisions_of(app, receipt)] == ["meets_criteria", "find_nexus"]


def test_what_is_written_stands_in_the_history_with_its_author(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    answer = desk.decide(client, receipt, "meets_criteria", rationale=WHY)
    page = client.get(answer.location).text
    history = page.partition('id="about-history"')[2]
    assert "Meets the behavior criteria" in history
    assert "by Test Analyst" in history
    assert WHY in history
    assert "Recorded: Meets the behavior criteria." in page


@pytest.mark.parametrize("behaviours", [(PHOTO,), ("ind-0001", PHOTO)])
def test_an_often_innocent_behaviour_needs_the_innocent_explanation(
    sqlite_app: Flask, behaviours: tuple[str, ...]
) -> None:
    receipt = filed(sqlite_app, *behaviours)
    client = desk.work_on(sqlite_app, receipt)
    refused = desk.decide(client, receipt, "meets_criteria", rationale=WHY)
    assert refused.status_code == 422
    assert 'href="#innocent_explanation"' in refused.text
    assert WHY in refused.text
    assert row_of(sqlite_app, receipt).state == State.RECEIVED
    taken = desk.decide(
        client, receipt, "meets_criteria", rationale=WHY, innocent_explanation=INNOCENT
    )
    assert taken.status_code == 303
    assert decisions_of(sqlite_app, receipt)[0].innocent_explanation == INNOCENT


def test_a_defined_crime_needs_no_innocent_explanation(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    assert 'name="innocent_explanation"' not in client.get(f"/review/{receipt}").text
    assert desk.decide(client, receipt, "meets_criteria", rationale=WHY).status_code == 303


def test_a_crime_that_tells_of_a_lawful_activity_needs_further_facts(sqlite_app: Flask) -> None:
    told = "A man was photographing the substation, then he cut the lock of the gate and ran."
    receipt = factories.file_by_api(sqlite_app, narrative=told)["receipt"]
    client = desk.work_on(sqlite_app, receipt)
    assert "Which further facts make it more" in client.get(f"/review/{receipt}").text
    refused = desk.decide(client, receipt, "meets_criteria", rationale=WHY)
    assert refused.status_code == 422
    assert 'href="#innocent_explanation"' in refused.text
    taken = desk.decide(
        client, receipt, "meets_criteria", rationale=WHY, innocent_explanation=INNOCENT
    )
    assert taken.status_code == 303


ENDS = {
    "potential_nexus": ("meets_criteria", "find_nexus"),
    "no_nexus": ("meets_criteria", "find_no_nexus"),
    "referred": ("meets_criteria", "refer"),
    "unfounded": ("fails_criteria", "close_unfounded"),
    "protected": ("", "close_protected"),
    "withdrawn": ("", "withdraw"),
}


def test_the_table_of_ends_is_complete() -> None:
    from triage.decisions import is_end

    assert set(ENDS) == {state.value for state in State if is_end(state)} - {State.PURGED}


@pytest.mark.parametrize("end", ENDS)
def test_every_end_needs_words_for_the_officer_and_reaches_the_officer(
    app: Flask, end: str, clock: factories.Clock
) -> None:
    first, last = ENDS[end]
    receipt = filed(app)
    client = desk.work_on(app, receipt)
    if first:
        desk.decide(client, receipt, first, rationale=WHY)
    words = {"rationale": WHY, "referred_to": "Fraud unit" if last == "refer" else ""}
    refused = desk.decide(client, receipt, last, **words)
    assert refused.status_code == 422
    assert 'href="#officer_text"' in refused.text
    assert closed_at(app, receipt) is None
    assert desk.decide(client, receipt, last, **words, officer_text=TO_OFFICER).status_code == 303
    row = row_of(app, receipt)
    assert (row.state, row.queue_place, row.claimed_by_id) == (end, None, None)
    assert row.behaviours[0].queue_place is None
    assert closed_at(app, receipt) == clock.moment
    assert TO_OFFICER in desk.sign_in(app, "officer").get(f"/reports/{receipt}").text
    page = client.get(f"/review/{receipt}").text
    assert "The review is finished." in page
    assert 'data-key="n"' in page
    assert "/decide" not in page


def test_a_question_goes_to_the_officer_and_the_answer_comes_back(app: Flask) -> None:
    receipt = filed(app)
    client = desk.work_on(app, receipt)
    label = label_of("el-0002")
    desk.decide(
        client, receipt, "return_to_officer", question="Please say more.", ask=["ind-0001.el-0002"]
    )
    assert row_of(app, receipt).queue_place is None
    officer = desk.sign_in(app, "officer")
    waits = f"Answer about report </span>{receipt}"
    assert waits in officer.get("/reports/new").text
    page = officer.get(f"/reports/{receipt}").text
    assert "Please say more." in page
    assert label in page
    assert WHY not in page
    assert f"/review/{receipt}" not in client.get("/queue").text
    form = pages.fields_of(page, f"/reports/{receipt}/answer")
    form["text"] = "It was a plant room. Call Mary Miller, 312-555-0177."
    officer.post(f"/reports/{receipt}/answer", data=form)
    assert waits not in officer.get("/reports/new").text
    assert receipt in client.get("/queue").text
    back = client.get(f"/review/{receipt}").text
    assert "It was a plant room." in back
    assert "312-555-0177" not in back
    assert "Mary Miller" not in back


def test_whom_an_answer_names_gets_a_placeholder_of_their_own(sqlite_app: Flask) -> None:
    told = "John Miller, 312-555-0177, took pictures of the gate."
    receipt = factories.file_by_api(sqlite_app, narrative=told, people=[])["receipt"]
    factories.return_to_officer(sqlite_app, receipt, question="Whom did he call?")
    officer = desk.sign_in(sqlite_app, "officer")
    for words in ("He called Peter Jones.", "He called Rosa Diaz at 312-555-0188."):
        sent = {"text": words, "csrf_token": factories.csrf_token(officer.get("/account").text)}
        assert officer.post(f"/reports/{receipt}/answer", data=sent).status_code == 303
        client = desk.work_on(sqlite_app, receipt)
        desk.decide(client, receipt, "return_to_officer", question="And then, was it Tom Weber?")
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        added = [
            row["text"]["text"] for row in session.execute(select(Addition.redacted)).scalars()
        ]
    asked = [each.question for each in decisions_of(sqlite_app, receipt)]
    assert "[PERSON 1]" in row_of(sqlite_app, receipt).redacted["narrative"]["text"]
    assert added == ["He called [PERSON 2].", "He called [PERSON 4] at [PHONE 2]."]
    assert asked[1:] == ["And then, was it [PERSON 3]?", "And then, was it [PERSON 5]?"]


def test_a_picked_question_alone_is_enough(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    desk.decide(client, receipt, "return_to_officer", question="", ask=["ind-0001.el-0002", "x"])
    asked = decisions_of(sqlite_app, receipt)[0].question
    assert asked == label_of("el-0002")


def test_part_one_can_be_taken_back_while_part_two_is_open(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    desk.decide(client, receipt, "meets_criteria", rationale=WHY)
    desk.decide(client, receipt, "fails_criteria", rationale="The fence had been cut for repairs.")
    assert row_of(sqlite_app, receipt).state == State.CRITERIA_NOT_MET
    assert len(decisions_of(sqlite_app, receipt)) == 2


def test_a_stale_page_overwrites_nothing_and_keeps_what_was_typed(app: Flask) -> None:
    receipt = filed(app)
    client = desk.work_on(app, receipt)
    page = client.get(f"/review/{receipt}").text
    stale = pages.fields_of(page, f"/review/{receipt}/decide")
    desk.decide(client, receipt, "meets_criteria", rationale=WHY)
    stale["action"], stale["rationale"] = "fails_criteria", "Typed in the other tab."
    answer = client.post(f"/review/{receipt}/decide", data=stale)
    assert answer.status_code == 409
    assert "This report changed while you were reading it" in answer.text
    assert "Typed in the other tab." in answer.text
    assert WHY in answer.text, "the history shows what happened in between"
    assert row_of(app, receipt).state == State.CRITERIA_MET
    assert len(decisions_of(app, receipt)) == 1
    again = pages.fields_of(answer.text, f"/review/{receipt}/decide")
    assert client.post(f"/review/{receipt}/decide", data=again).status_code == 303


def test_a_revision_that_is_not_the_present_one_is_refused(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    for revision in ("", "x", "-1", "0", "2", "9" * 30, "١"):
        answer = desk.decide(client, receipt, "meets_criteria", rationale=WHY, revision=revision)
        assert answer.status_code == 409, revision
    assert row_of(sqlite_app, receipt).revision == 1


def test_without_a_claim_nothing_is_decided(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.sign_in(sqlite_app, "analyst")
    assert "/decide" not in client.get(f"/review/{receipt}").text
    address = f"/review/{receipt}/decide"
    answer = desk.post(client, address, revision="1", action="meets_criteria", rationale=WHY)
    assert answer.status_code == 409
    assert decisions_of(sqlite_app, receipt) == []


def test_a_claim_that_ran_out_and_that_nobody_took_still_counts(
    sqlite_app: Flask, clock: factories.Clock
) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    form = pages.fields_of(client.get(f"/review/{receipt}").text, f"/review/{receipt}/decide")
    form["action"], form["rationale"] = "meets_criteria", WHY
    clock.advance(minutes=40)
    assert client.post(f"/review/{receipt}/decide", data=form).status_code == 303


def test_what_is_no_decision_now_is_refused(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    for action in ("", "release", "answer_question", "find_nexus", "x" * 300):
        answer = desk.decide(client, receipt, action, rationale=WHY, officer_text=TO_OFFICER)
        assert answer.status_code == 422, action
        assert 'id="action-error"' in answer.text
    assert row_of(sqlite_app, receipt).state == State.RECEIVED


def test_words_that_will_not_do_are_refused(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    for words in ("", "ok", "x" * 5001, "before\x00after and more", "see \x07 it"):
        answer = desk.decide(client, receipt, "meets_criteria", rationale=words)
        assert answer.status_code == 422, words[:20]
        assert 'id="rationale-error"' in answer.text


def test_names_and_numbers_in_the_analysts_words_are_hidden_before_they_are_stored(
    app: Flask,
) -> None:
    receipt = filed(app)
    client = desk.work_on(app, receipt)
    answer = desk.decide(
        client,
        receipt,
        "withdraw",
        rationale="Mr. Walter Kowalski called from 312-555-0198 and saw a tall Kenyan man run.",
        officer_text="Walter Kowalski told us that the report was filed twice.",
    )
    [decision] = decisions_of(app, receipt)
    for text in (decision.rationale, decision.officer_text):
        assert "Kowalski" not in text
        assert "555-0198" not in text
        assert "Kenyan" not in text
    assert "hidden" in client.get(answer.location).text
    assert "Kowalski" not in desk.sign_in(app, "officer").get(f"/reports/{receipt}").text


def test_a_name_in_the_analysts_words_shares_no_placeholder_with_the_report(
    sqlite_app: Flask,
) -> None:
    receipt = filed(sqlite_app)
    assert "[PERSON 1]" in str(row_of(sqlite_app, receipt).redacted)
    client = desk.work_on(sqlite_app, receipt)
    desk.decide(
        client,
        receipt,
        "meets_criteria",
        rationale="Mr. Walter Kowalski saw it from the gate.",
    )
    rationale = decisions_of(sqlite_app, receipt)[0].rationale
    assert rationale == "Mr. [PERSON 2] saw it from the gate."


def failing_recognizer(text: str) -> list[Span]:
    raise ValueError(text)


def test_words_that_cannot_be_checked_are_not_stored(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    desk.work_on(sqlite_app, receipt)
    parts = sqlite_app.extensions["sar"]
    actor = Actor(factories.account_id(sqlite_app, "analyst"), Role.ANALYST)
    intent = service.Intent("meets_criteria", Record(rationale=WHY), 1)
    with db.transaction(parts.engine) as session:
        outcome = service.record_decision(
            session,
            receipt,
            intent,
            actor=actor,
            now=parts.clock(),
            recognizers=(failing_recognizer,),
        )
    assert isinstance(outcome, service.Refused)
    assert outcome.findings[0].rule == "not_redacted"
    assert decisions_of(sqlite_app, receipt) == []
    assert row_of(sqlite_app, receipt).revision == 1


def test_no_value_of_the_desk_shows_what_was_written_in_its_repr() -> None:
    record = Record(rationale="canary one", officer_text="canary two", question="canary three")
    intent = service.Intent("meets_criteria", record, 1)
    assert "canary" not in repr(intent) + repr(replace(intent, revision=2))


def test_the_log_holds_ids_and_codes_only(sqlite_app: Flask) -> None:
    receipt = filed(sqlite_app)
    client: FlaskClient = desk.work_on(sqlite_app, receipt)
    desk.decide(client, receipt, "meets_criteria", rationale=WHY)
    assert WHY not in repr([entry.details for entry in desk.log_of(sqlite_app)])
