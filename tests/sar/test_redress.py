"""Redress: anybody may ask, nobody learns whether a report exists, and what is wrong is mended."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from sar import db
from sar.log import audit
from sar.models import AuditEntry, RecipientNotice, RedressContent, RedressRequest, SealedContent
from sar.originals import vault
from sar.redress import queries
from sar.retention import purging
from tests import desk, factories, pages, planted, releases
from tests.releases import ASKED, ask

WORDS = ("Zebulon", "Quarterbrook", "zorblatquint")


def worker(app: Flask) -> tuple[FlaskClient, dict[str, str]]:
    client = factories.signed_in(app, "privacy_officer")
    return client, {"csrf_token": factories.csrf_token(client.get("/account").text)}


def test_a_request_without_sign_in_is_sealed_answered_in_time_and_logged(
    app: Flask, clock: factories.Clock
) -> None:
    sent = ask(app)
    client = app.test_client()
    assert sent.status_code == 303, sent.text
    number = sent.location.rsplit("/", 1)[1]
    assert number in client.get(sent.location).text
    engine = app.extensions["sar"].engine
    with db.reading(engine) as session:
        for row in session.execute(select(RedressRequest.__table__)):
            assert not planted.is_in(str(row).encode(), WORDS)
    officer, token = worker(app)
    assert not planted.is_in(officer.get("/redress/requests").data, WORDS)
    page = officer.get(f"/redress/requests/{number}")
    assert planted.is_in(page.data, WORDS[:2])
    clock.advance(days=31)
    officer, token = worker(app)
    assert "Overdue" in officer.get("/redress/requests").text
    given = token | {"outcome": "nothing_to_say", "words": f"Told {ASKED['name']} the usual words."}
    address = f"/redress/requests/{number}/answer"
    assert officer.post(address, data=given).status_code == 303
    assert officer.post(address, data=given).status_code == 409
    with db.reading(engine) as session:
        row = session.execute(select(RedressRequest)).scalar_one()
        assert (row.outcome, "Quarterbrook" in row.words) == ("nothing_to_say", False)
        entry = session.execute(
            select(AuditEntry).where(AuditEntry.action == "redress.answered")
        ).scalar_one()
        assert entry.details == {"outcome": "nothing_to_say", "late": True}
        assert audit.verify(session).is_intact


def test_nobody_answers_an_appeal_from_their_own_answer(sqlite_app: Flask) -> None:
    first = ask(sqlite_app).location.rsplit("/", 1)[1]
    appeal = ask(sqlite_app, kind="appeal", appeals=first, key="second").location.rsplit("/", 1)[1]
    officer, token = worker(sqlite_app)
    given = token | {"outcome": "nothing_to_say", "words": "Told them the usual words."}
    assert officer.post(f"/redress/requests/{first}/answer", data=given).status_code == 303
    refused = officer.post(f"/redress/requests/{appeal}/answer", data=given)
    assert (refused.status_code, "your own answer" in refused.text) == (409, True)
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        rows = session.execute(select(RedressRequest).order_by(RedressRequest.number)).scalars()
        assert {row.number: row.answered_at is None for row in rows} == {first: False, appeal: True}


def test_what_was_written_is_destroyed_when_its_time_is_over(
    app: Flask, clock: factories.Clock
) -> None:
    sent = ask(app)
    number = sent.location.rsplit("/", 1)[1]
    clock.advance(days=1200)
    with db.transaction(app.extensions["sar"].engine) as session:
        assert purging.destroy_requests(session, now=clock()) == 1
        assert session.execute(select(RedressContent)).first() is None
    officer, _token = worker(app)
    assert "destroyed when its time was over" in officer.get(f"/redress/requests/{number}").text


def test_the_answer_is_the_same_whether_a_report_or_a_request_exists_or_not(
    sqlite_app: Flask,
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    client = sqlite_app.test_client()
    answers = [
        ask(sqlite_app, kind="appeal", appeals=number, key=f"key-{number}")
        for number in (receipt, "0000-0000-0")
    ]
    assert {answer.status_code for answer in answers} == {303}
    number = "[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]"
    bodies = {re.sub(number, "", client.get(answer.location).text) for answer in answers}
    assert len(bodies) == 1
    shown = [client.get(f"/redress/received/{number}").status_code for number in (receipt, "x")]
    assert shown == [200, 404]


def test_a_request_that_is_sent_twice_is_one_and_too_many_are_refused(
    make_app: object, seeded_sqlite_template: object, tmp_path: object
) -> None:
    url = factories.copy_sqlite(seeded_sqlite_template, tmp_path)  # type: ignore[arg-type]
    app: Flask = make_app(url, requests_per_hour=3)  # type: ignore[operator]
    first, second = (ask(app, key="one-key") for _ in range(2))
    assert first.location == second.location
    assert ask(app, key="other").status_code == 303
    assert ask(app, key="third").status_code == 429


def test_no_request_is_taken_for_another_one(sqlite_app: Flask) -> None:
    sent = [
        ask(sqlite_app, key="one"),
        ask(sqlite_app, key="one", words="I went back, and this is another matter."),
        ask(sqlite_app, key=""),
        ask(sqlite_app, key=""),
    ]
    assert len({answer.location for answer in sent}) == 4


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "revenge"}, "kind"),
        ({"name": ""}, "name"),
        ({"contact": "x" * 301}, "contact"),
        ({"words": "Hm."}, "words"),
        ({"words": "x" * 5001}, "words"),
        ({"words": "a null \x00 in it all"}, "words"),
        ({"kind": "appeal", "appeals": "7K3M"}, "appeals"),
    ],
)
def test_a_request_that_is_not_complete_comes_back_with_what_was_typed(
    sqlite_app: Flask, changes: dict[str, str], field: str
) -> None:
    answer = ask(sqlite_app, **changes)
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text
    if "name" not in changes:
        assert pages.fields_of(answer.text, "/redress")["name"] == ASKED["name"]
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        assert session.execute(select(RedressRequest)).first() is None


def test_requests_are_listed_page_by_page_each_once_and_those_that_wait_first(app: Flask) -> None:
    parts = app.extensions["sar"]
    numbers = [f"REQ-{each:04}" for each in range(queries.PAGE + 1)]
    with db.transaction(parts.engine) as session:
        for each in numbers:
            is_answered = each == numbers[0]
            row = RedressRequest(
                number=each, key_sha256=each.rjust(64, "0"), kind="access", appeals="",
                received_at=parts.clock(), due_at=parts.clock(), outcome="", words="",
                answered_at=parts.clock() if is_answered else None,
            )  # fmt: skip
            session.add(row)
    officer, _ = worker(app)
    first, second = (officer.get(f"/redress/requests?page={each}").text for each in (1, 2))
    listed = [re.findall(r">(REQ-\d+)<", page) for page in (first, second)]
    assert [len(each) for each in listed] == [queries.PAGE, 1]
    assert sorted(listed[0] + listed[1]) == numbers
    assert listed[1] == [numbers[0]]
    assert "page=2" in first
    for odd in ("0", "-4", "99999999999999999999", "x", ""):
        assert officer.get(f"/redress/requests?page={odd}").status_code == 200


def amend(app: Flask, receipt: str, **changes: str) -> TestResponse:
    officer, token = worker(app)
    sent = token | {
        "find": "John Smith",
        "put": "Jack Miller",
        "reason": "wrong_person",
        "words": "The witness mixed up two people.",
    }
    return officer.post(f"/reports/{receipt}/amend", data=sent | changes)


def test_a_correction_keeps_the_old_version_sealed_and_its_recipients_are_told(app: Flask) -> None:
    receipt = factories.file_by_api(app)["receipt"]
    factories.return_to_officer(app, receipt, question="What did he look like to you?")
    officer = factories.signed_in(app, "officer")
    token = {"csrf_token": factories.csrf_token(officer.get("/account").text)}
    said = token | {"text": "John Smith, I am sure, came back at noon."}
    assert officer.post(f"/reports/{receipt}/answer", data=said).status_code == 303
    assert releases.give_out(app, receipt).status_code == 303
    answer = amend(app, receipt)
    assert answer.status_code == 303, answer.text
    parts = app.extensions["sar"]
    with db.reading(parts.engine) as session:
        contexts = sorted(session.execute(select(SealedContent.context)).scalars())
        opened = {
            each: vault.take(session, keyring=parts.keyring, context=each).decode()
            for each in contexts
        }
        assert session.execute(select(RecipientNotice.cause)).scalars().all() == ["corrected"]
    (old,) = [each for each in contexts if re.match(r"version:\d:report", each)]
    assert "John Smith" in opened[old]
    assert len(contexts) == 4
    now = [text for each, text in opened.items() if not each.startswith("version:")]
    assert all("Jack Miller" in text and "John Smith" not in text for text in now)
    texts = json.loads(opened[f"report:{receipt}"])["texts"]
    assert texts["people.0.name"] == "Jack Miller"
    shown = desk.work_on(app, receipt)
    reveal = f"/review/{receipt}/reveal/narrative/1"
    why = {"purpose": "review_nexus", "words": "The name is needed to compare."}
    assert desk.post(shown, reveal, **why).status_code == 303
    assert "Jack Miller" in shown.get(f"/review/{receipt}").text
    again = amend(app, receipt)
    assert (again.status_code, "do not stand in the report" in again.text) == (422, True)
    keeper, token = worker(app)
    gone = token | {"expunge_reason": "court_order", "confirm": receipt}
    assert keeper.post(f"/retention/reports/{receipt}/expunge", data=gone).status_code == 303
    with db.reading(parts.engine) as session:
        assert session.execute(select(SealedContent)).first() is None
    assert amend(app, receipt).status_code == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"find": "Jo"}, "find"),
        ({"put": "x" * 501}, "put"),
        ({"put": "John Smith"}, "put"),
        ({"reason": ""}, "reason"),
        ({"words": "no"}, "words"),
        ({"find": factories.submission()["narrative"], "put": ""}, "put"),
    ],
)
def test_a_correction_that_is_not_complete_or_does_not_fit_changes_nothing(
    sqlite_app: Flask, changes: dict[str, str], field: str
) -> None:
    receipt = factories.file_by_api(sqlite_app)["receipt"]
    answer = amend(sqlite_app, receipt, **changes)
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        contexts = session.execute(select(SealedContent.context)).scalars().all()
        assert contexts == [f"report:{receipt}"]
