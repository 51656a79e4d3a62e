"""The blind sample, the draw at a report's date, and second readings, through HTTP."""

import re
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from scipy.stats import chisquare
from sqlalchemy import select

from sar import db
from sar.actors import actor_of
from sar.models import Account, DateDraw, Decision, Report, SecondReading, Take
from sar.reports.filters import Filters
from sar.review import claims
from sar.review import sampler as samplers
from sar.review.sampler import Lot, Sampler
from tests import factories
from tests.desk import decide, multiply, post, sign_in
from tests.postgres import wait_for_lock
from triage.sampling import Route, Shares

MakeApp = Callable[..., Flask]

WHY = "Copper theft; nothing in it points to terrorism."


def fill(app: Flask, count: int) -> list[str]:
    """File a report and clone it; return the clones' receipts, the most urgent first."""
    return multiply(app, factories.file_by_api(app)["receipt"], count)


def take(client: FlaskClient) -> str:
    """Take the next report and return its receipt."""
    answer = post(client, "/queue/next")
    assert answer.status_code == 303
    return answer.location.rsplit("/", 1)[1].partition("?")[0]


def share(app: Flask, **changes: float) -> None:
    """Change the settings of a running application."""
    parts = app.extensions["sar"]
    app.extensions["sar"] = replace(parts, settings=replace(parts.settings, **changes))


def cast(app: Flask, number: int, **changes: object) -> list[Lot]:
    """Cast so many lots one after the other, from nonces that are known, and claim nothing."""
    shares = Shares(**{"sample": 1.0, "second": 0.0, "least_in_week": 10} | changes)
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        who = session.execute(select(Account).where(Account.username == "analyst")).scalar_one()
        return [
            samplers.cast(
                session,
                Filters(),
                Sampler(shares, 30, f"nonce-{each}".encode()),
                actor=actor_of(who),
                now=parts.clock(),
            )
            for each in range(number)
        ]


def rows(app: Flask, table: type) -> list[object]:
    """Return all rows of a table."""
    with db.reading(app.extensions["sar"].engine) as session:
        found = list(session.execute(select(table)).scalars())
        session.expunge_all()
    return found


def test_what_is_drawn_comes_from_behind_the_line_and_every_take_logs_its_chance(
    make_app: MakeApp, seeded_url: str
) -> None:
    app = make_app(seeded_url, sample_share=1.0)
    ordered = fill(app, 40)
    drawn = [take(sign_in(app, name)) for name in ("analyst", "analyst2")]
    assert not set(drawn) & set(ordered[:9])
    assert len(set(drawn)) == 2
    logged = rows(app, Take)
    assert [each.route for each in logged] == [Route.SAMPLE, Route.SAMPLE]
    assert [(each.chance, each.low_ranked) for each in logged] == [(1.0, 31), (1.0, 31)]
    share(app, sample_share=0.0)
    for client in (sign_in(app, "analyst"), sign_in(app, "analyst2")):
        assert take(client) in drawn, "whoever has a report finishes it first"


def test_without_a_share_the_most_urgent_report_comes(sqlite_app: Flask) -> None:
    fill(sqlite_app, 20)
    lots = cast(sqlite_app, 20, sample=0.0)
    assert {each.route for each in lots} == {Route.RANK}


def test_every_low_ranked_report_is_as_likely_to_be_drawn(sqlite_app: Flask) -> None:
    fill(sqlite_app, 17)
    lots = Counter(each.report_id for each in cast(sqlite_app, 160))
    assert len(lots) == 8
    assert chisquare(list(lots.values())).pvalue > 0.001


def test_nothing_tells_a_sample_from_another_report(
    make_app: MakeApp, seeded_sqlite_template: object, tmp_path: object
) -> None:
    app = make_app(
        factories.copy_sqlite(seeded_sqlite_template, tmp_path),  # type: ignore[arg-type]
        sample_share=1.0,
    )
    fill(app, 30)
    client = sign_in(app, "analyst")
    first = post(client, "/queue/next")
    receipt = first.location.rsplit("/", 1)[1].partition("?")[0]
    as_sample = client.get(first.location)
    post(client, f"/review/{receipt}/release")
    client.get("/queue")
    # Now the same report is the most urgent one, and comes by rank.
    share(app, sample_share=0.0)
    with db.transaction(app.extensions["sar"].engine) as session:
        row = session.execute(select(Report).where(Report.receipt == receipt)).scalar_one()
        row.queue_place = 1
    second = post(client, "/queue/next")
    by_rank = client.get(second.location)
    assert [each.route for each in rows(app, Take)] == [Route.SAMPLE, Route.RANK]
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert plain(as_sample.text) == plain(by_rank.text)
    assert list(as_sample.headers.keys()) == list(by_rank.headers.keys())
    assert "Score " not in as_sample.text, "a score would tell how it ranks"


def plain(page: str) -> str:
    """Return a page without what is different in every answer."""
    return re.sub(r'name="csrf_token" value="[^"]+"', "", page)


def test_no_list_and_no_program_tells_the_place_or_the_score_of_what_is_read_blind(
    sqlite_app: Flask, clock: factories.Clock
) -> None:
    share(sqlite_app, second_reading_share=1.0)
    fill(sqlite_app, 2)
    first, second = sign_in(sqlite_app, "analyst"), sign_in(sqlite_app, "analyst2")
    receipt = take(first)
    clock.advance(minutes=1)
    told(sqlite_app, first, "analyst", receipt)
    post(first, f"/review/{receipt}/release")
    assert receipt in first.get("/queue").text, "it is back, and still without its score"
    assert "score and reasons show once you have decided" in first.get("/queue").text
    assert take(first) == receipt
    decide(first, receipt, "meets_criteria", rationale=WHY, innocent_explanation=WHY * 2)
    assert take(second) == receipt
    clock.advance(minutes=1)
    told(sqlite_app, second, "analyst2", receipt)
    decide(second, receipt, "fails_criteria", rationale=WHY)
    assert "score and reasons show" not in second.get("/queue").text
    assert receipt in second.get("/queue").text


def told(app: Flask, client: FlaskClient, username: str, receipt: str) -> None:
    """Check what somebody who has a report in hand blindly is told of it on the way round."""
    queue = client.get("/queue").text
    assert queue.count(receipt) == 2, "above the queue, as address and text, and not in it"
    headers = factories.api_headers(factories.api_token(app, username))
    program = app.test_client()
    listed = program.get("/api/v1/queue", headers=headers).get_json()["reports"]
    assert receipt not in {each["receipt"] for each in listed}
    read = program.get(f"/api/v1/queue/{receipt}", headers=headers)
    plain = read.get_json()
    assert (plain["score"], plain["state"], plain["revision"]) == (None, "received", 1)
    assert {each["points"] for each in plain["reasons"]} == {None}
    assert read.headers["ETag"] == '"1"'
    changed = program.get("/api/v1/changes", headers=headers).get_json()["reports"]
    assert receipt not in {each["receipt"] for each in changed}


def test_the_score_is_shown_once_part_one_is_decided(sqlite_app: Flask) -> None:
    factories.file_by_api(sqlite_app)
    client = sign_in(sqlite_app, "analyst")
    receipt = take(client)
    before = client.get(f"/review/{receipt}").text
    assert "Why it stands here" in before
    assert 'class="points' not in before
    decide(client, receipt, "fails_criteria", rationale=WHY)
    assert 'class="points' in client.get(f"/review/{receipt}").text


def test_a_report_that_is_at_its_date_unread_is_drawn_with_a_chance_that_is_logged(
    app: Flask, clock: factories.Clock
) -> None:
    fill(app, 12)
    assert rows(app, DateDraw) == []
    clock.advance(days=31)
    cast(app, 1, sample=0.0, least_in_week=3)
    drawn = rows(app, DateDraw)
    # Three a week can be read besides, for thirteen reports at their date.
    assert [each.chance for each in drawn] == [pytest.approx(3 / 13)] * 13
    with db.transaction(app.extensions["sar"].engine) as session:
        session.execute(DateDraw.__table__.update().values(is_drawn=False))
        session.get_one(DateDraw, drawn[4].report_id).is_drawn = True
    lots = [each for each in cast(app, 20, sample=0.0) if each.route is Route.DUE]
    assert 4 <= len(lots) <= 16
    assert {each.report_id for each in lots} == {drawn[4].report_id}
    states = {each.state for each in rows(app, Report)}
    assert states == {"received"}, "nothing is closed by its rank or its age"


def test_a_second_reader_sees_nothing_of_the_first_and_changes_nothing(
    make_app: MakeApp, seeded_url: str
) -> None:
    app = make_app(seeded_url, second_reading_share=1.0)
    fill(app, 3)
    first, second = sign_in(app, "analyst"), sign_in(app, "analyst2")
    receipt = take(first)
    decide(first, receipt, "meets_criteria", rationale=WHY, innocent_explanation=WHY * 2)
    assert take(second) == receipt
    page = second.get(f"/review/{receipt}").text
    assert "Part 1 of 2" in page
    assert "Meets the behavior criteria" not in page
    assert WHY not in page
    # What the first reader does meanwhile is nothing to the second.
    decide(first, receipt, "find_no_nexus", rationale=WHY, officer_text=WHY * 2)
    assert "Part 1 of 2" in second.get(f"/review/{receipt}").text
    answer = decide(second, receipt, "fails_criteria", rationale=WHY + " Seen by J. Doe-Smith.")
    assert answer.status_code == 303
    (reading,) = rows(app, SecondReading)
    assert (reading.first_answer, reading.answer) == ("meets_criteria", "fails_criteria")
    assert WHY in reading.rationale
    assert len(rows(app, Decision)) == 2
    assert {each.state for each in rows(app, Report) if each.receipt == receipt} == {"no_nexus"}
    assert "No nexus" in second.get(f"/review/{receipt}").text


def test_another_behaviour_is_corrected_by_a_second_reader_as_by_anybody(
    sqlite_app: Flask,
) -> None:
    share(sqlite_app, second_reading_share=1.0)
    fill(sqlite_app, 1)
    first, second = sign_in(sqlite_app, "analyst"), sign_in(sqlite_app, "analyst2")
    receipt = take(first)
    decide(first, receipt, "meets_criteria", rationale=WHY, innocent_explanation=WHY * 2)
    assert take(second) == receipt
    fields = {"behaviours": "ind-0012", "why": "He asked; J. Doe-Smith saw no fence being cut."}
    address = f"/review/{receipt}/behaviours"
    assert post(second, address, revision="1", **fields).status_code == 303
    assert "already" in post(second, address, revision="1", **fields).text
    page = second.get(f"/review/{receipt}").text
    assert "saw no fence being cut" in page
    assert "Doe-Smith" not in page
    (reading,) = rows(sqlite_app, SecondReading)
    assert reading.behaviours == ["ind-0012"]
    (report,) = (each for each in rows(sqlite_app, Report) if each.receipt == receipt)
    assert "saw no fence" not in first.get(f"/review/{receipt}").text
    assert report.state == "criteria_met"
    decided = decide(second, receipt, "fails_criteria", rationale=WHY)
    assert decided.status_code == 303


def test_a_second_reading_can_be_put_back(sqlite_app: Flask) -> None:
    share(sqlite_app, second_reading_share=1.0)
    fill(sqlite_app, 1)
    first, second = sign_in(sqlite_app, "analyst"), sign_in(sqlite_app, "analyst2")
    receipt = take(first)
    decide(first, receipt, "fails_criteria", rationale=WHY)
    assert take(second) == take(second) == receipt
    assert post(second, f"/review/{receipt}/release").status_code == 303
    assert rows(sqlite_app, SecondReading) == []
    assert {each.receipt for each in rows(sqlite_app, Report) if each.claimed_by_id} == {receipt}


@pytest.mark.parametrize("seeded_url", ["postgresql"], indirect=True)
def test_two_who_take_the_next_report_when_some_came_to_their_date_both_get_one(
    app: Flask, clock: factories.Clock
) -> None:
    fill(app, 4)
    clock.advance(days=31)
    clients = [sign_in(app, name) for name in ("analyst", "analyst2")]
    pages = [client.get("/review").text for client in clients]
    parts, tokens = app.extensions["sar"], [factories.csrf_token(page) for page in pages]
    with ThreadPoolExecutor(1) as pool:
        with db.transaction(parts.engine) as session:
            who = actor_of(session.get_one(Account, factories.account_id(app, "analyst")))
            sampler = Sampler(Shares(0.0, 0.0, 3), 30, b"nonce")
            first = claims.take_next(
                session, Filters(), actor=who, now=clock(), minutes=20, sampler=sampler
            )
            fields = {"csrf_token": tokens[1]}
            other = pool.submit(clients[1].post, "/queue/next", data=fields)
            wait_for_lock(session)
        answer = other.result(timeout=20)
    assert first is not None
    assert answer.status_code == 303
    assert answer.location.startswith("/review/")
    assert first.receipt not in answer.location
    assert len(rows(app, DateDraw)) == 5
