"""`sar sets`: list, show and publish indicator sets."""

from datetime import UTC, datetime

import rich_click as click

from indicators.lifecycle import Standing
from indicators.loading import dump_set
from sar import db, installation
from sar import settings as configuration
from sar.actors import COMMAND_LINE
from sar.catalog import queries
from sar.catalog.queries import VersionRow
from sar.commands.previewing import preview
from sar.commands.set_changes import show_changes, show_crosswalk, show_verdict
from sar.commands.set_examples import test_set
from sar.commands.set_files import find_set
from sar.commands.set_mutants import mutate_set
from sar.commands.set_publishing import publish_set
from sar.commands.set_releases import sign_sets, write_key
from sar.commands.set_schema import show_schema
from sar.commands.set_suggestions import suggest_from_set
from sar.commands.translating import translate_set

SHIPPED = "shipped"


@click.group()
def sets() -> None:
    """Check and publish indicator sets."""


@sets.command("list")
def list_sets() -> None:
    """List the published versions: number, edition, state, dates, hash."""
    settings, now = configuration.from_environment(), datetime.now(UTC)
    with installation.database(settings) as engine, db.reading(engine) as session:
        rows = queries.version_rows(session, viewer=COMMAND_LINE, now=now)
    for row in rows:
        edition = f"edition {row.edition}"
        click.echo("\t".join((row.set_id, row.version, edition, _words(row), row.sha256)))
    if not rows:
        click.echo("No set is published. Run `sar sets publish`.")


@sets.command("show")
@click.argument("version")
def show_set(version: str) -> None:
    """Write out a set as YAML; VERSION is a number such as 2.0.0, or a file.

    A copy of it in a file, changed and with a new number, can be published.
    """
    found = find_set(version)
    click.echo(f"# {found.set_id} {found.version}, sha256 {found.sha256}")
    click.echo(dump_set(found), nl=False)


def _words(row: VersionRow) -> str:
    match row.standing:
        case Standing.SCHEDULED:
            return f"scheduled: takes effect on {_date(row.effective_from)}"
        case Standing.ACTIVE:
            return f"active: in force since {_date(row.effective_from)}"
        case Standing.DEPRECATED:
            return f"deprecated: still accepted until {_date(row.accept_until)}"
        case Standing.WITHDRAWN:
            return f"withdrawn: was to take effect on {_date(row.effective_from)}"
    return f"retired: accepted until {_date(row.accept_until)}"


def _date(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "further notice"


sets.add_command(publish_set)
sets.add_command(sign_sets)
sets.add_command(write_key)
sets.add_command(show_changes)
sets.add_command(show_crosswalk)
sets.add_command(show_verdict)
sets.add_command(test_set)
sets.add_command(mutate_set)
sets.add_command(show_schema)
sets.add_command(preview)
sets.add_command(suggest_from_set)
sets.add_command(translate_set)
