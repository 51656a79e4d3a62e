"""The privacy officer's pages, as a browser sees them."""

import html
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, select, update
from werkzeug.test import TestResponse

import sar
from privacy.log.checkpoints import parse_checkpoint, sign_checkpoint, signed_by
from privacy.log.notes import parse_verifier_key
from privacy.log.tree import Edge
from sar import db
from sar.actors import COMMAND_LINE
from sar.errors import ConflictError
from sar.log import audit, checkpoints
from sar.models import (
    Addition,
    AuditCheckpoint,
    AuditEntry,
    AuditHead,
    LedgerEntry,
    Report,
    Reveal,
    Role,
)
from sar.oversight import service
from sar.oversight.words import SENTENCES
from tests import factories
from tests.audit_log import OTHER_SEED, edge_at, key_of
from tests.factories import Clock
from tests.recorded import recorded_actions

PAGES = (
    "/oversight",
    "/oversight/log",
    "/oversight/reveals",
    "/oversight/alerts",
    "/oversight/reports",
    "/oversight/emergencies",
    "/oversight/ledger",
    "/oversight/held",
    "/oversight/verify",
    "/oversight/checkpoints",
)


@pytest.fixture
def officer(app: Flask) -> FlaskClient:
    return factories.signed_in(app, "privacy_officer")


def send(client: FlaskClient, path: str, **fields: object) -> TestResponse:
    token = factories.csrf_token(client.get("/account/password").text)
    return client.post(path, data={"csrf_token": token} | fields)


def text_of(page: str) -> str:
    """Return what a reader sees of a page's main part."""
    main = page[page.index("<main") : page.index("</main>")]
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)))


def entries(app: Flask) -> list[AuditEntry]:
    with db.reading(app.extensions["sar"].engine) as session:
        return list(session.execute(select(AuditEntry).order_by(AuditEntry.position)).scalars())


def run(app: Flask, *statements: object) -> None:
    with db.transaction(app.extensions["sar"].engine) as session:
        for statement in statements:
            session.execute(statement)  # type: ignore[call-overload]


def file(app: Flask, number: int = 0, username: str = "officer") -> dict[str, str]:
    """File a report that differs from the others; return its receipt."""
    narrative = f"Report {number}: a man cut the fence of the substation and ran to the road."
    return factories.file_by_api(app, username, narrative=narrative)


def hold(app: Flask, receipt: str) -> None:
    """Make a filed report look as if its redaction had failed."""
    where = Report.receipt == receipt
    run(app, update(Report).where(where).values(state="held", redacted=None, score=None))


def reveal(app: Flask, receipt: str, **changes: object) -> None:
    now = app.extensions["sar"].clock()
    with db.transaction(app.extensions["sar"].engine) as session:
        report = session.execute(select(Report).where(Report.receipt == receipt)).scalar_one()
        values: dict[str, object] = {
            "report_id": report.report_id,
            "account_id": factories.account_id(app, "analyst"),
            "purpose": "check_detail",
            "words": "Compare with the <b>stolen</b> vehicle list",
            "field": "vehicles.0.plate",
            "span_number": 1,
            "granted_at": now,
            "expires_at": now + factories.timedelta(minutes=15),
        }
        session.execute(insert(Reveal).values(**(values | changes)))


def test_nobody_else_sees_these_pages(sqlite_app: Flask) -> None:
    for role in set(Role) - {Role.PRIVACY_OFFICER}:
        client = factories.signed_in(sqlite_app, role)
        for path in (*PAGES, "/oversight/checkpoints/1.txt"):
            assert client.get(path).status_code == 403
        for path in ("/oversight/verify", "/oversight/checkpoint"):
            assert send(client, path).status_code == 403


def test_the_start_page_shows_the_figures(app: Flask, officer: FlaskClient, clock: Clock) -> None:
    first, second, third = (file(app, n) for n in range(3))
    hold(app, third["receipt"])
    run(app, update(Report).where(Report.receipt == second["receipt"]).values(state="unfounded"))
    reveal(app, first["receipt"])
    long_ago = clock() - factories.timedelta(days=40)
    reveal(app, first["receipt"], granted_at=long_ago, expires_at=long_ago)
    page = text_of(officer.get("/oversight").text)
    for words in ("3 reports received", "2 open", "1 held", "1 reveals this month", "never signed"):
        assert words in page, words


def test_the_log_says_who_did_what_and_why_in_words(app: Flask, officer: FlaskClient) -> None:
    receipt = file(app)["receipt"]
    factories.sign_in(app, "analyst")
    page = text_of(officer.get("/oversight/log").text)
    assert f"Test Officer Officer Filed report {receipt}" in page
    assert "Test Analyst Analyst Signed in" in page
    assert "Command line" in page
    again = text_of(officer.get("/oversight/log").text)
    assert "Test Privacy officer Privacy officer Looked at the access log" in again


def test_looking_is_itself_written_down_with_what_was_asked_but_no_name(
    app: Flask, officer: FlaskClient
) -> None:
    officer.get("/oversight/log?person=officer&report=7k3m-9qxd-v&action=report.filed")
    entry = entries(app)[-1]
    assert (entry.action, entry.subject) == ("log.viewed", "log")
    assert entry.details == {
        "count": 0,
        "person": factories.account_id(app, "officer"),
        "action": "report.filed",
        "purpose": None,
        "report": "7K3M-9QXD-V",
        "narrowed": True,
    }
    for path, action in (
        ("/oversight/reveals", "reveals.viewed"),
        ("/oversight/ledger", "ledger.viewed"),
        ("/oversight/held", "held.viewed"),
    ):
        officer.get(path)
        assert entries(app)[-1].action == action
        assert entries(app)[-1].actor_id == factories.account_id(app, "privacy_officer")


def sentences(client: FlaskClient, query: str) -> list[str]:
    page = client.get(f"/oversight/log?{query}")
    assert page.status_code == 200
    found = re.findall(r'data-heading="What"><div>([^<]+)', page.text)
    return [html.unescape(each).strip() for each in found]


def test_the_log_is_narrowed_by_person_action_report_and_day(
    app: Flask, officer: FlaskClient, clock: Clock
) -> None:
    first = file(app)["receipt"]
    clock.advance(days=1)
    second = file(app, 2, "officer2")["receipt"]
    officer = factories.signed_in(app, "privacy_officer")
    assert sentences(officer, "person=officer") == [f"Filed report {first}"]
    assert sentences(officer, "person=OFFICER2") == [f"Filed report {second}"]
    assert sentences(officer, "person=nobody-of-this-name") == []
    assert sentences(officer, "action=report.filed") == [
        f"Filed report {second}",
        f"Filed report {first}",
    ]
    assert sentences(officer, f"report={first.lower()}") == [f"Filed report {first}"]
    assert sentences(officer, "action=report.filed&from=2026-03-03") == [f"Filed report {second}"]
    assert sentences(officer, "action=report.filed&to=2026-03-02") == [f"Filed report {first}"]
    assert sentences(officer, "action=report.filed&from=2026-03-04") == []
    assert sentences(officer, "person=officer&action=account.signed_in") == []


def test_days_are_those_of_the_viewers_zone(app: Flask, clock: Clock) -> None:
    """20:00 in Chicago on 2 March is 02:00 UTC on 3 March."""
    clock.moment = clock.moment.replace(day=3, hour=2, minute=0)
    receipt = file(app)["receipt"]
    officer = factories.signed_in(app, "privacy_officer")
    filed = [f"Filed report {receipt}"]
    assert sentences(officer, "action=report.filed&from=2026-03-02&to=2026-03-02") == filed
    assert sentences(officer, "action=report.filed&from=2026-03-03") == []


NONSENSE = (
    ("person=%00", "person"),
    ("person=two+words", "person"),
    ("person=" + "x" * 500, "person"),
    ("action=nothing.known", "action"),
    ("report=%25", "report"),
    ("report=" + "A" * 500, "report"),
    ("from=yesterday", "from"),
    ("to=2026-02-30", "to"),
    ("from=99999-01-01", "from"),
)


def test_a_question_that_makes_no_sense_is_explained_and_the_log_still_shown(
    sqlite_app: Flask,
) -> None:
    officer = factories.signed_in(sqlite_app, "privacy_officer")
    for query, field in NONSENSE:
        page = officer.get(f"/oversight/log?{query}")
        assert page.status_code == 200
        assert f'id="{field}-error"' in page.text, query
        assert "Added the account" in page.text
        assert entries(sqlite_app)[-1].details["narrowed"] is False


def test_the_edges_of_what_can_be_asked_are_harmless(app: Flask, officer: FlaskClient) -> None:
    for query in (
        "from=0001-01-01", "to=9999-12-31", "to=0001-01-01", "before=0", "before=-1", "before=x",
        "before=999999999999", "before=%C2%B2", "from=&to=&person=&report=&action=",
    ):  # fmt: skip
        assert officer.get(f"/oversight/log?{query}").status_code == 200, query


def test_pages_of_the_log_show_every_entry_once(app: Flask, officer: FlaskClient) -> None:
    clock = app.extensions["sar"].clock()
    with db.transaction(app.extensions["sar"].engine) as session:
        for number in range(130):
            event = audit.Event("report.followed", f"report:{number:04d}")
            audit.record(session, event, actor=COMMAND_LINE, now=clock)
    seen: list[str] = []
    href: str | None = "/oversight/log?action=report.followed"
    while href:
        page = officer.get(href).text
        seen += re.findall(r"Looked up what became of report (\d{4})", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        href = html.unescape(following[1]) if following else None
    assert seen == [f"{number:04d}" for number in range(129, -1, -1)]


def test_a_reveal_is_listed_with_purpose_words_kind_and_end(
    app: Flask, officer: FlaskClient
) -> None:
    receipt = file(app)["receipt"]
    reveal(app, receipt)
    page = officer.get("/oversight/reveals").text
    shown = text_of(page)
    for words in (
        "Test Analyst", receipt, "Plate", "Check one hidden detail against a record",
        "Compare with the <b>stolen</b> vehicle list", "Still shown",
    ):  # fmt: skip
        assert words in shown, words
    assert "<b>stolen</b>" not in page
    assert "ABC1234" not in page


def test_a_reveal_of_an_addition_and_one_of_nothing_that_is_there_any_more(
    app: Flask, officer: FlaskClient, clock: Clock
) -> None:
    receipt = file(app)["receipt"]
    redacted = {"text": "[PHONE 1]", "spans": [
        {"kind": "phone", "placeholder": "[PHONE 1]", "reason": "", "source_start": 0,
         "source_end": 1, "start": 0, "end": 9}]}  # fmt: skip
    with db.transaction(app.extensions["sar"].engine) as session:
        report = session.execute(select(Report)).scalar_one()
        session.add(
            Addition(addition_id=7, report_id=report.report_id, account_id=1,
                     redacted={"text": redacted}, added_at=clock())
        )  # fmt: skip
    reveal(app, receipt, field="addition:7", span_number=1)
    reveal(app, receipt, field="gone", span_number=4)
    clock.advance(minutes=15)
    officer = factories.signed_in(app, "privacy_officer")
    page = text_of(officer.get("/oversight/reveals").text)
    assert "Phone" in page
    assert "Hidden text" in page
    assert "Still shown" not in page


def test_pages_of_reveals_show_each_once(app: Flask, officer: FlaskClient) -> None:
    receipt = file(app)["receipt"]
    for number in range(115):
        reveal(app, receipt, words=f"reason number {number:03d}")
    seen: list[str] = []
    href: str | None = "/oversight/reveals"
    while href:
        page = officer.get(href).text
        seen += re.findall(r"reason number (\d{3})", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        href = html.unescape(following[1]) if following else None
    assert seen == [f"{number:03d}" for number in range(114, -1, -1)]


def test_the_ledger_shows_lines_statements_and_that_there_is_no_gap(
    app: Flask, officer: FlaskClient
) -> None:
    made = [file(app, n) for n in range(3)]
    page = text_of(officer.get("/oversight/ledger").text)
    for receipt in made:
        assert f"{receipt['ledger_label']} {receipt['receipt']}" in page
    assert "No gaps" in page
    assert "2026-03 0 3 0 3 0" in page
    assert "2026-04" not in page
    assert "Nothing was received" in text_of(officer.get("/oversight/ledger?year=2025").text)


def test_a_line_that_was_removed_is_missed_even_if_the_counter_was_set_back(
    app: Flask, officer: FlaskClient
) -> None:
    for number in range(3):
        file(app, number)
    run(app, delete(LedgerEntry).where(LedgerEntry.number == 2))
    page = text_of(officer.get("/oversight/ledger").text)
    assert "2026: 1 number missing" in page
    assert "The first missing of 2026: 2" in page
    run(
        app,
        update(LedgerEntry).where(LedgerEntry.number == 3).values(number=2),
        update(sar.models.LedgerYear).values(last_number=2),
    )
    page = text_of(officer.get("/oversight/ledger").text)
    assert "missing" not in page
    assert "The log knows 3 filings, the ledger has 2 lines" in page


def test_odd_years_are_harmless(app: Flask, officer: FlaskClient) -> None:
    for query in (
        "year=0",
        "year=99999",
        "year=x",
        "year=-5",
        "year=2027",
        "before=1",
        "before=%00",
    ):
        assert officer.get(f"/oversight/ledger?{query}").status_code == 200, query


def test_held_reports_are_listed_without_content(app: Flask, officer: FlaskClient) -> None:
    assert "No report is held" in officer.get("/oversight/held").text
    receipt = file(app)["receipt"]
    hold(app, receipt)
    page = officer.get("/oversight/held").text
    assert receipt in page
    assert "Lakeside Police Department" in page
    assert "substation" not in page


def test_an_intact_log_is_said_to_be_whole_with_the_limits_of_that(
    app: Flask, officer: FlaskClient
) -> None:
    page = text_of(send(officer, "/oversight/verify").text)
    assert "The log is whole" in page
    assert "only a checkpoint from outside can show" in page
    entry = entries(app)[-1]
    assert entry.action == "log.verified"
    assert entry.details["intact"] is True
    assert entry.details["size"] == entry.position - 1


def test_a_log_that_is_too_long_for_a_page_is_left_to_the_command(
    app: Flask, officer: FlaskClient
) -> None:
    parts = app.extensions["sar"]
    key = checkpoints.signing_key(parts.settings, parts.keyring).verifier
    with db.reading(app.extensions["sar"].engine) as session:
        size = session.execute(select(AuditHead.size)).scalar_one()
        assert service.examine(session, None, key=key, max_entries=size).verdict.is_intact
        with pytest.raises(ConflictError, match="too many"):
            service.examine(session, None, key=key, max_entries=size - 1)


def test_a_broken_log_is_named_with_its_first_bad_entry_and_what_to_do(
    app: Flask, officer: FlaskClient
) -> None:
    run(app, update(AuditEntry).where(AuditEntry.position == 3).values(role="trainer"))
    page = text_of(send(officer, "/oversight/verify").text)
    assert "The log is not whole" in page
    assert "First bad entry: 3" in page
    assert "What to do" in page
    entry = entries(app)[-1]
    assert (entry.details["intact"], entry.details["first_bad"]) == (False, 3)


def test_a_checkpoint_is_signed_downloaded_kept_and_brought_back(
    app: Flask, officer: FlaskClient
) -> None:
    led = send(officer, "/oversight/checkpoint")
    page = officer.get(led.location).text
    (href,) = set(re.findall(r'href="(/oversight/checkpoints/\d+\.txt)"', page))
    answer = officer.get(href)
    assert "attachment" in answer.headers["Content-Disposition"]
    kept = answer.get_data(as_text=True)
    key = re.search(r"<code>(sar-log/[^<]+)</code>", page)
    assert key
    checkpoint = parse_checkpoint(kept)
    assert signed_by(checkpoint, [parse_verifier_key(html.unescape(key[1]))])
    good = text_of(send(officer, "/oversight/verify", checkpoint=kept.replace("\n", "\r\n")).text)
    assert "contains the checkpoint that you kept" in good
    cut(app, checkpoint.size - 2)
    assert "The log is whole" in send(officer, "/oversight/verify").text
    bad = text_of(send(officer, "/oversight/verify", checkpoint=kept).text)
    assert "The log is not whole" in bad


def head_edge(app: Flask) -> bytes:
    with db.reading(app.extensions["sar"].engine) as session:
        return session.execute(select(AuditHead.edge)).scalar_one()


def cut(app: Flask, kept: int) -> None:
    """Cut the end of the log off, as somebody would who can write everything in the database."""
    with db.transaction(app.extensions["sar"].engine) as session:
        session.execute(delete(AuditEntry).where(AuditEntry.position > kept))
        session.execute(delete(AuditCheckpoint))
        edge = bytes(edge_at(session, kept))
        session.execute(update(AuditHead).values(size=kept, edge=edge))


def test_a_checkpoint_of_another_installation_is_not_believed(
    app: Flask, officer: FlaskClient, clock: Clock
) -> None:
    foreign = sign_checkpoint(Edge(1, (bytes(32),)), key_of(OTHER_SEED), now=clock())
    text = str(foreign)
    page = text_of(send(officer, "/oversight/verify", checkpoint=text).text)
    assert "is not signed by a known key" in page


def test_what_is_no_checkpoint_is_explained(sqlite_app: Flask) -> None:
    officer = factories.signed_in(sqlite_app, "privacy_officer")
    for pasted in ("{", "hello", "log\n7\nx\n\n", "7" * 20_000):
        answer = send(officer, "/oversight/verify", checkpoint=pasted)
        assert answer.status_code == 422
        assert "This is not a checkpoint" in answer.text


def test_a_log_that_contradicts_itself_is_not_signed(app: Flask, officer: FlaskClient) -> None:
    run(app, update(AuditHead).values(edge=b"f" * len(head_edge(app))))
    answer = send(officer, "/oversight/checkpoint")
    assert answer.status_code == 409
    assert "Verify the log" in answer.text


def test_a_checkpoint_that_is_not_there_is_not_found(sqlite_app: Flask) -> None:
    officer = factories.signed_in(sqlite_app, "privacy_officer")
    for size in (0, 12345, 2147483648, 10**30):
        assert officer.get(f"/oversight/checkpoints/{size}.txt").status_code == 404


def test_a_page_that_cannot_be_written_down_is_not_shown(app: Flask, officer: FlaskClient) -> None:
    receipt = file(app)["receipt"]
    run(app, delete(AuditHead))
    for path in ("/oversight/log", "/oversight/reveals", "/oversight/ledger", "/oversight/held"):
        answer = officer.get(path)
        assert answer.status_code == 500
        assert receipt not in answer.text


def test_a_report_is_not_filed_when_it_cannot_be_written_down(app: Flask) -> None:
    token = factories.api_token(app, "officer")
    run(app, delete(AuditHead))
    answer = app.test_client().post(
        "/api/v1/reports",
        json=factories.submission(),
        headers=factories.api_headers(token, key="some-key-1"),
    )
    assert answer.status_code == 500
    with db.reading(app.extensions["sar"].engine) as session:
        for table in (Report, LedgerEntry, sar.models.SealedContent):
            assert session.execute(select(table)).first() is None


def test_every_action_that_is_written_down_has_words() -> None:
    recorded = recorded_actions()
    assert len(recorded) > 30
    assert sorted(recorded - SENTENCES.keys()) == []


def test_an_action_without_words_is_named_as_it_is(app: Flask, officer: FlaskClient) -> None:
    with db.transaction(app.extensions["sar"].engine) as session:
        event = audit.Event("moon.landed", "crater:7", purpose="later_purpose")
        audit.record(session, event, actor=COMMAND_LINE, now=app.extensions["sar"].clock())
    page = text_of(officer.get("/oversight/log").text)
    assert "moon.landed (crater:7)" in page
    assert "later_purpose" in page
