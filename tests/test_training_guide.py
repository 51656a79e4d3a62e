"""The commands of the training guide run as it says, and it names every role and format."""

import re
import shlex
from pathlib import Path

from flask import Flask

from indicators.definitions import Audience
from sar.training.export import Format
from tests.command_line import installation, run_here

GUIDE = Path(__file__).parents[1] / "docs" / "guides" / "training.md"


def test_the_commands_of_the_guide_run(sqlite_app: Flask, tmp_path: Path) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    lines = re.findall(r"^sar (training .+)$", text, re.M)
    assert len(lines) == 6
    file = tmp_path / "completions.csv"
    file.write_text("username,course,version,completed_at\nofficer,Course,2.0.0,2026-01-01\n")
    env = installation(sqlite_app.extensions["sar"].settings.database_url)
    for line in lines:
        words = shlex.split(line, comments=True)
        given = [{"FOLDER": str(tmp_path), "FILE": str(file)}.get(each, each) for each in words]
        done = run_here(*given, env=env)
        assert done.returncode == 0, (line, done.stdout, done.stderr)


def test_the_guide_names_every_role_and_format() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    assert [each for each in (*Audience, *Format) if f"`{each}`" not in text] == []
