"""`sar audit witness` and `sar audit cosigned`: somebody outside signs the log, too."""

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path

import rich_click as click

from privacy.errors import LogError
from privacy.log import exports, witness
from privacy.log.checkpoints import Checkpoint, require_log
from privacy.log.notes import Kind, SigningKey, VerifierKey, parse_verifier_key
from privacy.log.verifying import verify
from sar import db, installation
from sar import settings as configuration
from sar.actors import COMMAND_LINE
from sar.commands.log_reading import read_checkpoint, read_key
from sar.log import audit as audit_log
from sar.log import checkpoints

_SECRET, _LOG, _SEEN = "witness.key", "log.vkey", "seen.txt"


@click.command("witness")
@click.argument("export", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="The witness's own folder: its key, the log's key, and what it signed last.",
)
@click.option("--name", help="The first time: what this witness is called.")
@click.option("--key", metavar="FILE|KEY", help="The first time: the key of the log.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="The signed checkpoint; a new file.",
)
def witness_log(export: Path, *, state: Path, name: str | None, key: str | None, out: Path) -> None:
    """Sign the checkpoint of an EXPORT, if the log only grew since the last time.

    For another agency, an inspector, or the same person with another machine: it needs no network,
    no database and no settings. Every entry is verified. Give the new file back to the log's
    keeper, who brings it in with `sar audit cosigned`.
    """
    if key is not None or name is not None:
        _begin(state, name=name, key=key)
    own, log_key, seen = _read_state(state)
    with exports.open_export(export) as source:
        checkpoint = exports.read_checkpoint(source)
        require_log(checkpoint, log_key)
        found = verify(exports.entries(source, checkpoint.size), checkpoints=[checkpoint])
        if not found.is_intact:
            raise LogError(f"witness: not signed: {found.reason} (position {found.first_bad})")
        old = min(seen.size if seen else 0, checkpoint.size)
        asked = witness.make_request(old, checkpoint, exports.hash_reader(source, checkpoint.size))
    signed = witness.consider(asked, seen=seen, log_key=log_key, key=own, now=datetime.now(UTC))
    # What was signed is kept before it is given away: the next time it must be continued.
    _replace(state / _SEEN, str(signed))
    with out.open("x", encoding="utf-8", newline="\n") as stream:
        stream.write(str(signed))
    click.echo(f"{signed.size} entries are signed by {own.name}; the checkpoint is in {out}.")
    click.echo(f"Key of this witness: {own.verifier}")


@click.command("cosigned")
@click.argument("checkpoint", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--witness-key", metavar="FILE|KEY", required=True, help="The key of the witness.")
def bring_cosigned(checkpoint: Path, *, witness_key: str) -> None:
    """Bring in a CHECKPOINT that a witness signed; the next export carries it."""
    settings, now = configuration.from_environment(), datetime.now(UTC)
    brought, key = read_checkpoint(checkpoint), read_key(witness_key)
    with installation.database(settings) as engine, db.transaction(engine) as session:
        checkpoints.add_cosignature(session, brought, key)
        event = audit_log.Event("log.cosigned", f"log:{brought.size}")
        audit_log.record(session, event, actor=COMMAND_LINE, now=now)
    click.echo(f"{key.name} signed {brought.size} entries.")


def _begin(state: Path, *, name: str | None, key: str | None) -> None:
    """Make the folder of a new witness; raises LogError if there is one already."""
    if name is None or key is None:
        raise LogError("witness: the first time give both --name and --key")
    if (state / _SECRET).exists():
        raise LogError("witness: this folder has a witness; leave out --name and --key")
    log_key = read_key(key)
    seed = secrets.token_bytes(32)
    SigningKey(name, seed, Kind.WITNESS).verifier  # noqa: B018  a name that is none is refused
    state.mkdir(parents=True, exist_ok=True)
    (state / _LOG).write_text(f"{log_key}\n", encoding="utf-8")
    descriptor = os.open(state / _SECRET, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(f"{name} {seed.hex()}\n")


def _read_state(state: Path) -> tuple[SigningKey, VerifierKey, Checkpoint | None]:
    try:
        name, _, seed = (state / _SECRET).read_text(encoding="utf-8").strip().partition(" ")
        own = SigningKey(name, bytes.fromhex(seed), Kind.WITNESS)
        log_key = parse_verifier_key((state / _LOG).read_text(encoding="utf-8"))
        own.verifier  # noqa: B018  a seed that is none is refused
    except (OSError, ValueError):
        raise LogError(
            "witness: this folder has no witness; the first time give --name and --key"
        ) from None
    return own, log_key, read_checkpoint(state / _SEEN) if (state / _SEEN).exists() else None


def _replace(file: Path, text: str) -> None:
    beside = file.with_name(file.name + ".new")
    with beside.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
