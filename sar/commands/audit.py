"""`sar audit`: verify the log, sign a checkpoint, show the public key."""

from datetime import UTC, datetime
from pathlib import Path

import rich_click as click
from sqlalchemy.orm import Session

from privacy import log
from privacy.errors import LogError
from sar import audit as audit_log
from sar import db, installation
from sar import settings as configuration
from sar.actors import COMMAND_LINE
from sar.oversight.checkpoints import dump_checkpoint, parse_checkpoint
from sar.settings import Settings

EXIT_BROKEN = 1
_REPORT_EACH = 100_000


@click.group()
def audit() -> None:
    """Verify and sign the audit log."""


@audit.command("verify")
@click.option(
    "--public-key",
    "public_keys",
    metavar="FILE|HEX",
    multiple=True,
    help="The key that signs checkpoints, as `sar audit public-key` shows it; else the keyring's.",
)
@click.option(
    "--checkpoint",
    "checkpoint_files",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    help="A checkpoint that was kept outside the database.",
)
@click.pass_context
def verify_log(
    ctx: click.Context, public_keys: tuple[str, ...], checkpoint_files: tuple[Path, ...]
) -> None:
    """Verify every entry; exit code 0 intact, 1 broken, 2 not readable.

    Only a checkpoint that was kept outside the database shows that the end was cut off, or that
    somebody who could write everywhere built the whole log anew.
    """
    settings = configuration.from_environment()
    keys = [read_public_key(each) for each in public_keys] or _own_public_key(settings)
    kept = [parse_checkpoint(file.read_text(encoding="utf-8")) for file in checkpoint_files]
    with installation.database(settings) as engine, db.reading(engine) as session:
        verdict = audit_log.verify(
            session, public_keys=keys, checkpoints=kept, on_progress=tell_progress
        )
        if verdict.is_intact:
            click.echo(f"Intact: {verdict.size} entries, head {verdict.head}.")
            click.echo(_limits_of(has_key=bool(keys), kept=len(kept)))
            return
        _tell_fault(session, verdict)
    ctx.exit(EXIT_BROKEN)


@audit.command("checkpoint")
@click.option("--out", type=click.Path(path_type=Path), help="A new file; else it is shown here.")
def sign_checkpoint(out: Path | None) -> None:
    """Sign the log's present size and head; keep the result outside the database."""
    settings, now = configuration.from_environment(), datetime.now(UTC)
    keyring = installation.load_keyring(settings)
    with installation.database(settings) as engine, db.transaction(engine) as session:
        signed = audit_log.sign_checkpoint(session, seed=keyring.signing_seed, now=now)
        if signed is None:
            click.echo("The log is empty; there is nothing to sign.")
            return
        event = audit_log.Event("log.checkpoint_signed", f"log:{signed.size}")
        audit_log.record(session, event, actor=COMMAND_LINE, now=now)
        if out is not None:
            with out.open("x", encoding="utf-8") as stream:
                stream.write(dump_checkpoint(signed))
    if out is None:
        click.echo(dump_checkpoint(signed), nl=False)
    else:
        click.echo(f"The checkpoint of {signed.size} entries is in {out}.")


@audit.command("public-key")
def show_public_key() -> None:
    """Show the key with which anybody can verify checkpoints; it is no secret."""
    keyring = installation.load_keyring(configuration.from_environment())
    click.echo(log.public_key(keyring.signing_seed).hex())


def read_public_key(given: str) -> bytes:
    """Return the key that is named by a file or written as hex; raises LogError for neither."""
    is_file = len(given) < 256 and Path(given).is_file()
    text = Path(given).read_text(encoding="utf-8") if is_file else given
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise LogError("public key: must be a file or 64 hex digits")
    return key


def _own_public_key(settings: Settings) -> list[bytes]:
    """Return the public key of this installation; an auditor's machine has none."""
    if not settings.keyring_text and settings.keyring_file is None:
        return []
    return [log.public_key(installation.load_keyring(settings).signing_seed)]


def tell_progress(position: int) -> None:
    """Say on standard error how far the verification is, every 100,000 entries."""
    if position and position % _REPORT_EACH == 0:
        click.echo(f"... {position:,} entries", err=True)


def _tell_fault(session: Session, verdict: log.Verdict) -> None:
    click.echo(f"BROKEN: {verdict.reason}.")
    if verdict.first_bad is not None:
        click.echo(
            f"First bad position: {verdict.first_bad}{_time_of(session, verdict.first_bad)}."
        )
    if verdict.size:
        click.echo(f"Sound before that: {verdict.size} entries{_time_of(session, verdict.size)}.")
    click.echo("Keep the database as it is, and compare it with your backups and checkpoints.")


def _time_of(session: Session, position: int) -> str:
    moment = audit_log.time_of(session, position)
    return f", written {moment.isoformat()}" if moment else ", which is gone or unreadable"


def _limits_of(*, has_key: bool, kept: int) -> str:
    """Say what an intact verdict does not prove."""
    if kept and has_key:
        return f"It contains the {kept} checkpoint(s) that you brought, and their signatures fit."
    words = []
    if not has_key:
        words.append("Signatures of checkpoints were not checked: give --public-key.")
    if not kept:
        words.append(
            "Without a checkpoint from outside the database (--checkpoint) nobody can see "
            "whether the end was cut off or the whole log was built anew."
        )
    return " ".join(words)
