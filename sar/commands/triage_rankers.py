"""Commands about the rankers of this installation's database."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import rich_click as click

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from privacy.keyring import Keyring
    from sar.actors import Actor
    from sar.models import RankerVersion
    from sar.ranking.lessons import Lesson

_NUMBER = click.IntRange(1, 2**31 - 1)


@click.command("train")
@click.option("--seed", default=0, show_default=True, help="What chance begins with.")
@click.option("--gate/--no-gate", "has_gate", default=True, help="Judge it at once.")
def train(*, seed: int, has_gate: bool) -> None:
    """Train a ranker from the decisions so far, and let the gate judge it.

    It reads the redacted accounts of decided reports, every attribute masked, and nothing about
    who filed them. A fifth of the reports is held back to judge by. Nothing in the queue changes.
    The exit code is 1 if the gate refuses it.
    """
    from sar import db
    from sar.actors import COMMAND_LINE
    from sar.ranking import training

    now = datetime.now(UTC)
    with _opened() as (engine, keyring):
        lessons = _lessons(engine)
        with db.transaction(engine) as session:
            version = training.train(session, lessons, seed=seed, actor=COMMAND_LINE, now=now)
            click.echo(
                f"Ranker {version.ranker_version_id} learned from {version.reports} decided "
                f"reports, of which {version.relevant} mattered."
            )
            if has_gate:
                training.judge(
                    session, version, lessons,
                    secret=keyring.lookup_secret, actor=COMMAND_LINE, now=now,
                )  # fmt: skip
    if has_gate:
        _tell(version)


@click.command("gate")
@click.argument("number", type=_NUMBER)
def gate(*, number: int) -> None:
    """Say what the gate finds about ranker NUMBER; judge it first if it was not judged yet.

    The exit code is 1 if the gate refuses it.
    """
    from sar import db
    from sar.actors import COMMAND_LINE
    from sar.ranking import switching, training

    with _opened() as (engine, keyring):
        with db.reading(engine) as session:
            is_judged = switching.find_version(session, number).judged_at is not None
        lessons = [] if is_judged else _lessons(engine)
        with db.transaction(engine) as session:
            version = switching.find_version(session, number)
            if not is_judged:
                training.judge(
                    session, version, lessons, secret=keyring.lookup_secret,
                    actor=COMMAND_LINE, now=datetime.now(UTC),
                )  # fmt: skip
    _tell(version)


@click.command("list")
def list_rankers() -> None:
    """List the rankers, the newest first, and say what orders the queue."""
    from sar import db
    from sar.ranker import scoring
    from sar.ranking import history, rescoring

    with _opened() as (engine, _), db.reading(engine) as session:
        found, ever = history.standing(session), history.ever_active(session)
        for each in history.versions(session):
            state = history.state_of(each, found, ever)
            click.echo(
                f"{each.ranker_version_id:>4}  {state:<12}  {each.trained_at:%Y-%m-%d}  "
                f"{each.reports} reports  set {each.set_version}  {each.sha256[:8]}"
            )
        in_force = scoring.in_force(session)
        left = rescoring.waiting(session, in_force)
    click.echo(f"In force: {in_force.label}. Waiting reports to be scored anew: {left}.")
    if in_force.is_broken:
        click.echo("The ranker in force cannot be loaded; the rules take its place.", err=True)


@click.command("activate")
@click.argument("number", type=_NUMBER)
def activate(*, number: int) -> None:
    """Let ranker NUMBER order the queue, if the gate let it pass.

    A ranker that the gate refused comes in force only on the pages, by two persons.
    """
    from sar.ranking import switching

    with _acting() as (session, actor, now):
        switching.activate(session, switching.Wish(number), actor=actor, now=now)
    click.echo(f"Ranker {number} orders the queue. Run `sar triage rescore` for what waits.")


@click.command("learn-on")
def learn_on() -> None:
    """Let the ranker in force learn from the decisions since, and score what waits by it.

    It never gets further from what the gate judged than a bound allows, and stays as it is if it
    would order the held-back reports clearly worse. Run it by a timer, as often as you like.
    """
    from sar.actors import COMMAND_LINE
    from sar.ranking import continuing
    from sar.ranking.memory import Memory
    from triage.learning.continuing import FURTHEST

    with _opened() as (engine, _):
        row = continuing.learn_on(engine, Memory(), actor=COMMAND_LINE, now=datetime.now(UTC))
        if row is None:
            click.echo("No ranker is in force, it is held, or no decision is new.")
            return
        click.echo(
            f"Ranker {row.ranker_version_id} learned from {row.reports} decided reports. It went "
            f"{100 * row.share:.0f} % of the way that they point, and is {100 * row.drift:.0f} % "
            f"from what was judged; {100 * FURTHEST:.0f} % is the bound."
        )
        click.echo(f"{sum(_rescored(engine))} waiting reports scored anew.")


@click.command("rollback")
def roll_back() -> None:
    """Go back one step, to what ordered the queue before."""
    from sar.ranker import scoring
    from sar.ranking import switching

    with _acting() as (session, actor, now):
        switching.roll_back(session, actor=actor, now=now)
        label = scoring.in_force(session).label
    click.echo(f"In force: {label}. Run `sar triage rescore` for what waits.")


@click.command("off")
def switch_off() -> None:
    """Switch learned rankers off: the rules alone order the queue."""
    _switch(to_on=False)
    click.echo("The rules order the queue. Run `sar triage rescore` for what waits.")


@click.command("on")
def switch_on() -> None:
    """Switch learned rankers on again, as they were before."""
    _switch(to_on=True)
    click.echo("Learned rankers are on. Run `sar triage rescore` for what waits.")


@click.command("rescore")
@click.option("--workers", type=click.IntRange(1, 256), help="Score in so many processes.")
@click.option("--scheduler", metavar="ADDRESS", help="Score on the workers of a dask scheduler.")
def rescore(*, workers: int | None, scheduler: str | None) -> None:
    """Score the waiting reports by what orders the queue now.

    A run that was stopped goes on when it is started again. Workers need this installation's
    settings in their environment; they score, and this process writes.
    """
    if workers and scheduler:
        raise click.UsageError("Give --workers or --scheduler, not both.")
    from rich.console import Console
    from rich.progress import Progress

    from sar import db
    from sar.ranker import scoring
    from sar.ranking import rescoring

    console, done = Console(stderr=True), 0
    with _opened() as (engine, _):
        with db.reading(engine) as session:
            total = rescoring.waiting(session, scoring.in_force(session))
        with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("Scoring", total=total)
            spread = workers or scheduler
            for scored in _spread(engine, workers, scheduler) if spread else _rescored(engine):
                done += scored
                bar.update(task, completed=done)
    click.echo(f"{done} waiting reports scored anew.")


def _rescored(engine: "Engine") -> Iterator[int]:
    from sar import db
    from sar.actors import COMMAND_LINE
    from sar.ranking import rescoring

    last = 0
    while True:
        with db.transaction(engine) as session:
            chunk = rescoring.rescore_next(
                session, actor=COMMAND_LINE, now=datetime.now(UTC), after=last
            )
        if chunk is None:
            return
        last = chunk.last_id
        yield chunk.scored


def _spread(engine: "Engine", workers: int | None, scheduler: str | None) -> Iterator[int]:
    from sar import db
    from sar.actors import COMMAND_LINE
    from sar.errors import NotReadyError
    from sar.ranker import scoring
    from sar.ranking import rescoring

    try:
        from sar.outside.workers import workers_of
        from sar.ranking import spreading
    except ImportError:
        raise NotReadyError(
            "dask.distributed is not installed.", remedy="Run: pip install 'sar-toolkit[scale]'."
        ) from None
    with db.reading(engine) as session:
        label = scoring.in_force(session).label
    with workers_of(count=workers, address=scheduler) as client:
        for found in spreading.score_on(client, engine):
            with db.transaction(engine) as session:
                yield rescoring.store(
                    session, found, by=label, actor=COMMAND_LINE, now=datetime.now(UTC)
                )


def _switch(*, to_on: bool) -> None:
    from sar.ranking import switching

    with _acting() as (session, actor, now):
        switching.switch(session, to_on=to_on, actor=actor, now=now)


def _tell(version: "RankerVersion") -> None:
    """Print what the gate found, and end with 1 if it refused."""
    card = version.card or {}
    for each in card["gate"]["findings"]:
        result = "pass  " if each["is_passed"] else "REFUSE"
        click.echo(f"{result}  {each['check']}: {each['words']}")
    if version.is_passed:
        click.echo(f"The gate lets ranker {version.ranker_version_id} pass.")
        return
    click.echo(f"The gate refuses ranker {version.ranker_version_id}.")
    sys.exit(1)


def _lessons(engine: "Engine") -> "list[Lesson]":
    from rich.console import Console
    from rich.progress import track

    from sar import db
    from sar.ranking.lessons import read_lessons

    console = Console(stderr=True)
    with db.reading(engine) as session:
        found = track(
            read_lessons(session), "Reading decisions", console=console, transient=True,
            disable=not console.is_terminal,
        )  # fmt: skip
        return list(found)


@contextmanager
def _opened() -> Iterator[tuple["Engine", "Keyring"]]:
    from sar import installation
    from sar import settings as configuration

    settings = configuration.from_environment()
    keyring = installation.load_keyring(settings)
    with installation.database(settings) as engine:
        yield engine, keyring


@contextmanager
def _acting() -> Iterator[tuple["Session", "Actor", datetime]]:
    from sar import db
    from sar.actors import COMMAND_LINE

    with _opened() as (engine, _), db.transaction(engine) as session:
        yield session, COMMAND_LINE, datetime.now(UTC)
