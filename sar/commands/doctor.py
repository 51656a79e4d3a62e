"""`sar doctor`: how this installation stands, a line per check."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import rich_click as click
from sqlalchemy.exc import SQLAlchemyError

from sar import db, installation
from sar import settings as configuration
from sar.commands import checks, database_checks
from sar.commands.checks import Level, Result
from sar.errors import SarError
from sar.settings import Settings

_COLOURS = {Level.OK: "green", Level.WARNING: "yellow", Level.PROBLEM: "red"}


@click.command("doctor")
def doctor() -> None:
    """Check this installation: OK, warning or problem per line, and how to mend it.

    The exit code is 1 if there is a problem, 0 if there are warnings at most.
    """
    levels = set()
    for result in examine(configuration.from_environment()):
        levels.add(result.level)
        click.echo(_line(result))
    sys.exit(1 if Level.PROBLEM in levels else 0)


def examine(settings: Settings) -> Iterator[Result]:
    """Run every check; those that need the database are left out when it is not usable."""
    keyring, result = checks.check_keyring(settings)
    yield result
    if keyring is not None:
        yield checks.check_intelligence_keyring(settings)
    yield from checks.check_settings(settings, os.environ)
    try:
        engine = installation.open_database(settings)
    except SarError as error:
        yield Result("database", Level.PROBLEM, error.detail, error.remedy)
        return
    except SQLAlchemyError:
        yield Result(
            "database",
            Level.PROBLEM,
            "SAR_DATABASE_URL is not the address of a database.",
            "Write it like postgresql+psycopg://USER:PASSWORD@HOST/NAME.",
        )
        return
    schema = database_checks.check_schema(engine)
    yield schema
    if schema.level is Level.OK:
        with db.reading(engine) as session:
            yield from database_checks.check_content(session, keyring, now=datetime.now(UTC))
    else:
        yield Result("content", Level.WARNING, "Not looked at before the database is in order.")


def _line(result: Result) -> str:
    level = click.style(f"{result.level.value:<8}", fg=_COLOURS[result.level])
    return f"{level} {result.subject:<13} {result.text} {result.remedy}".rstrip()
