"""`sar training`: job aids, courses and refreshers as files; results from and to other systems."""

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import rich_click as click

from indicators.definitions import Audience, DefinitionSet
from sar import db, installation
from sar import settings as configuration
from sar.commands.set_files import find_set
from sar.errors import NotReadyError
from sar.outside import record_store
from sar.sets import published
from sar.settings import Settings
from sar.training import completions, outbox
from sar.training.export import Format, Order, export
from sar.training.packages import read_schemas
from sar.training.sending import Store, send_due
from sar.wording.languages import BY_CODE, ENGLISH


@click.group()
def training() -> None:
    """Make training from an indicator set, and exchange results with learning systems."""


@training.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--set", "name", metavar="VERSION", help="A version or a file. Default: the one in force."
)
@click.option(
    "--since", metavar="VERSION", help="Only what changed since this version, or file: a refresher."
)
@click.option("--full", "is_full", is_flag=True, help="The full course instead of the short one.")
@click.option(
    "--role", "roles", multiple=True, type=click.Choice([each.value for each in Audience]),
    help="For whom; may be repeated. Default: every role.",
)  # fmt: skip
@click.option(
    "--format", "formats", multiple=True, type=click.Choice([each.value for each in Format]),
    help="What kind of file; may be repeated. Default: every kind.",
)  # fmt: skip
@click.option(
    "--language", default=ENGLISH.code, show_default=True, type=click.Choice(list(BY_CODE)),
    help="In which language; what nobody has translated stands there in English.",
)  # fmt: skip
def export_training(
    folder: Path,
    *,
    language: str,
    name: str | None,
    since: str | None,
    is_full: bool,
    **only: tuple[str, ...],
) -> None:
    """Write job aids, web pages, SCORM 1.2 and cmi5 packages into FOLDER.

    A course is the short one, about 15 minutes, unless you ask for --full or --since.
    """
    if is_full and since:
        raise click.UsageError("--full and --since exclude one another: leave one out.")
    settings = configuration.from_environment()
    definition_set = find_set(name) if name else _in_force(settings)
    earlier = find_set(since) if since else None
    orders = [
        Order(definition_set, Audience(role), Format(each), earlier, is_full, BY_CODE[language])
        for role in only["roles"] or Audience
        for each in only["formats"] or Format
    ]
    schemas = read_schemas(settings.scorm_schemas) if settings.scorm_schemas else None
    folder.mkdir(parents=True, exist_ok=True)
    needless = 0
    for order in orders:
        made = export(order, schemas=schemas)
        if made is None:
            needless += 1
            continue
        (folder / made.name).write_bytes(made.content)
        click.echo(f"{made.name}  {len(made.content):,} bytes")
    if needless and earlier is not None:
        click.echo(f"Nothing to refresh since version {earlier.version}.")


def _in_force(settings: Settings) -> DefinitionSet:
    if not settings.database_url:
        raise NotReadyError(
            "No version is named, and no database says which one is in force.",
            remedy="Name one, --set 2.0.0 for example, or set SAR_DATABASE_URL.",
        )
    with installation.database(settings) as engine, db.reading(engine) as session:
        return published.current_set(session, now=datetime.now(UTC)).definition_set


@training.command("send")
def send_statements() -> None:
    """Send the waiting results of practice to the record store; run it every few minutes.

    A store that is away or slow costs nothing but time: what was not taken is tried again later.
    The exit code is 1 if something could not be sent.
    """
    settings = configuration.from_environment()
    record_store.check(settings)
    store = Store(settings.xapi_endpoint, record_store.credentials(settings))
    sent, failed = 0, []
    with installation.database(settings) as engine:
        for attempt in send_due(engine, store, clock=lambda: datetime.now(UTC)):
            sent += not attempt.answer
            failed += [attempt] if attempt.answer else []
        with db.reading(engine) as session:
            waiting, given_up = outbox.backlog(session)
    for attempt in failed:
        click.echo(f"not taken: {attempt.statement_id}  {attempt.answer}", err=True)
    click.echo(f"{sent} sent, {waiting} waiting, {given_up} given up.")
    sys.exit(1 if failed else 0)


@training.command("completions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--apply", "is_applied", is_flag=True, help="Store the new ones; else only look.")
def import_completions(file: Path, *, is_applied: bool) -> None:
    """Bring in completions from a learning system, a CSV FILE; without --apply only judge them.

    Columns: username, course, version, completed_at, and perhaps score in percent.
    The exit code is 1 if a row is refused.
    """
    settings, now = configuration.from_environment(), datetime.now(UTC)
    content = file.read_bytes()
    with installation.database(settings) as engine, db.transaction(engine) as session:
        rows = completions.read(session, content, now=now)
        stored = completions.take(session, rows, now=now) if is_applied else 0
    for row in rows:
        click.echo(f"line {row.line}: {row.verdict}{': ' if row.reason else ''}{row.reason}")
    counts = Counter(row.verdict for row in rows)
    told = ", ".join(f"{counts[each]} {each}" for each in completions.Verdict)
    click.echo(f"{told}. {f'{stored} stored.' if is_applied else 'Nothing was stored.'}")
    sys.exit(1 if counts[completions.Verdict.REFUSED] else 0)
