"""`sar privacy mentions`: protected attributes and activities of a text, and what they do."""

import json
from collections import Counter
from typing import BinaryIO

import rich_click as click

from sar.commands.redacting import decoded


@click.command("mentions")
@click.argument("file", type=click.File("rb"), default="-")
@click.option(
    "--json", "is_json", is_flag=True, help="Print offsets, attributes and roles as JSON."
)
def mentions(*, file: BinaryIO, is_json: bool) -> None:
    """Say what each mention of a protected attribute or activity does in FILE, or standard input.

    The words themselves are not printed; offsets are half-open and count characters.
    """
    from privacy.attributes import find_mentions

    found = find_mentions(decoded(file.read(), command="sar privacy mentions"))
    if is_json:
        rows = [
            {
                "start": each.start,
                "end": each.end,
                "attribute": each.attribute.value,
                "role": each.role.value,
                "reason": each.reason,
            }
            for each in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for each in found:
        click.echo(
            f"{each.start:>6}-{each.end:<6} {each.attribute.value:<22} {each.role.value:<16} "
            f"{each.reason}"
        )
    counts = Counter(each.role.value.replace("_", " ") for each in found)
    listed = ", ".join(f"{count} {role}" for role, count in sorted(counts.items()))
    click.echo(f"{len(found)} mentions{': ' if listed else ''}{listed}", err=True)
