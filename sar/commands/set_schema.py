"""`sar sets schema`: what a report's answers must be, for programs that write reports."""

import json

import rich_click as click

from indicators.schema import schema_of
from sar.commands.set_files import find_set


@click.command("schema")
@click.argument("what")
@click.argument("version", required=False)
def show_schema(what: str, version: str | None) -> None:
    """Write out JSON Schema 2020-12 of a set: a SET with its VERSION, a VERSION, or a FILE.

    A program that checks its reports with it has few refusals; the server still checks all.
    """
    click.echo(json.dumps(schema_of(find_set(what, version)), indent=2, ensure_ascii=False))
