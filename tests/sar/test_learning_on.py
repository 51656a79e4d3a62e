"""A ranker in force learns on from decisions, within its bound, and is what was judged again."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import func, select, update

from sar import db
from sar.actors import COMMAND_LINE
from sar.models import RankerContinuation, RankerVersion, Report
from sar.ranker import scoring
from sar.ranker.learned import dump
from sar.ranking import continuing, history, lessons, rescoring, switching
from sar.ranking.ground import Ground, read_ground
from sar.ranking.learner import Learner
from sar.ranking.memory import Memory
from tests import desk, factories, rankers
from triage.decisions import State
from triage.learning.continuing import FURTHEST


def learn_on(app: Flask) -> RankerContinuation | None:
    parts = app.extensions["sar"]
    return continuing.learn_on(parts.engine, Memory(), actor=COMMAND_LINE, now=parts.clock())


def learner_of(app: Flask) -> Learner:
    """Give the application a learner without a thread: the test lets it follow."""
    parts = app.extensions["sar"]
    learner = app.extensions["sar_learner"] = Learner(parts.engine, parts.clock)
    return learner


def label(app: Flask) -> str:
    with db.reading(app.extensions["sar"].engine) as session:
        return scoring.in_force(session).label


def reports(app: Flask) -> dict[str, Report]:
    with db.reading(app.extensions["sar"].engine) as session:
        found = {each.receipt: each for each in session.scalars(select(Report))}
        session.expunge_all()
    return found


def press(app: Flask, action: str, **fields: str) -> str:
    trainer = desk.sign_in(app, "trainer")
    token = factories.csrf_token(trainer.get("/ranking").text)
    answer = trainer.post(f"/ranking/{action}", data={"csrf_token": token, **fields})
    assert answer.status_code == 303
    return trainer.get("/ranking").text


def turn_round(app: Flask) -> None:
    """Change every decision that a ranker learns from into its contrary."""
    turned = {State.POTENTIAL_NEXUS: State.UNFOUNDED, State.UNFOUNDED: State.POTENTIAL_NEXUS}
    with db.transaction(app.extensions["sar"].engine) as session:
        for report in session.scalars(select(Report).where(Report.state.in_(turned))):
            if not lessons.is_held_back(report.receipt):
                report.state, report.revision = turned[State(report.state)], report.revision + 1


def test_a_ranker_learns_on_until_it_is_put_in_force_again(app: Flask) -> None:
    parts = app.extensions["sar"]
    rankers.decided(app, 60)
    assert learn_on(app) is None
    rankers.put_in_force(app)
    as_judged = label(app)
    assert learn_on(app) is None
    rankers.decided(app, 120, seed=4)
    first = learn_on(app)
    assert first is not None
    assert 0 < first.drift <= 0.5
    assert first.reports > 60
    became = label(app)
    assert became == f"ranker 2+1 {first.sha256[:8]}"
    assert learn_on(app) is None
    rankers.decided(app, 40, seed=5)
    assert learn_on(app) is not None
    with db.reading(parts.engine) as session:
        sizes = [len(each.artefact) for each in session.scalars(select(RankerContinuation))]
        assert sizes[0] == 0 < sizes[1]
    (receipt,) = rankers.waiting(app, [" ".join(rankers.ALARMING)])
    press(app, "rescore")
    row = reports(app)[receipt]
    assert row.score_version == label(app)
    assert sum(each["points"] for each in row.reasons) == row.score
    assert [each.action for each in desk.log_of(app, "ranker:2")].count("ranker.learned_on") == 2
    for to_on in (False, True):
        with db.transaction(parts.engine) as session:
            switching.switch(session, to_on=to_on, actor=COMMAND_LINE, now=parts.clock())
    assert label(app) == as_judged


def ground(app: Flask, memory: Memory) -> Ground:
    with db.reading(app.extensions["sar"].engine) as session:
        judged = memory.serve(session, scoring.in_force_now(session))
        found = read_ground(session, memory, judged)
    assert found is not None
    return found


def test_what_a_process_remembers_is_what_another_one_reads(app: Flask) -> None:
    rankers.decided(app, 60)
    rankers.put_in_force(app)
    memory = Memory()
    ground(app, memory)
    rankers.decided(app, 20, seed=4)
    turn_round(app)
    with db.transaction(app.extensions["sar"].engine) as session:
        one, two, three = session.scalars(
            select(Report).where(Report.state == State.UNFOUNDED).limit(3)
        )
        one.state = State.RECEIVED
        two.redacted = {"narrative": {"text": "A badge was copied at the gate.", "spans": []}}
        three.redacted = {}
        for each in (one, two, three):
            each.revision += 1
    remembered, read = ground(app, memory), ground(app, Memory())
    assert remembered.data_sha256 == read.data_sha256
    for part, other in (
        (remembered.learned, read.learned),
        (remembered.held_back, read.held_back),
    ):
        assert abs(part.rows - other.rows).max() == 0
        assert part.labels.tolist() == other.labels.tolist()
        assert part.counts.tolist() == other.counts.tolist()
    with db.reading(app.extensions["sar"].engine) as session:
        taught = [each for each in lessons.read_lessons(session) if not each.is_held_back]
    assert lessons.digest(taught) == read.data_sha256


def test_what_is_stored_of_a_step_is_what_was_held_against_the_reports_held_back(
    sqlite_app: Flask,
) -> None:
    rankers.decided(sqlite_app, 60)
    rankers.put_in_force(sqlite_app)
    rankers.decided(sqlite_app, 20, seed=4)
    assert learn_on(sqlite_app) is not None
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        remembered = scoring.in_force(session)
        scoring.forget()
        read = scoring.in_force(session)
    assert remembered is not read
    assert remembered.label == read.label
    assert remembered.ranker is not None
    assert read.ranker is not None
    assert dump(remembered.ranker) == dump(read.ranker)
    assert np.array_equal(remembered.ranker.ranker.weights, read.ranker.ranker.weights)


def test_decisions_that_turn_everything_round_are_followed_as_far_as_the_bound(
    sqlite_app: Flask,
) -> None:
    rankers.decided(sqlite_app, 100)
    rankers.put_in_force(sqlite_app)
    parts = sqlite_app.extensions["sar"]
    turn_round(sqlite_app)
    row = learn_on(sqlite_app)
    assert row is not None
    assert row.share < 0.5
    assert row.drift == pytest.approx(0.5)
    (low, high) = rankers.waiting(
        sqlite_app, [" ".join(rankers.EVERYDAY), " ".join(rankers.ALARMING)]
    )
    with db.transaction(parts.engine) as session:
        rescoring.rescore_next(session, actor=COMMAND_LINE, now=parts.clock())
    scores = {receipt: each.score for receipt, each in reports(sqlite_app).items()}
    assert (scores[low] or 0) < (scores[high] or 0)


def test_a_decision_moves_the_order_without_anybody_and_without_a_timer(app: Flask) -> None:
    rankers.decided(app, 80)
    rankers.put_in_force(app)
    alarming, everyday = " ".join(rankers.ALARMING), " ".join(rankers.EVERYDAY)
    *alike, high, low = rankers.waiting(app, [alarming] * 3 + [alarming + " Again.", everyday])
    read = next(each for each in alike if not lessons.is_held_back(each))
    learner = learner_of(app)
    before = reports(app)
    analyst = desk.work_on(app, read)
    words = {"rationale": "The lock was cut on purpose, and the camera turned away."}
    answer = desk.decide(analyst, read, "meets_criteria", **words)
    assert answer.status_code == 303
    # A server closes an answer when it has been sent.
    answer.close()
    assert learner.is_rung
    assert learner.follow() >= 2
    after = reports(app)
    assert after[high].score_version == after[low].score_version == label(app)
    assert (before[high].score or 0) < (after[high].score or 0)
    assert (after[high].queue_place or 0) < (after[low].queue_place or 0)
    assert sum(each["points"] for each in after[high].reasons) == after[high].score
    assert after[read].revision == before[read].revision + 1
    assert learner.follow() == 0
    assert "ranker.learned_on" in [each.action for each in desk.log_of(app, "ranker:2")]


def test_of_two_processes_only_one_takes_a_step(app: Flask) -> None:
    rankers.decided(app, 60)
    rankers.put_in_force(app)
    rankers.decided(app, 20, seed=4)
    rankers.waiting(app, [" ".join(rankers.ALARMING)] * 3)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda each: each.follow(), [learner_of(app), learner_of(app)]))
    with db.reading(app.extensions["sar"].engine) as session:
        assert session.scalar(select(func.count(RankerContinuation.ranker_continuation_id))) == 1
        assert rescoring.waiting(session, scoring.in_force(session)) == 0


def test_a_ranker_that_is_held_or_off_learns_nothing_and_people_see_how_far_it_went(
    sqlite_app: Flask,
) -> None:
    app = sqlite_app
    rankers.decided(app, 60)
    rankers.put_in_force(app)
    as_judged, learner = label(app), learner_of(app)
    for seed in (4, 5):
        rankers.decided(app, 15, seed=seed, noise=0.0)
        learner.follow()
    assert label(app).startswith("ranker 2+2 ")
    page = desk.sign_in(app, "analyst").get("/ranking").text
    assert "of 100 of the way to the bound" in page
    assert "How far it went from what was judged" in page
    assert "Hold it as judged" not in page
    assert "Decisions teach it nothing" in press(app, "learning", to="hold")
    learner.follow()
    assert label(app) == as_judged
    assert "Hold it as judged" in press(app, "learning", to="learn")
    learner.follow()
    assert label(app) != as_judged
    press(app, "switch", to="off")
    learner.follow()
    assert label(app) == scoring.RULES


def test_a_step_that_fails_leaves_the_queue_as_it_was(sqlite_app: Flask) -> None:
    rankers.decided(sqlite_app, 60)
    rankers.put_in_force(sqlite_app)
    (receipt,) = rankers.waiting(sqlite_app, [" ".join(rankers.ALARMING)])
    learner = learner_of(sqlite_app)
    rankers.decided(sqlite_app, 20, seed=4)
    with db.transaction(sqlite_app.extensions["sar"].engine) as session:
        session.execute(update(RankerVersion).values(artefact=b"none"))
    before = reports(sqlite_app)[receipt]
    assert learner.follow() == 0
    after = reports(sqlite_app)[receipt]
    assert (after.score, after.queue_place) == (before.score, before.queue_place)
    with db.reading(sqlite_app.extensions["sar"].engine) as session:
        assert session.scalar(select(func.count(RankerContinuation.ranker_continuation_id))) == 0


def test_the_page_measures_by_the_bound_that_holds() -> None:
    assert history.MOST_DRIFT == FURTHEST


def test_a_clock_that_was_put_back_keeps_no_ranker_in_force(
    app: Flask, clock: factories.Clock
) -> None:
    parts = app.extensions["sar"]
    rankers.decided(app, 60)
    rankers.put_in_force(app)
    assert label(app).startswith("ranker 2")
    clock.advance(hours=-1)
    for to_on in (False, True, False):
        with db.transaction(parts.engine) as session:
            switching.switch(session, to_on=to_on, actor=COMMAND_LINE, now=parts.clock())
            assert history.standing(session).is_off != to_on
        assert (label(app) == scoring.RULES) != to_on
