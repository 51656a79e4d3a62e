#!/usr/bin/env python3
"""Sets the project up on first use and runs a task in it: `demo`, `test`, `check` or `pictures`.

Needs nothing but the standard library. The packages go into `.venv` beside this file; they are
installed again only when setup.cfg or pyproject.toml has changed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
PROBE = f"import sys; sys.exit(sys.version_info < {OLDEST})"

USAGE = """Usage: python3 dev.py TASK [ARGUMENTS]

  demo      serve made-up reports on this computer (arguments: see `sar demo --help`)
  test      run every test (arguments go to pytest)
  check     ruff and mypy
  pictures  screenshots of the main pages, for the README and for review (argument: a folder)
"""

# Which extra of setup.cfg a task needs. `test` contains `demo`.
EXTRA = {"demo": "demo", "test": "test", "check": "test", "pictures": "test"}

# How many packages pip found for each extra when this was written. Only the bar rests on it: with
# more it waits for them at its middle, with fewer it gets there in larger steps.
EXPECTED = {"demo": 86, "test": 129}

# The first has no windows, and opens a page in a quarter of the time.
BROWSERS = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable"),
)
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def main() -> int:
    """Run the task that the command line names; return its exit code."""
    task, arguments = (sys.argv[1:] or [""])[0], sys.argv[2:]
    if task not in EXTRA:
        print(USAGE, end="", file=sys.stdout if task in ("-h", "--help") else sys.stderr)
        return 0 if task in ("-h", "--help") else 2
    os.chdir(ROOT)
    set_up(EXTRA[task])
    if task == "check":
        commands = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
        codes = [subprocess.call([str(PYTHON), "-m", *command]) for command in commands]
        return int(any(codes))
    # Hundreds of short processes start: what is compiled once is kept.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    if task == "demo":
        return run(["sar.cli", "demo", *arguments], environment)
    environment.update(find_browser())
    if task == "pictures":
        return subprocess.call([str(PYTHON), "docs/pictures/take.py", *arguments], env=environment)
    return run(["pytest", *(arguments or ["-n", "2"])], environment)


def set_up(extra: str) -> None:
    """Make the virtual environment and install the project with `extra`, unless it is there."""
    fingerprint = project_fingerprint()
    stamps = [stamp(each) for each in (extra, "test")]
    if any(each.is_file() and each.read_text() == fingerprint for each in stamps):
        return
    if not has_pip(PYTHON):
        make_venv()
    command = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    environment = dict(os.environ, PIP_USER="0")
    command += ["-e", f".[{extra}]"]
    failure = watch("Installing packages", command, environment, Installation(EXPECTED[extra]))
    if failure is not None:
        sys.exit(
            f"{failure}\nThe packages could not be installed; the lines above say why. Without a "
            "network, set PIP_NO_INDEX=1 and PIP_FIND_LINKS to a folder of wheels."
        )
    stamp(extra).write_text(fingerprint)


def project_fingerprint() -> str:
    """Return a hash of what decides which packages are needed, and of where the project is."""
    digest = hashlib.sha256(str(ROOT).encode())
    for name in ("setup.cfg", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def stamp(extra: str) -> Path:
    """Return the file that tells for which project `extra` was installed."""
    return VENV / f"installed-{extra}"


def make_venv() -> None:
    """Make `.venv` with a Python that is new enough; remove what a failure leaves behind."""
    failure = watch(
        "Making .venv", [find_python(), "-m", "venv", "--clear", str(VENV)], dict(os.environ)
    )
    if failure is not None:
        shutil.rmtree(str(VENV), ignore_errors=True)
        sys.exit(
            f"{failure}\nPython could not make a virtual environment. "
            "On Debian and Ubuntu: apt install python3-venv"
        )


def find_python() -> str:
    """Return a Python that is new enough: this one, or the newest that is installed."""
    names = [sys.executable, *(f"python3.{minor}" for minor in range(19, OLDEST[1] - 1, -1))]
    for name in names:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", PROBE]) == 0:
            return path
    sys.exit(
        f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}."
    )


def has_pip(python: Path) -> bool:
    """Tell whether `python` works, is new enough and has pip."""
    if not python.exists():
        return False
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    commands = (["-c", PROBE], ["-m", "pip", "--version"])
    return all(subprocess.call([str(python), *each], **quiet) == 0 for each in commands)


class Installation:
    """How far an installation is, by what pip says and by what is in `.venv`.

    The first half counts the packages that pip found, against how many are expected; the second
    counts those that are in place, against the list that pip names before it installs them.
    """

    FOUND = re.compile(
        r"^(?:Collecting|Requirement already satisfied:) ([\w.-]+)|^Processing (\S+)", re.M
    )
    LIST = re.compile(r"^Installing collected packages: (.+)$", re.M)
    PACKAGES = ("lib/python*/site-packages", "Lib/site-packages")

    def __init__(self, expected: int) -> None:
        self.expected = expected
        self.before: int | None = None

    def share(self, said: str) -> float:
        """Return what share of the work is done, 0 to 1, given all that pip said so far."""
        listed = self.LIST.search(said)
        if not listed:
            return min(len(set(self.FOUND.findall(said))) / self.expected, 1) / 2
        in_place = sum(len(list(VENV.glob(f"{each}/*.dist-info"))) for each in self.PACKAGES)
        if self.before is None:
            self.before = in_place
        return 0.5 + min((in_place - self.before) / len(listed[1].split(", ")), 1) / 2


class Bar:
    """A line that shows how far a piece of work is; it never moves backwards.

    On a terminal the line is written anew, elsewhere there is one every ten seconds. Without a
    share only the time is known, and a mark moves to show that something happens.
    """

    WIDTH = 30

    def __init__(self, what: str) -> None:
        self.what = what
        self.began = self.last = time.monotonic()
        self.best = 0.0
        self.is_terminal = sys.stderr.isatty()

    def show(self, share: float | None) -> None:
        """Show `share`, 0 to 1, or that it is not known."""
        now = time.monotonic()
        if not self.is_terminal and now - self.last < 10:
            return
        self.last = now
        self.best = max(self.best, share or 0)
        seconds, filled = int(now - self.began), int(self.best * self.WIDTH)
        if share is None:
            cells = ["=" if cell == seconds % self.WIDTH else "." for cell in range(self.WIDTH)]
        else:
            cells = ["#" if cell < filled else "." for cell in range(self.WIDTH)]
        percent = "" if share is None else f"{int(self.best * 100):3} %  "
        end = "\r" if self.is_terminal else "\n"
        say(f"{self.what} [{''.join(cells)}] {percent}{seconds} s ", end=end)

    def finish(self) -> None:
        """Say how long it took."""
        took = f"{self.what}: {time.monotonic() - self.began:.0f} s"
        say(took.ljust(len(self.what) + self.WIDTH + 20) if self.is_terminal else took)


def watch(
    what: str,
    command: list[str],
    environment: dict[str, str],
    progress: Installation | None = None,
) -> str | None:
    """Run a command and show how far it is; return the end of what it said if it failed."""
    bar = Bar(what)
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        with said.open("wb") as out:
            process = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
            )
            while process.poll() is None:
                time.sleep(0.1)
                bar.show(progress and progress.share(said.read_text(errors="replace")))
        bar.finish()
        lines = said.read_text(errors="replace").splitlines()
    return "\n".join(lines[-30:]) if process.returncode else None


def say(text: str, end: str = "\n") -> None:
    """Tell the person at the keyboard."""
    print(text, end=end, file=sys.stderr, flush=True)


def find_browser() -> dict[str, str]:
    """Return the variable that names the browser for the tests; install one if there is none."""
    if os.environ.get("SAR_TEST_BROWSER"):
        return {}
    found = [shutil.which(name) for name in BROWSERS]
    found += [path for path in MAC_BROWSERS if os.path.exists(path)]
    for path in found:
        if path:
            return {"SAR_TEST_BROWSER": path}
    command = [str(PYTHON), "-m", "playwright", "install", "chromium"]
    failure = watch("Installing a browser for the tests", command, dict(os.environ))
    if failure is not None:
        say(
            f"{failure}\nThere is no browser, so the browser tests will fail. Install chromium "
            "or Chrome, or set SAR_TEST_BROWSER to the program."
        )
    return {}


def run(module: list[str], environment: dict[str, str]) -> int:
    """Run a module of the virtual environment; on POSIX in place of this process."""
    command = [str(PYTHON), "-m", *module]
    if os.name == "posix":
        os.execve(command[0], command, environment)
    return subprocess.call(command, env=environment)


if __name__ == "__main__":
    sys.exit(main())
