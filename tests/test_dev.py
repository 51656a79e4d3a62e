"""Runs a copy of dev.py in a small project; venv, pip and browser are stand-ins, being outside."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# A stand-in for venv: leaves half an environment and fails if it is told to.
VENV = """
import os, sys
folder = os.path.join(sys.argv[-1], "bin")
os.makedirs(folder)
if os.path.exists("no-venv"):
    sys.exit("The virtual environment was not created: ensurepip is not available.")
os.symlink(sys.executable, os.path.join(folder, "python"))
"""

# A stand-in for pip: notes how it was called, and fails if it is told to.
PIP = """
import os, sys
if sys.argv[1:] == ["--version"]:
    sys.exit(0)
with open("pip-calls", "a") as calls:
    calls.write(" ".join(sys.argv[1:]) + " user=" + os.environ.get("PIP_USER", "") + "\\n")
if os.path.exists("no-network"):
    sys.exit("ERROR: No matching distribution found for flask")
if os.path.exists("slow"):
    exec(open("slow").read())
"""

# What pip says, in three parts: one package twice, more packages than expected, then two at work.
SLOW = """
import time
def tell(lines):
    print(chr(10).join(lines), flush=True)
    time.sleep(0.4)
def install(name):
    os.makedirs(f".venv/lib/python3.11/site-packages/{name}.dist-info")
    time.sleep(0.4)
tell(["Collecting flask<4,>=3.1", *(f"Processing /wheels/p{n}.whl" for n in range(42))])
tell(["Requirement already satisfied: flask>=3 in /there", "  Downloading flask.whl"])
tell(f"Collecting q{n}>=1" for n in range(300))
tell(["Installing collected packages: click, flask"])
install("click-8.1")
install("flask-3.1")
"""
SAY = "import os, sys; print('RAN', {!r}, sys.argv[1:], os.environ.get('SAR_TEST_BROWSER'))\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with dev.py, a setup.cfg, and modules that say how they were run."""
    shutil.copy(ROOT / "dev.py", tmp_path)
    (tmp_path / "setup.cfg").write_text("[metadata]\nname = small\n")
    (tmp_path / "pyproject.toml").write_text("")
    outside = tmp_path / "outside"
    for name, code in {
        "pip/__main__.py": PIP,
        "venv/__main__.py": VENV,
        "pytest/__main__.py": SAY.format("pytest"),
        "ruff/__main__.py": "import sys; print('RAN ruff'); sys.exit(1)\n",
        "mypy/__main__.py": "print('RAN mypy')\n",
        "playwright/__main__.py": "import sys; sys.exit('cannot download')\n",
    }.items():
        (outside / name).parent.mkdir(parents=True, exist_ok=True)
        (outside / name).write_text(code)
        (outside / name).with_name("__init__.py").touch()
    (tmp_path / "sar").mkdir()
    (tmp_path / "sar/cli.py").write_text(SAY.format("sar"))
    return tmp_path


def dev(project: Path, *arguments: str, path: str | None = None, **changes: str):
    env = {name: value for name, value in os.environ.items() if not name.startswith("SAR_")}
    env |= {"PYTHONPATH": str(project / "outside")} | changes
    if path is not None:
        env["PATH"] = path
    # From elsewhere: it must find its project by itself.
    return subprocess.run(
        [sys.executable, project / "dev.py", *arguments],
        env=env,
        cwd="/",
        text=True,
        capture_output=True,
        timeout=120,
    )


def on_a_terminal(project: Path, *arguments: str) -> str:
    """Run dev.py with a terminal as its standard error and return what is written there."""
    ours, theirs = os.openpty()
    env = dict(os.environ, PYTHONPATH=str(project / "outside"))
    command = [sys.executable, project / "dev.py", *arguments]
    with subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=theirs):
        os.close(theirs)
        written = b""
        while chunk := read(ours):
            written += chunk
    os.close(ours)
    return written.decode()


def read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # Linux's way to say that the other end was closed
        return b""


def pip_calls(project: Path) -> list[str]:
    file = project / "pip-calls"
    return file.read_text().splitlines() if file.exists() else []


def test_the_first_demo_installs_and_the_second_does_not(project):
    done = dev(project, "demo", "--port", "8001")
    assert done.returncode == 0, done.stderr
    assert "RAN sar ['demo', '--port', '8001'] None" in done.stdout
    assert "Making .venv: " in done.stderr
    assert "Installing packages: " in done.stderr
    (call,) = pip_calls(project)
    assert call.startswith("install")
    assert call.endswith("-e .[demo] user=0")
    again = dev(project, "demo")
    assert (again.returncode, again.stderr) == (0, "")
    assert len(pip_calls(project)) == 1
    # What the tests need contains what the demo needs, and a changed setup.cfg counts anew.
    dev(project, "test")
    assert pip_calls(project)[1].endswith("-e .[test] user=0")
    (project / "setup.cfg").write_text("[metadata]\nname = larger\n")
    dev(project, "test")
    dev(project, "demo")
    assert len(pip_calls(project)) == 3


def test_a_bar_shows_how_far_the_installation_is_and_never_moves_backwards(project):
    (project / "slow").write_text(SLOW)
    shown = on_a_terminal(project, "demo")
    bars = re.findall(r"Installing packages \[(#*)\.*\] +(\d+) %", shown)
    percents = [int(percent) for _, percent in bars]
    assert percents == sorted(percents)
    # Half of the 86 expected; all that were found; one of two in place.
    assert {25, 50, 75} <= set(percents) <= {0, 25, 50, 75, 100}
    assert {len(bar) for bar, percent in bars if percent == "50"} == {15}
    assert re.search(r"Installing packages: \d+ s +\r?\n", shown)


def test_the_tests_run_on_two_processes_unless_told_otherwise_with_the_browser_found(project):
    (project / "bin").mkdir()
    browser = project / "bin/google-chrome"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    done = dev(project, "test", path=str(project / "bin"))
    assert f"RAN pytest ['-n', '2'] {browser}" in done.stdout, done.stderr
    done = dev(project, "test", "-k", "queue", SAR_TEST_BROWSER="/opt/mine")
    assert "RAN pytest ['-k', 'queue'] /opt/mine" in done.stdout


def test_without_a_browser_it_says_so_and_runs_the_tests(project):
    done = dev(project, "test", path="/nowhere")
    assert "cannot download" in done.stderr
    assert "Install chromium" in done.stderr
    assert "RAN pytest ['-n', '2'] None" in done.stdout


def test_check_runs_both_tools_and_fails_if_one_does(project):
    done = dev(project, "check")
    assert done.returncode == 1
    assert "RAN ruff" in done.stdout
    assert "RAN mypy" in done.stdout


def test_a_failed_installation_shows_why_and_is_tried_again(project):
    (project / "no-network").write_text("")
    done = dev(project, "demo")
    assert done.returncode == 1
    assert "No matching distribution found for flask" in done.stderr
    assert "RAN" not in done.stdout
    (project / "no-network").unlink()
    assert "RAN sar" in dev(project, "demo").stdout


def test_a_python_without_venv_is_told_with_its_own_words_and_the_remedy(project):
    (project / "no-venv").write_text("")
    done = dev(project, "demo")
    assert done.returncode == 1
    assert "ensurepip is not available" in done.stderr
    assert "apt install python3-venv" in done.stderr
    assert not (project / ".venv").exists()


def test_an_unknown_task_shows_the_usage(project):
    done = dev(project, "fly")
    assert (done.returncode, done.stdout) == (2, "")
    assert "demo" in done.stderr
    assert dev(project, "--help").returncode == 0


def test_it_can_be_read_by_pythons_that_are_too_old():
    import ast

    ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 7))
