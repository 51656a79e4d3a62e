"""Rankers: learned from decisions, judged, put in force by people, taken out; never in the way."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from sar import db
from sar.commands.checks import Level
from sar.commands.database_checks import check_content
from sar.models import RankerSwitch, RankerVersion, Report, SwitchState
from sar.ranker import scoring
from sar.ranking import judging, lessons
from tests import desk, factories, rankers
from tests.screens import names_in
from tests.test_guides import missing

URL = "/ranking"
NOW = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


# Training and judging take seconds, so all tests share the first ranker, as it was stored.
KEPT: dict[str, object] = {}


@pytest.fixture
def taught(app: Flask) -> Flask:
    """An application with enough decided reports, and a ranker that passes the gate."""
    return teach(app)


@pytest.fixture
def taught_once(sqlite_app: Flask) -> Flask:
    """The same, for what does not depend on the database."""
    return teach(sqlite_app)


def teach(app: Flask) -> Flask:
    rankers.decided(app, 170)
    if not KEPT:
        rankers.trained(app)
        KEPT.update(rankers.columns(app, 1))
    else:
        rankers.keep(app, KEPT)
    return app


def press(client: FlaskClient, action: str, **fields: str):
    token = factories.csrf_token(client.get(URL).text)
    return client.post(f"{URL}/{action}", data={"csrf_token": token, **fields})


def stored(app: Flask, receipt: str) -> Report:
    with db.reading(app.extensions["sar"].engine) as session:
        return session.execute(select(Report).where(Report.receipt == receipt)).scalar_one()


def in_force(app: Flask) -> scoring.InForce:
    with db.reading(app.extensions["sar"].engine) as session:
        return scoring.in_force(session)


def test_a_ranker_is_put_in_force_orders_the_queue_and_is_rolled_back(taught: Flask) -> None:
    dull, bright = rankers.waiting(taught, [" ".join(rankers.EVERYDAY), " ".join(rankers.ALARMING)])
    trainer, analyst = desk.sign_in(taught, "trainer"), desk.sign_in(taught, "analyst")
    by_rules = stored(taught, dull).score
    page = trainer.get(f"{URL}/1").text
    assert "The gate lets this ranker pass" in page, rankers.refusals(taught, 1)
    assert press(trainer, "1/activate").status_code == 303
    assert stored(taught, dull).score == by_rules
    assert press(trainer, "rescore").status_code == 303
    low, high = stored(taught, dull), stored(taught, bright)
    assert low.score < by_rules < high.score
    assert low.score_version == high.score_version == in_force(taught).label
    for each in (low, high):
        assert sum(reason["points"] for reason in each.reasons) == each.score
        assert sum(reason["points"] for reason in each.rule_reasons) == by_rules
    assert any("cut" in reason["text"] or "badge" in reason["text"] for reason in high.reasons)
    queue = analyst.get("/queue").text
    assert queue.index(bright) < queue.index(dull)
    filed = factories.file_by_api(taught, narrative=" ".join(rankers.ALARMING))["receipt"]
    assert stored(taught, filed).score_version == in_force(taught).label

    assert press(trainer, "roll-back").status_code == 303
    assert press(trainer, "rescore").status_code == 303
    for receipt in (dull, bright, filed):
        row = stored(taught, receipt)
        assert (row.score_version, row.rule_reasons) == (scoring.RULES, None)
    assert stored(taught, dull).score == by_rules
    assert press(trainer, "roll-back").status_code == 409
    actions = [entry.action for entry in desk.log_of(taught, "ranker:1")]
    assert actions[-1] == "ranker.activated"


def test_the_queue_is_whole_with_learned_rankers_off(taught: Flask) -> None:
    """B19: everything an analyst does, from a file to a decision, with no ranker."""
    trainer = desk.sign_in(taught, "trainer")
    press(trainer, "1/activate")
    assert press(trainer, "switch", to="off").status_code == 303
    receipt = factories.file_by_api(taught)["receipt"]
    assert stored(taught, receipt).score_version == scoring.RULES
    analyst = desk.work_on(taught, receipt)
    assert receipt in analyst.get("/queue").text
    words = {"rationale": "It fits the behavior as defined.", "innocent_explanation": "x" * 30}
    assert desk.decide(analyst, receipt, "meets_criteria", **words).status_code == 303
    assert press(trainer, "switch", to="off").status_code == 409
    assert press(trainer, "switch", to="on").status_code == 303
    assert in_force(taught).label.startswith("ranker 1 ")


def test_an_override_needs_a_reason_and_a_second_person(app: Flask) -> None:
    rankers.keep_refused(teach(app), KEPT)
    trainer, privacy = desk.sign_in(app, "trainer"), desk.sign_in(app, "privacy_officer")
    page = trainer.get(f"{URL}/2").text
    assert "The gate refuses this ranker" in page
    answer = press(trainer, "2/activate", reason="no")
    assert answer.status_code == 422
    assert "no</textarea>" in answer.text
    why = "The rules bury reports of pumps; call Ann Miller at 555-123-4567."
    assert press(trainer, "2/activate", reason=why).status_code == 303
    assert in_force(app).label == scoring.RULES
    assert press(privacy, "2/activate", reason=why).status_code == 409
    assert press(trainer, "switches/1/decide", answer="agree").status_code == 403
    assert "555-123-4567" not in privacy.get(URL).text
    assert press(privacy, "switches/1/decide", answer="agree").status_code == 303
    assert in_force(app).label.startswith("ranker 2 ")
    assert press(privacy, "switches/1/decide", answer="decline").status_code == 409
    with db.reading(app.extensions["sar"].engine) as session:
        row = session.execute(select(RankerSwitch)).scalar_one()
        assert (row.state, row.is_override) == (SwitchState.MADE, True)
        assert row.decided_by_id != row.asked_by_id


@pytest.mark.parametrize("damage", ["touched", "code", "gone"])
def test_a_damaged_ranker_loses_no_report_and_is_told(taught_once: Flask, damage: str) -> None:
    trainer = desk.sign_in(taught_once, "trainer")
    press(trainer, "1/activate")
    broken = {
        "touched": b"x" * 100,
        "code": b"cos\nsystem\n(S'true'\ntR.",
        "gone": b"",
    }[damage]
    changes = {} if damage == "touched" else {"sha256": scoring.sha256(broken)}
    rankers.change_artefact(taught_once, 1, broken, **changes)
    scoring.forget()
    receipt = factories.file_by_api(taught_once)["receipt"]
    assert stored(taught_once, receipt).score_version == scoring.RULES
    assert "cannot be loaded" in trainer.get(URL).text
    with db.reading(taught_once.extensions["sar"].engine) as session:
        told = {each.subject: each for each in check_content(session, None, now=NOW)}
    assert told["ranker"].level is Level.PROBLEM
    assert press(trainer, "roll-back").status_code == 303
    assert press(trainer, "1/activate").status_code == 409
    assert in_force(taught_once) == scoring.InForce()


def test_a_planted_bias_is_refused_though_its_hash_fits(taught_once: Flask) -> None:
    from dataclasses import replace

    from sar.ranker import learned
    from triage.learning import Encoder

    with db.reading(taught_once.extensions["sar"].engine) as session:
        honest = learned.read(session.get_one(RankerVersion, 1).artefact)
    weights, terms = honest.ranker.weights.copy(), honest.ranker.terms.values.copy()
    columns = Encoder().encode(["muslim mosque imam"]).indices
    weights[columns], terms[columns] = weights[columns] + 4.0, 4.0
    planted = replace(
        honest,
        ranker=replace(
            honest.ranker, weights=weights, terms=replace(honest.ranker.terms, values=terms)
        ),
    )
    assert rankers.trained(taught_once, is_judged=False) == 2
    artefact = learned.dump(planted)
    rankers.change_artefact(taught_once, 2, artefact, sha256=scoring.sha256(artefact))
    client = desk.sign_in(taught_once, "trainer")
    assert press(client, "2/activate").status_code == 409
    rankers.judged(taught_once, 2)
    actions = [entry.action for entry in desk.log_of(taught_once, "ranker:2")]
    assert actions == ["ranker.trained", "ranker.judged"]
    refused = rankers.refusals(taught_once, 2).keys()
    assert {"weights", "swap religion, unhidden"} <= refused
    assert press(client, "2/activate").status_code == 422
    assert rankers.refusals(taught_once, 1) == {}


def test_no_author_name_attribute_or_held_back_report_is_learned(taught_once: Flask) -> None:
    with db.transaction(taught_once.extensions["sar"].engine) as session:
        session.execute(
            update(Report)
            .where(Report.receipt == "D3-00001")
            .values(redacted={"narrative": {"text": "A Muslim man, [PERSON 1], cut a lock."}})
        )
        found = {each.receipt: each for each in lessons.read_lessons(session)}
    seen = found["D3-00001"].candidate
    assert seen.narrative == "A [ATTRIBUTE] [ATTRIBUTE], [PERSON 1], cut a lock."
    held_back = [each for each in found.values() if each.is_held_back]
    assert 15 < len(held_back) < 55
    with db.reading(taught_once.extensions["sar"].engine) as session:
        version = session.get_one(RankerVersion, 1)
        assert version.reports == len(found) - len(held_back)


def test_the_guide_names_what_stands_on_the_pages(taught_once: Flask) -> None:
    trainer = desk.sign_in(taught_once, "trainer")
    rankers.keep_refused(taught_once, KEPT)
    rankers.waiting(taught_once, ["The fence was cut."])
    seen = [names_in(trainer.get(f"{URL}{each}").text) for each in ("", "/1", "/2")]
    press(trainer, "1/activate")
    assert missing("ranking.md", *seen, names_in(trainer.get(URL).text)) == set()


def test_no_text_stays_in_memory_when_a_ranker_was_judged(taught_once: Flask) -> None:
    # The gate hid and read thousands of texts in this process for the ranker of these tests.
    caches = (judging.hide, judging._mentions)
    assert [each.cache_info().currsize for each in caches] == [0, 0]


def test_too_few_decisions_are_told_and_nothing_is_stored(sqlite_app: Flask) -> None:
    trainer = desk.sign_in(sqlite_app, "trainer")
    answer = press(trainer, "train")
    assert answer.status_code == 409
    assert "are needed" in answer.text
    assert "No ranker yet" in trainer.get(URL).text


def test_analysts_read_cards_and_officers_do_not(taught_once: Flask) -> None:
    analyst, officer = desk.sign_in(taught_once, "analyst"), desk.sign_in(taught_once, "officer")
    assert analyst.get(f"{URL}/1").status_code == 200
    card = analyst.get(f"{URL}/1/card.json").get_json()
    assert card["gate"]["is_passed"] is True
    assert all(each["largest_places"] == 0 for each in card["swaps"] if each["attribute"] == "race")
    assert "activate" not in analyst.get(f"{URL}/1").text
    assert press(analyst, "1/activate").status_code == 403
    assert officer.get(URL).status_code == 403
    assert analyst.get(f"{URL}/7").status_code == 404
