"""A ranker in force learns on from decisions, within its bound, and is what was judged again."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from sar import db, scoring
from sar.actors import COMMAND_LINE
from sar.models import RankerContinuation, Report
from sar.ranking import continuing, lessons, rescoring, switching
from tests import desk, factories, rankers


def learn_on(app: Flask) -> RankerContinuation | None:
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        found = list(lessons.read_lessons(session))
        return continuing.learn_on(session, found, actor=COMMAND_LINE, now=parts.clock())


def label(app: Flask) -> str:
    with db.reading(app.extensions["sar"].engine) as session:
        return scoring.in_force(session).label


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
    trainer = desk.sign_in(app, "trainer")
    token = factories.csrf_token(trainer.get("/ranking").text)
    trainer.post("/ranking/rescore", data={"csrf_token": token})
    with db.reading(parts.engine) as session:
        row = session.scalars(select(Report).where(Report.receipt == receipt)).one()
        assert row.score_version == label(app)
        assert sum(each["points"] for each in row.reasons) == row.score
    assert [each.action for each in desk.log_of(app, "ranker:2")].count("ranker.learned_on") == 2
    for to_on in (False, True):
        with db.transaction(parts.engine) as session:
            switching.switch(session, to_on=to_on, actor=COMMAND_LINE, now=parts.clock())
    assert label(app) == as_judged


def test_decisions_that_turn_everything_round_are_followed_as_far_as_the_bound(
    sqlite_app: Flask,
) -> None:
    rankers.decided(sqlite_app, 100)
    rankers.put_in_force(sqlite_app)
    parts = sqlite_app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        found = [
            each if each.is_held_back else replace(each, label=1 - each.label)
            for each in lessons.read_lessons(session)
        ]
        row = continuing.learn_on(session, found, actor=COMMAND_LINE, now=parts.clock())
        assert row is not None
        assert row.share < 0.5
        assert row.drift == pytest.approx(0.5)
    (low, high) = rankers.waiting(
        sqlite_app, [" ".join(rankers.EVERYDAY), " ".join(rankers.ALARMING)]
    )
    with db.transaction(parts.engine) as session:
        rescoring.rescore_next(session, actor=COMMAND_LINE, now=parts.clock())
        scores = {row.receipt: row.score for row in session.scalars(select(Report))}
    assert scores[low] < scores[high]
