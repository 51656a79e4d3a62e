"""`sar sets publish`: the shipped sets, or sets from files that somebody signed."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import rich_click as click

from indicators.loading import load_set
from sar import db, installation
from sar import settings as configuration
from sar.actors import COMMAND_LINE
from sar.catalog import publication
from sar.catalog.publication import DEFAULT_ACCEPT_DAYS, Dates
from sar.commands.set_releases import check_release
from sar.sets import publishing

SHIPPED = "shipped"


@click.command("publish")
@click.argument("what", nargs=-1)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    help="The signed manifest that came with the FILES: `sar sets sign` makes one.",
)
@click.option(
    "--key",
    type=click.Path(path_type=Path),
    help="Public keys that may sign. Default: the file that SAR_RELEASE_KEYS_FILE names.",
)
@click.option(
    "--unsigned", "is_unsigned", is_flag=True, help="Publish without a manifest; the log says so."
)
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
    what: Sequence[str],
    *,
    manifest: Path | None,
    key: Path | None,
    is_unsigned: bool,
    effective_from: str | None,
    accept_previous_until: str | None,
) -> None:
    """Publish the sets that come with the toolkit ("shipped"), or all sets of a release from FILES.

    On the trainer's pages a second person approves. Here nobody does: the log says so.
    """
    settings = configuration.from_environment()
    if what in ((), (SHIPPED,)):
        if effective_from or accept_previous_until or manifest or key or is_unsigned:
            raise click.UsageError("The shipped sets bring their own dates and hashes.")
        _publish_shipped()
        return
    dates = Dates(
        effective_from=_moment(effective_from, settings.zone),
        accept_previous_until=_moment(accept_previous_until, settings.zone),
    )
    if (manifest is None) is not is_unsigned:
        raise click.UsageError(
            "Name the signed manifest of these files with --manifest, or say --unsigned: "
            "the log will record that nobody vouched for them."
        )
    _publish_files([Path(each) for each in what], dates, manifest=manifest, key=key)


def _publish_shipped() -> None:
    settings, now = configuration.from_environment(), datetime.now(UTC)
    with installation.database(settings) as engine, db.transaction(engine) as session:
        shipment = publishing.publish_shipped_sets(session, actor=COMMAND_LINE, now=now)
    for each in shipment.published:
        click.echo(f"Published {each.set_id} {each.version} (edition {each.edition}).")
    for each in shipment.left_out:
        click.echo(
            f"Left out {each.set_id} {each.version} (edition {each.edition}): a version of your "
            f"own is in force or scheduled. `sar sets show {each.version}` writes it out."
        )
    if not shipment.published and not shipment.left_out:
        click.echo("Every shipped set is published already.")


def _publish_files(
    paths: Sequence[Path], dates: Dates, *, manifest: Path | None, key: Path | None
) -> None:
    """Publish all of the files or none."""
    settings, now = configuration.from_environment(), datetime.now(UTC)
    loaded = [load_set(path) for path in paths]
    trusted = key or settings.release_keys_file
    signed_by = check_release(loaded, manifest, trusted) if manifest else None
    with installation.database(settings) as engine, db.transaction(engine) as session:
        rows = [
            publication.publish_file(
                session, each, dates, signed_by=signed_by, actor=COMMAND_LINE, now=now
            )
            for each in loaded
        ]
        told = [
            f"Published {row.set_id} {row.version}, in force from "
            f"{row.effective_from:%Y-%m-%d %H:%M} UTC."
            for row in rows
        ]
    click.echo("\n".join(told))
    click.echo(f"Signed with the key {signed_by}." if signed_by else "Nobody signed it.")
    click.echo("No second person approved it; the log says that it came from the command line.")


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
