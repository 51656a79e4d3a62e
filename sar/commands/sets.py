"""`sar sets`: list, show and publish indicator sets."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import rich_click as click

from indicators.lifecycle import Standing
from indicators.loading import dump_set, load_set
from sar import db, installation, publishing
from sar import settings as configuration
from sar.actors import COMMAND_LINE
from sar.catalog import publication, queries
from sar.catalog.publication import DEFAULT_ACCEPT_DAYS, Dates
from sar.catalog.queries import VersionRow
from sar.commands.previewing import preview
from sar.commands.set_changes import show_changes, show_verdict
from sar.commands.set_examples import test_set
from sar.commands.set_files import find_set
from sar.commands.set_mutants import mutate_set
from sar.commands.set_schema import show_schema

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


@sets.command("publish")
@click.argument("what", default=SHIPPED)
@click.option(
    "--effective-from",
    metavar="DATE",
    help="When a FILE takes effect: 2026-03-01, 2026-03-01T06:00, or with an offset. Default: now.",
)
@click.option(
    "--accept-previous-until",
    metavar="DATE",
    help="Until when reports under the version before it are accepted. "
    f"Default: {DEFAULT_ACCEPT_DAYS} days after it takes effect.",
)
def publish_set(
    what: str, *, effective_from: str | None, accept_previous_until: str | None
) -> None:
    """Publish the sets that come with the toolkit ("shipped"), or a set from a FILE.

    On the trainer's pages a second person approves. Here nobody does: the log says so.
    """
    settings, now = configuration.from_environment(), datetime.now(UTC)
    if what == SHIPPED:
        if effective_from or accept_previous_until:
            raise click.UsageError("The shipped sets bring their own dates.")
        with installation.database(settings) as engine, db.transaction(engine) as session:
            shipment = publishing.publish_shipped_sets(session, actor=COMMAND_LINE, now=now)
        _tell(shipment)
        return
    definition_set = load_set(Path(what))
    dates = Dates(
        effective_from=_moment(effective_from, settings.zone),
        accept_previous_until=_moment(accept_previous_until, settings.zone),
    )
    with installation.database(settings) as engine, db.transaction(engine) as session:
        row = publication.publish_file(session, definition_set, dates, actor=COMMAND_LINE, now=now)
        starts = row.effective_from
    click.echo(f"Published {row.set_id} {row.version}, in force from {_date(starts)}.")
    click.echo("No second person approved it; the log says that it came from the command line.")


def _tell(shipment: publishing.Shipment) -> None:
    for each in shipment.published:
        click.echo(f"Published {each.set_id} {each.version} (edition {each.edition}).")
    for each in shipment.left_out:
        click.echo(
            f"Left out {each.set_id} {each.version} (edition {each.edition}): a version of your "
            f"own is in force or scheduled. `sar sets show {each.version}` writes it out."
        )
    if not shipment.published and not shipment.left_out:
        click.echo("Every shipped set is published already.")


def _moment(text: str | None, zone: str) -> datetime | None:
    """Read a date, or a date and time, in the zone of the settings unless it has an offset."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.UsageError("Write a date like 2026-03-01 or 2026-03-01T06:00.") from error
    local = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


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


sets.add_command(show_changes)
sets.add_command(show_verdict)
sets.add_command(test_set)
sets.add_command(mutate_set)
sets.add_command(show_schema)
sets.add_command(preview)
