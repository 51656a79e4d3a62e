"""`sar keys`: make the keyring file, and give it a new master key."""

import os
import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import rich_click as click
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from privacy import keyring as keyrings
from privacy.keyring import Keyring
from sar import db, installation
from sar import settings as configuration
from sar.actors import COMMAND_LINE
from sar.errors import ConflictError, NotReadyError
from sar.log import audit
from sar.originals import vault
from sar.originals.vault import Shelf

SHELVES = {"tips": vault.REPORTS, "intelligence": vault.INTELLIGENCE}


@click.group()
def keys() -> None:
    """Make and rotate the keyring."""


@keys.command("new")
@click.argument("file", type=click.Path(path_type=Path))
def make_keyring(file: Path) -> None:
    """Make a keyring in FILE, which must not exist; only you can read it."""
    _write_new(file, keyrings.new_keyring(secrets.token_bytes))
    _sync_folder(file)
    click.echo(f"The keyring is in {file}. Set SAR_KEYRING_FILE to it.")
    click.echo("Keep a copy apart from the database: without it no original can be opened again.")


@keys.command("rotate")
@click.option(
    "--drawer", type=click.Choice(sorted(SHELVES)), default="tips", show_default=True
)  # fmt: skip
def rotate_master(*, drawer: str) -> None:
    """Give the keyring of a drawer a new master key, and wrap its month keys under it.

    Stop the application first and start it again afterwards: it reads the keyring when it starts.
    A rotation that was interrupted harms nothing; run it again.
    """
    settings = configuration.from_environment()
    shelf = SHELVES[drawer]
    given, file = settings.keyring_text, settings.keyring_file
    if shelf is vault.INTELLIGENCE:
        given, file = settings.intelligence_keyring_text, settings.intelligence_keyring_file
    if given or file is None:
        raise NotReadyError(
            "The keyring does not come from a file, so it cannot be rewritten.",
            remedy="Set SAR_KEYRING_FILE, and unset SAR_KEYRING.",
        )
    with installation.database(settings) as engine:
        with db.transaction(engine) as session:
            rewrapped = renew_master(session, file, now=datetime.now(UTC), shelf=shelf)
        with db.transaction(engine) as session:
            dropped = drop_unneeded_masters(session, file, shelf=shelf)
    click.echo(f"New master key; {rewrapped} month key(s) are wrapped under it.")
    click.echo(f"{dropped} old master key(s) dropped from the file: nothing needs them any more.")
    click.echo("Start the application again, and make a fresh backup of database and keyring:")
    click.echo("backups of the database from before need the old keyring file.")


def renew_master(
    session: Session, file: Path, *, now: datetime, shelf: Shelf = vault.REPORTS
) -> int:
    """Add a master key to the keyring in `file` and rewrap every month key; return how many.

    The file, old masters included, is on the disk before the first month key changes: whenever
    this is interrupted, the file opens every month key. No other rotation runs meanwhile, and no
    month key is made.
    """
    _lock_month_keys(session, shelf)
    keyring = keyrings.rotate(keyrings.load_keyring(file), secrets.token_bytes)
    replace_keyring(file, keyring)
    rewrapped = vault.rewrap_month_keys(session, keyring=keyring, shelf=shelf)
    event = audit.Event(
        "keys.rotated", f"master:{keyring.current}", details={"month_keys": rewrapped}
    )
    audit.record(session, event, actor=COMMAND_LINE, now=now)
    return rewrapped


def drop_unneeded_masters(session: Session, file: Path, *, shelf: Shelf = vault.REPORTS) -> int:
    """Drop every old master key that no month key needs from `file`; return how many.

    While no month key is under the current master, all stay: a process that still has the old
    keyring could make one under an old master.
    """
    _lock_month_keys(session, shelf)
    keyring = keyrings.load_keyring(file)
    month_keys: Any = shelf.keys
    query = select(month_keys.master_id).where(month_keys.wrapped.is_not(None)).distinct()
    needed = set(session.execute(query).scalars())
    if keyring.current not in needed:
        return 0
    masters = {name: key for name, key in keyring.masters.items() if name in needed}
    if len(masters) < len(keyring.masters):
        replace_keyring(file, replace(keyring, masters=masters))
    return len(keyring.masters) - len(masters)


def replace_keyring(file: Path, keyring: Keyring) -> None:
    """Put `keyring` in the place of the file: the reader finds the old one or the new one, whole.

    Written beside it, brought to the disk, then renamed (POSIX rename is atomic). It keeps its
    owner, so that a rotation by root does not shut the application out.
    """
    file = file.resolve()
    owner = file.stat().st_uid
    fresh = file.with_name(f"{file.name}.{secrets.token_hex(6)}.new")
    try:
        _write_new(fresh, keyring)
        if fresh.stat().st_uid != owner:
            os.chown(fresh, owner, -1)
        fresh.replace(file)
    finally:
        with suppress(FileNotFoundError):
            fresh.unlink()
    _sync_folder(file)


def _write_new(file: Path, keyring: Keyring) -> None:
    """Write a file that did not exist, readable by its owner only, and bring it to the disk."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise ConflictError(
            f"{file.name} exists already.",
            remedy="Take another name; keyrings are not overwritten.",
        ) from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        stream.write(keyrings.dump_keyring(keyring))
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(file: Path) -> None:
    """Bring the file's name to the disk; where folders cannot be opened (Windows) it is already."""
    with suppress(PermissionError):
        descriptor = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lock_month_keys(session: Session, shelf: Shelf) -> None:
    # The transaction begins here, not at the first query: on SQLite it then has the database to
    # itself. On PostgreSQL the lock waits for whoever is making a month key and keeps others from
    # it; reading goes on.
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        name = shelf.keys.__tablename__
        connection.execute(text(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE"))
