"""The queue at 1 k, 100 k and 1 M open reports: pages, filtered pages, "take next".

    python -m benchmarks.queue [--sizes 1000 100000 1000000] [--database sqlite postgresql]

Every size has a database of its own, and the calls go to all of them in turn, so that whatever
else the machine does meets all alike. The baseline is the same call at the smallest size: with an
index that serves the order the ratio stays near 1. It compares like with like only where both
pages hold as many rows; few reports match three filters at the smallest size. Times are those of
the query functions, transaction included, without HTTP: of SQLite, which works in this process,
processor time, because the machine may be busy; of PostgreSQL the clock's.
"""

import argparse
import random
import secrets
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import combinations
from typing import Any

from sqlalchemy import Engine, insert, select, text

from benchmarks import databases
from benchmarks.table import show
from indicators.codes import TARGET_SECTOR
from indicators.loading import shipped_sets
from sar import db
from sar.actors import actor_of
from sar.models import Account, Report, ReportBehaviour
from sar.models.reports import REPEATED, queue_place
from sar.reports.filters import Filters
from sar.review.claims import take_next
from sar.review.queries import queue_page
from sar.review.sampler import Sampler
from sar.review.waiting import Cursor
from sar.sets.published import published_sets
from triage.sampling import Shares

Call = Callable[[], int]

CHUNK = 5_000
RUNS = 60
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SECTORS = tuple(TARGET_SECTOR)
BEHAVIOURS = tuple(each.indicator_id for each in shipped_sets()[-1].indicators)
# Two filters that are common alone and rare together: one report in 50,000 has both.
RARE = Filters(sector="DAMS", behaviour=BEHAVIOURS[5])


def main() -> None:
    """Measure every database at every size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000, 1_000_000])
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    for kind in options.database:
        with ExitStack() as opened:
            calls = {}
            for size in options.sizes:
                engine = db.open_engine(opened.enter_context(databases.durable(kind)))
                opened.callback(engine.dispose)
                fill(engine, size)
                calls[size] = calls_on(engine, size)
            clock = time.process_time if kind == "sqlite" else time.perf_counter
            rows = [row for name in calls[options.sizes[0]] for row in measured(name, calls, clock)]
        show(
            f"Queue on {kind} (goal: ratio at most 2, p99 under 50 ms)",
            ("call", "open reports", "rows", "median ms", "p99 ms", f"to {options.sizes[0]:,}"),
            rows,
        )


def measured(
    name: str, calls: Mapping[int, Mapping[str, Call]], clock: Callable[[], float]
) -> Iterator[tuple[object, ...]]:
    """Time one call at all sizes in turn; give a row of the table for each size."""
    counts = {size: each[name]() for size, each in calls.items()}
    times: dict[int, list[float]] = {size: [] for size in calls}
    for _ in range(RUNS):
        for size, each in calls.items():
            started = clock()
            each[name]()
            times[size].append(clock() - started)
    base = statistics.median(times[min(calls)])
    for size, taken in times.items():
        median, high = statistics.median(taken), sorted(taken)[int(RUNS * 0.99)]
        shown = f"{median * 1000:.1f}", f"{high * 1000:.1f}", f"{median / base:.2f}"
        yield name, f"{size:,}", counts[size], *shown


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
    part = {"sector": "DAMS", "behaviour": BEHAVIOURS[3], "state": "criteria_met"}
    pages: dict[str, tuple[Filters, Cursor | None]] = {
        "first page": (Filters(), None),
        "page 100": (Filters(), deep),
        "two, rarely both": (RARE, None),
    }
    for count in (1, 2, 3):
        for names in combinations(part, count):
            pages[" + ".join(names)] = (Filters(**{each: part[each] for each in names}), None)
    takes = {"take next": False, "take next, by lot": True}
    return {name: partial(show_page, *each) for name, each in pages.items()} | {
        name: partial(take, is_by_lot=is_by_lot) for name, is_by_lot in takes.items()
    }


def fill(engine: Engine, count: int) -> None:
    """Insert `count` open reports, with random scores, sectors and behaviours."""
    with db.reading(engine) as session:
        pinned = published_sets(session)[0]
        account = session.execute(select(Account)).scalars().first()
        assert account is not None
        owner = {"account_id": account.account_id, "agency_id": account.agency_id}
    pin = {
        "definition_set_id": pinned.definition_set_id,
        "set_id": pinned.definition_set.set_id,
        "set_version": pinned.definition_set.version,
        "set_sha256": pinned.sha256,
    }
    for first in range(0, count, CHUNK):
        numbers = range(first, min(first + CHUNK, count))
        with engine.begin() as connection:
            rows = [_row(number, owner | pin) for number in numbers]
            connection.execute(insert(Report), rows)
            connection.execute(
                insert(ReportBehaviour), [each for row in rows for each in _behaviours(row)]
            )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # What a database does by itself within minutes of such a load.
        if engine.dialect.name == "postgresql":
            connection.execute(text("VACUUM"))
        connection.execute(text("ANALYZE"))


def _row(number: int, shared: dict[str, Any]) -> dict[str, Any]:
    rng = random.Random(number)
    received = NOW - timedelta(seconds=rng.randrange(90 * 86_400))
    score = min(1000, max(0, int(rng.gauss(450, 150))))
    digest = f"{number:064x}"
    return shared | {
        "report_id": number + 1,
        "receipt": f"{number:010d}",
        "idempotency_sha256": digest,
        "content_sha256": digest,
        "received_at": received,
        "occurred_at": received,
        "occurred_zone": "UTC",
        "sector": rng.choice(SECTORS),
        "source": "officer_observed",
        "redacted": {
            "narrative": {"text": "Somebody looked at the fence for a while. " * 8, "spans": []}
        },
        "coded_answers": {},
        "place_shown": f"Place {rng.randrange(5000)}",
        "score": score,
        "reasons": [{"rule": "start", "text": "Every report starts here", "points": score}],
        "state": "criteria_met" if number % 10 == 0 else "received",
        "queue_place": queue_place(score, received),
        "updated_at": received,
    }


def _behaviours(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    rng = random.Random(row["report_id"])
    picked = rng.sample(BEHAVIOURS, rng.choice((1, 1, 2)))
    if row["sector"] == RARE.sector and row["report_id"] % 250:
        picked = [each for each in picked if each != RARE.behaviour] or [BEHAVIOURS[0]]
    for rank, indicator_id in enumerate(picked):
        yield {
            "report_id": row["report_id"],
            "indicator_id": indicator_id,
            "rank": rank,
            **{name: row[name] for name in REPEATED},
        }


def _cursor_of_page(engine: Engine, page: int, analyst: Any) -> Cursor | None:
    after = None
    with db.reading(engine) as session:
        for _ in range(page):
            after = queue_page(session, Filters(), after=after, viewer=analyst, now=NOW).next_cursor
    return after


if __name__ == "__main__":
    main()
