"""A protected trait as the reason for suspicion is put to the officer, and never stops a report."""

from datetime import UTC, datetime

from flask import Flask
from sqlalchemy import select

from privacy.attributes import find_mentions, mask_mentions
from sar import db
from sar.intake import checking, schemas
from sar.models import AttributeAnswer, AuditEntry, Report
from sar.retention.erasure import STAYS
from sar.sets.published import PublishedSet
from tests import factories
from tests.pages import fields_of
from tests.sar.test_intake_forms import FORM

NOW = datetime(2026, 3, 5, tzinfo=UTC)
BASIS = "I called because he is Kenyan and sits in his car."
PLACE = {"place.kind": "facility", "place.facility": "North substation", "occurred.kind": "now"}


def begun(app, **typed):
    """Fill in the form as far as it asks, with these fields typed besides."""
    client = factories.signed_in(app, "officer")
    indicator = factories.newest_set().indicators[0]
    form = fields_of(client.get(f"{FORM}?behaviours={indicator.indicator_id}").text, FORM)
    for element in indicator.elements:
        if element.required and element.when is None:
            value = factories.answer(element)
            given = value if isinstance(value, list) else [value]
            name = f"answers.{indicator.indicator_id}.{element.element_id}"
            form.setlist(name, ["yes" if each is True else str(each) for each in given])
    for name, text in (PLACE | {"source": "officer_observed"} | typed).items():
        form[name] = text
    return client, form


def stored(app, table):
    with db.reading(app.extensions["sar"].engine) as session:
        rows = session.execute(select(table)).scalars().all()
        session.expunge_all()
    return rows


def test_the_officer_is_asked_once_and_every_way_out_is_recorded(app: Flask) -> None:
    client, form = begun(app, narrative=BASIS)
    asked = client.post(FORM, data=form)
    assert asked.status_code == 422
    assert "<mark>Kenyan</mark>" in asked.text
    assert stored(app, Report) == []
    form = fields_of(asked.text, FORM)
    form["attributes.answer"] = "unchanged"
    assert "The reason for sending it unchanged is missing" in client.post(FORM, data=form).text
    form["attributes.reason"] = "The caller said so, word for word."
    assert client.post(FORM, data=form).status_code == 303
    (answer,) = stored(app, AttributeAnswer)
    assert (answer.party, answer.answer) == ("officer", "unchanged")
    assert answer.counts == {"national_origin:basis": 1}


def test_a_report_can_be_withdrawn_at_the_gate_and_the_log_keeps_codes(sqlite_app: Flask) -> None:
    client, form = begun(sqlite_app, narrative=BASIS)
    form = fields_of(client.post(FORM, data=form).text, FORM)
    answer = client.post(FORM, data=form | {"withdraw": "1"})
    assert answer.headers["Location"].endswith("/reports")
    assert "nothing that you typed is kept" in client.get("/reports").text
    assert stored(sqlite_app, Report) == []
    withdrawn = [
        each for each in stored(sqlite_app, AuditEntry) if each.action == "attributes.withdrawn"
    ]
    assert [each.details for each in withdrawn] == [
        {"reply": "withdrawn", "national_origin:basis": 1}
    ]
    assert withdrawn[0].subject == "reports:unsent"


def test_the_question_stands_beside_its_text_and_comes_with_the_other_findings(
    sqlite_app: Flask,
) -> None:
    client, form = begun(sqlite_app, narrative="He cut the fence of the plant.")
    form["people.0.description"], form["occurred.kind"] = "Suspicious because he is Muslim.", ""
    page = client.post(FORM, data=form).text
    assert "Say when it happened." in page
    question = page.index("<mark>Muslim</mark>")
    assert page.index('id="people-0-description"') < question < page.index('id="vehicles"')
    assert 'href="#attributes-answer"' in page
    form = fields_of(page, FORM)
    form["people.0.description"] = "He ran when the guard came."
    assert "Withdraw, send nothing" not in client.post(FORM, data=form).text


def test_a_lawful_activity_offers_a_place_for_further_facts_and_asks_for_none(
    sqlite_app: Flask,
) -> None:
    client, form = begun(sqlite_app, narrative="He was photographing the bridge.")
    assert client.post(FORM, data=form).status_code == 303
    client, form = begun(sqlite_app, narrative="He was photographing the bridge.")
    offered = client.post(FORM, data=form | {"add": "people"}).text
    form = fields_of(offered, FORM)
    form["attributes.facts"] = "He gave the name John Smith and hid the camera."
    assert client.post(FORM, data=form).status_code == 303
    plain, told = (each.receipt for each in stored(sqlite_app, Report))
    analyst = factories.signed_in(sqlite_app, "analyst")
    assert "told nothing that makes it more" in analyst.get(f"/review/{plain}").text
    page = analyst.get(f"/review/{told}").text
    assert "hid the camera" in page
    assert "John Smith" not in page


def test_a_text_that_is_written_anew_is_recorded_as_restated(sqlite_app: Flask) -> None:
    client, form = begun(sqlite_app, narrative=BASIS)
    form = fields_of(client.post(FORM, data=form).text, FORM)
    form["narrative"] = "He photographed the lock of the gate and ran when I came."
    assert client.post(FORM, data=form).status_code == 303
    (answer,) = stored(sqlite_app, AttributeAnswer)
    assert answer.answer == "restated"


def test_a_description_or_a_target_is_never_asked_about(sqlite_app: Flask) -> None:
    told = "A white man in a red cap cut the fence of the mosque and threatened the imam."
    client, form = begun(sqlite_app, narrative=told)
    assert client.post(FORM, data=form).status_code == 303
    (answer,) = stored(sqlite_app, AttributeAnswer)
    assert answer.answer == "none_needed"
    assert {name.partition(":")[2] for name in answer.counts} == {"description", "target"}


def test_the_interface_asks_by_a_rule_and_takes_the_answer(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    secret = factories.api_token(sqlite_app, "officer", "reports:write")
    indicator = factories.newest_set().indicators[0].indicator_id
    body = factories.submission(indicator, narrative=BASIS)
    refused = client.post(
        "/api/v1/reports", json=body, headers=factories.api_headers(secret, key="a key for one")
    )
    assert refused.status_code == 422
    assert "attributes.answer" in refused.text
    body["attributes"] = {"answer": "description", "asked": True}
    assert (
        client.post(
            "/api/v1/reports", json=body, headers=factories.api_headers(secret, key="a key for one")
        ).status_code
        == 201
    )
    (answer,) = stored(sqlite_app, AttributeAnswer)
    assert answer.answer == "description"


def test_codes_and_counts_outlive_a_purge_and_nothing_else_is_there(sqlite_app: Flask) -> None:
    assert STAYS["attribute_answers"] == {"party", "answer", "counts", "answered_at"}


def test_the_analyst_sees_what_was_answered_and_answers_too(sqlite_app: Flask) -> None:
    client, form = begun(sqlite_app, narrative=BASIS)
    form = fields_of(client.post(FORM, data=form).text, FORM)
    form["attributes.answer"], form["attributes.reason"] = "unchanged", "Told by John Smith."
    assert client.post(FORM, data=form).status_code == 303
    receipt = stored(sqlite_app, Report)[0].receipt
    analyst = factories.signed_in(sqlite_app, "analyst")
    page = analyst.get(f"/review/{receipt}").text
    assert "National origin: seems to be the reason for suspicion." in page
    assert "sent it unchanged" in page
    assert "Told by" in page
    assert "John Smith" not in page
    where = f"/review/{receipt}/attributes"
    fields = fields_of(page, where)
    assert "No answer is chosen." in analyst.post(where, data=fields).text
    fields["attributes.answer"] = "disregarded"
    assert analyst.post(where, data=fields).status_code == 303
    assert "counts for nothing" in analyst.get(f"/review/{receipt}").text
    assert [each.party for each in stored(sqlite_app, AttributeAnswer)] == ["officer", "analyst"]


def test_a_ranker_never_sees_an_attribute() -> None:
    told = "A Kenyan man in a white van prayed near the mosque because he is gay."
    assert find_mentions(mask_mentions(told)) == ()
    loaded, _ = schemas.load_report(factories.submission(narrative=told))
    assert loaded is not None
    made = factories.newest_set()
    pinned = PublishedSet(1, made, made.sha256, ())
    checked = checking.check(loaded, pinned, now=NOW, max_narrative_chars=5_000)
    assert isinstance(checked, checking.Checked)
    seen = checking.candidate_of(checked, received_at=NOW, similar_recent=0)
    assert "[ATTRIBUTE]" in seen.narrative
    assert find_mentions(seen.narrative) == ()


def test_a_description_is_hidden_and_a_target_stays(sqlite_app: Flask) -> None:
    told = "A Kenyan man in a red cap threatened the Muslim families. The Kenyan man ran."
    client, form = begun(sqlite_app, narrative=told)
    assert client.post(FORM, data=form).status_code == 303
    (report,) = stored(sqlite_app, Report)
    assert report.redacted is not None
    narrative = report.redacted["narrative"]
    assert narrative["text"] == (
        "A [DESCRIPTION 1] in a red cap threatened the Muslim families. The [DESCRIPTION 1] ran."
    )
    assert {each["kind"] for each in narrative["spans"]} == {"description"}
