"""`sar audit`: verify the log or an export of it, sign a checkpoint, show the public key."""

from datetime import UTC, datetime
from pathlib import Path

import rich_click as click
from sqlalchemy.orm import Session

from privacy.log.checkpoints import Checkpoint
from privacy.log.notes import SigningKey, VerifierKey
from privacy.log.verifying import Verdict
from sar import db, installation
from sar import settings as configuration
from sar.actors import COMMAND_LINE
from sar.commands.log_examining import EXIT_BROKEN, examine, tell_progress, tell_witnesses
from sar.commands.log_files import export_log, prove_entry
from sar.commands.log_reading import read_checkpoints, read_key
from sar.commands.log_witness import bring_cosigned, witness_log
from sar.log import audit as audit_log
from sar.log import checkpoints, second_place
from sar.settings import Settings


@click.group()
def audit() -> None:
    """Verify, sign and export the audit log."""


audit.add_command(export_log)
audit.add_command(prove_entry)
audit.add_command(witness_log)
audit.add_command(bring_cosigned)


@audit.command("verify")
@click.argument("export", required=False, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--key",
    "--public-key",
    "keys",
    metavar="FILE|KEY",
    multiple=True,
    help="The log's key, as `sar audit public-key` shows it; else the one that is at hand.",
)
@click.option(
    "--checkpoint",
    "checkpoint_files",
    type=click.Path(path_type=Path, exists=True),
    multiple=True,
    help="A checkpoint that was kept elsewhere, or a folder of them.",
)
@click.option(
    "--witness-key",
    "witness_keys",
    metavar="FILE|KEY",
    multiple=True,
    help="The key of a witness who must have signed too.",
)
@click.pass_context
def verify_log(
    ctx: click.Context,
    export: Path | None,
    keys: tuple[str, ...],
    checkpoint_files: tuple[Path, ...],
    witness_keys: tuple[str, ...],
) -> None:
    """Verify every entry; exit code 0 intact, 1 broken, 2 not readable.

    EXPORT is a folder or a zip file of `sar audit export`, or a proof of `sar audit prove`: it
    needs no network, no database and no settings. Without it the database is verified.

    Only a checkpoint that was kept elsewhere shows that the end was cut off, or that somebody who
    could write everywhere built the whole log anew.
    """
    given = [read_key(each) for each in keys]
    witnesses = [read_key(each) for each in witness_keys]
    kept = read_checkpoints(checkpoint_files)
    if export is not None:
        ctx.exit(examine(export, keys=given, kept=kept, witnesses=witnesses))
    settings = configuration.from_environment()
    known = given or _own_key(settings)
    with installation.database(settings) as engine, db.reading(engine) as session:
        verdict = audit_log.verify(session, keys=known, checkpoints=kept, on_progress=tell_progress)
        if not verdict.is_intact:
            _tell_fault(session, verdict)
            ctx.exit(EXIT_BROKEN)
        click.echo(f"Intact: {verdict.size} entries, root {verdict.root.hex()}.")
        click.echo(_limits_of(has_key=bool(known), kept=len(kept)))
        signed = [*kept, *checkpoints.stored_until(session, verdict.size)]
        ctx.exit(tell_witnesses(signed, witnesses))


@audit.command("checkpoint")
@click.option("--out", type=click.Path(path_type=Path), help="A new file; else it is shown here.")
@click.option("--if-due", is_flag=True, help="For a timer: only if the log grew and time went by.")
@click.option("--mail", is_flag=True, help="Mail it to SAR_CHECKPOINT_MAIL_TO, too.")
def sign_checkpoint(*, out: Path | None, if_due: bool, mail: bool) -> None:
    """Sign the log's present size and root; keep the result outside the database.

    It is also written into the folder SAR_CHECKPOINT_FOLDER, if that is set.
    """
    settings, now = configuration.from_environment(), datetime.now(UTC)
    key = checkpoints.signing_key(settings, installation.load_keyring(settings))
    with installation.database(settings) as engine, db.transaction(engine) as session:
        if if_due:
            signed = checkpoints.sign_if_due(session, key, now=now)
        else:
            signed = _sign_as_entry(session, key, now=now)
        if signed is None:
            click.echo("There is nothing to sign.")
            return
        if out is not None:
            with out.open("x", encoding="utf-8", newline="\n") as stream:
                stream.write(str(signed))
    if settings.checkpoint_folder:
        second_place.write_file(settings.checkpoint_folder, signed, now=now)
    if mail:
        second_place.send_mail(settings, signed)
    if out is None:
        click.echo(str(signed), nl=False)
    else:
        click.echo(f"The checkpoint of {signed.size} entries is in {out}.")


def _sign_as_entry(session: Session, key: SigningKey, *, now: datetime) -> Checkpoint | None:
    """Sign because somebody asked for it, which is written down; a timer's signature is not."""
    signed = checkpoints.sign(session, key, now=now)
    if signed is not None:
        event = audit_log.Event("log.checkpoint_signed", f"log:{signed.size}")
        audit_log.record(session, event, actor=COMMAND_LINE, now=now)
    return signed


@audit.command("public-key")
def show_public_key() -> None:
    """Show the key with which anybody can verify checkpoints; it is no secret."""
    (key,) = _own_key(configuration.from_environment(), is_required=True)
    click.echo(str(key))


def _own_key(settings: Settings, *, is_required: bool = False) -> list[VerifierKey]:
    """Return the key of this installation; an auditor's machine has none."""
    has_keyring = settings.keyring_text or settings.keyring_file is not None
    if not has_keyring and not is_required:
        return []
    return [checkpoints.signing_key(settings, installation.load_keyring(settings)).verifier]


def _tell_fault(session: Session, verdict: Verdict) -> None:
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
        words.append("Signatures of checkpoints were not checked: give --key.")
    if not kept:
        words.append(
            "Without a checkpoint from outside the database (--checkpoint) nobody can see "
            "whether the end was cut off or the whole log was built anew."
        )
    return " ".join(words)
