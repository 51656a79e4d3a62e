"""`sar sets suggest`: behaviours that may fit a narrative, at the command line."""

import json
from pathlib import Path

from tests.command_line import run, run_here, variables

CAMERA = "Visitor held a hidden camera and recorded the badge readers.\n"


def write(folder: Path, text: str) -> Path:
    path = folder / "narrative.txt"
    path.write_text(text)
    return path


def test_behaviours_come_with_their_phrases_and_points(tmp_path: Path) -> None:
    done = run_here("sets", "suggest", write(tmp_path, CAMERA))
    first = done.stdout.splitlines()[0]
    assert "ind-0011 Photography: " in first
    assert "“hidden camera and recorded” +" in first
    assert done.returncode == 0


def test_a_narrative_comes_from_standard_input_and_a_program_reads_the_answer() -> None:
    done = run("sets", "suggest", "--json", "--set", "1.0.0", stdin=CAMERA.encode())
    (first, *_) = json.loads(done.stdout)
    assert first["points"] == sum(each["points"] for each in first["phrases"])
    assert all(CAMERA[each["start"] : each["end"]] == each["text"] for each in first["phrases"])


def test_it_says_when_nothing_fits(tmp_path: Path) -> None:
    assert run_here("sets", "suggest", write(tmp_path, "Loud music.")).stdout == "Nothing fits.\n"


def test_a_file_that_is_not_utf_8_is_refused_with_a_way_out() -> None:
    done = run_here("sets", "suggest", stdin=b"caf\xe9", env=variables())
    assert done.returncode == 2
    assert "UTF-8" in done.stderr
    assert "| sar sets suggest" in done.stderr
