"""The impact preview of a draft: time, memory, and several processes.

    python -m benchmarks.preview [--sizes 10000 1000000] [--database sqlite postgresql]
                                 [--workers 2]

The baseline reads the same rows with the driver's own SELECT, parses their JSON and does nothing
with them. Goals: 10,000 reports in 5 s on one core, and never more than 500 MB. Each run is a
process of its own, its start included; the preview is `sar sets preview`.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import String, cast, insert, literal, select, text

from benchmarks import databases
from benchmarks.table import show
from indicators.definitions import DefinitionSet, ElementKind
from indicators.loading import dump_set
from indicators.validation import asked_elements
from sar import db
from sar.facts import behaviour_fact
from sar.models import Account, Report, ReportBehaviour
from sar.models.reports import queue_place
from sar.published import PublishedSet, current_set
from tests.past_reports import Filed, make_reports
from triage.candidates import Candidate, PlacePrecision
from triage.rules import RULES_VERSION, score

MADE = 5_000
"""So many reports are made up; the others are copies of them."""

NOW = datetime.now(UTC)
ACCOUNT = "The person walked along the fence, stopped twice and wrote something down. " * 9
BASELINE = (
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--database", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--baseline", metavar="URL", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.baseline:
        print(read_all(options.baseline))
        return
    for kind in options.database:
        rows: list[Sequence[object]] = []
        with databases.durable(kind) as url:
            for size in options.sizes:
                draft = prepare(url, size)
                rows += measure(url, draft, size, workers=options.workers)
        show(
            f"Impact preview on {kind}",
            ("run", "reports", "seconds", "CPU s", "peak MB", "ratio to the baseline"),
            rows,
        )


def measure(
    url: str, draft: DefinitionSet, size: int, *, workers: int
) -> Iterator[Sequence[object]]:
    """Run the baseline and the command, in one process and in several."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "draft.yaml"
        file.write_text(dump_set(draft))
        command = ("-m", "sar.cli", "sets", "preview", str(file), "--json")
        baseline = run(url, "-m", "benchmarks.preview", "--baseline", url)
        here = run(url, *command)
        several = run(url, *command, "--workers", str(workers))
    assert baseline.result == here.result["reports"] == size
    assert here.result == several.result, "several processes found something else"
    for name, done in (
        ("bare SELECT and JSON", baseline),
        ("preview, one process", here),
        (f"preview, {workers} workers", several),
    ):
        yield (
            name,
            f"{size:,}",
            f"{done.seconds:.1f}",
            f"{done.cpu_seconds:.1f}",
            f"{done.peak_mb:.0f}",
            f"{done.seconds / baseline.seconds:.1f}",
        )


def run(url: str, *arguments: str) -> Done:
    """Run Python with these arguments to its end; memory and CPU are those of the process alone."""
    began = time.perf_counter()
    environment = os.environ | {"SAR_DATABASE_URL": url}
    with subprocess.Popen(
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        written = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, arguments
    seconds = time.perf_counter() - began
    return Done(json.loads(written), seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def read_all(url: str) -> int:
    """Read every row in chunks, parse its JSON, and return how many there were."""
    engine, after, count = db.open_engine(url), 0, 0
    with db.reading(engine) as session:
        while rows := session.execute(text(BASELINE), {"after": after}).all():
            for row in rows:
                for name in JSON_COLUMNS:
                    value = getattr(row, name)
                    if isinstance(value, str):
                        json.loads(value)
            after, count = rows[-1].report_id, count + len(rows)
    engine.dispose()
    return count


def revised(current: DefinitionSet) -> DefinitionSet:
    """Return a draft that changes a little of everything."""
    first, second, third, *rest = current.indicators
    return replace(
        current,
        version="90.0.0",
        indicators=(
            replace(first, weight=400 - first.weight),
            replace(
                second, elements=tuple(replace(each, required=True) for each in second.elements)
            ),
            replace(third, niem_code="SABOT"),
            *rest,
        ),
    )


def prepare(url: str, size: int) -> DefinitionSet:
    """Fill the database up to so many reports and return the draft to preview."""
    engine = db.open_engine(url)
    with db.reading(engine) as session:
        pinned = current_set(session, now=NOW)
        account = session.execute(select(Account)).scalars().first()
        assert account is not None
        owner = {"account_id": account.account_id, "agency_id": account.agency_id}
        present = session.execute(text("SELECT count(*) FROM reports")).scalar_one()
    if present == 0:
        made = make_reports(pinned.definition_set, MADE)
        rows = [_row(number, each, pinned) | owner for number, each in enumerate(made, start=1)]
        picked = [
            each for row, filed in zip(rows, made, strict=True) for each in _picked(row, filed)
        ]
        with engine.begin() as connection:
            connection.execute(insert(Report), rows)
            connection.execute(insert(ReportBehaviour), picked)
        present = MADE
    for offset in range(present, size, MADE):
        with engine.begin() as connection:
            _copy(connection, offset)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    engine.dispose()
    return revised(pinned.definition_set)


def _copy(connection: Any, offset: int) -> None:
    """Copy the reports that were made up, `offset` further on."""
    number = Report.report_id + literal(offset)
    changed = {
        "report_id": number,
        "receipt": literal("C") + cast(number, String),
        "idempotency_sha256": cast(number, String),
    }
    columns = Report.__table__.columns
    values = [changed.get(each.name, each).label(each.name) for each in columns]
    source = select(*values).where(Report.report_id <= MADE)
    connection.execute(insert(Report).from_select([each.name for each in columns], source))
    columns = ReportBehaviour.__table__.columns
    shifted = {"report_id": ReportBehaviour.report_id + literal(offset)}
    values = [shifted.get(each.name, each).label(each.name) for each in columns]
    source = select(*values).where(ReportBehaviour.report_id <= MADE)
    connection.execute(insert(ReportBehaviour).from_select([each.name for each in columns], source))


def _row(number: int, filed: Filed, pinned: PublishedSet) -> dict[str, Any]:
    rng = random.Random(number)
    received = NOW - timedelta(days=1, seconds=rng.randrange(300 * 86_400))
    points, reasons = _scored(filed, received)
    coded, redacted = _split(filed)
    return {
        "report_id": number,
        "receipt": f"B{number}",
        "idempotency_sha256": f"B{number}",
        "content_sha256": f"{number:064x}",
        "definition_set_id": pinned.definition_set_id,
        "set_id": pinned.definition_set.set_id,
        "set_version": pinned.definition_set.version,
        "set_sha256": pinned.sha256,
        "received_at": received,
        "occurred_at": received,
        "occurred_zone": "UTC",
        "sector": "ENRG",
        "source": "officer_observed",
        "redacted": redacted,
        "coded_answers": coded,
        "place_shown": f"Place {number}",
        "score": points,
        "score_version": f"rules {RULES_VERSION}",
        "reasons": reasons,
        "state": "received",
        "queue_place": queue_place(points, received),
        "updated_at": received,
    }


def _split(filed: Filed) -> tuple[dict[str, Any], dict[str, Any]]:
    """Take a report's answers apart as intake does: codes here, redacted texts there."""
    coded: dict[str, Any] = {}
    redacted: dict[str, Any] = {"narrative": {"text": ACCOUNT, "spans": []}}
    for indicator_id, given in filed.answers.items():
        coded[indicator_id] = {}
        for element in filed.pinned.indicator(indicator_id).elements:
            if element.element_id not in given:
                continue
            answer = given[element.element_id]
            if element.kind is ElementKind.TEXT:
                path = f"answers.{indicator_id}.{element.element_id}"
                redacted[path] = {"text": answer, "spans": []}
            else:
                coded[indicator_id][element.element_id] = answer
    return coded, redacted


def _scored(filed: Filed, received: datetime) -> tuple[int, list[dict[str, Any]]]:
    facts = []
    for indicator_id, given in filed.answers.items():
        indicator = filed.pinned.indicator(indicator_id)
        asked = len(asked_elements(indicator, given))
        facts.append(behaviour_fact(indicator, answered=len(given), asked=asked))
    candidate = Candidate(
        narrative=ACCOUNT,
        behaviours=tuple(facts),
        sector="ENRG",
        source="officer_observed",
        occurred_at=received,
        received_at=received,
        place_precision=PlacePrecision.FACILITY,
        has_people=True,
        has_vehicles=False,
        similar_recent=0,
    )
    found = score(candidate)
    reasons = [
        {"rule": each.rule, "text": each.text, "points": each.points} for each in found.reasons
    ]
    return found.points, reasons


def _picked(row: dict[str, Any], filed: Filed) -> Iterator[dict[str, Any]]:
    for rank, indicator_id in enumerate(filed.answers):
        yield {
            "report_id": row["report_id"],
            "indicator_id": indicator_id,
            "rank": rank,
            "sector": row["sector"],
            "state": row["state"],
            "queue_place": row["queue_place"],
        }


if __name__ == "__main__":
    main()
