"""Taking reports: nobody gets what another works on, claims run out, takeovers are logged."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import cycle
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select, update

from sar import db
from sar.models import Account, Report, Role
from tests import desk, factories


def many_analysts(app: Flask, count: int) -> list[str]:
    """Add analysts who never type a password and return a token of each."""
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        agency_id = session.get_one(Account, 1).agency_id
        for number in range(count):
            session.add(
                Account(
                    username=f"crowd{number}",
                    display_name=f"Crowd {number}",
                    role=Role.ANALYST,
                    agency_id=agency_id,
                    password_hash="none",
                    created_at=parts.clock(),
                )
            )
    return [factories.api_token(app, f"crowd{number}") for number in range(count)]


# Each reads another index; all of them find the same reports.
FILTERS = (
    {},
    {"sector": "ENRG"},
    {"behaviour": "ind-0001"},
    {"sector": "ENRG", "behaviour": "ind-0001", "state": "received"},
)


@pytest.mark.timeout(120)
def test_fifty_parallel_claims_give_fifty_different_reports(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    aside = desk.multiply(app, receipt, 64)[:5]
    with db.transaction(app.extensions["sar"].engine) as session:
        later = app.extensions["sar"].clock() + timedelta(hours=1)
        session.execute(update(Report).where(Report.receipt.in_(aside)).values(snoozed_until=later))
    tokens = many_analysts(app, 50)
    gate = Barrier(50)

    def claim(token: str, filters: dict[str, str]) -> str:
        gate.wait(30)
        answer = app.test_client().post(
            "/api/v1/queue/next", query_string=filters, headers=factories.api_headers(token)
        )
        assert answer.status_code == 200, answer.text
        return str(answer.get_json()["receipt"])

    with ThreadPoolExecutor(50) as pool:
        taken = list(pool.map(claim, tokens, cycle(FILTERS)))
    assert len(taken) == 50
    assert not set(taken) & set(aside), "what is set aside is nobody's turn"
    assert [each for each, times in Counter(taken).items() if times > 1] == []
    # Read by somebody who has nothing in hand: what one reads blind is not in one's own list.
    other = factories.api_token(app, "analyst")
    read = app.test_client().get("/api/v1/queue", headers=factories.api_headers(other))
    holders = [each["claim"] and each["claim"]["name"] for each in read.get_json()["reports"]]
    assert all(holders), "the fifty most urgent were taken"
    assert len(set(holders)) == 50


@pytest.mark.timeout(120)
def test_one_analyst_who_asks_ten_times_at_once_gets_one_report(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    desk.multiply(app, receipt, 20)
    token = factories.api_token(app, "analyst")
    gate = Barrier(10)

    def claim(_: int) -> str:
        gate.wait(30)
        answer = app.test_client().post("/api/v1/queue/next", headers=factories.api_headers(token))
        return str(answer.get_json()["receipt"])

    with ThreadPoolExecutor(10) as pool:
        assert len(set(pool.map(claim, range(10)))) == 1


@pytest.mark.parametrize("seeded_url", ["postgresql"], indirect=True)
def test_next_does_not_wait_for_a_report_that_is_being_changed(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    desk.multiply(app, receipt, 2)
    token = factories.api_token(app, "analyst")
    first, second = (
        each["receipt"]
        for each in app.test_client()
        .get("/api/v1/queue", headers=factories.api_headers(token))
        .get_json()["reports"][:2]
    )

    def claim() -> str:
        answer = app.test_client().post("/api/v1/queue/next", headers=factories.api_headers(token))
        return str(answer.get_json()["receipt"])

    with ThreadPoolExecutor(1) as pool, db.transaction(app.extensions["sar"].engine) as session:
        session.execute(select(Report).where(Report.receipt == first).with_for_update())
        assert pool.submit(claim).result(timeout=20) == second


def test_next_opens_the_most_urgent_free_report(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    top, second = desk.multiply(app, receipt, 2)
    desk.work_on(app, top, "analyst2")
    answer = desk.post(desk.sign_in(app, "analyst"), "/queue/next")
    assert answer.status_code == 303
    assert answer.location == f"/review/{second}" or receipt in answer.location
    places = desk.sign_in(app, "analyst").get("/queue").text
    assert places.index(answer.location.rpartition("/")[2]) == min(
        places.index(each) for each in (receipt, second)
    )


def test_next_keeps_to_the_filters_and_carries_them_along(sqlite_app: Flask) -> None:
    factories.file_by_api(sqlite_app)
    dam = factories.file_by_api(sqlite_app, sector="DAMS")["receipt"]
    client = desk.sign_in(sqlite_app, "analyst")
    answer = desk.post(client, "/queue/next", sector="DAMS")
    assert answer.location == f"/review/{dam}?sector=DAMS"
    assert 'name="sector" value="DAMS"' in client.get(answer.location).text


def test_who_holds_a_claim_finishes_it_first(app: Flask) -> None:
    first = factories.file_by_api(app)["receipt"]
    desk.multiply(app, first, 3)
    client = desk.work_on(app, first)
    answer = desk.post(client, "/queue/next")
    assert answer.location == f"/review/{first}"
    assert "still working on this report" in client.get(answer.location).text


def test_a_claim_that_ran_out_is_free_for_others(app: Flask, clock: factories.Clock) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    desk.work_on(app, receipt)
    other = desk.sign_in(app, "analyst2")
    clock.advance(minutes=19)
    assert desk.post(other, "/queue/next").location == "/queue"
    clock.advance(minutes=2)
    assert desk.post(other, "/queue/next").location == f"/review/{receipt}"
    assert "claim.taken_over" not in [each.action for each in desk.log_of(app)]


def test_reading_ones_own_report_keeps_the_claim_alive(
    sqlite_app: Flask, clock: factories.Clock
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.work_on(sqlite_app, receipt)
    clock.advance(minutes=15)
    client.get(f"/review/{receipt}")
    clock.advance(minutes=15)
    assert desk.post(desk.sign_in(sqlite_app, "analyst2"), "/queue/next").location == "/queue"


def test_the_empty_queue_says_so_kindly(sqlite_app: Flask) -> None:
    client = desk.sign_in(sqlite_app, "analyst")
    answer = desk.post(client, "/queue/next")
    assert (answer.status_code, answer.location) == (303, "/queue")
    assert "no free report is left" in client.get("/queue").text


def test_a_takeover_asks_first_and_is_logged(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    desk.work_on(app, receipt)
    other = desk.sign_in(app, "analyst2")
    asked = desk.post(other, f"/review/{receipt}/claim")
    assert asked.status_code == 409
    assert "Test Analyst works on it until" in asked.text
    assert "<strong>Test Analyst</strong>" in other.get("/queue").text, "nothing was taken yet"
    taken = desk.post(other, f"/review/{receipt}/claim", takeover="yes")
    assert taken.location == f"/review/{receipt}"
    entry = desk.log_of(app, f"report:{receipt}")[-1]
    assert entry.action == "claim.taken_over"
    assert entry.details == {"from": factories.account_id(app, "analyst")}
    assert entry.actor_id == factories.account_id(app, "analyst2")


def test_who_lost_the_claim_cannot_decide_and_keeps_the_words(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.work_on(sqlite_app, receipt)
    desk.post(desk.sign_in(sqlite_app, "analyst2"), f"/review/{receipt}/claim", takeover="yes")
    answer = desk.post(
        client,
        f"/review/{receipt}/decide",
        revision="1",
        action="meets_criteria",
        rationale="The fence was cut from outside.",
    )
    assert answer.status_code == 409
    assert "You are not working on this report" in answer.text
    assert "The fence was cut from outside." in answer.text
    assert "decision.behaviour" not in [each.action for each in desk.log_of(sqlite_app)]


def test_a_report_that_is_put_back_is_free_again(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = desk.work_on(sqlite_app, receipt)
    assert desk.post(client, f"/review/{receipt}/release").location == "/queue"
    assert f"{receipt} is back in the queue" in client.get("/queue").text
    assert desk.log_of(sqlite_app, f"report:{receipt}")[-1].action == "claim.released"
    assert desk.post(desk.sign_in(sqlite_app, "analyst2"), "/queue/next").location.endswith(receipt)


def test_only_the_holder_puts_a_report_back(sqlite_app: Flask) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    desk.work_on(sqlite_app, receipt)
    answer = desk.post(desk.sign_in(sqlite_app, "analyst2"), f"/review/{receipt}/release")
    assert answer.status_code == 409


def test_a_held_report_cannot_be_taken(sqlite_app: Flask) -> None:
    receipt = desk.file_held(sqlite_app)
    client = desk.sign_in(sqlite_app, "analyst")
    assert desk.post(client, "/queue/next").location == "/queue"
    answer = desk.post(client, f"/review/{receipt}/claim")
    assert answer.status_code == 404
    assert "held" in answer.text


def test_a_report_that_does_not_exist_cannot_be_taken(sqlite_app: Flask) -> None:
    answer = desk.post(desk.sign_in(sqlite_app, "analyst"), "/review/AAAA-AAAA-A/claim")
    assert answer.status_code == 404
