"""The keyring: the master keys and secrets of one installation, kept in a file of its own."""

import base64
import binascii
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from privacy.errors import KeyringError

SECRET_BYTES = 32
MAX_FILE_BYTES = 1_000_000
_FORMAT = "sar-keyring-v1"
_SECRETS = ("signing_seed", "session_secret", "lookup_secret")


@dataclass(frozen=True, slots=True)
class Keyring:
    """Every secret of an installation, 32 bytes each; none is ever shown by `repr`.

    `masters` maps a master id to its key and `current` names the one that wraps new month keys;
    `signing_seed` signs checkpoints of the log, `session_secret` signs sessions, `lookup_secret`
    keys the hashes by which something can be found without being stored.
    """

    current: str = field(repr=False)
    masters: Mapping[str, bytes] = field(repr=False)
    signing_seed: bytes = field(repr=False)
    session_secret: bytes = field(repr=False)
    lookup_secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if self.current not in self.masters:
            raise KeyringError("current: names no master key of this keyring")
        secrets = (*self.masters.values(), *(getattr(self, name) for name in _SECRETS))
        if any(len(secret) != SECRET_BYTES for secret in secrets):
            raise KeyringError(f"every key and secret must be {SECRET_BYTES} bytes")
        if len(set(secrets)) != len(secrets):
            raise KeyringError("no key or secret may be used twice")
        object.__setattr__(self, "masters", MappingProxyType(dict(self.masters)))


def new_keyring(random_bytes: Callable[[int], bytes]) -> Keyring:
    """Draw a keyring with one master key."""
    master_id = "m" + random_bytes(6).hex()
    masters = {master_id: random_bytes(SECRET_BYTES)}
    return Keyring(master_id, masters, *(random_bytes(SECRET_BYTES) for _ in _SECRETS))


def rotate(keyring: Keyring, random_bytes: Callable[[int], bytes]) -> Keyring:
    """Add a new master key and make it the current one; the old ones still open month keys."""
    master_id = "m" + random_bytes(6).hex()
    if master_id in keyring.masters:
        raise KeyringError("masters: the new master id is already taken")
    masters = {**keyring.masters, master_id: random_bytes(SECRET_BYTES)}
    secrets = (keyring.signing_seed, keyring.session_secret, keyring.lookup_secret)
    return Keyring(master_id, masters, *secrets)


def dump_keyring(keyring: Keyring) -> str:
    """Write a keyring as JSON text; store it only in a file that its owner alone can read."""
    plain = {
        "format": _FORMAT,
        "current": keyring.current,
        "masters": {name: _to_text(key) for name, key in sorted(keyring.masters.items())},
        **{name: _to_text(getattr(keyring, name)) for name in _SECRETS},
    }
    return json.dumps(plain, indent=2) + "\n"


def parse_keyring(text: str) -> Keyring:
    """Read what `dump_keyring` wrote.

    Raises
    ------
    KeyringError
        If the text is not such a keyring; the message names the field.
    """
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError):
        raise KeyringError("keyring: not JSON") from None
    if not isinstance(plain, dict) or plain.get("format") != _FORMAT:
        raise KeyringError(f"format: must be {_FORMAT}")
    masters, current = plain.get("masters"), plain.get("current")
    if not isinstance(masters, dict) or not isinstance(current, str):
        raise KeyringError("masters, current: must be an object and a master id in it")
    keys = {name: _from_text(key, "masters") for name, key in masters.items()}
    return Keyring(current, keys, *(_from_text(plain.get(name), name) for name in _SECRETS))


def load_keyring(path: Path) -> Keyring:
    """Read a keyring file that only its owner can read.

    Raises
    ------
    KeyringError
        If the file is missing, larger than 1 MB, open to group or others, or malformed.
    """
    try:
        with path.open("rb") as file:
            status = os.fstat(file.fileno())
            if os.name == "posix" and status.st_mode & 0o077:
                raise KeyringError("keyring file: others can read it; run chmod 600 on it")
            if status.st_size > MAX_FILE_BYTES:
                raise KeyringError("keyring file: larger than 1 MB, so surely not a keyring")
            return parse_keyring(file.read().decode("utf-8"))
    except OSError as error:
        raise KeyringError(f"keyring file: cannot be read ({type(error).__name__})") from None
    except UnicodeDecodeError:
        raise KeyringError("keyring file: not UTF-8 text") from None


def _to_text(secret: bytes) -> str:
    return base64.b64encode(secret).decode("ascii")


def _from_text(text: object, name: str) -> bytes:
    if not isinstance(text, str):
        raise KeyringError(f"{name}: must be base64 text")
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise KeyringError(f"{name}: not valid base64") from None
