import csv
import json

import pytest

from tests.command_line import run, run_here
from tests.triage.learning.reports import reports


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "labelled.csv"
    with path.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(["narrative", "label", "hour"])
        writer.writerows(
            (text, label, number % 24)
            for number, (text, label) in enumerate(zip(*reports(150), strict=True))
        )
    return path


def test_a_file_of_labelled_texts_is_reviewed_and_measured(file):
    done = run("triage", "evaluate", file)
    assert done.returncode == 0, done.stderr
    assert "150 texts" in done.stdout
    for figure in ("recall when 10 %", "work saved", "time to discovery", "processor", "memory"):
        assert figure in done.stdout
    assert "fence" not in done.stdout + done.stderr


def test_a_cold_start_with_facts_gives_figures_for_programs(file):
    done = run_here("triage", "evaluate", file, "--cold", "--fact", "hour", "--json", "--batch", 10)
    figures = json.loads(done.stdout)["sar"]
    assert 0 < figures["discovery"]["recalls"][1] <= 1
    assert set(figures) == {"discovery", "calibration", "cpu_seconds", "peak_megabytes"}


def test_what_is_wrong_with_a_file_is_said_with_its_remedy(file):
    done = run_here("triage", "evaluate", file, "--label", "hour")
    assert done.returncode == 2
    assert "neither yes nor no" in done.stderr
    assert run_here("triage", "evaluate", file, "--text", "story").returncode == 2
    done = run_here("triage", "evaluate", file, "--baseline", "asreview", "--baseline-python", "no")
    assert done.returncode == 2
    assert "ASReview" in done.stderr
