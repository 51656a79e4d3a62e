"""One report on the desk: what is shown, what stays hidden, and that reading is logged."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import update

from sar import db
from sar.models import Report
from tests import desk, factories

ORIGINALS = ("John Smith", "Smith", "312-555-0142", "ABC1234")


def test_hidden_parts_are_chips_and_the_original_is_nowhere(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    page = desk.sign_in(app, "analyst").get(f"/review/{receipt}").text
    for original in ORIGINALS:
        assert original not in page
    for shown in ("cut the fence", "[PERSON 1]", "[PHONE 1]", "Tall, grey jacket", "White van"):
        assert shown in page
    for anchor in ("span-narrative-1", "span-people-0-name-1", "span-vehicles-0-plate-1"):
        assert page.count(f'id="{anchor}"') == 1


def test_element_ids_are_unique(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    page = desk.work_on(sqlite_app, receipt).get(f"/review/{receipt}").text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_every_key_means_one_thing(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.work_on(sqlite_app, receipt)
    for _ in range(2):
        keys = re.findall(r'data-key="([^"]+)"', client.get(f"/review/{receipt}").text)
        # The numbers choose from whichever list is open; every other key stands once.
        single = [each for each in keys if each not in "12345"]
        assert len(single) == len(set(single))
        assert {"n", "y", "u", "r", "w", "t", "g q", "1", "5"} <= set(keys)
        desk.decide(client, receipt, "meets_criteria", rationale="The lock was cut on purpose.")


def test_coded_answers_are_shown_in_the_words_of_their_question(sqlite_app: Flask) -> None:
    indicator = factories.newest_set().indicators[0]
    first, *_ = indicator.elements
    answers = {indicator.indicator_id: {first.element_id: "entered", "el-0005": True}}
    receipt = factories.file_by_api(sqlite_app, answers=answers)["receipt"]
    page = desk.sign_in(sqlite_app, "analyst").get(f"/review/{receipt}").text
    assert f"<dt>{first.label}</dt><dd>Someone got in</dd>" in page
    assert "anybody would notice?</dt><dd>Yes</dd>" in page
    assert "Not answered" in page
    assert "Not asked: it depends on another answer." in page


def test_an_identifying_answer_is_hidden_whole(sqlite_app: Flask) -> None:
    answers = {
        "ind-0001": {
            "el-0001": "entered",
            "el-0003": ["false_role"],
            "el-0004": "Badge 88-4417, Kestrel Co",
        }
    }
    receipt = factories.file_by_api(sqlite_app, answers=answers)["receipt"]
    page = desk.sign_in(sqlite_app, "analyst").get(f"/review/{receipt}").text
    assert "88-4417" not in page
    assert "Kestrel" not in page
    assert 'id="span-answers-ind-0001-el-0004-1"' in page


def test_the_reasons_add_up_to_the_score(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    page = desk.sign_in(sqlite_app, "analyst").get(f"/review/{receipt}").text
    listed = page.partition('class="reasons reasons-wide"')[2].partition("</ul>")[0]
    points = [
        float(text.replace("−", "-"))
        for text in re.findall(r'class="points[^"]*">([+−][0-9.]+)<', listed)
    ]
    score = float(re.search(r"Score </span><b>([0-9.]+)</b>", page)[1])  # type: ignore[index]
    assert len(points) > 5
    assert sum(points) == pytest.approx(score, abs=0.005 * len(points))
    token = factories.api_token(sqlite_app, "analyst")
    read = (
        sqlite_app.test_client()
        .get(f"/api/v1/queue/{receipt}", headers=factories.api_headers(token))
        .get_json()
    )
    assert sum(reason["points"] for reason in read["reasons"]) == read["score"]


def test_definitions_and_questions_are_those_of_the_pinned_version(
    sqlite_app: Flask, clock: factories.Clock
) -> None:
    older, newer = factories.newest_set("1.5"), factories.newest_set()
    now = clock.moment
    clock.moment = datetime(2012, 5, 1, 12, tzinfo=UTC)
    indicator = older.indicator("ind-0005")
    receipt = factories.file_by_api(
        sqlite_app,
        set={"set_id": older.set_id, "version": older.version, "sha256": older.sha256},
        behaviours=[indicator.indicator_id],
        answers={indicator.indicator_id: factories.answers(older, indicator.indicator_id)},
    )["receipt"]
    clock.moment = now
    page = desk.sign_in(sqlite_app, "analyst").get(f"/review/{receipt}").text
    changed = newer.indicator("ind-0005")
    assert indicator.name != changed.name
    assert f">{indicator.name}</h2>" in page
    assert changed.name not in page
    assert f"{older.set_id} {older.version} (edition {older.edition})" in page


def test_guidance_and_lawful_examples_stand_beside_the_report(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    page = desk.sign_in(sqlite_app, "analyst").get(f"/review/{receipt}").text
    indicator = factories.newest_set().indicators[0]
    assert indicator.definition in page
    assert indicator.guidance[0] in page
    assert "Lawful look-alike:" in page


def test_earlier_reports_that_are_alike_are_listed_with_the_reason(app: Flask) -> None:
    first = factories.file_by_api(app)["receipt"]
    other = factories.file_by_api(
        app,
        narrative="Two drones circled over the reservoir at night and flew off to the west.",
        place={"kind": "facility", "facility": "Reservoir", "state": "IL"},
        people=[],
        vehicles=[],
    )["receipt"]
    again = factories.file_by_api(
        app,
        narrative="A man who gave his name as Jane Roe cut the fence of the substation with "
        "bolt cutters and left when the guard called out.",
    )["receipt"]
    client = desk.sign_in(app, "analyst")
    alike = client.get(f"/review/{again}").text.partition('id="about-alike"')[2]
    assert first in alike
    assert other not in alike
    assert "Same vehicle" in alike
    assert "Same place" in alike
    for original in (*ORIGINALS, "Jane Roe"):
        assert original not in alike
    assert again not in client.get(f"/review/{first}").text, "only earlier ones"


def test_an_attribute_never_makes_two_reports_alike(sqlite_app: Flask) -> None:
    factories.file_by_api(
        sqlite_app,
        narrative="He threatened the synagogue and the Jews.",
        place={"kind": "coordinates", "latitude": 41.0, "longitude": -87.0},
        vehicles=[],
    )
    again = factories.file_by_api(
        sqlite_app,
        narrative="Paint was thrown at the synagogue, the Jews ran.",
        place={"kind": "coordinates", "latitude": 43.0, "longitude": -89.0},
        people=[],
    )["receipt"]
    page = desk.sign_in(sqlite_app, "analyst").get(f"/review/{again}").text
    assert "synagogue" in page.partition('id="about-alike"')[0], "the target stays readable"
    assert "None was found" in page.partition('id="about-alike"')[2]


def test_reports_that_share_only_the_city_are_not_the_same_place(sqlite_app: Flask) -> None:
    place = {"kind": "address", "street": "12 Elm Street", "city": "Springfield", "state": "IL"}
    first = factories.file_by_api(sqlite_app, place=place)["receipt"]
    later = factories.file_by_api(
        sqlite_app,
        place=place | {"street": "900 Oak Avenue"},
        narrative="Somebody asked at the bakery when the dam is inspected and took notes.",
        people=[],
        vehicles=[],
    )["receipt"]
    page = desk.sign_in(sqlite_app, "analyst").get(f"/review/{later}").text
    assert first not in page


def test_a_held_report_is_never_shown(app: Flask) -> None:
    receipt = desk.file_held(app)
    answer = desk.sign_in(app, "analyst").get(f"/review/{receipt}")
    assert answer.status_code == 404
    assert "This report is held" in answer.text
    for text in (*ORIGINALS, "bolt cutters"):
        assert text not in answer.text


def test_an_unknown_receipt_is_not_found(sqlite_app: Flask) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    for receipt in ("AAAA-AAAA-A", "%00", "x" * 300, "..%2F..", "💥"):
        assert client.get(f"/review/{receipt}").status_code == 404, receipt


def test_a_receipt_may_be_typed_in_small_letters(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.sign_in(sqlite_app, "privacy_officer")
    found = client.get("/review", query_string={"receipt": f" {receipt.lower()} "})
    assert found.location == f"/review/{receipt}"
    assert client.get(f"/review/{receipt.lower()}").status_code == 200


def test_reading_a_report_is_in_the_log(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    desk.sign_in(app, "analyst2").get(f"/review/{receipt}")
    entry = desk.log_of(app, f"report:{receipt}")[-1]
    assert entry.action == "report.read"
    assert entry.actor_id == factories.account_id(app, "analyst2")


def test_a_privacy_officer_reads_but_does_not_decide(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.sign_in(sqlite_app, "privacy_officer")
    page = client.get(f"/review/{receipt}").text
    assert "cut the fence" in page
    assert "/decide" not in page
    assert "/claim" not in page
    token = factories.csrf_token(page)
    for what in ("claim", "decide", "release"):
        answer = client.post(f"/review/{receipt}/{what}", data={"csrf_token": token})
        assert answer.status_code == 403


def test_nobody_else_reads_a_report_here(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    for username in ("officer", "supervisor", "trainer", "administrator"):
        client = desk.sign_in(sqlite_app, username)
        assert client.get(f"/review/{receipt}").status_code == 403, username


def test_markup_in_a_report_is_shown_as_text(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(
        sqlite_app, narrative="<script>alert(1)</script> was sprayed on the <b>gate</b> twice."
    )["receipt"]
    page = desk.sign_in(sqlite_app, "analyst").get(f"/review/{receipt}").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_purged_report_says_that_its_text_is_gone(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        session.execute(update(Report).values(redacted={}, coded_answers={}, place_shown=""))
    answer = desk.sign_in(sqlite_app, "analyst").get(f"/review/{receipt}")
    assert answer.status_code == 200
    assert "The text of this report was deleted" in answer.text
