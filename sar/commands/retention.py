"""`sar retention`: check a policy, list what is due, and purge it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

if TYPE_CHECKING:
    from privacy.clocks import Clock
    from privacy.retention_policies import Policies
    from sar.retention.running import Run

_FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group("retention")
def retention() -> None:
    """See how long reports are kept, what is due, and purge it."""


@retention.command("check")
@click.argument("file", type=_FILE, required=False)
def check_policy(file: Path | None) -> None:
    """Check a policy FILE, or the one in force, and say in words what it means."""
    from dataclasses import replace

    from sar import settings as configuration
    from sar.retention.policy import policies_of

    settings = configuration.from_environment()
    if file is not None:
        settings = replace(settings, retention_policy_file=file)
    policies = policies_of(settings)
    click.echo(f"{policies.source} is in order.")
    _describe(policies)
    if settings.retention_policy_file is None:
        click.echo("This is the toolkit's default, not your policy: set SAR_RETENTION_POLICY_FILE.")


@retention.command("due")
@click.option("--all", "is_all", is_flag=True, help="Also what is only kept, with its dates.")
def list_due(*, is_all: bool) -> None:
    """List what is due for review, due for purge, or on hold, in both drawers."""
    from privacy.clocks import Standing
    from sar import db
    from sar.retention import second_drawer
    from sar.retention.standings import standings

    found: Counter[str] = Counter()
    with _opened() as run, db.reading(run.engine) as session:
        now = run.clock()
        tips = ((each.receipt, each.due) for each in standings(session, run.policies, now=now))
        records = second_drawer.standings(session, run.policies, now=now)
        for receipt, due in chain(tips, ((report.receipt, due) for _, report, due in records)):
            found[due.standing] += 1
            if is_all or due.standing is not Standing.KEPT:
                dates = f"review {due.review_at:%Y-%m-%d}  purge {due.purge_at:%Y-%m-%d}"
                click.echo(f"{due.standing:<7} {receipt}  {dates}  {due.clock}")
    click.echo(", ".join(f"{name}: {count}" for name, count in sorted(found.items())) or "Nothing.")


@retention.command("purge")
@click.option("--commit/--dry-run", "is_commit", help="Purge, or only count. [default: count]")
@click.option("--compact/--no-compact", default=True, help="Rewrite the database's files after.")
def purge_due(*, is_commit: bool, compact: bool) -> None:
    """Destroy the content and the keys of every report that is due.

    Without --commit nothing is changed. A run that was stopped goes on when it is started again.
    The ledger and the log keep their lines.
    """
    from privacy.clocks import Standing
    from sar.retention import compaction, running

    with _opened() as run:
        if not is_commit:
            found, records = running.count_standings(run), running.count_records(run)
            click.echo(f"{found[Standing.PURGE]:>9,} would be purged")
            click.echo(f"{found[Standing.HELD]:>9,} are due and on hold")
            if records:
                click.echo(f"{records[Standing.PURGE]:>9,} would be purged in the other drawer")
                click.echo(f"{records[Standing.HELD]:>9,} are due there and on hold")
            click.echo("Nothing was changed. Add --commit to purge.")
            return
        purged = _purge(run)
        keys = running.finish(run, purged)
        compaction.checkpoint(run.engine)
        if compact and purged:
            compaction.compact(run.engine)
    click.echo(f"{purged:>9,} purged")
    click.echo(f"{keys:>9,} month key(s) destroyed")
    if purged:
        click.echo("A backup from before still opens with the keyring of that time: run")
        click.echo(
            "sar keys rotate, and replace the keyring's backups (operator's guide, Purging)."
        )


def _purge(run: "Run") -> int:
    from rich.console import Console
    from rich.progress import track

    from sar.retention import running

    console = Console(stderr=True)
    total = len(running.due_ids(run)) or 1
    done = running.purge_all(run)
    shown = track(
        done, "", total=total, console=console, transient=True, disable=not console.is_terminal
    )
    return sum(receipt is not None for receipt in shown)


@contextmanager
def _opened() -> Iterator["Run"]:
    from sar import installation
    from sar import settings as configuration
    from sar.actors import COMMAND_LINE
    from sar.retention.policy import policies_of
    from sar.retention.running import Run

    settings = configuration.from_environment()
    policies = policies_of(settings)
    with installation.database(settings) as engine:
        yield Run(engine, policies, COMMAND_LINE, lambda: datetime.now(UTC))


def _describe(policies: "Policies") -> None:
    from privacy.retention_policies import Drawer

    for policy in policies.policies:
        whose = "all agencies" if policy.agencies is None else ", ".join(sorted(policy.agencies))
        click.echo(f"\n{policy.name}: for {whose}, days of {policy.zone}\n  {policy.note}")
        for drawer in Drawer:
            for clock in policy.clocks[drawer]:
                click.echo(f"  {drawer.value}: {_in_words(clock)}\n    {clock.basis}")


def _in_words(clock: "Clock") -> str:
    outcomes = ", ".join(sorted(clock.outcomes)) or "any outcome"
    text = (
        f"{clock.name} ({outcomes}): review {clock.review_after} and purge {clock.purge_after} "
        f"after it was {clock.counts_from}"
    )
    if clock.extends_by is not None:
        text += f"; a validation gives {clock.extends_by}"
    return text + (f", {clock.at_most} at most" if clock.at_most is not None else "")
