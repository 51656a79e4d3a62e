"""The impact preview of a draft: time, memory, its page, and several processes.

    python -m benchmarks.preview                                  10,000 reports, within a minute
    python -m benchmarks.preview --sizes 10000 100000             two minutes more
    python -m benchmarks.preview --sizes 1000000 --drafts revised --file /tmp/million.sqlite3
    python -m benchmarks.preview --database postgresql

With `--file` the reports are kept and used again; 1,000,000 take 4.5 GB. Goals: 10,000
reports in 5 s on one core, never more than 500 MB, and the page's first words after 2 s.

The baseline reads the same reports, parses them, and validates their answers once under the version
in force. Each run is a process of its own, its start included; the preview is `sar sets preview`. A
draft "revised" changes three of sixteen behaviours, "other edition" is a version of which every
behaviour differs. Seconds are those on the clock, CPU those of the process and its workers,
memory that of the process alone (Linux).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from benchmarks import databases
from benchmarks.past_reports import NOW, prepare, revised
from benchmarks.table import show
from indicators.definitions import DefinitionSet
from indicators.loading import dump_set, shipped_sets
from indicators.unseen import Unseen
from indicators.validation import validate
from sar import db
from sar.catalog.days import read_days
from sar.catalog.past_reports import read_chunks, scope_of
from sar.sets.published import current_set

BARE = (
    "SELECT report_id, receipt, set_sha256, received_at, redacted, coded_answers, score, "
    "score_version, reasons, queue_place FROM reports WHERE report_id > :after "
    "ORDER BY report_id LIMIT 500"
)
JSON_COLUMNS = ("redacted", "coded_answers", "reasons")


@dataclass(frozen=True)
class Done:
    """A run of a process: what it wrote, its times in seconds, its greatest memory in MB."""

    result: Any
    seconds: float
    cpu_seconds: float
    peak_mb: float


def main() -> None:
    """Measure every database at every size."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000])
    parser.add_argument("--database", nargs="+", default=["sqlite"])
    parser.add_argument("--drafts", nargs="+", default=list(DRAFTS), choices=list(DRAFTS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--file", type=Path, help="keep the reports in this SQLite file")
    parser.add_argument("--part", nargs=2, metavar=("NAME", "URL"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        name, url = options.part
        print(json.dumps(PARTS[name](url)))
        return
    for kind in options.database:
        rows: list[Sequence[object]] = []
        with _database(kind, options.file) as url:
            for size in sorted(options.sizes):
                current = prepare(url, size)
                drafts = {name: DRAFTS[name](current) for name in options.drafts}
                rows += measure(url, size, drafts, workers=options.workers)
        show(
            f"Impact preview on {kind}, load {os.getloadavg()[0]:.1f}",
            ("run", "reports", "seconds", "CPU s", "peak MB", "ratio to the baseline"),
            rows,
        )


def _other_edition(current: DefinitionSet) -> DefinitionSet:
    return next(each for each in shipped_sets() if each.edition != current.edition)


DRAFTS = {"revised": revised, "other edition": _other_edition}


def _database(kind: str, file: Path | None) -> AbstractContextManager[str]:
    return databases.kept(file) if file is not None else databases.durable(kind)


def measure(
    url: str, size: int, drafts: Mapping[str, DefinitionSet], *, workers: int
) -> Iterator[Sequence[object]]:
    """Run the baselines, the command in one process and in several, and the page."""
    baseline = _part("validate", url)
    yield _row("validation once: the baseline", size, baseline, baseline)
    yield _row("bare SELECT and JSON", size, _part("read", url), baseline)
    for name, draft in drafts.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "draft.yaml"
            file.write_text(dump_set(draft))
            command = ("-m", "sar.cli", "sets", "preview", str(file), "--json")
            here = run(url, *command)
            several = run(url, *command, "--workers", str(workers))
        assert baseline.result == here.result["reports"] == size
        assert here.result == several.result, "several processes found something else"
        yield _row(f"{name}: one process", size, here, baseline)
        yield _row(f"{name}: {workers} workers", size, several, baseline)
    page = _part("page", url)
    yield _row(f"page, first words after {page.result:.1f} s", min(size, 10_000), page, baseline)


def _part(name: str, url: str) -> Done:
    return run(url, "-m", "benchmarks.preview", "--part", name, url)


def _row(name: str, size: int, done: Done, baseline: Done) -> Sequence[object]:
    return (
        name,
        f"{size:,}",
        f"{done.seconds:.1f}",
        f"{done.cpu_seconds:.1f}",
        f"{done.peak_mb:.0f}",
        f"{done.seconds / baseline.seconds:.2f}",
    )


def run(url: str, *arguments: str) -> Done:
    """Run Python with these arguments to its end."""
    began = time.perf_counter()
    environment = os.environ | {"SAR_DATABASE_URL": url}
    with tempfile.TemporaryFile() as written:
        process = subprocess.Popen(
            [sys.executable, *arguments], env=environment, stdout=written, stderr=subprocess.DEVNULL
        )
        ended, peak = 0, 0.0
        while not ended:
            peak = max(peak, _peak_mb(process.pid))
            time.sleep(0.02)
            ended, status, used = os.wait4(process.pid, os.WNOHANG)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, arguments
        written.seek(0)
        result = json.loads(written.read().splitlines()[-1])
    return Done(result, seconds, used.ru_utime + used.ru_stime, peak)


def _peak_mb(pid: int) -> float:
    """Return the most memory that a process has had; what a parent had counts in getrusage(2)."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    found = (line.split()[1] for line in lines if line.startswith("VmHWM"))
    return int(next(found, "0")) / 1024


def read_all(url: str) -> int:
    """Read every row in chunks, parse its JSON, and return how many there were."""
    engine, after, count = db.open_engine(url), 0, 0
    with db.reading(engine) as session:
        while rows := session.execute(text(BARE), {"after": after}).all():
            for row in rows:
                for name in JSON_COLUMNS:
                    value = getattr(row, name)
                    if isinstance(value, str):
                        json.loads(value)
            after, count = rows[-1].report_id, count + len(rows)
    engine.dispose()
    return count


def validate_all(url: str) -> int:
    """Read every report as the preview does, validate its answers, and count the reports."""
    engine, count = db.open_engine(url), 0
    with db.reading(engine) as session:
        days, _ = read_days({}, zone="UTC", now=NOW)
        current = current_set(session, now=NOW).definition_set
        for chunk in read_chunks(session, scope_of(session, days, limit=None)):
            for each in chunk:
                answers = {
                    indicator_id: {
                        element_id: "x" * answer.chars if isinstance(answer, Unseen) else answer
                        for element_id, answer in given.items()
                    }
                    for indicator_id, given in each.past.answers.items()
                }
                validate(answers, current, indicator_ids=each.past.behaviours)
            count += len(chunk)
    engine.dispose()
    return count


def load_page(url: str) -> float:
    """Load a trainer's preview of the other edition, and return when its first words came."""
    from sar.app import create_app
    from tests import drafts, factories

    app = create_app(databases.settings(url))
    current = factories.newest_set()
    number = drafts.set_id_of(app, _other_edition(current).version)
    client = factories.signed_in(app, "trainer")
    began = time.perf_counter()
    answer = client.get(f"/sets/{number}/preview", buffered=False)
    parts = answer.iter_encoded()
    next(parts)
    first = time.perf_counter() - began
    assert b"what would change for them" in b"".join(parts)
    return first


PARTS: Mapping[str, Any] = {"validate": validate_all, "read": read_all, "page": load_page}


if __name__ == "__main__":
    main()
