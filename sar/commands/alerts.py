"""`sar alerts`: mail that says only that something is new."""

import sys
from datetime import UTC, datetime

import rich_click as click

from sar import db, installation
from sar import settings as configuration
from sar.alerting import addressing, sending


@click.group()
def alerts() -> None:
    """Tell people by mail that something is new, and nothing else."""


@alerts.command("send")
def send() -> None:
    """Send what is due to those who asked for it; run it every few minutes.

    A mail server that is away costs nothing but time. The exit code is 1 if a mail was not taken.
    """
    settings = configuration.from_environment()
    addressing.check(settings)
    sent, failed = 0, 0
    with installation.database(settings) as engine:
        for attempt in sending.send_due(engine, settings, clock=lambda: datetime.now(UTC)):
            sent += not attempt.answer
            failed += bool(attempt.answer)
            if attempt.answer:
                told = f"not taken: account:{attempt.account_id}  {attempt.answer}"
                click.echo(told, err=True)
        with db.reading(engine) as session:
            asked, _failing = sending.count(session)
    click.echo(f"{sent} sent, {failed} not taken; {asked} asked for it.")
    sys.exit(1 if failed else 0)
