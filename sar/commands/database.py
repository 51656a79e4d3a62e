"""`sar db`: bring the database to the newest revision, or say where it stands."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import rich_click as click
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

import migrations
from sar import installation
from sar import settings as configuration
from sar.models import Report

Difference = object


def upgrade(engine: Engine, *, revision: str = "head") -> None:
    """Migrate the database of `engine` up to `revision`."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, *, revision: str) -> None:
    """Migrate the database of `engine` down to `revision`; "base" empties it."""
    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def newest_revision() -> str:
    """Return the revision that the code was written for."""
    script = ScriptDirectory.from_config(_config(None))
    return script.get_current_head() or ""


def current_revision(engine: Engine) -> str:
    """Return the revision of the database, "" for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() or ""


def differences(engine: Engine) -> list[Difference]:
    """List where the tables differ from the models; empty when they agree."""
    with engine.connect() as connection:
        opts = {"compare_type": False, "include_name": _is_ours}
        context = MigrationContext.configure(connection, opts=opts)
        return list(compare_metadata(context, Report.metadata))


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    # The full-text search's own table differs from one database to the other; no model has it.
    return kind != "table" or not (name or "").startswith("search_index")


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


@click.group()
def database() -> None:
    """Make or update the database's tables."""


@database.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the newest revision; an empty one gets its tables."""
    with _opened() as engine:
        before = current_revision(engine)
        upgrade(engine)
        after = current_revision(engine)
    changed = f"upgraded from {before or 'empty'} to {after}"
    click.echo(f"The database is at {after}, the newest." if before == after else changed)


@database.command("current")
def show_current() -> None:
    """Show the database's revision and the newest one."""
    with _opened() as engine:
        found = current_revision(engine)
    click.echo(f"database {found or 'empty'}, newest {newest_revision()}")


@database.command("check")
@click.pass_context
def check_database(ctx: click.Context) -> None:
    """Compare the tables with what the code expects; exit code 1 if they differ."""
    with _opened() as engine:
        if current_revision(engine) != newest_revision():
            click.echo("The database is not at the newest revision. Run `sar db upgrade`.")
            ctx.exit(1)
        found = differences(engine)
    if found:
        click.echo(f"The tables differ from the models in {len(found)} place(s):")
        for difference in found:
            click.echo(f"  {_named(difference)}")
        ctx.exit(1)
    click.echo("The tables are as the code expects.")


@contextmanager
def _opened() -> Iterator[Engine]:
    engine = installation.open_database(configuration.from_environment())
    try:
        yield engine
    finally:
        engine.dispose()


def _named(difference: Difference) -> str:
    """Name the kind of a difference and the table or column it is about."""
    parts = difference[0] if isinstance(difference, list) else difference
    shown = parts if isinstance(parts, tuple) else (parts,)
    names = [str(getattr(part, "name", part)) for part in shown if part is not None]
    return " ".join(names)[:200]
