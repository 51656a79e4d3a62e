"""`sar search`: write anew what reports are found by."""

from datetime import UTC, datetime

import rich_click as click


@click.group("search")
def search() -> None:
    """Look after what the analysts' search works on."""


@search.command("rebuild")
def rebuild_search() -> None:
    """Write words and tokens of every report anew; needed once after the upgrade to 0028."""
    from sar import installation
    from sar import settings as configuration
    from sar.actors import COMMAND_LINE
    from sar.search.rebuilding import rebuild

    settings = configuration.from_environment()
    done = rebuild(
        installation.open_database(settings),
        keyring=installation.load_keyring(settings),
        actor=COMMAND_LINE,
        now=datetime.now(UTC),
        on_progress=lambda count: click.echo(f"{count:,} reports", err=True),
    )
    click.echo(f"{done:,} reports can be searched.")
