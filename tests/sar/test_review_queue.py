"""The queue: its order, its filters, its pages, and how little it reads."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import Engine, event, text

from sar import db
from sar.models import Report
from sar.reports.filters import Filters
from sar.review.queries import ROWS_READ
from sar.review.waiting import Cursor, waiting
from tests import desk, factories

RECEIPT = re.compile(r'role="rowheader"[^>]*><a[^>]*>([^<]+)</a>')
SABOTAGE, PHOTO = "ind-0004", "ind-0011"


def receipts_on(page: str) -> list[str]:
    return RECEIPT.findall(page)


def test_the_most_urgent_report_stands_first(app: Flask) -> None:
    weak = factories.file_by_api(
        app,
        people=[],
        vehicles=[],
        sector="",
        narrative="Somebody took pictures.",
        behaviours=[PHOTO],
        answers={PHOTO: factories.answers(factories.newest_set(), PHOTO)},
    )["receipt"]
    strong = factories.file_by_api(app)["receipt"]
    page = desk.sign_in(app, "analyst").get("/queue").text
    assert receipts_on(page) == [strong, weak]


def test_equally_urgent_reports_stand_in_the_order_in_which_they_came(
    sqlite_app: Flask, clock: factories.Clock
) -> None:
    filed = []
    for number in range(3):
        filed.append(factories.file_by_api(sqlite_app, place=somewhere(number))["receipt"])
        clock.advance(minutes=1)
    assert receipts_on(desk.sign_in(sqlite_app, "analyst").get("/queue").text) == filed


def somewhere(number: int) -> dict[str, str]:
    return {"kind": "facility", "facility": f"Substation {'ABC'[number]}", "state": "IL"}


def test_a_row_says_what_why_where_and_how_long_and_nothing_that_was_written(
    sqlite_app: Flask, clock: factories.Clock
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    clock.advance(hours=3)
    page = desk.sign_in(sqlite_app, "analyst").get("/queue").text
    definition_set = factories.newest_set()
    for shown in (
        receipt,
        definition_set.indicators[0].name.replace("/", "/<wbr>"),
        "North substation, Springfield, IL",
        "3 h",
        "a behavior of high weight",
        "Nobody",
    ):
        assert shown in page
    for hidden in ("bolt cutters", "Smith", "555-0142", "ABC1234", "White van", "grey jacket"):
        assert hidden not in page


def test_the_row_shows_who_works_on_the_report(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    holder = desk.work_on(sqlite_app, receipt)
    assert "Test Analyst2" not in holder.get("/queue").text
    assert "<strong>You</strong>" in holder.get("/queue").text
    other = desk.sign_in(sqlite_app, "analyst2").get("/queue").text
    assert "<strong>Test Analyst</strong>" in other


def test_filters_narrow_the_queue_to_sector_behaviour_and_state(app: Flask) -> None:
    answers = {SABOTAGE: factories.answers(factories.newest_set(), SABOTAGE)}
    dam = factories.file_by_api(app, sector="DAMS")["receipt"]
    sabotage = factories.file_by_api(app, behaviours=[SABOTAGE], answers=answers)["receipt"]
    client = desk.work_on(app, sabotage)
    desk.decide(client, sabotage, "meets_criteria", rationale="The lock was cut on purpose.")
    for query, expected in (
        ("sector=DAMS", [dam]),
        (f"behaviour={SABOTAGE}", [sabotage]),
        ("state=criteria_met", [sabotage]),
        ("state=received", [dam]),
        (f"sector=ENRG&behaviour={SABOTAGE}&state=criteria_met", [sabotage]),
        (f"sector=DAMS&behaviour={SABOTAGE}", []),
        ("state=criteria_not_met", []),
    ):
        assert receipts_on(client.get(f"/queue?{query}").text) == expected, query


def test_a_report_of_two_behaviours_is_found_under_both_and_listed_once(sqlite_app: Flask) -> None:
    answers = {each: factories.answers(factories.newest_set(), each) for each in (SABOTAGE, PHOTO)}
    receipt = factories.file_by_api(sqlite_app, behaviours=[SABOTAGE, PHOTO], answers=answers)[
        "receipt"
    ]
    client = desk.sign_in(sqlite_app, "analyst")
    for query in ("", f"behaviour={SABOTAGE}", f"behaviour={PHOTO}"):
        assert receipts_on(client.get(f"/queue?{query}").text) == [receipt]


def test_a_closed_report_leaves_the_queue_of_its_behaviour_too(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    client = desk.work_on(app, receipt)
    desk.decide(
        client,
        receipt,
        "withdraw",
        rationale="It was filed twice.",
        officer_text="You filed this report twice; the first one counts.",
    )
    behaviour = factories.newest_set().indicators[0].indicator_id
    assert receipts_on(client.get("/queue").text) == []
    assert receipts_on(client.get(f"/queue?behaviour={behaviour}").text) == []


def test_pages_show_every_report_once_even_when_others_arrive_in_between(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    clones = desk.multiply(app, receipt, 119)
    client = desk.sign_in(app, "analyst")
    for query in ("", "sector=ENRG", "behaviour=ind-0001", "state=received"):
        seen, address = [], f"/queue?{query}"
        while address:
            page = client.get(address).text
            assert len(receipts_on(page)) <= ROWS_READ
            seen += receipts_on(page)
            if len(seen) == ROWS_READ:
                factories.file_by_api(app, narrative=f"An urgent one came in just now, {query}.")
            found = re.search(r'rel="next" href="([^"]+)"', page)
            address = found[1].replace("&amp;", "&") if found else ""
        assert [each for each in seen if each in clones] == clones, query
        assert len(seen) == len(set(seen)), query


def test_a_broken_cursor_shows_the_first_page(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.sign_in(sqlite_app, "analyst")
    broken = ("", "x", "-1-2", "1-2-3", "9" * 40 + "-1", "1-" + "9" * 12, "1.5-2", "١-٢")
    for after in broken:
        page = client.get("/queue", query_string={"after": after}).text
        assert receipts_on(page) == [receipt], after


def test_an_unknown_filter_value_counts_as_none(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.sign_in(sqlite_app, "analyst")
    page = client.get("/queue?sector=MARS&behaviour=%27--&state=held").text
    assert receipts_on(page) == [receipt]


def test_an_empty_queue_is_friendly(sqlite_app: Flask) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    assert "The queue is empty" in client.get("/queue").text
    assert "Nothing waits here" in client.get("/queue?sector=DAMS").text


def test_a_held_report_is_not_listed(sqlite_app: Flask) -> None:
    desk.file_held(sqlite_app)
    assert receipts_on(desk.sign_in(sqlite_app, "analyst").get("/queue").text) == []


def test_a_listing_is_one_entry_in_the_log_with_a_count_and_the_filters(sqlite_app: Flask) -> None:
    factories.file_by_api(sqlite_app)
    before = len(desk.log_of(sqlite_app, "queue"))
    desk.sign_in(sqlite_app, "analyst").get("/queue?sector=ENRG")
    entries = desk.log_of(sqlite_app, "queue")[before:]
    assert [(each.action, each.details) for each in entries] == [
        ("queue.listed", {"count": 1, "sector": "ENRG"})
    ]


def test_the_listing_reads_no_text_and_counts_and_skips_nothing(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    desk.multiply(app, receipt, 60)
    client = desk.sign_in(app, "analyst")
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement.lower())

    engine = app.extensions["sar"].engine
    # The contents of sets are read once by a process and kept.
    client.get("/queue?behaviour=ind-0001")
    event.listen(engine, "before_cursor_execute", note)
    client.get("/queue?behaviour=ind-0001")
    event.remove(engine, "before_cursor_execute", note)
    listing = [each for each in statements if "queue_place" in each]
    assert listing
    for each in statements:
        assert "count(" not in each
        # SQLAlchemy always writes "LIMIT ? OFFSET ?" for SQLite.
        assert "offset" not in each.replace("limit ? offset ?", "")
        assert "redacted" not in each
        assert "coded_answers" not in each
    assert len(statements) <= 24


INDEXES = {
    Filters(): "ix_reports_queue",
    Filters(sector="ENRG"): "ix_reports_queue_sector",
    Filters(state="received"): "ix_reports_queue_state",
    Filters(sector="ENRG", state="received"): "ix_reports_queue_sector_state",
    Filters(behaviour="ind-0001"): "ix_report_behaviours_queue",
    Filters("ENRG", behaviour="ind-0001"): "ix_report_behaviours_sector",
    Filters(behaviour="ind-0001", state="received"): "ix_report_behaviours_state",
    Filters("ENRG", "ind-0001", "received"): "ix_report_behaviours_sector_state",
    Filters(is_aside=True): "ix_reports_aside",
}


@pytest.mark.parametrize("after", [None, Cursor(5 * 10**15, 7)], ids=["first page", "later page"])
def test_one_index_gives_the_order_whatever_the_filters(
    engine: Engine, after: Cursor | None
) -> None:
    for filters, index in INDEXES.items():
        columns = (Report.report_id, Report.receipt)
        query = waiting(filters, *columns, now=datetime.now(UTC), after=after).limit(51)
        sql = str(query.compile(engine, compile_kwargs={"literal_binds": True}))
        with db.reading(engine) as session:
            if engine.dialect.name == "sqlite":
                plan = plan_of(session.execute(text(f"EXPLAIN QUERY PLAN {sql}")))
                assert "TEMP B-TREE" not in plan
                assert "SCAN" not in plan
            else:
                # So small a table would be read whole; what counts is that the index can serve.
                for way in ("seqscan", "sort", "bitmapscan", "hashjoin", "mergejoin"):
                    session.execute(text(f"SET LOCAL enable_{way} = off"))
                plan = plan_of(session.execute(text(f"EXPLAIN {sql}")))
                assert "Sort" not in plan
                assert "Seq Scan" not in plan
        assert f" {index} " in plan, (filters, plan)


def plan_of(rows: object) -> str:
    return "\n".join(str(row[-1]) for row in rows)  # type: ignore[attr-defined]


def test_the_queue_is_for_analysts(sqlite_app: Flask) -> None:
    for username in ("officer", "supervisor", "trainer", "privacy_officer", "administrator"):
        assert desk.sign_in(sqlite_app, username).get("/queue").status_code == 403, username
