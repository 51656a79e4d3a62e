import json

from tests.command_line import run, run_here


def test_mentions_are_listed_by_offset_and_role_without_the_words():
    done = run("privacy", "mentions", stdin=b"I called because he is Kenyan.")
    assert done.returncode == 0
    assert "23-29" in done.stdout
    assert "national_origin" in done.stdout
    assert "basis" in done.stdout
    assert "Kenyan" not in done.stdout
    assert done.stderr == "1 mentions: 1 basis\n"


def test_labelled_texts_are_measured(tmp_path):
    file = tmp_path / "texts.jsonl"
    spans = [{"start": 5, "end": 17, "kind": "phone"}]
    file.write_text(json.dumps({"text": "Call 312-555-0142", "spans": spans}), "utf-8")
    done = run_here("privacy", "evaluate", file, "--format", "jsonl", "--json")
    result = json.loads(done.stdout)["sar"]
    assert result["labels"]["PHONE"] == {
        "labelled": 1, "found": 1, "exact": 1, "near": 1, "covered": 1, "touching": 1
    }  # fmt: skip
    assert "PHONE" in run_here("privacy", "evaluate", file, "--format", "jsonl").stdout


def test_a_wrong_file_or_map_is_refused_with_the_place_and_the_remedy(tmp_path):
    file, table = tmp_path / "texts.jsonl", tmp_path / "labels.txt"
    file.write_text('{"text": "a", "spans": [{"start": 0, "end": 1, "kind": "odd"}]}\n', "utf-8")
    table.write_text("ODD nothing\n", "utf-8")
    arguments = ("privacy", "evaluate", file, "--format", "jsonl")
    unknown = run_here(*arguments)
    assert unknown.returncode == 2
    assert "line 1: the label 'ODD' is not known." in unknown.stderr
    assert "--map FILE" in unknown.stderr
    assert "labels.txt, line 1" in run_here(*arguments, "--map", table).stderr
    table.write_text("ODD -\n", "utf-8")
    assert run_here(*arguments, "--map", table).returncode == 0
