"""The reports of oversight, the inspection pack, and the privacy officer's start page."""

import csv
import hashlib
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import delete, insert, select, update

from sar import db
from sar.models import (
    AttributeAnswer,
    AuditCheckpoint,
    Decision,
    Disclosure,
    LedgerEntry,
    RecipientNotice,
    Report,
)
from sar.oversight import equity, gate_counts
from sar.oversight.equity import Quarter
from sar.oversight.tables import Table, as_csv
from tests import desk, factories, pages
from tests.command_line import Sar
from tests.conftest import MakeApp
from tests.guards.test_canary import NAME, assert_no_canary, canary_submission
from tests.sar.test_oversight_pages import send, sentences, text_of

APRIL = datetime(2026, 4, 2, 12, tzinfo=UTC)


def decide_many(app: Flask, outcomes: dict[str, int], *, at: datetime) -> None:
    """Give stored reports an end each, without the pages: so many of each outcome."""
    with db.transaction(app.extensions["sar"].engine) as session:
        ids = session.execute(select(Report.report_id).order_by(Report.report_id)).scalars()
        steps = [outcome for outcome, count in outcomes.items() for _ in range(count)]
        rows = [
            {
                "report_id": report_id, "account_id": factories.account_id(app, "analyst"),
                "action": "x", "from_state": "criteria_met", "to_state": outcome, "decided_at": at,
                "rationale": "", "innocent_explanation": "", "question": "", "referred_to": "",
                "officer_text": "", "return_reason": "",
            }
            for report_id, outcome in zip(ids, steps, strict=False)
        ]  # fmt: skip
        session.execute(insert(Decision), rows)


def test_the_equity_report_tells_large_counts_withholds_small_ones_and_never_changes(
    app: Flask, clock: factories.Clock
) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    desk.multiply(app, receipt, 39)
    factories.file_by_api(app, "officer2", narrative="Somebody else cut a fence.")
    decide_many(app, {"no_nexus": 12, "unfounded": 9, "protected": 2}, at=clock())
    parts = app.extensions["sar"]
    quarter = Quarter(2026, 1)
    with db.reading(parts.engine) as session:
        assert equity.finished_quarters(session, now=clock()) == []
        assert equity.finished_quarters(session, now=APRIL) == [quarter]
        table = equity.equity_table(session, quarter, keyring=parts.keyring)
    total = dict(zip(table.headings, table.rows[-1], strict=True))
    assert total["Total"] == 41
    assert "table and ledger agree" in table.notes[-1]
    told = [value for row in table.rows for value in row[2:]]
    assert not any(value in range(1, 5) for value in told)
    assert total["Protected"] is None
    assert told.count(None) >= 4, "one withheld count takes others along"
    assert "withheld" in as_csv(table)
    decide_many(app, {"no_nexus": 41}, at=APRIL)
    clock.moment = APRIL
    factories.file_by_api(app, "supervisor2", narrative="A later one, of a later quarter.")
    with db.reading(parts.engine) as session:
        assert equity.equity_table(session, quarter, keyring=parts.keyring) == table


def test_quarters_follow_one_another() -> None:
    assert [Quarter(2026, n).following for n in (1, 4)] == [Quarter(2026, 2), Quarter(2027, 1)]
    assert Quarter(2026, 4).end == datetime(2027, 1, 1, tzinfo=UTC)


def disclose(app: Flask, receipt: str, *, at: datetime) -> None:
    """Store that a report was given to somebody, who was told of a change and did not answer."""
    with db.transaction(app.extensions["sar"].engine) as session:
        query = select(Report.report_id).where(Report.receipt == receipt)
        given = Disclosure(
            report_id=session.execute(query).scalar_one(),
            account_id=factories.account_id(app, "analyst"),
            tier="summary",
            recipient=NAME,
            agency=f"Office of {NAME}",
            purpose="assessment",
            authority="agreement",
            words=f"For {NAME}",
            revision=1,
            content_sha256="0" * 64,
            released_at=at,
        )
        session.add(given)
        session.flush()
        session.add(
            RecipientNotice(
                disclosure_id=given.disclosure_id, cause="corrected", caused_at=at, told_at=at
            )
        )


@pytest.fixture
def watched(app: Flask, clock: factories.Clock) -> Flask:
    """An installation with something for every report, and a canary in every text."""
    token = factories.api_token(app, "officer")
    headers = factories.api_headers(token, key="canary-key-9")
    filed = app.test_client().post("/api/v1/reports", json=canary_submission(), headers=headers)
    receipt = filed.get_json()["receipt"]
    analyst = desk.sign_in(app, "analyst")
    words = "Mr. Zebulon Quackenbush may be the caller, 217-555-0173."
    for address, fields in (
        (f"/review/{receipt}/emergency", {"words": words}),
        (f"/review/{receipt}/reveal", {"purpose": "review_nexus", "words": words}),
    ):
        assert pages.change(analyst, address, **fields).status_code == 303
    disclose(app, receipt, at=clock())
    clock.moment = APRIL
    return app


def test_every_report_can_be_seen_and_downloaded_and_holds_nothing_that_was_written(
    watched: Flask,
) -> None:
    officer = desk.sign_in(watched, "privacy_officer")
    officer.get("/oversight/log")  # something happens after the quarter's end
    listed = officer.get("/oversight/reports").text
    names = re.findall(r'href="(/oversight/reports/[^"]+)"', listed)
    assert len(names) >= 13
    assert "/oversight/reports/equity-2026-Q1" in names
    for name in names:
        page = officer.get(name)
        assert page.status_code == 200, name
        assert_no_canary(page.text, name)
        assert_no_canary(officer.get(f"{name}/csv").text, name)
        assert json.loads(officer.get(f"{name}/json").text)["headings"]
        assert "Test Analyst" not in page.text
    assert desk.log_of(watched)[-1].action == "report.made"
    (given,) = json.loads(officer.get("/oversight/reports/disclosures/json").text)["rows"]
    assert given[4:7] + given[8:] == ["summary", "assessment", "agreement", 1, 1, 0]
    for wrong in ("equity-2026-Q2", "equity-2026-Q9", "equity-x", "nothing", "reveals/xml"):
        assert officer.get(f"/oversight/reports/{wrong}").status_code == 404


def test_the_pack_in_one_click_is_whole_and_can_be_checked(watched: Flask) -> None:
    officer = desk.sign_in(watched, "privacy_officer")
    send(officer, "/oversight/checkpoint")
    answer = send(officer, "/oversight/inspection")
    with ZipFile(io.BytesIO(answer.data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sums = dict(
        reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines()
    )
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert {"index.html", "log.json", "settings.csv", "sets.html"} <= files.keys()
    for name, content in files.items():
        assert_no_canary(content.decode(), name)
    rows = dict(json.loads(files["log.json"])["rows"])
    assert rows["Verdict"] == "intact"
    parts = watched.extensions["sar"]
    for secret in (parts.settings.keyring_text, "sqlite", "postgresql", "metrics-token"):
        assert all(secret.encode() not in content for content in files.values()), secret
    with db.reading(parts.engine) as session:
        note = session.execute(select(AuditCheckpoint.note)).scalar_one()
    assert files["checkpoint.txt"].decode() == note


def test_a_pack_of_the_same_database_is_the_same_byte_for_byte(
    sar: Sar, database_url: str, make_app: MakeApp, tmp_path: Path
) -> None:
    receipt = factories.file_by_api(make_app(database_url))["receipt"]
    for name in ("one", "two"):
        done = sar("report", "inspection", "--out", tmp_path / name)
        assert done.exit_code == 0, done.output
    first, second = (
        {each.name: each.read_bytes() for each in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert first == second
    assert len(first) > 30
    again = sar("report", "inspection", "--out", tmp_path / "one")
    assert again.exit_code == 2
    assert "not empty" in again.output
    assert "settings" in sar("report", "list").output
    shown = sar("report", "show", "ledger", "--format", "csv").output
    assert next(csv.reader(io.StringIO(shown)))[0] == "Month"
    filed = sar("report", "access", "--report", receipt, "--format", "json").output
    assert json.loads(filed)["rows"][-1][3] == f"Filed report {receipt}"
    assert (
        json.loads(sar("report", "access", "--person", "none", "--format", "json").output)["rows"]
        == []
    )
    for wrong in (
        ("show", "nothing"),
        ("access", "--from", "2026-03-02", "--to", "2026-03-01"),
        ("access", "--purpose", "curiosity"),
        ("access", "--from", "yesterday"),
    ):
        refused = sar("report", *wrong)
        assert refused.exit_code == 2, wrong
        assert "Traceback" not in refused.output


def test_a_broken_log_is_said_in_the_pack_too(watched: Flask) -> None:
    officer = desk.sign_in(watched, "privacy_officer")
    with db.transaction(watched.extensions["sar"].engine) as session:
        session.execute(
            update(desk.AuditEntry).where(desk.AuditEntry.position == 3).values(role="x")
        )
    rows = dict(json.loads(officer.get("/oversight/reports/log/json").text)["rows"])
    assert (rows["Verdict"], rows["First bad entry"]) == ("BROKEN", 3)


def test_the_log_is_narrowed_by_purpose_and_a_reversed_period_is_explained(watched: Flask) -> None:
    officer = desk.sign_in(watched, "privacy_officer")
    found = sentences(officer, "purpose=imminent_danger")
    assert [each.partition(" report")[0] for each in found] == ["Opened all of"]
    page = officer.get("/oversight/log?from=2026-03-05&to=2026-03-01").text
    assert "The period ends before it begins." in page


def test_no_cell_is_taken_for_a_formula() -> None:
    table = Table("x", "x", ("a",), (("=1+1",), ("@x",), (None,)))
    assert as_csv(table).splitlines() == ["a", "'=1+1", "'@x", '""']


def test_the_start_page_says_what_waits_and_shows_the_weeks(
    watched: Flask, clock: factories.Clock
) -> None:
    officer = desk.sign_in(watched, "privacy_officer")
    page = officer.get("/oversight").text
    shown = text_of(page)
    for words in (
        "1 emergency to review : the oldest 30 days ago", "1 alert to look into",
        "Sign a checkpoint, and keep it elsewhere : none yet", "Reveals, week by week",
        "Decide whether there is a potential nexus",
    ):  # fmt: skip
        assert words in shown, words
    assert '<rect class="chart-1"' in page
    send(officer, "/oversight/checkpoint")
    assert "none yet" not in text_of(officer.get("/oversight").text)
    with db.transaction(watched.extensions["sar"].engine) as session:
        session.execute(update(AuditCheckpoint).values(signed_at=clock() - factories.timedelta(8)))
    assert "the last one is 8 days old" in text_of(officer.get("/oversight").text)


def test_time_to_purge_is_told_by_month(app: Flask, clock: factories.Clock) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    desk.multiply(app, receipt, 2)
    with db.transaction(app.extensions["sar"].engine) as session:
        ids = session.execute(select(LedgerEntry.report_id)).scalars().all()
        for days, report_id in zip((10, 20, 40), ids, strict=True):
            session.execute(
                update(LedgerEntry)
                .where(LedgerEntry.report_id == report_id)
                .values(closed_at=APRIL - factories.timedelta(days), purged_at=APRIL)
            )
    officer = desk.sign_in(app, "privacy_officer")
    rows = json.loads(officer.get("/oversight/reports/purges/json").text)["rows"]
    assert rows == [["2026-04", 3, 20, 40]]


def test_answers_about_traits_and_mentions_are_counted_by_quarter(
    app: Flask, clock: factories.Clock
) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    desk.multiply(app, receipt, 29)
    replies = ["none_needed"] * 14 + ["restated"] * 11 + ["unchanged"] * 2
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        session.execute(delete(AttributeAnswer))
        ids = session.execute(select(Report.report_id).order_by(Report.report_id)).scalars()
        session.add_all(
            AttributeAnswer(
                report_id=report_id,
                account_id=factories.account_id(app, "officer"),
                party="officer",
                answer=reply,
                counts={"religion:basis": 1, "age:description": 2},
                answered_at=clock(),
            )
            for report_id, reply in zip(ids, replies, strict=False)
        )
    with db.reading(parts.engine) as session:
        gate = gate_counts.gate_table(session, Quarter(2026, 1), keyring=parts.keyring)
        mentions = gate_counts.mention_table(session, Quarter(2026, 1), keyring=parts.keyring)
    by_answer = {row[1]: row for row in gate.rows}
    assert by_answer["All answers"][-1] == 27
    assert by_answer["Asked, and sent unchanged"][-1] is None
    assert not any(value in range(1, 5) for row in gate.rows for value in row[2:])
    by_trait = {row[1]: dict(zip(mentions.headings, row, strict=True)) for row in mentions.rows}
    assert by_trait["Religion"]["Basis"] == 27
    assert by_trait["Age"]["Description"] == 54
    assert by_trait["All traits"]["Total"] == 81


def test_answers_of_analysts_are_counted_in_the_quarter_of_the_answer(
    app: Flask, clock: factories.Clock
) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    desk.multiply(app, receipt, 19)
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        ids = session.execute(select(Report.report_id).order_by(Report.report_id)).scalars().all()
        session.add_all(
            AttributeAnswer(
                report_id=report_id,
                account_id=factories.account_id(app, "analyst"),
                party="analyst",
                answer=reply,
                counts={"religion:basis": 1},
                answered_at=factories.datetime(2026, month, 5, tzinfo=factories.UTC),
            )
            for month, reply in ((2, "disregarded"), (5, "behaviour"))
            for report_id in ids[: 19 - month]
        )
    with db.reading(parts.engine) as session:
        tables = [
            gate_counts.analyst_table(session, Quarter(2026, number), keyring=parts.keyring)
            for number in (1, 2)
        ]
    totals = [{row[1]: row[-1] for row in table.rows} for table in tables]
    assert totals[0]["It was the reason, and counts for nothing"] == 17
    assert totals[0]["All answers"] == 17
    assert totals[1]["What was done stands by itself"] == 14
