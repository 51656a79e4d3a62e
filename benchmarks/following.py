"""From a decision to the order after it, in the application: learning on and moving the reports.

    python -m benchmarks.following [--waiting 10000] [--decided 1000] [--steps 120]
                                   [--database sqlite]

A queue is made up, a ranker put in force, and reports decided one after another, one in eight
against what the account says; timed is what the learner of a process, warmed up as a server is,
does after each: until the first page has new scores and reasons, and until all that a step moves at
once has. The first steps of a process read every account, two milliseconds each. The baseline is
the step by hand, `sar triage learn-on`, which reads every account and scores every report that
waits; of the waiting ones 500 are scored, and the time is counted up. What counts is processor time
of this process, because the machine may be busy; on PostgreSQL that is without the server's own.
"""

import argparse
import resource
import statistics
import time
from random import Random
from typing import NamedTuple

from flask import Flask
from sqlalchemy import select

from benchmarks import databases
from benchmarks.table import show
from sar import db
from sar.actors import COMMAND_LINE
from sar.app import create_app
from sar.models import Report
from sar.ranking import continuing, reordering, rescoring
from sar.ranking.kept import KeptQueue
from sar.ranking.memory import Memory
from sar.serving import warming
from tests import rankers
from triage.decisions import State

WARMING = 4
"""Steps that are counted apart: one in five decisions is held back and moves nothing."""


def main() -> None:
    """Print the time of the first step, which reads everything, and of those after it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--waiting", type=int, default=10_000)
    parser.add_argument("--decided", type=int, default=1_000)
    parser.add_argument("--steps", type=int, default=120)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    with databases.durable(options.database) as url:
        app = create_app(databases.settings(url))
        rankers.decided(app, options.decided)
        rankers.put_in_force(app)
        rankers.waiting(app, stories(options.waiting))
        parts = app.extensions["sar"]
        warming.warm_up()
        queue = KeptQueue()
        kept = Memory(queue.masked), queue
        first = [followed(app, kept, step) for step in range(WARMING)]
        later = [followed(app, kept, step) for step in range(WARMING, options.steps + WARMING)]
        by_hand = stepped(app, options.waiting)
        parts.engine.dispose()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [
        ("the first steps of a process", *shown(first)),
        ("a step that learned", *shown([each for each in later if each.moved])),
        ("a step that had nothing new", *shown([each for each in later if not each.moved])),
        ("by hand", "", "", "", "", "", f"{by_hand:,.0f}"),
    ]
    show(
        f"{options.database}, {options.waiting:,} waiting, {options.decided:,} decided, "
        "milliseconds of processor time (goal: 99 of 100 within 50 at 10,000, 250 at 100,000); "
        f"at most {memory:,.0f} MB",
        ("", "moved", "first page", "its p99", "by the clock", "its p99", "all"),
        rows,
    )


def stories(count: int) -> list[str]:
    """Return accounts of which half are alarming, few of them alike."""
    random = Random(9)
    kinds = (rankers.ALARMING, rankers.EVERYDAY)
    found = []
    for each in range(count):
        told = random.sample(kinds[each % 2], random.randint(1, 3))
        told += random.sample(rankers.FILLER, random.randint(1, 4))
        random.shuffle(told)
        found.append(" ".join([*told, f"Note {each}."]))
    return found


class Step(NamedTuple):
    """What followed a decision: reports moved; seconds until the first page, and until all.

    `page` and `all` are of the processor, `clock` are those until the first page by the clock.
    """

    moved: int
    page: float
    clock: float
    all: float


def followed(app: Flask, kept: tuple[Memory, KeptQueue], step: int) -> Step:
    """Decide one report, and time what follows."""
    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        waits = select(Report).where(Report.queue_place.is_not(None))
        report = session.scalars(waits.order_by(Report.queue_place).limit(1)).one()
        told = (report.redacted or {})["narrative"]["text"]
        matters = any(each in told for each in rankers.ALARMING) != (step % 8 == 0)
        report.state = State.POTENTIAL_NEXUS if matters else State.UNFOUNDED
        report.queue_place, report.revision = None, report.revision + 1
    started, used = time.perf_counter(), time.process_time()
    memory, queue = kept
    row = continuing.learn_on(parts.engine, memory, actor=COMMAND_LINE, now=parts.clock())
    order = reordering.put_in_order(parts.engine, queue, actor=COMMAND_LINE, now=parts.clock())
    moved = next(order, 0) if row else 0
    page, clock = time.process_time() - used, time.perf_counter() - started
    moved += sum(order) if row else 0
    return Step(moved, page, clock, time.process_time() - used)


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


def shown(steps: list[Step]) -> tuple[str, ...]:
    """Return medians in milliseconds, and 99 of 100 of the times until the first page."""
    if not steps:
        return ("", "", "", "", "", "")
    moved, page, clock, every = (statistics.median(column) for column in zip(*steps, strict=True))
    at = int(len(steps) * 0.99)
    high = sorted(each.page for each in steps)[at]
    high_clock = sorted(each.clock for each in steps)[at]
    times = (page, high, clock, high_clock, every)
    return f"{moved:.0f}", *(f"{1000 * each:,.0f}" for each in times)


if __name__ == "__main__":
    main()
