"""Whole reports: for a purpose, with a second person, in an emergency, never in bulk, watched."""

import re
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from werkzeug.test import TestResponse

from sar import db
from sar.models import (
    Alert,
    AuditHead,
    EmergencyReview,
    MonthKey,
    Report,
    RequestState,
    Reveal,
    RevealRequest,
)
from tests import desk, factories, pages
from tests.conftest import MakeApp

REASON = "I compare the names with the visitor log of the site."
WISH = {"purpose": "review_nexus", "words": REASON}
NAME, PHONE = "John Smith", "312-555-0142"


def file(app: Flask, number: int = 0) -> str:
    narrative = f"Report {number}: {NAME}, phone {PHONE}, cut the fence of the substation."
    receipt: str = factories.file_by_api(app, narrative=narrative)["receipt"]
    return receipt


def send(client: FlaskClient, address: str, **changes: str) -> TestResponse:
    """Open a page with a form of its own address, fill it in and send it."""
    return pages.change(client, address, **(WISH | changes))


def in_danger(client: FlaskClient, receipt: str, words: str = "Bomb threat, call") -> TestResponse:
    return pages.change(client, f"/review/{receipt}/emergency", words=words)


def page(client: FlaskClient, receipt: str) -> str:
    return client.get(f"/review/{receipt}").text


def count(app: Flask, model: type[db.Base]) -> int:
    with db.reading(app.extensions["sar"].engine) as session:
        return session.execute(select(func.count()).select_from(model)).scalar_one()


def alerts(app: Flask) -> list[str]:
    with db.reading(app.extensions["sar"].engine) as session:
        return list(session.execute(select(Alert.pattern).order_by(Alert.alert_id)).scalars())


def actions(app: Flask, receipt: str) -> list[str]:
    return [entry.action for entry in desk.log_of(app, f"report:{receipt}")]


def test_all_of_a_report_is_shown_for_a_while_and_can_be_hidden_sooner(
    app: Flask, clock: factories.Clock
) -> None:
    receipt = file(app)
    client = desk.work_on(app, receipt)
    assert "Reveal the whole report" in page(client, receipt)
    assert send(client, f"/review/{receipt}/reveal").status_code == 303
    assert actions(app, receipt)[-1] == "reveal.whole_granted"
    shown = page(client, receipt)
    assert NAME in shown
    assert PHONE in shown
    assert "Revealed text hides again at" in shown
    assert "CST" in re.findall(r"hides again at (<time.*?</time>)", shown)[0]
    assert actions(app, receipt).count("reveal.shown") == 1
    assert desk.post(client, f"/review/{receipt}/hide").status_code == 303
    assert NAME not in page(client, receipt)
    assert send(client, f"/review/{receipt}/reveal").status_code == 303
    clock.advance(minutes=15)
    assert NAME not in page(client, receipt)


def test_a_purpose_for_one_part_does_not_open_the_whole(sqlite_app: Flask) -> None:
    receipt = file(sqlite_app)
    client = desk.sign_in(sqlite_app, "analyst")
    for changes in (
        {"purpose": "check_detail"},
        {"purpose": "imminent_danger"},
        {"purpose": "redress"},
        {"words": "  "},
        {"words": "x" * 1_000_000},
        {"words": "a long\x00 reason"},
    ):
        answer = send(client, f"/review/{receipt}/reveal", **changes)
        assert answer.status_code == 422
        assert 'id="error-summary"' in answer.text
    assert count(sqlite_app, Reveal) == 0


def test_a_shorter_time_is_the_agencys_to_set(
    make_app: MakeApp, seeded_url: str, clock: factories.Clock
) -> None:
    app = make_app(seeded_url, reveal_minutes=3)
    receipt = file(app)
    client = desk.sign_in(app, "analyst")
    assert "Reveal for 3 minutes" in client.get(f"/review/{receipt}/reveal").text
    send(client, f"/review/{receipt}/reveal")
    clock.advance(minutes=3)
    assert NAME not in page(client, receipt)


@pytest.fixture
def careful(make_app: MakeApp, seeded_url: str) -> Flask:
    """An agency that wants a second person for whole reports."""
    return make_app(seeded_url, needs_second_person=True)


def ask(app: Flask, receipt: str, username: str = "analyst") -> tuple[FlaskClient, int]:
    client = desk.sign_in(app, username)
    led = send(client, f"/review/{receipt}/reveal")
    assert led.location == "/reveal-requests"
    with db.reading(app.extensions["sar"].engine) as session:
        query = select(func.max(RevealRequest.reveal_request_id))
        return client, session.execute(query).scalar_one()


def test_a_second_person_agrees_and_then_it_opens_once(careful: Flask) -> None:
    receipt = file(careful)
    client, number = ask(careful, receipt)
    assert NAME not in page(client, receipt)
    assert send(client, f"/review/{receipt}/reveal").status_code == 409, "asked already"
    assert desk.post(client, f"/reveal-requests/{number}/approve").status_code == 403
    assert desk.post(client, f"/reveal-requests/{number}/open").status_code == 409
    second = desk.sign_in(careful, "analyst2")
    listed = second.get("/reveal-requests").text
    assert receipt in listed
    assert "compare the names" in listed
    assert desk.post(second, f"/reveal-requests/{number}/open").status_code == 404
    assert desk.post(second, f"/reveal-requests/{number}/approve").status_code == 303
    assert desk.post(second, f"/reveal-requests/{number}/decline").status_code == 409
    assert NAME not in page(client, receipt), "agreed is not opened"
    assert desk.post(client, f"/reveal-requests/{number}/open").status_code == 303
    assert NAME in page(client, receipt)
    assert NAME not in page(second, receipt)
    assert desk.post(client, f"/reveal-requests/{number}/open").status_code == 409
    entry = [each for each in desk.log_of(careful) if each.action == "reveal.whole_granted"][-1]
    assert entry.details["second_person"] == factories.account_id(careful, "analyst2")


def test_what_was_declined_or_is_too_old_stays_hidden(
    careful: Flask, clock: factories.Clock
) -> None:
    first, second = file(careful, 1), file(careful, 2)
    client, declined = ask(careful, first)
    _, old = ask(careful, second)
    other = desk.sign_in(careful, "privacy_officer")
    desk.post(other, f"/reveal-requests/{declined}/decline")
    desk.post(other, f"/reveal-requests/{old}/approve")
    assert desk.post(client, f"/reveal-requests/{declined}/open").status_code == 409
    clock.advance(hours=8)
    client = desk.sign_in(careful, "analyst")
    answer = desk.post(client, f"/reveal-requests/{old}/open")
    assert answer.status_code == 409
    assert "too old" in answer.text
    assert "Expired" in client.get("/reveal-requests").text
    assert count(careful, Reveal) == 0


def test_two_people_who_decide_at_once_do_not_both_succeed(careful: Flask) -> None:
    receipt = file(careful)
    _, number = ask(careful, receipt)
    clients = [desk.sign_in(careful, name) for name in ("analyst2", "privacy_officer")]
    tokens = [factories.csrf_token(each.get("/review").text) for each in clients]
    gate, statuses = Barrier(2), []

    def decide(client: FlaskClient, token: str) -> None:
        gate.wait()
        address = f"/reveal-requests/{number}/approve"
        statuses.append(client.post(address, data={"csrf_token": token}).status_code)

    threads = [Thread(target=decide, args=each) for each in zip(clients, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 409]
    assert actions(careful, receipt).count("reveal.request_approved") == 1


def test_the_database_refuses_ones_own_consent_review_and_acknowledgement(app: Flask) -> None:
    receipt = file(app)
    client = desk.sign_in(app, "analyst")
    in_danger(client, receipt)
    engine, own = app.extensions["sar"].engine, factories.account_id(app, "analyst")
    now = app.extensions["sar"].clock()
    with db.reading(engine) as session:
        report_id, reveal_id = session.execute(select(Reveal.report_id, Reveal.reveal_id)).one()
    request = RevealRequest(
        report_id=report_id, account_id=own, purpose="redress", words="", asked_at=now,
        expires_at=now, state=RequestState.APPROVED, decided_by_id=own, decided_at=now,
    )  # fmt: skip
    review = EmergencyReview(
        reveal_id=reveal_id, account_id=own, reviewer_id=own, outcome="justified", words="",
        reviewed_at=now,
    )  # fmt: skip
    for row in (request, review):
        with pytest.raises(IntegrityError), db.transaction(engine) as session:
            session.add(row)
    with pytest.raises(IntegrityError), db.transaction(engine) as session:
        session.execute(update(Alert).values(acknowledged_by_id=own, acknowledged_at=now))


def test_an_emergency_opens_at_once_is_short_and_is_reviewed(
    app: Flask, clock: factories.Clock
) -> None:
    receipt = file(app)
    client = desk.work_on(app, receipt)
    assert in_danger(client, receipt, words="").status_code == 422
    assert in_danger(client, receipt, words="Call to Mr. Walter Kowalski").status_code == 303
    assert actions(app, receipt)[-1] == "reveal.emergency"
    shown = page(client, receipt)
    assert NAME in shown
    assert "A privacy officer will review this" in shown
    assert "a privacy officer reviews it" in page(client, receipt)
    clock.advance(minutes=5)
    assert NAME not in page(client, receipt)
    clock.advance(days=3)
    reviewer = desk.sign_in(app, "privacy_officer")
    listed = reviewer.get("/oversight/emergencies").text
    assert receipt in listed
    assert "3 days" in listed
    assert "Kowalski" not in listed
    address = re.findall(r'href="(/oversight/emergencies/\d+)"', listed)[0]
    for fields in ({"outcome": "", "words": REASON}, {"outcome": "justified", "words": "ok"}):
        answer = pages.change(reviewer, address, **fields)
        assert answer.status_code == 422
        assert fields["words"] in answer.text
    found = {"outcome": "follow_up", "words": "I ask the supervisor about the call."}
    assert pages.change(reviewer, address, **found).status_code == 303
    assert "Not reviewed yet" in reviewer.get("/oversight/emergencies").text
    final = {"outcome": "justified", "words": "The call is on tape; it was in time."}
    assert pages.change(reviewer, address, **final).status_code == 303
    assert "Every emergency is reviewed" in reviewer.get("/oversight/emergencies").text
    assert desk.post(reviewer, address, **final).status_code == 409
    assert actions(app, receipt).count("emergency.reviewed") == 2


def test_an_emergency_is_no_way_to_what_one_may_not_see(
    sqlite_app: Flask, clock: factories.Clock
) -> None:
    held, receipt = desk.file_held(sqlite_app), file(sqlite_app)
    client = desk.sign_in(sqlite_app, "analyst")
    assert client.get(f"/review/{held}/emergency").status_code == 404
    assert desk.post(client, f"/review/{held}/emergency", words=REASON).status_code == 404
    assert desk.post(client, "/review/ABCD/emergency", words=REASON).status_code == 404
    for role in ("privacy_officer", "officer", "supervisor", "trainer", "administrator"):
        other = desk.sign_in(sqlite_app, role)
        token = {"csrf_token": factories.csrf_token(other.get("/account").text)}
        assert other.post(f"/review/{receipt}/emergency", data=token).status_code == 403
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        session.execute(update(MonthKey).values(wrapped=None))
    assert desk.post(client, f"/review/{receipt}/emergency", words=REASON).status_code == 409
    assert count(sqlite_app, Reveal) == 0


def test_whatever_the_log_cannot_hold_stays_sealed(careful: Flask) -> None:
    first, second = file(careful, 1), file(careful, 2)
    client, number = ask(careful, first)
    other = desk.sign_in(careful, "analyst2")
    desk.post(other, f"/reveal-requests/{number}/approve")
    token = {"csrf_token": factories.csrf_token(client.get("/review").text)}
    with db.transaction(careful.extensions["sar"].engine) as session:
        session.execute(delete(AuditHead))
    for address, fields in (
        (f"/reveal-requests/{number}/open", {}),
        (f"/review/{second}/emergency", {"words": REASON}),
        (f"/review/{second}/reveal", WISH),
    ):
        answer = client.post(address, data=token | fields)
        assert answer.status_code == 500, address
        assert NAME not in answer.text
    assert count(careful, Reveal) == 0
    assert count(careful, RevealRequest) == 1


def test_bulk_is_refused_clearly_and_raises_an_alert(
    make_app: MakeApp, seeded_url: str, clock: factories.Clock
) -> None:
    app = make_app(seeded_url, reveal_reports_per_hour=2)
    receipts = [file(app, number) for number in range(3)]
    client = desk.sign_in(app, "analyst")
    for receipt in receipts[:2]:
        assert send(client, f"/review/{receipt}/reveal").status_code == 303
    span = f"/review/{receipts[2]}/reveal/narrative/1"
    for address in (f"/review/{receipts[2]}/reveal", span):
        answer = send(client, address)
        assert answer.status_code == 429
        assert "as many reports as your agency allows" in answer.text
        assert REASON in answer.text
    assert "over_limit" in alerts(app)
    assert alerts(app).count("over_limit") == 1
    assert actions(app, receipts[2]).count("reveal.refused") == 2
    assert NAME not in page(client, receipts[2])
    again = f"/review/{receipts[0]}/reveal/narrative/1"
    assert send(client, again).status_code == 303, "a report that is open anyway costs nothing"
    clock.advance(hours=1, seconds=1)
    assert send(desk.sign_in(app, "analyst"), span).status_code == 303


def test_a_fourth_emergency_within_the_hour_is_refused(sqlite_app: Flask) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    statuses = [in_danger(client, file(sqlite_app, number)).status_code for number in range(4)]
    assert statuses == [303, 303, 303, 429]
    assert count(sqlite_app, Reveal) == 3


def test_unusual_looking_raises_alerts_that_somebody_else_acknowledges(
    app: Flask, clock: factories.Clock
) -> None:
    receipt = file(app)
    own = factories.account_id(app, "analyst")
    with db.transaction(app.extensions["sar"].engine) as session:
        session.execute(update(Report).values(account_id=own))
    clock.moment = clock.moment.replace(hour=4)  # 22:00 in Chicago
    client = desk.sign_in(app, "analyst")
    for _ in range(2):
        assert send(client, f"/review/{receipt}/reveal").status_code == 303
    assert alerts(app) == ["out_of_hours", "not_own_work", "own_filing"], "each once a day"
    officer = desk.sign_in(app, "privacy_officer")
    listed = officer.get("/oversight/alerts").text
    assert listed.count("Test Analyst") >= 3
    assert NAME not in listed
    assert "compare the names" not in listed
    with db.reading(app.extensions["sar"].engine) as session:
        first = session.execute(select(func.min(Alert.alert_id))).scalar_one()
    address = f"/oversight/alerts/{first}/acknowledge"
    assert desk.post(officer, address).status_code == 303
    assert desk.post(officer, address).status_code == 409
    assert "Acknowledged last" in officer.get("/oversight/alerts").text
    with db.transaction(app.extensions["sar"].engine) as session:
        who = factories.account_id(app, "privacy_officer")
        session.execute(update(Alert).where(Alert.alert_id != first).values(account_id=who))
    address = f"/oversight/alerts/{first + 1}/acknowledge"
    assert desk.post(officer, address).status_code == 403
    assert desk.log_of(app, f"alert:{first}")[-1].action == "alert.acknowledged"


def test_ones_own_work_raises_nothing(sqlite_app: Flask) -> None:
    receipt = file(sqlite_app)
    client = desk.work_on(sqlite_app, receipt)
    send(client, f"/review/{receipt}/reveal")
    assert alerts(sqlite_app) == []
