import json

from tests import factories
from tests.command_line import past_report, run, run_here, write_lines


def test_reports_are_ranked_with_reasons_that_add_up(tmp_path):
    newest = factories.newest_set()
    by_weight = sorted(newest.indicators, key=lambda each: each.weight)
    rows = [
        past_report(1) | factories.submission(by_weight[0].indicator_id, people=[], vehicles=[]),
        past_report(2) | factories.submission(by_weight[-1].indicator_id),
    ]
    done = run("rank", write_lines(tmp_path / "some.jsonl", rows), "--json")
    assert done.returncode == 0, done.stderr
    ranked = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(each["place"], each["line"]) for each in ranked] == [(1, 2), (2, 1)]
    for each in ranked:
        assert each["points"] == sum(reason["points"] for reason in each["reasons"])


def test_the_list_for_people_shows_points_line_reference_and_reasons(tmp_path):
    done = run_here("rank", write_lines(tmp_path / "one.jsonl", [past_report(7)]))
    first, *reasons = done.stdout.splitlines()
    assert first.split()[0] == "1."
    assert first.endswith("line 1  OLD-00007")
    assert "+220  Every report starts here" in reasons[-1]


def test_nothing_that_was_written_is_shown(tmp_path):
    row = past_report(1, narrative="Canary Quintus Zebedee was seen at the gate of the plant.")
    for options in ([], ["--json"]):
        done = run_here("rank", write_lines(tmp_path / "one.jsonl", [row]), *options)
        assert done.returncode == 0
        assert "Zebedee" not in done.stdout + done.stderr


def test_lines_that_cannot_be_ranked_are_named_and_the_others_are_ranked(tmp_path):
    file = write_lines(tmp_path / "mixed.jsonl", [past_report(1), {}, past_report(3)])
    file.write_bytes(file.read_bytes() + b"no json\n")
    done = run_here("rank", file)
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["line 2", "line 4"]
    assert done.stdout.count("Every report starts here") == 2


def test_neither_set_nor_time_of_receipt_is_needed(tmp_path):
    row = factories.submission()
    del row["set"]
    done = run_here("rank", write_lines(tmp_path / "bare.jsonl", [row]))
    assert done.returncode == 0, done.stderr
