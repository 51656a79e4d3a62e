"""`sar held`: the reports whose redaction failed, and another try at them."""

import sys
from datetime import UTC, datetime

import rich_click as click


@click.group("held")
def held() -> None:
    """See and retry the reports that are not shown because their redaction failed."""


@held.command("list")
def list_held() -> None:
    """List their receipts."""
    from sar import db, installation
    from sar import settings as configuration
    from sar.intake.held import held_receipts

    engine = installation.open_database(configuration.from_environment())
    with db.reading(engine) as session:
        for receipt in held_receipts(session):
            click.echo(receipt)


@held.command("retry")
def retry_held() -> None:
    """Redact each of them again; what succeeds goes into the queue. Exit code 1 if any stays."""
    from sar import db, installation
    from sar import settings as configuration
    from sar.actors import COMMAND_LINE
    from sar.intake.held import held_receipts, retry

    settings = configuration.from_environment()
    engine = installation.open_database(settings)
    keyring = installation.load_keyring(settings)
    with db.reading(engine) as session:
        receipts = held_receipts(session)
    released = 0
    for receipt in receipts:
        with db.transaction(engine) as session:
            released += retry(
                session, receipt, keyring=keyring, actor=COMMAND_LINE, now=datetime.now(UTC)
            )
    click.echo(f"{released} of {len(receipts)} released.")
    sys.exit(0 if released == len(receipts) else 1)
