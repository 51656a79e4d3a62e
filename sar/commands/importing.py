"""`sar import`: past reports from a file, first as a rehearsal, then for good."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from sar.errors import FieldFinding, InvalidInputError
from sar.importing.rows import ENCODINGS, Source, open_rows

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from sar.actors import Actor
    from sar.importing.columns import Mapped
    from sar.importing.running import Run
    from sar.importing.verdicts import Tally

EXIT_SOME_REFUSED = 1

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
_NEW_FILE = click.Path(path_type=Path, dir_okay=False, writable=True)


@click.command("import")
@click.argument("file", type=_FILE)
@click.option("--as", "username", metavar="USERNAME", help="Whose reports they become.")
@click.option("--commit/--dry-run", "is_commit", help="Store them, or only try. [default: try]")
@click.option("--report", type=_NEW_FILE, help="Verdict per row, CSV. [default: FILE.verdicts.csv]")
@click.option("--map", "mapping", type=_FILE, help="YAML that names the old system's columns.")
@click.option("--encoding", type=click.Choice(ENCODINGS), default="utf-8", show_default=True)
def import_reports(
    *,
    file: Path,
    username: str | None,
    is_commit: bool,
    report: Path | None,
    mapping: Path | None,
    encoding: str,
) -> None:
    """Bring in past reports: FILE is CSV with a header row, or JSON Lines.

    The columns are dotted paths of a submission (narrative, occurred.date, place.kind,
    behaviours, answers.ind-0001.el-0002 ...) plus "reference", the row's own id in the old
    system, and "received", the time with its offset from UTC. Several values of a cell are
    separated by ";". JSON Lines has one submission per line, with these two keys in it.

    Without --commit nothing is stored. A run that was stopped goes on when it is started again;
    nothing is stored twice. The exit code is 0 if every row is in order, 1 if some are refused.
    """
    from sar.importing import running
    from sar.importing.verdicts import VerdictFile

    target = _target(report, file)
    with (
        _opened(username, needs_account=is_commit) as run,
        open_rows(file, encoding=encoding, mapped=_mapped(mapping)) as source,
        target.open("w", encoding="utf-8", newline="") as opened,
    ):
        verdicts = VerdictFile(opened)
        if is_commit:
            running.record(run, "import.started", verdicts.tally)
            _show_progress(running.commit(source.rows, run, verdicts), source, file)
            running.record(run, "import.finished", verdicts.tally)
        else:
            _show_progress(running.rehearse(source.rows, run, verdicts), source, file)
    _summarise(verdicts.tally, target, is_commit=is_commit)
    sys.exit(EXIT_SOME_REFUSED if verdicts.tally.refused else 0)


def _target(report: Path | None, file: Path) -> Path:
    target = report or file.with_name(file.name + ".verdicts.csv")
    if target.exists() and target.samefile(file):
        raise click.UsageError("The report would overwrite the file that is read.")
    return target


@contextmanager
def _opened(username: str | None, *, needs_account: bool) -> Iterator["Run"]:
    from sar import installation
    from sar import settings as configuration
    from sar.actors import COMMAND_LINE
    from sar.importing.running import Run
    from sar.importing.service import Filing

    if needs_account and not username:
        raise click.UsageError("Say whose reports they become: --as USERNAME.")
    settings = configuration.from_environment()
    keyring = installation.load_keyring(settings)
    engine = installation.open_database(settings)
    try:
        actor = _actor(engine, username) if username else COMMAND_LINE
        filing = Filing(actor, keyring, settings.retention_days)
        yield Run(engine, filing, settings.max_narrative_chars)
    finally:
        engine.dispose()


def _actor(engine: "Engine", username: str) -> "Actor":
    from dataclasses import replace

    from sar import db
    from sar.actors import COMMAND_LINE, actor_of
    from sar.importing.accounts import find_filer

    with db.reading(engine) as session:
        # The log says that the command line did it, for this account.
        return replace(actor_of(find_filer(session, username)), role=COMMAND_LINE.role)


def _mapped(path: Path | None) -> "Mapped":
    from sar.importing.columns import Mapped, read_mapping

    if path is None:
        return Mapped()
    try:
        return read_mapping(path.read_text("utf-8-sig"), name=path.name)
    except UnicodeDecodeError:
        finding = FieldFinding("map", "The mapping file is not UTF-8.", "Save it as UTF-8.")
        raise InvalidInputError([finding]) from None


def _show_progress(done: Iterable[int], source: Source, file: Path) -> None:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeRemainingColumn())
    rows = TextColumn("{task.fields[rows]:,} rows")
    console = Console(stderr=True)
    bar = Progress(*columns, rows, console=console, transient=True, disable=not console.is_terminal)
    with bar as progress:
        task = progress.add_task("", total=max(file.stat().st_size, 1), rows=0)
        for count in done:
            progress.update(task, completed=source.position(), rows=count)


def _summarise(tally: "Tally", target: Path, *, is_commit: bool) -> None:
    done = "stored" if is_commit else "would be stored"
    click.echo(f"{tally.accepted:>9,} {done}")
    click.echo(f"{tally.duplicates:>9,} are there already, or twice in the file")
    click.echo(f"{tally.refused:>9,} refused")
    if tally.held:
        click.echo(f"{tally.held:>9,} of them held, because they could not be redacted")
    click.echo(f"The verdict on each row: {target}")
    if not is_commit:
        click.echo("Nothing was stored. Add --commit --as USERNAME to store what is in order.")
