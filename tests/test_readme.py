"""The commands of the README's "Run it for real" do what it says, in its order."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def commands() -> list[list[str]]:
    """Return the arguments of every `sar` command of the section."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("## Run it for real")[1].split("```")[1]
    found = re.findall(r"^\.venv/bin/sar (.+)$", section, re.M)
    return [shlex.split(line, comments=True) for line in found]


def test_the_commands_run_in_their_order(tmp_path: Path) -> None:
    keyring = tmp_path / "keyring.json"
    environment = os.environ | {
        "SAR_KEYRING_FILE": str(keyring),
        "SAR_DATABASE_URL": f"sqlite:///{tmp_path / 'sar.sqlite3'}",
        "SAR_TRUSTED_PROXIES": "1",
    }
    names = []
    for arguments in commands():
        names.append(arguments[0])
        given = [str(keyring) if each.startswith("/etc/") else each for each in arguments]
        done = subprocess.run(
            [sys.executable, "-m", "sar.cli", *given],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    assert names == ["keys", "db", "sets", "users", "doctor"]


def test_every_document_that_the_readme_links_to_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
