"""`sar sets preview`: what a draft would have meant for the reports of a period."""

import gc
import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import rich_click as click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from indicators.definitions import DefinitionSet
from indicators.preview import Effect
from sar import db, installation
from sar import settings as configuration
from sar.catalog import preview_words
from sar.catalog.counting import Scan, scan_here
from sar.catalog.days import read_days
from sar.catalog.preview import Order, Preview, Question, in_force, run, to_plain
from sar.commands.set_files import find_set
from sar.errors import InvalidInputError, NotReadyError
from sar.models import DefinitionSetVersion
from sar.sets.published import definition_set_of

EACH_ITS_OWN = "own"


@click.command("preview")
@click.argument("draft")
@click.option("--since", metavar="DATE", help="From this day on. [default: a year ago]")
@click.option("--until", metavar="DATE", help="Up to this day, included. [default: today]")
@click.option(
    "--against", metavar="VERSION", help='A version, or "own" for the one that each report is '
    "pinned to. [default: the version in force]",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Write the result for a program to read.")
@click.option("--workers", type=click.IntRange(1, 256), help="Count in so many processes here.")
@click.option("--scheduler", metavar="ADDRESS", help="Count on a dask cluster: tls://HOST:PORT.")
def preview(  # noqa: PLR0913  one parameter for each option
    *,
    draft: str,
    since: str | None,
    until: str | None,
    against: str | None,
    as_json: bool,
    workers: int | None,
    scheduler: str | None,
) -> None:
    """Say what DRAFT would have meant for past reports: refused, asked more, moved in the queue.

    DRAFT is a file, the number of a draft on the trainer's pages, or a version. Nothing is
    written, so a copy of the database will do. Examples are named by their receipt numbers.
    """
    settings, now = configuration.from_environment(), datetime.now(UTC)
    given = {"since": since or "", "until": until or ""}
    days, findings = read_days(given, zone=settings.zone, now=now)
    if findings:
        raise InvalidInputError(findings)
    with ExitStack() as stack:
        engine = stack.enter_context(installation.database(settings))
        with db.reading(engine) as session:
            proposed = _proposed(session, draft)
            current = in_force(session, proposed, now=now)
        scan = _scan(stack, workers, scheduler)
        question = Question(proposed, _other(against, current), days, current.sha256)
        gc.freeze()  # What is loaded by now stays: looking for garbage in it takes a tenth longer.
        found = _show_progress(engine, question, scan)
    if as_json:
        plain = to_plain(found) | {"sha256": found.sha256, "in_force_meanwhile": found.in_force}
        click.echo(json.dumps(plain, ensure_ascii=False))
    else:
        click.echo("\n".join(_as_text(found)))


def _proposed(session: Session, name: str) -> DefinitionSet:
    """Return the set in a file, a draft by its number, or a published version."""
    is_number = name.isascii() and name.isdecimal() and len(name) < 10 and not Path(name).is_file()
    row = session.get(DefinitionSetVersion, int(name)) if is_number else None
    return find_set(name) if row is None else definition_set_of(row)


def _other(name: str | None, current: DefinitionSet) -> DefinitionSet | None:
    """Return the set to compare with; None for the one that each report is pinned to."""
    if name is None:
        return current
    return None if name == EACH_ITS_OWN else find_set(name)


def _scan(stack: ExitStack, workers: int | None, scheduler: str | None) -> Scan:
    """Return how the counting is done; what it needs is closed with `stack`."""
    if workers and scheduler:
        raise click.UsageError("Give --workers or --scheduler, not both.")
    if not workers and not scheduler:
        return scan_here
    try:
        from sar.catalog.cluster import scan_on
        from sar.outside.workers import workers_of
    except ImportError:
        raise NotReadyError(
            "dask.distributed is not installed.", remedy="Run: pip install 'sar-toolkit[scale]'."
        ) from None
    return scan_on(stack.enter_context(workers_of(count=workers, address=scheduler)))


def _show_progress(engine: Engine, question: Question, scan: Scan) -> Preview:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), TextColumn("{task.percentage:>3.0f} %"), TimeRemainingColumn())
    reports = TextColumn("{task.fields[reports]:,} reports")
    console = Console(stderr=True)
    with Progress(
        *columns, reports, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("", total=1.0, reports=0)
        for step in run(engine, question, clock=lambda: datetime.now(UTC), scan=scan):
            if isinstance(step, Preview):
                return step
            seen = step.counted.impact.reports
            progress.update(task, completed=step.share, reports=seen)
    raise AssertionError("a preview always ends with its result")


def _as_text(found: Preview) -> Iterator[str]:
    question, impact = found.question, found.impact
    against = _named(question.against) if question.against else "the version of each report"
    yield f"Draft {_named(question.draft)} compared with {against}"
    yield f"Reports received from {_date(question.days.since)} to {_date(question.days.until)}"
    if found.in_force:
        yield f"Version {found.in_force} came into force meanwhile: consider another preview."
    yield ""
    for effect, words in preview_words.EFFECTS.items():
        yield f"{impact.count(effect):>9,} {words}"
    yield f"{impact.reports:>9,} in all"
    if impact.refused_by_both:
        yield f"{impact.refused_by_both:>9,} of them fit neither set as they are"
    for effect in preview_words.CAUSED:
        yield from _causes(found, effect)
    yield from _order("All reports of the period, ranked anew", found.every)
    yield from _order("Those of them that wait in the queue", found.waiting)
    yield from _largest(found.waiting if found.waiting.largest else found.every)
    if found.unranked:
        yield f"{found.unranked:>9,} reports take no part in this order"
    yield f"\nResult {found.sha256}"


def _causes(found: Preview, effect: Effect) -> Iterator[str]:
    for number, line in enumerate(preview_words.lines(found.impact, effect, found.question)):
        if number == 0:
            yield f"\n{preview_words.title(effect)}"
        words = f"{line.behaviour}: {line.words}" if line.behaviour else line.words
        yield f"{line.count:>9,} {words}"
        yield f"          for example {', '.join(line.references)}"


def _order(title: str, order: Order) -> Iterator[str]:
    change = order.movement
    yield f"\n{title}: {change.reports:,} reports"
    yield f"{change.rescored:>9,} have another score"
    yield f"{change.up:>9,} move up, {change.down:,} move down"
    yield f"{change.left_top:>9,} of the first {change.top:,} give way to others"


def _largest(order: Order) -> Iterator[str]:
    for each in order.largest:
        places = f"place {each.move.place_before:,} to {each.move.place_after:,}"
        yield f"          {each.reference}: {places}"
        yield from (f"            no longer: {reason}" for reason in each.gone)
        yield from (f"            now:       {reason}" for reason in each.come)


def _named(definition_set: DefinitionSet) -> str:
    return f"{definition_set.version} ({definition_set.sha256[:12]})"


def _date(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
