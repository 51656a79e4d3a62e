"""Several reports for one reason: looked at first, each decided on its own, never by its rank."""

import re
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from threading import Barrier

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from sar import db
from sar.models import Decision, Report
from sar.review import bulk
from sar.review.reasons import REASONS
from tests import desk, factories, pages

LAWFUL = {"way": "unfounded", "because.close_unfounded": "lawful"}


def test_every_step_of_a_way_has_the_standard_reasons_of_its_end() -> None:
    for way in bulk.WAYS.values():
        codes = {each.code for each in REASONS[way.reasons_of]}
        for action in chain.from_iterable(way.steps.values()):
            assert codes <= {each.code for each in REASONS[action]}


def backlog(app: Flask, count: int = 9) -> list[str]:
    """Store reports like one that is filed, and return the receipts, the most urgent first."""
    return desk.multiply(app, factories.file_by_api(app)["receipt"], count)


def look(client: FlaskClient, receipts: list[str]) -> TestResponse:
    token = factories.csrf_token(client.get("/review").text)
    return client.post("/queue/bulk", data={"csrf_token": token, "receipt": receipts})


def looked(client: FlaskClient, receipts: list[str]) -> MultiDict[str, str]:
    """Return the form of the page on which ticked reports are looked at."""
    return pages.fields_of(look(client, receipts).text, "/queue/bulk/decide")


def decide(client: FlaskClient, form: MultiDict[str, str], fields: dict[str, str]) -> TestResponse:
    sent = form.copy()
    for name, value in fields.items():
        sent[name] = value
    return client.post("/queue/bulk/decide", data=sent)


def steps_of(app: Flask, receipt: str) -> list[tuple[str, str]]:
    with db.reading(app.extensions["sar"].engine) as session:
        rows = session.execute(
            select(Decision.action, Decision.reason)
            .join(Report, Report.report_id == Decision.report_id)
            .where(Report.receipt == receipt)
            .order_by(Decision.decision_id)
        )
        return [(row.action, row.reason) for row in rows]


def test_look_alikes_end_for_one_reason_each_in_both_parts_and_in_the_log(app: Flask) -> None:
    *_, low, lower, lowest = backlog(app)
    client = desk.sign_in(app, "analyst")
    page = client.get("/queue").text
    assert page.count('name="receipt"') == 10, "every row can be ticked"
    shown = look(client, [low, lower, lowest]).text
    assert "cut the fence" in shown, "the beginning of each is read again"
    assert steps_of(app, low) == [], "looking decides nothing"
    answer = decide(client, looked(client, [low, lower, lowest]), LAWFUL)
    assert "3 of 3 decided" in answer.text
    for receipt in (low, lower, lowest):
        assert steps_of(app, receipt) == [
            ("fails_criteria", "lawful"),
            ("close_unfounded", "lawful"),
        ]
        actions = [each.action for each in desk.log_of(app, f"report:{receipt}")]
        assert actions[-2:] == ["decision.behaviour", "decision.other"]
        assert f"/review/{receipt}" not in client.get("/queue").text
        assert "nothing told makes it more" in client.get(f"/review/{receipt}").text


def test_a_high_rank_is_read_before_it_is_decided_with_others(sqlite_app: Flask) -> None:
    top, *_, low = backlog(sqlite_app)
    client = desk.sign_in(sqlite_app, "analyst")
    assert "you have not opened it" in look(client, [top, low]).text
    form = looked(client, [top, low])
    assert [each.split(":")[0] for each in form.getlist("report")] == [low]
    form.add("report", f"{top}:1")
    answer = decide(client, form, LAWFUL)
    assert "1 of 2 decided" in answer.text, "a forged form changes nothing"
    assert steps_of(sqlite_app, top) == []
    client.get(f"/review/{top}")
    assert "1 of 1 decided" in decide(client, looked(client, [top]), LAWFUL).text


def test_what_others_hold_or_changed_is_left_as_it_is(sqlite_app: Flask) -> None:
    *_, held, changed, low = backlog(sqlite_app)
    client = desk.sign_in(sqlite_app, "analyst")
    form = looked(client, [held, changed, low])
    desk.work_on(sqlite_app, held, "analyst2")
    other = desk.work_on(sqlite_app, changed, "analyst2")
    desk.decide(other, changed, "fails_criteria", rationale="It does not fit at all.")
    answer = decide(client, form, LAWFUL)
    assert "1 of 3 decided" in answer.text
    assert "Somebody else works on it" in answer.text
    assert "It changed while you were looking" in answer.text
    assert len(steps_of(sqlite_app, changed)) == 1


def test_a_form_without_a_reason_keeps_what_was_typed(sqlite_app: Flask) -> None:
    *_, low = backlog(sqlite_app)
    client = desk.sign_in(sqlite_app, "analyst")
    form = looked(client, [low])
    for fields, said in (
        ({"way": "unfounded", "rationale": "Short"}, "No reason is chosen"),
        ({"way": "unfounded", "rationale": "Nothing but a tourist."}, "would read nothing"),
        ({"way": "everything"}, "No way to end is chosen"),
        ({"way": "unfounded", "because.close_unfounded": "rank"}, "no such standard reason"),
    ):
        answer = decide(client, form, fields)
        assert answer.status_code == 422
        assert said in re.sub(r"<[^>]+>", "", answer.text)
        assert fields.get("rationale", "") in answer.text
    assert steps_of(sqlite_app, low) == []


def test_no_more_than_a_hundred_are_decided_at_once(sqlite_app: Flask) -> None:
    receipts = backlog(sqlite_app, 140)[30:]
    client = desk.sign_in(sqlite_app, "analyst")
    form = looked(client, receipts[:100])
    form.add("report", f"{receipts[100]}:1")
    answer = decide(client, form, LAWFUL)
    assert answer.status_code == 422
    assert "101 reports are ticked" in answer.text
    assert desk.post(client, "/queue/bulk").location == "/queue"


def test_a_forged_form_gets_an_answer(app: Flask) -> None:
    client = desk.sign_in(app, "analyst")
    assert look(client, ["\x00", "A" * 400]).location == "/queue"
    sent = {"report": "NONE:999999999", **LAWFUL}
    assert "There is no such report" in desk.post(client, "/queue/bulk/decide", **sent).text
    incident = {"name": "a\x00bcd", "area": "x\x00y", "since": "24", "lasts": "4"}
    assert desk.post(client, "/incidents", **incident).status_code == 422


def test_two_analysts_who_decide_the_same_reports_at_once_decide_each_once(app: Flask) -> None:
    receipts = backlog(app, 14)[4:]
    clients = [desk.sign_in(app, each) for each in ("analyst", "analyst2")]
    forms = [looked(client, receipts) for client in clients]
    gate = Barrier(2)

    def go(number: int) -> int:
        gate.wait(30)
        answer = decide(clients[number], forms[number], LAWFUL)
        return int(re.findall(r"<h1>(\d+) of 10 decided", answer.text)[0])

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(go, range(2))) == 10
    assert all(len(steps_of(app, each)) == 2 for each in receipts)


def test_all_that_fit_the_filters_are_looked_at_across_pages_and_some_unticked(app: Flask) -> None:
    receipts = backlog(app, 39)
    for each in receipts[-6:]:
        with db.transaction(app.extensions["sar"].engine) as session:
            query = select(Report).where(Report.receipt == each)
            session.execute(query).scalar_one().sector = "DAMS"
    client = desk.sign_in(app, "analyst")

    def all_of(**filters: str) -> TestResponse:
        return desk.post(client, "/queue/bulk", all="yes", **filters)

    assert all_of().location == "/queue", "a whole queue is nothing to decide together"
    assert all_of(sector="AGRI").location.startswith("/queue?sector=")
    form = pages.fields_of(all_of(sector="DAMS").text, "/queue/bulk/decide")
    ticked = form.getlist("report")
    assert sorted(each.split(":")[0] for each in ticked) == sorted(receipts[-6:])
    form.setlist("report", ticked[1:])
    assert "5 of 5 decided" in decide(client, form, LAWFUL).text
    assert steps_of(app, ticked[0].split(":")[0]) == []
    page = all_of(state="received").text
    assert page.count("you have not opened it") == 7, "the first fifth of 35 is read one by one"
    assert page.count('name="report"') == 28


def test_more_than_a_hundred_that_fit_are_not_cut_by_rank(sqlite_app: Flask) -> None:
    backlog(sqlite_app, 100)
    client = desk.sign_in(sqlite_app, "analyst")
    answer = desk.post(client, "/queue/bulk", all="yes", state="received")
    assert answer.location == "/queue?state=received"
    assert "More than 100 reports fit" in client.get(answer.location).text
