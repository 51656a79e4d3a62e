"""Practice through the pages: verdicts, scores, who sees what, and nothing that counts as work."""

from flask import Flask
from sqlalchemy import select

from sar import db
from sar.models import (
    Account,
    AuditHead,
    Completion,
    LedgerEntry,
    OutgoingStatement,
    PracticeAnswer,
    Report,
    Role,
)
from sar.sets import practice_results
from tests import factories, practicing
from tests.drafts import CURRENT


def own_answers(app: Flask, username: str) -> list[PracticeAnswer]:
    with db.reading(app.extensions["sar"].engine) as session:
        rows = session.execute(
            select(PracticeAnswer)
            .where(PracticeAnswer.account_id == factories.account_id(app, username))
            .order_by(PracticeAnswer.practice_answer_id)
        )
        found = list(rows.scalars())
        session.expunge_all()
    return found


def test_an_answer_gets_its_verdict_and_the_reason_at_once(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    address = practicing.begin(client)
    for is_right in (True, False):
        item = practicing.items()[practicing.shown(client, address)["item_id"]]
        ask = item.asks[0]
        wrong = next(each.code for each in ask.choices if each.code != ask.right)
        page = practicing.choose(client, address, ask.right if is_right else wrong)
        assert ("<h1>Right" in page) == is_right
        assert ask.why in page
        assert ask.words(ask.right) in page
        assert item.text in page
        assert ("You chose:" in page) != is_right


def test_a_round_is_scored_by_behaviour_and_kept_as_completed(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    page = practicing.bare(practicing.play(client))
    assert "10 of 10 answers right" in page
    start = practicing.bare(client.get("/training").text)
    assert f"Practice as officer {CURRENT} 100 %" in start
    verdicts = own_answers(app, "officer")
    assert len(verdicts) == 10
    assert all(each.is_right and each.is_first for each in verdicts)
    scores = practicing.bare(client.get("/training/practice").text)
    assert "1 of 1" in scores or "2 of 2" in scores


def test_an_analyst_decides_in_two_parts(app: Flask) -> None:
    client = factories.signed_in(app, "analyst")
    practicing.play(client, "analyst")
    parts = [each.part for each in own_answers(app, "analyst")]
    assert parts.count("part_one") == 10
    assert parts.count("part_two") == 5
    for number, part in enumerate(parts):
        assert part == "part_one" or parts[number - 1] == "part_one"


def test_every_role_can_practice(sqlite_app: Flask) -> None:
    for role in Role:
        client = factories.signed_in(sqlite_app, role)
        assert client.get(practicing.begin(client)).status_code == 200


def test_every_page_of_practice_is_marked_as_practice(sqlite_app: Flask) -> None:
    client = factories.signed_in(sqlite_app, "officer")
    address = practicing.begin(client)
    verdict = practicing.choose(client, address, "none")
    over = practicing.play(client)
    for page in (client.get(address).text, verdict, over, client.get("/training/practice").text):
        assert "PRACTICE" in practicing.bare(page)
        assert "Nothing here is a report" in practicing.bare(page)


def test_practice_is_in_no_count_of_work_no_ledger_and_no_log(app: Flask) -> None:
    tables = (Report, LedgerEntry, OutgoingStatement)
    client = factories.signed_in(app, "analyst")
    client.get("/queue")

    def log_size() -> int:
        with db.reading(app.extensions["sar"].engine) as session:
            return session.execute(select(AuditHead.size)).scalar_one()

    before = (practicing.counts(app, *tables), log_size())
    metrics = {"Authorization": "Bearer metrics-token-for-tests"}
    practicing.play(client, "analyst")
    practicing.play(client, "officer")
    assert (practicing.counts(app, *tables), log_size()) == before
    assert "practice" not in client.get("/queue").text.lower().replace("/training", "")
    assert client.get("/metrics", headers=metrics).status_code == 200


def test_a_round_goes_on_where_it_was_left(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    address = practicing.begin(client)
    practicing.choose(client, address, "none")
    second = practicing.shown(client, address)["item_id"]
    assert practicing.begin(client) == address
    assert practicing.shown(client, address)["item_id"] == second
    assert practicing.begin(client, "analyst") != address


def test_the_same_part_is_answered_once(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    address = practicing.begin(client)
    fields = practicing.shown(client, address) | {"chosen": "none"}
    assert client.post(address, data=fields).status_code == 303
    assert client.post(address, data=fields).status_code == 409
    assert len(own_answers(app, "officer")) == 1


def test_bad_input_gets_a_clear_answer_and_stores_nothing(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    address = practicing.begin(client)
    fields = practicing.shown(client, address)
    for chosen in ("", "ind-9999", "nexus", "x" * 5000):
        answer = client.post(address, data=fields | {"chosen": chosen})
        assert answer.status_code == 422
        assert "No answer is chosen" in answer.text
        assert practicing.items()[fields["item_id"]].text[:30] in practicing.bare(answer.text)
    assert client.post(address, data=fields | {"item_id": "x"}).status_code == 409
    token = {"csrf_token": fields["csrf_token"]}
    assert client.post("/training/practice", data=token | {"mode": "x"}).status_code == 404
    assert client.post("/training/practice/999999", data=fields).status_code == 404
    assert own_answers(app, "officer") == []


def test_nobody_sees_the_rounds_and_answers_of_somebody_else(app: Flask) -> None:
    client = factories.signed_in(app, "officer")
    address = practicing.begin(client)
    practicing.choose(client, address, "none")
    answer_id = own_answers(app, "officer")[0].practice_answer_id
    for other in ("officer2", "supervisor", "trainer", "administrator", "privacy_officer"):
        stranger = factories.signed_in(app, other)
        assert stranger.get(address).status_code == 404
        assert stranger.get(f"/training/practice/answers/{answer_id}").status_code == 404
        assert "of 1" not in practicing.bare(stranger.get("/training/practice").text)


def test_the_next_round_brings_reports_that_were_not_seen(
    app: Flask, clock: factories.Clock
) -> None:
    client = factories.signed_in(app, "officer")
    practicing.play(client)
    clock.advance(minutes=10)
    practicing.play(client)
    found = [each.item_id for each in own_answers(app, "officer")]
    assert len(set(found)) == 20


def plant(app: Flask, people: int, indicator_id: str, misses: int) -> None:
    """Store one first answer each by so many people, the first `misses` of them wrong."""
    names = [f"{role}{suffix}" for role in Role for suffix in ("", "2")]
    with db.transaction(app.extensions["sar"].engine) as session:
        for number in range(people):
            account_id = session.execute(
                select(Account.account_id).where(Account.username == names[number])
            ).scalar_one()
            row = practicing.round_row(account_id, app.extensions["sar"].clock())
            session.add(row)
            session.flush()
            session.add(practicing.answer_row(row, indicator_id, is_right=number >= misses))


def test_a_planted_confusion_is_ranked_first_and_small_groups_are_not_shown(app: Flask) -> None:
    plant(app, 6, "ind-0011", 4)
    plant(app, 8, "ind-0012", 2)
    plant(app, 4, "ind-0003", 4)
    with db.reading(app.extensions["sar"].engine) as session:
        found = practice_results.misses(session)
    assert [(each.indicator_id, each.people, each.misses) for each in found.rows] == [
        ("ind-0011", 6, 4),
        ("ind-0012", 8, 2),
    ]
    assert found.rows[0].percent == 67
    assert found.suppressed == 1
    page = practicing.bare(factories.signed_in(app, "trainer").get("/training/results").text)
    assert page.index("Photography") < page.index("Observation/Surveillance")
    assert f"Photography {CURRENT} 67 % 6" in page
    assert "Theft" not in page
    assert "1 group is not shown" in page
    assert "Test Officer" not in page
    assert factories.signed_in(app, "officer").get("/training/results").status_code == 403


def test_five_answers_of_one_person_are_not_five_people_and_repeats_do_not_count(
    app: Flask,
) -> None:
    for _ in range(6):
        plant(app, 1, "ind-0011", 1)
    with db.reading(app.extensions["sar"].engine) as session:
        found = practice_results.misses(session)
    assert found.rows == ()
    client = factories.signed_in(app, "officer2")
    practicing.play(client, wrong_about="ind-0001")
    first = own_answers(app, "officer2")
    assert all(each.is_first for each in first)


def test_misses_can_be_asked_for_since_a_moment(app: Flask, clock: factories.Clock) -> None:
    plant(app, 5, "ind-0011", 5)
    clock.advance(days=1)
    with db.reading(app.extensions["sar"].engine) as session:
        assert practice_results.misses(session, since=clock()).rows == ()
        assert len(practice_results.misses(session).rows) == 1


def test_a_round_writes_one_completion(app: Flask) -> None:
    practicing.play(factories.signed_in(app, "officer"), wrong_about="ind-0011")
    with db.reading(app.extensions["sar"].engine) as session:
        rows = session.execute(select(Completion)).scalars().all()
        assert len(rows) == 1
        assert rows[0].course == "Practice as officer"
        assert 50 <= (rows[0].score or 0) <= 100
