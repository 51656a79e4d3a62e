"""`sar audit export` and `sar audit prove`: the log, or one entry of it, outside the database."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import rich_click as click

from privacy.log import exports
from sar import db, installation
from sar import settings as configuration
from sar.actors import COMMAND_LINE
from sar.log import audit as audit_log
from sar.log import checkpoints, log_exports


@click.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export_log(folder: Path) -> None:
    """Write the whole log into a new FOLDER, in the public format of transparency logs.

    What is written can be verified without this installation, by `sar audit verify FOLDER` and by
    tools of others. The export is itself an entry of the log.
    """
    settings, now = configuration.from_environment(), datetime.now(UTC)
    key = checkpoints.signing_key(settings, installation.load_keyring(settings))
    write = exports.write_to_folder(folder)
    with installation.database(settings) as engine:
        with db.transaction(engine) as session:
            signed = log_exports.begin(session, key=key, actor=COMMAND_LINE, now=now)
        with db.reading(engine) as session:
            log_exports.write(session, _counting(write), checkpoint=signed, key=key)
    click.echo(f"{signed.size} entries are in {folder}, signed as {signed.origin}.")


@click.command("prove")
@click.argument("position", type=click.IntRange(min=1))
@click.option("--out", type=click.Path(path_type=Path), help="A new file; else it is shown here.")
def prove_entry(position: int, out: Path | None) -> None:
    """Give out entry POSITION with the proof that it is in the log, as one text.

    `sar audit verify FILE --key KEY` verifies it, and so do tools that read the C2SP tlog-proof
    format. That it was given out is itself an entry of the log.
    """
    settings, now = configuration.from_environment(), datetime.now(UTC)
    with installation.database(settings) as engine, db.transaction(engine) as session:
        proof = log_exports.prove(session, position)
        event = audit_log.Event("log.proved", f"log:{position}")
        audit_log.record(session, event, actor=COMMAND_LINE, now=now)
        if out is not None:
            with out.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(str(proof))
    if out is None:
        click.echo(str(proof), nl=False)
    else:
        click.echo(f"The proof of entry {position} is in {out}.")


def _counting(write: exports.Write) -> Callable[[str, bytes], None]:
    """Tell on standard error how far it is, by the bundles of 256 entries that were written."""
    done = 0

    def counted(path: str, content: bytes) -> None:
        nonlocal done
        write(path, content)
        if path.startswith("tile/entries/"):
            done += 256
            if done % (256 * 400) == 0:
                click.echo(f"... {done:,} entries", err=True)

    return counted
