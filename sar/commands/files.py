"""`sar files`: clean one file, by hand."""

import sys
from typing import BinaryIO

import rich_click as click


@click.group("files")
def files() -> None:
    """Photos and files without what they tell beside their content."""


@files.command("clean")
@click.argument("file", type=click.File("rb"))
@click.option("-o", "--output", type=click.File("wb", lazy=True), help="Where to write it.")
def clean_file(*, file: BinaryIO, output: BinaryIO | None) -> None:
    """Clean FILE: a photo (JPEG, PNG, HEIC, WebP, GIF), a PDF document or a plain text.

    The clean file goes to standard output, or to --output; what was removed to standard error.
    """
    from privacy.files import Limits
    from privacy.files.apart import clean_apart

    limits = Limits()
    cleaned = clean_apart(file.read(limits.max_bytes + 1), limits)
    (output or sys.stdout.buffer).write(cleaned.content)
    told = "; ".join(each.label for each in cleaned.removed) or "nothing that had to go"
    click.echo(f"{cleaned.kind.value}, {len(cleaned.content):,} bytes. Removed: {told}.", err=True)
