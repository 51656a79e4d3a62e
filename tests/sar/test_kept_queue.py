"""The waiting reports that a process keeps are those of the database, whoever changed them."""

from typing import Any

import numpy as np
from flask import Flask
from sqlalchemy import select, update

from sar import db
from sar.actors import COMMAND_LINE
from sar.models import Report
from sar.models.reports import POINT
from sar.ranker import scoring
from sar.ranking import reordering, rescoring
from sar.ranking.kept import KeptQueue
from sar.ranking.learner import Learner
from sar.ranking.seeing import see
from tests import rankers

STORIES = [
    f"{kind} {filler} {other}"
    for kind in (*rankers.ALARMING, *rankers.EVERYDAY)
    for filler in rankers.FILLER
    for other in (rankers.EVERYDAY[1], rankers.ALARMING[2])
]


def check(app: Flask, queue: KeptQueue) -> None:
    """Compare what is kept with what whole rows of all waiting reports say."""
    with db.reading(app.extensions["sar"].engine) as session:
        ranker = scoring.in_force(session).ranker
        assert ranker is not None
        queue.follow(session, ranker)
        query = select(Report.report_id, Report.revision, Report.queue_place).where(
            Report.queue_place.is_not(None)
        )
        rows = {row.report_id: row for row in session.execute(query)}
        whole = [each for each in see(session, list(rows)) if each.candidate.narrative]
    numbers = [each.report_id for each in whole]
    assert queue.table["number"].tolist() == numbers
    assert queue.table["place"].tolist() == [rows[each].queue_place for each in numbers]
    chances = ranker.chances([each.candidate for each in whole], [each.rules for each in whole])
    assert np.allclose(queue.chances(ranker), chances, atol=1e-5)


def change(app: Flask, numbers: list[int], **columns: Any) -> None:
    with db.transaction(app.extensions["sar"].engine) as session:
        changed = update(Report).where(Report.report_id.in_(numbers))
        session.execute(changed.values(revision=Report.revision + 1, **columns))


def test_what_is_kept_follows_the_reports_that_come_and_go_and_change(app: Flask) -> None:
    rankers.decided(app, 60)
    rankers.put_in_force(app)
    rankers.waiting(app, STORIES[:12])
    queue = KeptQueue()
    check(app, queue)
    one, two, three, four, five = queue.table["number"].tolist()[:5]
    change(app, [five], queue_place=None)
    check(app, queue)
    change(app, [one], redacted={"narrative": {"text": "A badge was copied at the gate."}})
    change(app, [two], queue_place=None)
    change(app, [three], queue_place=400 * POINT + 77)
    change(app, [four], redacted={})
    change(app, [five], queue_place=300 * POINT + 5)
    check(app, queue)
    assert not {two, four} & set(queue.table["number"].tolist())
    engine, now = app.extensions["sar"].engine, app.extensions["sar"].clock()
    assert list(reordering.put_in_order(engine, queue, actor=COMMAND_LINE, now=now))
    change(app, queue.table["number"].tolist(), queue_place=None)
    assert not sum(reordering.put_in_order(engine, queue, actor=COMMAND_LINE, now=now))
    assert not len(queue.table)


def test_points_that_one_report_wins_do_not_hide_those_that_another_one_loses(app: Flask) -> None:
    rankers.decided(app, 60)
    rankers.put_in_force(app)
    rankers.waiting(app, STORIES[:12])
    queue = KeptQueue()
    check(app, queue)
    one, *_, other = queue.table["number"].tolist()
    with db.transaction(app.extensions["sar"].engine) as session:
        for number, points in ((one, 3), (other, -3)):
            moved = update(Report).where(Report.report_id == number)
            session.execute(moved.values(queue_place=Report.queue_place + points * POINT))
    check(app, queue)


def test_what_is_kept_does_not_grow_with_what_went(sqlite_app: Flask) -> None:
    rankers.decided(sqlite_app, 60)
    rankers.put_in_force(sqlite_app)
    rankers.waiting(sqlite_app, STORIES)
    queue = KeptQueue()
    for _ in range(5):
        check(sqlite_app, queue)
        change(sqlite_app, queue.table["number"].tolist())
    assert queue.rows < 5 * len(STORIES)
    check(sqlite_app, queue)


def test_after_a_step_the_first_page_is_that_of_all_scores_anew(sqlite_app: Flask) -> None:
    app = sqlite_app
    rankers.decided(app, 60)
    rankers.put_in_force(app)
    rankers.waiting(app, STORIES)
    engine, clock = app.extensions["sar"].engine, app.extensions["sar"].clock
    learner = Learner(engine, clock)
    for seed in (4, 5):
        rankers.decided(app, 15, seed=seed)
        assert learner.follow()
    with db.reading(engine) as session:
        in_force = scoring.in_force(session)
        waits = select(Report).where(Report.queue_place.is_not(None)).order_by(Report.queue_place)
        found = session.scalars(waits).all()
        scores = rescoring.scores(session, in_force, [each.report_id for each in found])
    places = {each.report_id: each.columns["queue_place"] for each in scores}
    first = found[: reordering.FIRST]
    assert [each.report_id for each in first] == sorted(places, key=places.__getitem__)[
        : len(first)
    ]
    for each in first:
        assert each.queue_place == places[each.report_id]
        assert sum(reason["points"] for reason in each.reasons) == each.score
