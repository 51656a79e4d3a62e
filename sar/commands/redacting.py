"""`sar redact`: a text without its identifiers, to standard output."""

import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import BinaryIO

import rich_click as click

from sar.errors import FieldFinding, InvalidInputError


@click.command("redact")
@click.argument("file", type=click.File("rb"), default="-")
@click.option("--json", "is_json", is_flag=True, help="Print text and spans as JSON.")
def redact_text(*, file: BinaryIO, is_json: bool) -> None:
    """Redact a text: FILE, or standard input.

    The redacted text goes to standard output, as it was but for the placeholders; what kinds of
    identifiers were hidden, and how many, to standard error. If anything fails, nothing is shown.
    """
    from privacy.redaction import redact

    redacted = redact(decoded(file.read(), command="sar redact"))
    if is_json:
        spans = [{**asdict(span), "kind": span.kind.value} for span in redacted.spans]
        click.echo(json.dumps({"text": redacted.text, "spans": spans}, ensure_ascii=False))
    else:
        sys.stdout.buffer.write(redacted.text.encode())
        sys.stdout.buffer.flush()
    found = Counter(span.kind.value.replace("_", " ") for span in redacted.spans)
    counts = ", ".join(f"{count} {kind}" for kind, count in sorted(found.items()))
    click.echo(f"{len(redacted.spans)} hidden{': ' if counts else ''}{counts}", err=True)


def decoded(content: bytes, *, command: str) -> str:
    """Read UTF-8; raise InvalidInputError, with what to do before `command`, for anything else."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        finding = FieldFinding(
            "text",
            f"It is not UTF-8: byte {error.start + 1:,} does not fit.",
            f"Convert it first: iconv -f WINDOWS-1252 -t UTF-8 FILE | {command}",
        )
        raise InvalidInputError([finding]) from None
