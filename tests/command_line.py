"""Running the `sar` command as a user does: another process, settings from the environment."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from privacy import keyring as keyrings
from sar.cli import main
from tests import factories

# The fixture `sar`: runs the command in this process.
Sar = Callable[..., Result]

ROOT = Path(__file__).resolve().parent.parent


def variables(**changes: str) -> dict[str, str]:
    """Return this process's environment without any SAR_ variable, changed by `changes`."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SAR_")}
    return plain | {"PYTHONPATH": str(ROOT), "COLUMNS": "100", "NO_COLOR": "1"} | changes


def installation(url: str, **changes: str) -> dict[str, str]:
    """Return the environment of an installation with the tests' keyring."""
    ring = keyrings.dump_keyring(factories.keyring())
    return variables(**{"SAR_DATABASE_URL": url, "SAR_KEYRING": ring} | changes)


def run(
    *arguments: object,
    env: Mapping[str, str] | None = None,
    stdin: bytes = b"",
    cwd: Path | None = None,
) -> "subprocess.CompletedProcess[str]":
    """Run ``sar ARGUMENTS`` to its end."""
    done = subprocess.run(
        command(*arguments),
        env=env or variables(),
        input=stdin,
        capture_output=True,
        cwd=cwd,
        timeout=120,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def run_here(
    *arguments: object, env: Mapping[str, str] | None = None, stdin: bytes = b""
) -> "subprocess.CompletedProcess[str]":
    """Run ``sar ARGUMENTS`` in this process: quick, for what needs no process of its own."""
    hidden = {name: None for name in os.environ if name.startswith("SAR_")}
    surroundings = hidden | dict(env or {})
    done = CliRunner().invoke(main, list(map(str, arguments)), stdin, env=surroundings)
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


def command(*arguments: object) -> Sequence[str]:
    """Return the command line that runs ``sar ARGUMENTS``."""
    return [sys.executable, "-m", "sar.cli", *map(str, arguments)]


def write_lines(path: Path, rows: Sequence[Mapping[str, Any]]) -> Path:
    """Write JSON Lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def past_report(number: int, **changes: Any) -> dict[str, Any]:
    """Make a past report as a line of a file: received hours apart, in order."""
    made = factories.submission(
        narrative=f"Report {number}: a man cut the fence of the substation and ran to the road.",
        occurred={"kind": "at", "date": "2026-02-01", "time": "10:00", "zone": factories.ZONE},
        reference=f"OLD-{number:05}",
        received=f"2026-02-{2 + number // 24 % 20:02}T{number % 24:02}:15:00-06:00",
    )
    return made | changes
