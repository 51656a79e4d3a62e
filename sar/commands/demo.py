"""`sar demo`: a filled application on this computer, to look around in."""

import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import rich_click as click

from sar.errors import ConflictError
from sar.starting import start

if TYPE_CHECKING:
    from flask import Flask

    from sar.settings import Settings

BANNER = "UNCLASSIFIED // DEMO DATA: NO REAL PERSONS"
HOST = "127.0.0.1"
MAX_REPORTS = 100_000
REPORTS = 300
"""So many by default: enough decisions among them that the gate lets a ranker pass."""


@click.command("demo")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--reports", default=REPORTS, show_default=True, type=click.IntRange(0, MAX_REPORTS),
    help="How many reports to make up, besides 17 public cases.",
)  # fmt: skip
@click.option(
    "--illustration", "has_illustration", is_flag=True,
    help="Open the illustration of a refresh as the trainer's draft.",
)  # fmt: skip
@click.option("--fresh", "is_fresh", is_flag=True, help="Throw an earlier demo away.")
@click.option(
    "--folder", default="var/demo", show_default=True, type=click.Path(path_type=Path),
    help="Where database, keys and log of the demo are kept.",
)  # fmt: skip
def demo(*, port: int, reports: int, has_illustration: bool, is_fresh: bool, folder: Path) -> None:
    """Look around: fill a database with made-up reports on first use, and serve it here only."""
    from sar.commands import serving

    _check_port(port)
    folder.mkdir(parents=True, exist_ok=True)
    settings = settings_in(folder)
    if is_fresh:
        _throw_away(folder)
    if not _database(folder).exists():
        make(folder, settings, count=reports)
    app = _app(settings, folder)
    if has_illustration:
        open_illustration(app)
    serving.run(app, host=HOST, port=port, announce=lambda url: click.echo(_welcome(url, folder)))


def settings_in(folder: Path) -> "Settings":
    """Return the settings of the demo in `folder`."""
    from sar.settings import Settings

    return Settings(
        database_url=f"sqlite:///{_database(folder).resolve()}",
        keyring_file=folder / "demo-keyring.json",
        banner=BANNER,
        has_secure_cookies=False,
        is_demo=True,
    )


def make(folder: Path, settings: "Settings", *, count: int) -> None:
    """Make the demo's database beside its final place, so that a broken start leaves no half."""
    from sar import db
    from sar.commands import database
    from sar.demo import seeding
    from sar.installation import load_keyring

    _throw_away(folder)
    _write_keyring(folder / "demo-keyring.json")
    unfinished = folder / "demo-unfinished.sqlite3"
    engine = db.open_engine(f"sqlite:///{unfinished.resolve()}")
    plan = seeding.Plan(settings, load_keyring(settings), count, datetime.now(UTC))
    with _progress(seeding.total(count)) as show:
        database.upgrade(engine)
        for done in seeding.fill(engine, plan):
            show(done)
    engine.dispose()
    unfinished.replace(_database(folder))
    _write_variables(folder, settings)


def open_illustration(app: "Flask") -> None:
    """Open the illustration as the trainer's draft, unless a draft is open already."""
    from sar import db
    from sar.demo import drafting

    parts = app.extensions["sar"]
    with db.transaction(parts.engine) as session:
        is_new = drafting.open_illustration(session, now=parts.clock())
    if not is_new:
        click.echo("A draft is open already; the illustration was not opened.", err=True)


def _app(settings: "Settings", folder: Path) -> "Flask":
    from sar import server_log
    from sar.commands import database

    app = start(settings)
    engine = app.extensions["sar"].engine
    if database.current_revision(engine) != database.newest_revision():
        database.upgrade(engine)
    log = (folder / "demo.log").open("a", encoding="utf-8", buffering=1)
    server_log.write_to(log)
    return app


def _database(folder: Path) -> Path:
    return folder / "demo.sqlite3"


def _throw_away(folder: Path) -> None:
    for pattern in ("demo.sqlite3*", "demo-unfinished.sqlite3*", "demo-keyring.json"):
        for file in folder.glob(pattern):
            file.unlink()


def _write_keyring(file: Path) -> None:
    from privacy import keyring as keyrings

    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(keyrings.dump_keyring(keyrings.new_keyring(secrets.token_bytes)))


def _write_variables(folder: Path, settings: "Settings") -> None:
    """Write what lets the other commands find the demo: ``. var/demo/demo.sh; sar doctor``."""
    keyring = settings.keyring_file.resolve() if settings.keyring_file else ""
    (folder / "demo.sh").write_text(
        f"export SAR_DATABASE_URL='{settings.database_url}'\n"
        f"export SAR_KEYRING_FILE='{keyring}'\n"
        "export SAR_SECURE_COOKIES=false SAR_DEMO=true\n",
        encoding="utf-8",
    )


def _check_port(port: int) -> None:
    """Refuse a port that is taken before minutes are spent on filling a database."""
    import socket

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise ConflictError(
                f"Port {port} cannot be used: {error.strerror or type(error).__name__}.",
                remedy=f"Stop what listens there, or try `sar demo --port {port + 1}`.",
            ) from None


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Show how many reports are made up; the bar runs to and fro until the first are."""
    from rich.console import Console
    from rich.progress import Progress

    began = monotonic()
    console = Console(stderr=True)
    if not console.is_terminal:
        click.echo("Making up reports; this takes a minute or more.", err=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Making up reports", total=None)
        yield lambda done: progress.update(task, total=total, completed=done)
    click.echo(f"{total} reports filed in {monotonic() - began:.1f} s.", err=True)


def _welcome(url: str, folder: Path) -> str:
    from sar.demo.seeding import PASSWORD, PEOPLE

    names = ", ".join(username for username, *_ in PEOPLE)
    return f"""
The demo is at {url} - only on this computer; stop it with Ctrl-C.

  Accounts  {names}
  Password  {PASSWORD}

Things to try
  1. As officer: file a report. Write a name and a telephone number into it, then see the receipt.
  2. As analyst: take the next report. What identifies people is hidden; reveal one detail.
  3. As supervisor: follow what your agency filed, and what became of it.
  4. As trainer: open the indicator set, change a question in a draft, see what it would change.
     Start the demo with --illustration to find a draft of a whole refresh there.
     Ranking: train a ranker from the decisions, read its card, put it in force, roll back.
  5. As privacy: read the log of who saw what. Then, elsewhere:
     . {folder}/demo.sh && {_program()} audit verify
  6. As admin: add a person, and sign in with the temporary password that is shown.
"""


def _program() -> str:
    """Return what starts this program at a keyboard: its name, or where it is if no path has it."""
    own = Path(sys.executable).with_name("sar")
    if shutil.which("sar") or not own.exists():
        return "sar"
    return str(own.relative_to(Path.cwd()) if own.is_relative_to(Path.cwd()) else own)
