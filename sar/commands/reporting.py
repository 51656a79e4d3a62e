"""`sar report`: who saw what, and the other reports of oversight; the inspection pack."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from sar.oversight.reports import Sources
    from sar.oversight.tables import Table

FORMATS = ("text", "csv", "json")

_format = click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True
)


@click.group("report")
def report() -> None:
    """Make reports for oversight; that one was made is written to the log."""


@report.command("list")
def list_reports() -> None:
    """List the reports that `sar report show` can make now."""
    from sar.oversight import reports

    with _reading() as (session, sources):
        for name in reports.names(session, sources):
            click.echo(name)


@report.command("show")
@click.argument("name")
@_format
def show_report(*, name: str, form: str) -> None:
    """Make the report NAME: people are ids, reports are receipt numbers."""
    from sar.oversight import reports

    with _reading() as (session, sources):
        table = reports.make(session, name, sources)
    _note(name)
    click.echo(_written(table, form), nl=False)


@report.command("access")
@click.option("--report", "receipt", default="", help="A receipt number.")
@click.option("--person", default="", help="A user name.")
@click.option("--purpose", default="", help="A code from the table of purposes.")
@click.option("--from", "first", default="", metavar="DAY", help="Such as 2026-03-01.")
@click.option("--to", "last", default="", metavar="DAY", help="This day included.")
@_format
def show_access(*, form: str, **asked: str) -> None:
    """Show who did what with which report and why, by name, the newest first.

    Days are those of SAR_ZONE.
    """
    from sar.errors import InvalidInputError
    from sar.oversight import entries
    from sar.oversight.filters import log_filter

    fields = {
        "person": asked["person"],
        "report": asked["receipt"],
        "purpose": asked["purpose"],
        "from": asked["first"],
        "to": asked["last"],
    }
    with _reading() as (session, sources):
        wanted, findings = log_filter(fields, zone=sources.settings.zone)
        if findings:
            raise InvalidInputError(findings)
        table = entries.access_table(session, wanted)
    _note("access")
    click.echo(_written(table, form), nl=False)


@report.command("inspection")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="A folder that is made, or is empty.",
)
def make_pack(*, out: Path) -> None:
    """Make the inspection pack: every report as HTML, CSV and JSON, with their hashes.

    The same database gives the same files, byte for byte.
    """
    from sar.errors import ConflictError
    from sar.oversight import pack

    if out.exists() and any(out.iterdir()):
        raise ConflictError("The folder is not empty.", remedy="Name a new one with --out.")
    with _reading() as (session, sources):
        files = pack.files(session, sources)
    _note("inspection")
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
    click.echo(f"{len(files)} files are in {out}: the log up to entry {sources.size:,}.")


@contextmanager
def _reading() -> Iterator[tuple["Session", "Sources"]]:
    """Open the database for reading, with what reports need besides."""
    from sar import db, installation
    from sar import settings as configuration
    from sar.oversight.reports import Sources, state_of_log

    settings = configuration.from_environment()
    keyring = installation.load_keyring(settings)
    with installation.database(settings) as engine, db.reading(engine) as session:
        as_of, size = state_of_log(session)
        yield session, Sources(settings=settings, keyring=keyring, as_of=as_of, size=size)


def _note(name: str) -> None:
    """Write to the log that a report was made; nothing is given out before."""
    from sar import db, installation
    from sar import settings as configuration
    from sar.actors import COMMAND_LINE
    from sar.log import audit
    from sar.oversight.reports import MADE

    event = audit.Event(MADE, f"oversight:{name}")
    with (
        installation.database(configuration.from_environment()) as engine,
        db.transaction(engine) as session,
    ):
        audit.record(session, event, actor=COMMAND_LINE, now=datetime.now(UTC))


def _written(table: "Table", form: str) -> str:
    from sar.oversight import tables

    write: Callable[[Table], str] = {
        "text": tables.as_text,
        "csv": tables.as_csv,
        "json": tables.as_json,
    }[form]
    return write(table)
