"""Search at 100 k reports: words that are rare, common and in a row, and a hidden plate.

    python -m benchmarks.search [--reports 100000] [--database sqlite postgresql]

Texts are those of `benchmarks.linking`. Times are those of the search itself, transaction
included, without HTTP: processor time of this process and of the database server's. The goal is
half a second for each. The baseline of a search by words is what a program without an index does:
LIKE over the same table, for the same words in the same run, the newest reports first; it does not
rank what it finds.
"""

import argparse
import statistics
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial

from sqlalchemy import Engine, select

from benchmarks import databases, open_reports
from benchmarks.linking import invented
from benchmarks.open_reports import load, tidy, unindexed
from benchmarks.table import show
from privacy.lookup import token_of
from privacy.spans import Kind
from sar import db
from sar.models import LookupToken, Report, SearchText, WordingMark
from sar.reports.findable import lookup_key, marks_of
from sar.review.similar import similar_reports
from sar.search.finding import PAGE_SIZE, find_by_token, find_by_words
from sar.search.query import read_query
from tests import factories

RUNS = 15
CHUNK = 5_000
FILED = 100
FOUND_BY = (SearchText, WordingMark, LookupToken)


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
            open_reports.fill(engine, options.reports, open_reports.tell(engine, FILED))
            fill(engine, texts)
            rows += [(kind, *row) for row in compared(engine, texts)]
    show(
        f"Search among {options.reports:,} reports (goal: 500 ms)",
        ("database", "search", "found", "CPU ms", "most", "LIKE, CPU ms", "LIKE to it"),
        rows,
    )


def fill(engine: Engine, texts: Sequence[str]) -> None:
    """Give each report words, their marks and a plate's token, in the place of those it has."""
    key = lookup_key(factories.keyring())
    with unindexed(engine, FOUND_BY) as connection:
        for model in FOUND_BY:
            connection.execute(db.table_of(model).delete())
        for start in range(0, len(texts), CHUNK):
            part = list(enumerate(texts[start : start + CHUNK], start=start + 1))
            load(connection, SearchText, [(number, told) for number, told in part])
            load(connection, WordingMark, [(m, n) for n, told in part for m in marks_of(told)])
            plates = [(n, token_of(key, Kind.PLATE, f"QZX{n % 5000:04d}")) for n, _ in part]
            load(connection, LookupToken, [(n, 0, token, "plate") for n, token in plates])
    tidy(engine)


def compared(engine: Engine, texts: list[str]) -> Iterator[tuple[str, ...]]:
    """Measure every search, and those by words beside LIKE; give a row of the table for each."""
    clock, typed = databases.processor_clock(engine), words_of(texts)
    for name, text in typed.items():
        found, own, slowest = measured(partial(by_words, engine, text), clock)
        _, like, _ = measured(partial(by_like, engine, text), clock)
        yield name, found, f"{own:.1f}", f"{slowest:.1f}", f"{like:.1f}", f"{like / own:.1f}"
    for name, call in {"a plate": by_plate, "reports like the latest": alike}.items():
        found, own, slowest = measured(partial(call, engine), clock)
        yield name, found, f"{own:.1f}", f"{slowest:.1f}", "", ""


def words_of(texts: list[str]) -> dict[str, str]:
    """Return what is typed, by name."""
    words = texts[0].replace(".", "").split()
    some = " ".join(texts[:200]).split()
    return {
        "the commonest word": max(set(some), key=some.count),
        "five words": " ".join(words[:5]),
        "words in a row": f'"{" ".join(words[:3])}"',
        "words that stand nowhere": "zyxwvut qponmlk",
    }


def by_words(engine: Engine, typed: str) -> int:
    """Search as the page does."""
    with db.reading(engine) as session:
        return len(find_by_words(session, read_query(typed), after="").hits)


def by_like(engine: Engine, typed: str) -> int:
    """Search without an index: the baseline."""
    parts = [typed.strip('"')] if typed.startswith('"') else typed.split()
    query = select(SearchText.report_id)
    for part in parts:
        query = query.where(SearchText.words.icontains(part, autoescape=True))
    with db.reading(engine) as session:
        newest = query.order_by(SearchText.report_id.desc()).limit(PAGE_SIZE)
        return len(session.execute(newest).all())


def by_plate(engine: Engine) -> int:
    """Look a hidden plate up by its token."""
    with db.reading(engine) as session:
        typed = read_query("QZX1234")
        return len(find_by_token(session, "QZX1234", typed, keyring=factories.keyring()))


def alike(engine: Engine) -> int:
    """Find reports like the latest one."""
    with db.reading(engine) as session:
        query = select(Report.receipt).order_by(Report.report_id.desc()).limit(1)
        return len(similar_reports(session, session.execute(query).scalar_one()))


def measured(call: Callable[[], int], clock: Callable[[], float]) -> tuple[str, float, float]:
    """Time one search several times: what it found, median and slowest in milliseconds.

    The first run is not counted.
    """
    found = call()
    times = []
    for _ in range(RUNS):
        started = clock()
        call()
        times.append((clock() - started) * 1000)
    return f"{found:,}", statistics.median(times), max(times)


if __name__ == "__main__":
    main()
