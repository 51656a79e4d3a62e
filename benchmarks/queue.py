"""The queue at 1 k, 100 k and 1 M open reports: pages, filtered pages, "take next".

    python -m benchmarks.queue [--sizes 1000 100000 1000000] [--database sqlite postgresql]

Every size has a database of its own (`benchmarks.open_reports`), and the calls go to all of them in
turn, so that whatever else the machine does meets all alike. The baseline is the same call at the
smallest size: with an index that serves the order the ratio stays near 1. It compares like with
like only where both pages hold as many rows; few reports match three filters at the smallest size.
Times are those of the query functions, transaction included, without HTTP: processor time of this
process and of the database server's, because the machine may be busy, and the clock's beside it.
"""

import argparse
import gc
import secrets
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from itertools import combinations
from typing import Any

from sqlalchemy import Engine, select, text

from benchmarks import databases, open_reports
from benchmarks.open_reports import NOW
from benchmarks.table import show
from sar import db
from sar.actors import actor_of
from sar.models import Account
from sar.reports.filters import Filters
from sar.review.claims import take_next
from sar.review.queries import queue_page
from sar.review.sampler import Sampler
from sar.review.waiting import Cursor
from triage.sampling import Shares

Call = Callable[[], int]

RUNS = 200
PART = {"sector": "TRANS", "behaviour": "ind-0007", "state": "criteria_met"}
SELDOM_BOTH = Filters(*open_reports.SELDOM)


def main() -> None:
    """Measure every database at every size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    stock: list[open_reports.Told] = []
    for kind in options.database:
        with ExitStack() as opened:
            calls = {}
            for size in options.sizes:
                engine = db.open_engine(opened.enter_context(databases.durable(kind)))
                opened.callback(engine.dispose)
                stock = stock or open_reports.tell(engine)
                started = time.perf_counter()
                open_reports.fill(engine, size, stock)
                print(f"{size:,} reports on {kind}: {time.perf_counter() - started:.0f} s to load")
                calls[size] = engine, calls_on(engine, size)
            # As a server does: what was needed to load is no part of a measurement.
            gc.freeze()
            rows = [row for name in calls[options.sizes[0]][1] for row in measured(name, calls)]
        show(
            f"Queue on {kind} (goal: ratio at most 2, p99 under 50 ms)",
            (
                *("call", "open reports", "rows", "median CPU ms", "p99", "clock ms", "p99"),
                f"to {options.sizes[0]:,}",
            ),
            rows,
        )


def measured(
    name: str, calls: Mapping[int, tuple[Engine, Mapping[str, Call]]]
) -> Iterator[tuple[object, ...]]:
    """Time one call at all sizes in turn; give a row of the table for each size."""
    counts = {size: each[name]() for size, (_, each) in calls.items()}
    clocks = {size: databases.processor_clock(engine) for size, (engine, _) in calls.items()}
    times: dict[int, list[tuple[float, float]]] = {size: [] for size in calls}
    for _ in range(RUNS):
        for size, (_, each) in calls.items():
            began, started = time.perf_counter(), clocks[size]()
            each[name]()
            times[size].append((clocks[size]() - started, time.perf_counter() - began))
    base = statistics.median(spent for spent, _ in times[min(calls)])
    for size, taken in times.items():
        spent, by_clock = map(sorted, zip(*taken, strict=True))
        middle, late = RUNS // 2, int(RUNS * 0.99)
        shown = (spent[middle], spent[late], by_clock[middle], by_clock[late])
        ratio = f"{statistics.median(spent) / base:.2f}"
        yield name, f"{size:,}", counts[size], *(f"{each * 1000:.1f}" for each in shown), ratio


def calls_on(engine: Engine, size: int) -> dict[str, Call]:
    """Return what is measured, by name; a call returns how many rows it showed."""
    with db.reading(engine) as session:
        analyst = actor_of(
            session.execute(select(Account).where(Account.username == "analyst")).scalar_one()
        )

    def show_page(filters: Filters, after: Cursor | None) -> int:
        with db.reading(engine) as session:
            return len(queue_page(session, filters, after=after, viewer=analyst, now=NOW).rows)

    def take(*, is_by_lot: bool) -> int:
        sampler = Sampler(Shares(), 30, secrets.token_bytes(16)) if is_by_lot else None
        with db.transaction(engine) as session:
            taken = take_next(
                session, Filters(), actor=analyst, now=NOW, minutes=20, sampler=sampler
            )
            # The next call must find another one: this one is given back as a claim of nobody's.
            session.execute(
                text("UPDATE reports SET queue_place = NULL WHERE receipt = :receipt"),
                {"receipt": taken.receipt if taken else ""},
            )
            return int(taken is not None)

    deep = _cursor_of_page(engine, min(100, size // 50 - 1), analyst)
    pages: dict[str, tuple[Filters, Cursor | None]] = {
        "first page": (Filters(), None),
        "page 100": (Filters(), deep),
        "two, rarely both": (SELDOM_BOTH, None),
        "set aside": (Filters(is_aside=True), None),
    }
    for count in (1, 2, 3):
        for names in combinations(PART, count):
            pages[" + ".join(names)] = (Filters(**{each: PART[each] for each in names}), None)
    takes = {"take next": False, "take next, by lot": True}
    return {name: partial(show_page, *each) for name, each in pages.items()} | {
        name: partial(take, is_by_lot=is_by_lot) for name, is_by_lot in takes.items()
    }


def _cursor_of_page(engine: Engine, page: int, analyst: Any) -> Cursor | None:
    after = None
    with db.reading(engine) as session:
        for _ in range(page):
            after = queue_page(session, Filters(), after=after, viewer=analyst, now=NOW).next_cursor
    return after


if __name__ == "__main__":
    main()
