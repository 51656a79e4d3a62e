import csv
import json
import subprocess
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from indicators.definitions import ElementKind
from sar import db
from sar.log import audit, ledger
from sar.models import AuditEntry, LedgerEntry, MonthKey, Report
from sar.originals import vault
from tests import factories
from tests.command_line import command, installation, past_report, run_here, write_lines

CANARY = "Quackenbush"


def import_file(url: str, file: Path, *options: object, **changes: str):
    env = installation(url, **{"SAR_RETENTION_DAYS": "3650"} | changes)
    return run_here("import", file, *options, env=env)


def commit(url: str, file: Path, *options: object, **changes: str):
    return import_file(url, file, "--commit", "--as", "officer", *options, **changes)


def verdicts(file: Path) -> list[dict[str, str]]:
    with file.with_name(file.name + ".verdicts.csv").open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def rows_of(url: str, query: Any) -> list[Any]:
    engine = db.open_engine(url)
    with db.reading(engine) as session:
        found = list(session.execute(query).all())
    engine.dispose()
    return found


def count_reports(url: str) -> int:
    return int(rows_of(url, select(func.count()).select_from(Report))[0][0])


@pytest.fixture
def sqlite_seeded(seeded_sqlite_template, tmp_path) -> str:
    return factories.copy_sqlite(seeded_sqlite_template, tmp_path)


def test_a_dry_run_stores_nothing_and_the_commit_stores_what_it_said(seeded_url, tmp_path):
    file = write_lines(tmp_path / "old.jsonl", [past_report(1), past_report(2), past_report(1)])
    done = import_file(seeded_url, file)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert count_reports(seeded_url) == 0
    assert [row["verdict"] for row in verdicts(file)] == ["accepted", "accepted", "duplicate"]
    done = commit(seeded_url, file)
    assert done.returncode == 0, done.stderr
    assert [row["verdict"] for row in verdicts(file)] == ["accepted", "accepted", "duplicate"]
    assert count_reports(seeded_url) == 2
    receipts = {receipt for (receipt,) in rows_of(seeded_url, select(Report.receipt))}
    assert {row["receipt"] for row in verdicts(file)} == receipts


def test_the_report_keeps_its_time_and_ledger_and_log_get_ours(seeded_url, tmp_path):
    before = datetime.now(UTC)
    commit(seeded_url, write_lines(tmp_path / "old.jsonl", [past_report(1)]))
    ((received, updated, label),) = rows_of(
        seeded_url,
        select(Report.received_at, Report.updated_at, LedgerEntry).join(
            LedgerEntry, LedgerEntry.report_id == Report.report_id
        ),
    )
    assert received == datetime(2026, 2, 2, 7, 15, tzinfo=UTC)
    assert before <= label.received_at <= updated <= datetime.now(UTC)
    assert label.year == before.year
    entries = rows_of(seeded_url, select(AuditEntry).order_by(AuditEntry.position))
    last = [entry for (entry,) in entries][-3:]
    assert [entry.action for entry in last] == ["import.started", "report.filed", "import.finished"]
    assert all(entry.recorded_at >= before for entry in last)
    assert [entry.role for entry in last] == ["command_line"] * 3
    assert last[2].details == {"accepted": 1, "duplicate": 0, "refused": 0}
    # The month key, too: ten years after the old system received it.
    assert rows_of(seeded_url, select(MonthKey.month)) == [("2036-01",)]


def test_what_the_old_system_called_it_is_sealed_with_it(sqlite_seeded, tmp_path):
    commit(sqlite_seeded, write_lines(tmp_path / "old.jsonl", [past_report(7)]))
    engine = db.open_engine(sqlite_seeded)
    with db.reading(engine) as session:
        receipt = session.execute(select(Report.receipt)).scalar_one()
        content = json.loads(
            vault.take(session, keyring=factories.keyring(), context=f"report:{receipt}")
        )
    engine.dispose()
    assert content["origin"] == {
        "reference": "OLD-00007",
        "received": "2026-02-02T13:15:00+00:00",
    }
    assert content["submission"]["set"]["version"] == factories.newest_set().version
    assert "reference" not in content["submission"]


def test_a_run_that_is_killed_goes_on_and_stores_nothing_twice(seeded_url, tmp_path):
    file = write_lines(tmp_path / "old.jsonl", [past_report(number) for number in range(120)])
    env = installation(seeded_url, SAR_RETENTION_DAYS="3650")
    process = subprocess.Popen(
        command("import", file, "--commit", "--as", "officer"),
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while count_reports(seeded_url) < 20:
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    stored = count_reports(seeded_url)
    assert 20 <= stored < 120
    done = commit(seeded_url, file)
    assert done.returncode == 0, done.stderr
    assert Counter(row["verdict"] for row in verdicts(file)) == {
        "duplicate": stored,
        "accepted": 120 - stored,
    }
    assert len({row["receipt"] for row in verdicts(file)}) == 120
    assert count_reports(seeded_url) == 120
    engine = db.open_engine(seeded_url)
    with db.reading(engine) as session:
        assert ledger.gaps(session) == []
        assert audit.verify(session).is_intact
    engine.dispose()


def test_bad_rows_are_refused_with_findings_and_the_others_are_stored(sqlite_seeded, tmp_path):
    rows = [
        past_report(1),
        past_report(2, narrative=""),
        past_report(3, received="2026-02-02T10:00"),
        past_report(4, received="2126-02-02T10:00Z"),
        past_report(
            5,
            occurred={"kind": "at", "date": "2026-02-09", "time": "10:00", "zone": factories.ZONE},
            received="2026-02-03T10:00Z",
        ),
        past_report(6, reference="=HYPERLINK(1)"),
        past_report(7, behaviours=["ind-9999"], answers={}),
        past_report(8, set={"version": "9.9.9"}),
        past_report(9, set={"version": "1.0.0"}),
        past_report(10, set=factories.newest_set().version),
        past_report(11, received="2001-01-01T10:00Z"),
        past_report(12, received=5),
        past_report(
            13, occurred={"kind": "at", "date": "0001-01-01", "time": "00:00", "zone": "Asia/Tokyo"}
        ),
        past_report(14, people=[{"name": "x", "shoe size": CANARY}], **{CANARY: 1}),
        past_report(15),
    ]
    file = write_lines(tmp_path / "old.jsonl", rows)
    done = commit(sqlite_seeded, file)
    assert done.returncode == 1
    found = verdicts(file)
    assert [row["line"] for row in found if row["verdict"] == "accepted"] == ["1", "15"]
    assert count_reports(sqlite_seeded) == 2
    starts = [row["findings"].partition(":")[0] for row in found if row["findings"]]
    assert starts[:5] == ["narrative", "received", "received", "occurred", "reference"]
    assert starts[6:11] == ["set", "set", "set", "set", "received"]
    assert found[5]["reference"] == ""
    assert "not in force" in found[8]["findings"]
    text = file.with_name(file.name + ".verdicts.csv").read_text()
    assert CANARY not in text + done.stdout + done.stderr


def test_a_report_past_its_retention_is_refused(sqlite_seeded, tmp_path):
    file = write_lines(tmp_path / "old.jsonl", [past_report(1)])
    done = commit(sqlite_seeded, file, SAR_RETENTION_DAYS="60")
    assert done.returncode == 1
    assert "older than the retention period of 60 days" in verdicts(file)[0]["findings"]


def test_a_reference_that_is_used_for_another_content_is_refused(sqlite_seeded, tmp_path):
    file = write_lines(tmp_path / "old.jsonl", [past_report(1)])
    commit(sqlite_seeded, file)
    write_lines(file, [past_report(1, narrative="Something else happened at another gate.")])
    for options in (["--as", "officer"], ["--as", "officer", "--commit"]):
        assert import_file(sqlite_seeded, file, *options).returncode == 1
        assert "already imported" in verdicts(file)[0]["findings"]
    assert count_reports(sqlite_seeded) == 1


def test_the_same_report_under_another_account_of_the_agency_is_a_duplicate(
    sqlite_seeded, tmp_path
):
    file = write_lines(tmp_path / "old.jsonl", [past_report(1)])
    commit(sqlite_seeded, file)
    assert import_file(sqlite_seeded, file, "--commit", "--as", "supervisor").returncode == 0
    assert verdicts(file)[0]["verdict"] == "duplicate"
    # Another agency may well have used the same number for another report.
    assert import_file(sqlite_seeded, file, "--commit", "--as", "officer2").returncode == 0
    assert verdicts(file)[0]["verdict"] == "accepted"
    assert count_reports(sqlite_seeded) == 2


def test_a_report_is_checked_against_the_set_in_force_when_it_was_received(sqlite_seeded, tmp_path):
    old, new = factories.newest_set("1.5"), factories.newest_set()
    rows = []
    for number, (definition_set, year) in enumerate([(old, 2012), (new, 2026)], 1):
        indicator_id = definition_set.indicators[0].indicator_id
        answers = {indicator_id: factories.answers(definition_set, indicator_id)}
        row = past_report(
            number, behaviours=[indicator_id], answers=answers, received=f"{year}-02-03T10:00:00Z"
        )
        row["occurred"]["date"] = f"{year}-02-01"
        del row["set"]
        rows.append(row)
    file = write_lines(tmp_path / "old.jsonl", rows)
    assert commit(sqlite_seeded, file, SAR_RETENTION_DAYS="36500").returncode == 0
    versions = rows_of(sqlite_seeded, select(Report.set_version).order_by(Report.report_id))
    assert versions == [(old.version,), (new.version,)]


def csv_of(report: dict[str, Any]) -> dict[str, str]:
    """Return a report as the cells of a table."""
    cells = {
        "reference": report["reference"],
        "received": report["received"],
        "narrative": report["narrative"],
        "source": report["source"],
        "sector": report["sector"],
        "behaviours": "; ".join(report["behaviours"]),
    }
    for group in ("occurred", "place"):
        cells |= {f"{group}.{name}": value for name, value in report[group].items()}
    for group in ("people", "vehicles"):
        for number, block in enumerate(report[group]):
            cells |= {f"{group}.{number}.{name}": value for name, value in block.items()}
    for indicator_id, given in report["answers"].items():
        for element_id, value in given.items():
            cell = ";".join(value) if isinstance(value, list) else value
            words = {True: "yes", False: "No"}
            cells[f"answers.{indicator_id}.{element_id}"] = str(
                words[value] if isinstance(value, bool) else cell
            )
    return cells


def write_table(path: Path, reports: list[dict[str, Any]]) -> Path:
    tables = [csv_of(report) for report in reports]
    names = list(dict.fromkeys(name for cells in tables for name in cells))
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, names)
        writer.writeheader()
        writer.writerows(tables)
    return path


def test_a_table_gives_the_same_reports_as_json_lines(sqlite_seeded, tmp_path):
    newest = factories.newest_set()
    reports = [
        past_report(
            number,
            behaviours=[indicator.indicator_id],
            answers={indicator.indicator_id: all_answers(indicator)},
        )
        for number, indicator in enumerate(newest.indicators)
    ]
    for report in reports:
        del report["set"]
    assert commit(sqlite_seeded, write_table(tmp_path / "old.csv", reports)).returncode == 0
    file = write_lines(tmp_path / "old.jsonl", reports)
    done = commit(sqlite_seeded, file)
    # Were one answer of another type, its content would be another one.
    assert {row["verdict"] for row in verdicts(file)} == {"duplicate"}, done.stdout
    kinds = {element.kind for each in newest.indicators for element in each.elements}
    assert kinds == set(ElementKind)


def all_answers(indicator: Any) -> dict[str, Any]:
    """Answer every question that is asked without a condition."""
    return {
        element.element_id: factories.answer(element)
        for element in indicator.elements
        if element.when is None
    }


def test_a_mapping_file_and_another_encoding_bring_an_old_export_in(sqlite_seeded, tmp_path):
    (tmp_path / "columns.yaml").write_text(
        "columns:\n  Case: reference\n  Date: received\n  Text: narrative\n"
        "  Where: place.facility\n  Clerk: null\n"
        "always:\n  place.kind: facility\n  source: other_agency\n"
        "  occurred.kind: now\n  behaviours: ind-0001\n"
    )
    indicator = factories.newest_set().indicator("ind-0001")
    answers = csv_of(
        past_report(
            1,
            behaviours=["ind-0001"],
            answers={"ind-0001": factories.answers(factories.newest_set(), indicator.indicator_id)},
        )
    )
    extra = {name: cell for name, cell in answers.items() if name.startswith("answers.")}
    file = tmp_path / "old.csv"
    with file.open("w", encoding="windows-1252", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(["Case", "Date", "Clerk", "Text", "Where", *extra])
        text = "A man stood at the café for an hour and drew the gate, the guard said."
        row = ["7/2026", "2026-02-02T10:00-06:00", CANARY, text, "Café Central"]
        writer.writerow([*row, *extra.values()])
    options = ["--map", tmp_path / "columns.yaml", "--encoding", "windows-1252"]
    done = commit(sqlite_seeded, file, *options)
    assert done.returncode == 0, done.stdout + done.stderr + str(verdicts(file))
    ((redacted,),) = rows_of(sqlite_seeded, select(Report.redacted))
    assert "café" in redacted["narrative"]["text"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--commit"], "--as USERNAME"),
        (["--commit", "--as", "nobody"], "no account"),
        (["--commit", "--as", "trainer"], "may not file"),
        (["--report", "old.jsonl"], "the file that is read"),
        (["--map", "old.jsonl"], "old.jsonl"),
    ],
)
def test_what_cannot_work_is_refused_before_anything_is_touched(
    sqlite_seeded, tmp_path, options, says
):
    file = write_lines(tmp_path / "old.jsonl", [past_report(1)])
    before = file.read_bytes()
    named = [tmp_path / each if each == "old.jsonl" else each for each in options]
    done = import_file(sqlite_seeded, file, *named)
    assert done.returncode == 2
    assert says in done.stderr.replace("\n", " ")
    assert file.read_bytes() == before
    assert count_reports(sqlite_seeded) == 0


def test_a_database_without_sets_is_told_so(sqlite_url, tmp_path):
    done = import_file(sqlite_url, write_lines(tmp_path / "old.jsonl", [past_report(1)]))
    assert done.returncode == 2
    assert "sar sets publish" in done.stderr


def test_memory_does_not_grow_with_the_file(sqlite_seeded, tmp_path):
    def peak(rows: int) -> int:
        file = tmp_path / f"{rows}.csv"
        with file.open("w") as opened:
            opened.write("reference,received,narrative,source\n")
            for number in range(rows):
                opened.write(f"A{number},2026-02-02T10:00Z,{'word ' * 400},other,\n")
        code = (
            "import resource, runpy, sys; sys.argv = ['sar', 'import', sys.argv[1]]\n"
            "try: runpy.run_module('sar.cli', run_name='__main__')\n"
            "except SystemExit: pass\n"
            "print('PEAK', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        python = command()[0]
        done = subprocess.run(
            [python, "-c", code, file],
            env=installation(sqlite_seeded),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert f"{rows:,} refused" in done.stdout, done.stderr
        return int(done.stdout.rsplit("PEAK", 1)[1])

    assert peak(20_000) - peak(100) < 10_000  # kilobytes; the larger file has 40,000 more
