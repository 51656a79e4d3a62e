"""Waiting reports scored by workers: the scores of one process, or none."""

import os
import signal
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from distributed import Client, LocalCluster
from flask import Flask
from sqlalchemy import select

from sar import db
from sar.actors import COMMAND_LINE
from sar.errors import ConflictError, NotReadyError
from sar.models import Report
from sar.ranker import scoring
from sar.ranking import rescoring, spreading, switching
from tests import rankers

WAITING = 80
# Workers of these tests are threads: they find the database here.
ENGINES: list[Any] = []


def score(label: str, numbers: Sequence[int], witness: Any) -> list[rescoring.Scored]:
    return spreading.score_with(ENGINES[0], label, numbers, witness)


def score_elsewhere(label: str, numbers: Sequence[int], witness: Any) -> list[rescoring.Scored]:
    return spreading.score_with(ENGINES[0], label, numbers, (witness[0], "another receipt"))


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0"
        ) as cluster,
        Client(cluster) as connected,
    ):
        yield connected


@pytest.fixture
def taught(sqlite_app: Flask) -> Flask:
    parts = sqlite_app.extensions["sar"]
    rankers.decided(sqlite_app, 60)
    rankers.put_in_force(sqlite_app)
    texts = [
        f"{rankers.ALARMING[each % 4]} {rankers.EVERYDAY[each % 3]}" for each in range(WAITING)
    ]
    rankers.waiting(sqlite_app, texts)
    ENGINES[:] = [parts.engine]
    return sqlite_app


def stored(app: Flask) -> dict[str, tuple[Any, ...]]:
    with db.reading(app.extensions["sar"].engine) as session:
        label = scoring.in_force(session).label
        rows = session.scalars(select(Report).where(Report.score_version == label))
        return {row.receipt: (row.score, row.queue_place, str(row.reasons)) for row in rows}


def write(app: Flask, found: Sequence[rescoring.Scored]) -> None:
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        label = scoring.in_force(session).label
        rescoring.store(session, found, by=label, actor=COMMAND_LINE, now=parts.clock())


def test_workers_give_the_scores_of_one_process_and_go_on_where_a_run_was_stopped(
    taught: Flask, client: Client
) -> None:
    engine = taught.extensions["sar"].engine
    stopped = spreading.score_on(client, engine, size=10, score=score)
    first = next(stopped)
    write(taught, first)
    stopped.close()
    assert len(stored(taught)) == 10
    left = list(spreading.score_on(client, engine, size=10, score=score))
    assert sum(len(each) for each in left) == WAITING + 1 - 10
    for each in left:
        write(taught, each)
    by_workers = stored(taught)
    assert len(by_workers) == WAITING + 1
    with db.reading(engine) as session:
        numbers = session.scalars(select(Report.report_id).where(Report.queue_place.is_not(None)))
        again = rescoring.scores(session, scoring.in_force(session), list(numbers))
    alone = {each.report_id: each.columns["score"] for each in again}
    with db.reading(engine) as session:
        for row in session.scalars(select(Report).where(Report.receipt.in_(by_workers))):
            assert by_workers[row.receipt][0] == alone[row.report_id]


def test_the_work_of_a_worker_that_is_killed_is_done_by_the_others(taught: Flask) -> None:
    parts = taught.extensions["sar"]
    environment = {
        "SAR_DATABASE_URL": parts.settings.database_url,
        "SAR_KEYRING": parts.settings.keyring_text,
    }
    with (
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            env=environment,
        ) as cluster,
        Client(cluster) as connected,
    ):
        scores = spreading.score_on(connected, parts.engine, size=5)
        found = [next(scores)]
        killed, *_ = connected.run(os.getpid).values()
        os.kill(killed, signal.SIGKILL)
        found += list(scores)
    with db.reading(parts.engine) as session:
        numbers = session.scalars(select(Report.report_id).where(Report.queue_place.is_not(None)))
        alone = rescoring.scores(session, scoring.in_force(session), list(numbers))
    assert sorted((each.report_id, each.columns["score"]) for part in found for each in part) == [
        (each.report_id, each.columns["score"]) for each in alone
    ]


def test_a_worker_with_another_database_or_another_ranker_gives_no_score(
    taught: Flask, client: Client
) -> None:
    parts = taught.extensions["sar"]
    with pytest.raises(NotReadyError, match="another database"):
        next(spreading.score_on(client, parts.engine, score=score_elsewhere))
    scores = spreading.score_on(client, parts.engine, size=10, score=score)
    next(scores)
    with db.transaction(parts.engine) as session:
        switching.switch(session, to_on=False, actor=COMMAND_LINE, now=parts.clock())
    with pytest.raises(ConflictError, match="meanwhile"):
        list(scores)
