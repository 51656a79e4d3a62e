"""Search at 100 k reports: words that are rare, common and in a row, and a hidden plate.

    python -m benchmarks.search [--reports 100000] [--database sqlite postgresql]

Texts are those of `benchmarks.linking`. Times are those of the search itself, transaction
included, without HTTP. The goal is half a second for each.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack

from sqlalchemy import Engine, select

from benchmarks import databases, queue
from benchmarks.linking import invented
from benchmarks.table import show
from privacy.lookup import token_of
from privacy.spans import Kind
from sar import db
from sar.findable import lookup_key, marks_of
from sar.models import LookupToken, Report, SearchText, WordingMark
from sar.review.similar import similar_reports
from sar.search.finding import find_by_token, find_by_words
from sar.search.query import read_query
from tests import factories

RUNS = 15
CHUNK = 2_000


def main() -> None:
    """Measure each search on each database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    options = parser.parse_args()
    texts = invented(options.reports, seed=5)
    rows = []
    for kind in options.database:
        with ExitStack() as opened:
            engine = db.open_engine(opened.enter_context(databases.durable(kind)))
            opened.callback(engine.dispose)
            queue.fill(engine, options.reports)
            fill(engine, texts)
            rows += [(kind, *measured(name, call)) for name, call in searches(engine, texts)]
    show(
        f"Search among {options.reports:,} reports (goal: 500 ms)",
        ("database", "search", "found", "median ms", "slowest ms"),
        rows,
    )


def fill(engine: Engine, texts: list[str]) -> None:
    """Write the words, the marks and a plate's token of each report."""
    key = lookup_key(factories.keyring())
    with db.reading(engine) as session:
        ids = session.execute(select(Report.report_id).order_by(Report.report_id)).scalars().all()
    pairs = list(zip(ids, texts, strict=False))
    for at in range(0, len(pairs), CHUNK):
        part = pairs[at : at + CHUNK]
        with db.transaction(engine) as session:
            db.insert(session, SearchText, *({"report_id": n, "words": t} for n, t in part))
            marks = ({"number": m, "report_id": n} for n, t in part for m in marks_of(t))
            db.insert(session, WordingMark, *marks)
            tokens = (
                {
                    "report_id": number,
                    "part": 0,
                    "token": token_of(key, Kind.PLATE, f"QZX{number % 5000:04d}"),
                    "kind": "plate",
                }
                for number, _ in part
            )
            db.insert(session, LookupToken, *tokens)


def searches(engine: Engine, texts: list[str]) -> list[tuple[str, Callable[[], int]]]:
    """Return what is measured, by name; a call returns how many reports it showed."""
    words = texts[0].replace(".", "").split()
    ring = factories.keyring()

    def by_words(typed: str) -> int:
        with db.reading(engine) as session:
            return len(find_by_words(session, read_query(typed), after="").hits)

    def by_plate() -> int:
        with db.reading(engine) as session:
            return len(find_by_token(session, "QZX1234", read_query("QZX1234"), keyring=ring))

    def alike() -> int:
        with db.reading(engine) as session:
            query = select(Report.receipt).order_by(Report.report_id.desc()).limit(1)
            return len(similar_reports(session, session.execute(query).scalar_one()))

    common = max(set(" ".join(texts[:200]).split()), key=" ".join(texts[:200]).split().count)
    return [
        ("the commonest word", lambda: by_words(common)),
        ("five words", lambda: by_words(" ".join(words[:5]))),
        ("words in a row", lambda: by_words(f'"{" ".join(words[:3])}"')),
        ("a plate", by_plate),
        ("reports like the latest", alike),
    ]


def measured(name: str, call: Callable[[], int]) -> tuple[str, ...]:
    """Time one search several times; the first run is not counted."""
    found = call()
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return name, f"{found:,}", f"{statistics.median(times):.1f}", f"{max(times):.1f}"


if __name__ == "__main__":
    main()
