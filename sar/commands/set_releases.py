"""`sar sets sign` and `sar sets new-key`: signed releases of sets, and checking one."""

import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import rich_click as click

from indicators.definitions import DefinitionSet
from indicators.documents import read_file
from indicators.loading import load_set
from indicators.release_keys import (
    dump_private_key,
    dump_public_key,
    make_key,
    needs_password,
    parse_private_key,
    parse_public_keys,
)
from indicators.releases import dump_manifest, parse_manifest, sign, verify
from sar.errors import ConflictError, NotReadyError


@click.command("new-key")
@click.argument("file", type=click.Path(path_type=Path))
def write_key(file: Path) -> None:
    """Make a key that signs releases, in FILE, which must not exist; only you can read it.

    What is printed is its public half: add it to the file that SAR_RELEASE_KEYS_FILE names,
    wherever releases of yours are published.
    """
    key = make_key(secrets.token_bytes(32))
    _write_new(file, dump_private_key(key), mode=0o600)
    click.echo(dump_public_key(key.public_key()).decode(), nl=False)


@click.command("sign")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--key", required=True, type=click.Path(path_type=Path), help="Your private key.")
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="A new file for the manifest."
)
def sign_sets(files: Sequence[Path], *, key: Path, out: Path) -> None:
    """Sign FILES of sets as one release: the manifest names each with its content's hash."""
    loaded = [load_set(file) for file in files]
    pem = key.read_bytes()
    password = (
        click.prompt("Password of the key", hide_input=True).encode()
        if needs_password(pem)
        else None
    )
    private = parse_private_key(pem, name=key.name, password=password)
    manifest = sign(loaded, private, issued_at=datetime.now(UTC))
    _write_new(out, dump_manifest(manifest).encode(), mode=0o644)
    for entry in manifest.entries:
        click.echo(f"{entry.label}, sha256 {entry.sha256}")
    click.echo(f"Signed with the key {manifest.key_id}; the manifest is in {out}.")


def check_release(
    definition_sets: Sequence[DefinitionSet], manifest: Path, keys: Path | None
) -> str:
    """Return the id of the key that signed exactly these sets; raises ReleaseError.

    Raises NotReadyError if no file says which keys are trusted.
    """
    if keys is None:
        raise NotReadyError(
            "No file says whose signature counts.",
            remedy="Name one with --key, or set SAR_RELEASE_KEYS_FILE.",
        )
    trusted = parse_public_keys(keys.read_bytes(), name=keys.name)
    found = parse_manifest(read_file(manifest), name=manifest.name)
    verify(found, definition_sets, trusted=trusted)
    return found.key_id


def _write_new(path: Path, content: bytes, *, mode: int) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError as error:
        raise ConflictError(
            f"{path.name} exists already.", remedy="Name a file that does not exist."
        ) from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
