"""`sar files`: clean one file, by hand."""

import sys
from datetime import UTC, datetime
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


_SET_IT = "Set SAR_SCANNER to where ClamAV's clamd listens."


@files.command("scan")
def scan_held() -> None:
    """Ask the virus scanner again about held files. Exit code 1 if any stays held."""
    from sar import db, installation
    from sar import settings as configuration
    from sar.actors import COMMAND_LINE
    from sar.attachments import scanning
    from sar.errors import NotReadyError
    from sar.outside.scanner import Scanner

    settings = configuration.from_environment()
    scanner = Scanner(settings.scanner, settings.scanner_seconds)
    keyring = installation.load_keyring(settings)
    with installation.database(settings) as engine:
        with db.reading(engine) as session:
            held = scanning.held_files(session)
        if held and not scanner.is_on:
            raise NotReadyError("Files are held, and there is no scanner.", remedy=_SET_IT)
        settled = 0
        for each in held:
            with db.reading(engine) as session:
                verdict = scanning.ask_again(session, each, keyring=keyring, scanner=scanner)
            with db.transaction(engine) as session:
                now = datetime.now(UTC)
                settled += scanning.settle(session, each, verdict, actor=COMMAND_LINE, now=now)
    click.echo(f"{settled} of {len(held)} settled.")
    sys.exit(0 if settled == len(held) else 1)
