"""From a decision to the order after it, in the application: learning on and moving the reports.

    python -m benchmarks.following [--waiting 10000] [--decided 1000] [--steps 30]

A queue is made up, a ranker put in force, and reports decided one after another; timed is what the
learner of a process does after each. The baseline is the step by hand, `sar triage learn-on`, which
reads every account and scores every report that waits; of the waiting ones 500 are scored, and the
time is counted up. Processor time is counted too, because the machine may be busy.
"""

import argparse
import statistics
import time
from random import Random

from flask import Flask
from sqlalchemy import select

from benchmarks import databases
from benchmarks.table import show
from sar import db
from sar.actors import COMMAND_LINE
from sar.app import create_app
from sar.models import Report
from sar.ranking import continuing, rescoring
from sar.ranking.learner import Learner
from sar.ranking.memory import Memory
from tests import rankers
from triage.decisions import State


def main() -> None:
    """Print the time of the first step, which reads everything, and of those after it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waiting", type=int, default=10_000)
    parser.add_argument("--decided", type=int, default=1_000)
    parser.add_argument("--steps", type=int, default=30)
    options = parser.parse_args()
    with databases.durable("sqlite") as url:
        app = create_app(databases.settings(url))
        rankers.decided(app, options.decided)
        rankers.put_in_force(app)
        rankers.waiting(app, stories(options.waiting))
        parts = app.extensions["sar"]
        learner = Learner(parts.engine, parts.clock)
        first = followed(app, learner, 0)
        later = [followed(app, learner, step) for step in range(1, options.steps + 1)]
        by_hand = stepped(app, options.waiting)
        parts.engine.dispose()
    rows = [
        ("the first step of a process", *shown([first])),
        ("a step", *shown(later)),
        ("by hand", "", f"{by_hand:,.0f}", "", f"{by_hand:,.0f}"),
    ]
    show(
        f"{options.waiting:,} waiting, {options.decided:,} decided, milliseconds "
        "(goal: 99 of 100 within 50 at 10,000, 250 at 100,000)",
        ("", "moved", "median", "p99", "processor"),
        rows,
    )


def stories(count: int) -> list[str]:
    """Return accounts of which half are alarming."""
    random = Random(9)
    kinds = (rankers.ALARMING, rankers.EVERYDAY)
    return [
        " ".join(
            [*random.sample(kinds[each % 2], 2), *random.sample(rankers.FILLER, 2), f"Note {each}."]
        )
        for each in range(count)
    ]


def followed(app: Flask, learner: Learner, step: int) -> tuple[int, float, float]:
    """Decide one report, and time what follows: reports moved, seconds, processor seconds."""
    state = (State.POTENTIAL_NEXUS, State.UNFOUNDED)[step % 2]
    with db.transaction(app.extensions["sar"].engine) as session:
        report = session.scalars(
            select(Report).where(Report.queue_place.is_not(None)).order_by(Report.queue_place)
        ).first()
        assert report is not None
        report.state, report.queue_place, report.revision = state, None, report.revision + 1
    started, used = time.perf_counter(), time.process_time()
    moved = learner.follow()
    return moved, time.perf_counter() - started, time.process_time() - used


def stepped(app: Flask, waiting: int) -> float:
    """Return the milliseconds of processor time of a step by hand."""
    parts = app.extensions["sar"]
    used = time.process_time()
    continuing.learn_on(parts.engine, Memory(), actor=COMMAND_LINE, now=parts.clock())
    learned = time.process_time() - used
    used = time.process_time()
    with db.transaction(parts.engine) as session:
        chunk = rescoring.rescore_next(session, actor=COMMAND_LINE, now=parts.clock())
    each = (time.process_time() - used) / max(chunk.scored if chunk else 1, 1)
    return 1000 * (learned + each * waiting)


def shown(times: list[tuple[int, float, float]]) -> tuple[str, ...]:
    """Return what moved, median and 99 of 100, and the median of processor time."""
    taken = sorted(1000 * each[1] for each in times)
    return (
        f"{statistics.median(each[0] for each in times):.0f}",
        f"{statistics.median(taken):,.0f}",
        f"{taken[int(len(taken) * 0.99)]:,.0f}",
        f"{1000 * statistics.median(each[2] for each in times):,.0f}",
    )


if __name__ == "__main__":
    main()
