"""Signed lists of definition sets: who vouches for which content, checked before it is imported.

A manifest names every set of a release by id, version and canonical SHA-256. It is signed with
Ed25519 (RFC 8032) over `statement_of`, so that any edition of the file with the same content, in
whatever layout, has the same signature.
"""

import base64
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from indicators.definitions import DefinitionSet
from indicators.documents import read_document
from indicators.errors import ReleaseError
from indicators.parsing import SET_ID, VERSION
from indicators.reading import Place
from indicators.release_keys import KEY_ID, key_id_of

FORMAT = "sar-release-1"
"""The first line of what is signed, and a key of the file: a signature serves no other purpose."""

_SHA256 = re.compile(r"[0-9a-f]{64}")
_SIGNATURE = re.compile(r"[A-Za-z0-9+/]{86}==")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\+00:00")


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One set of a release; `sha256` is the hex digest of its canonical bytes."""

    set_id: str
    version: str
    sha256: str

    @property
    def label(self) -> str:
        """Say which set it is."""
        return f"{self.set_id} {self.version}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one release consists of, who signed it, and when; `issued_at` is aware, UTC, seconds."""

    issued_at: datetime
    key_id: str
    entries: tuple[Entry, ...]
    signature: bytes


def sign(
    definition_sets: Iterable[DefinitionSet], key: Ed25519PrivateKey, *, issued_at: datetime
) -> Manifest:
    """Make the signed manifest of a release; the order of the sets does not matter.

    Raises
    ------
    ReleaseError
        When there is no set, or one id and version twice.
    """
    entries = _entries(definition_sets)
    if not entries:
        raise ReleaseError("There is no set to sign.", "Name at least one.")
    moment, key_id = issued_at.astimezone(UTC).replace(microsecond=0), key_id_of(key.public_key())
    return Manifest(moment, key_id, entries, key.sign(statement_of(moment, key_id, entries)))


def verify(
    manifest: Manifest,
    definition_sets: Iterable[DefinitionSet],
    *,
    trusted: Mapping[str, Ed25519PublicKey],
) -> None:
    """Check that a trusted key signed exactly these sets.

    Parameters
    ----------
    manifest
        The manifest that came with the files.
    definition_sets
        The sets as they were loaded from the files.
    trusted
        The public keys that may sign, by key id.

    Raises
    ------
    ReleaseError
        When the key is not trusted, the signature is wrong, a set is missing or was added, or its
        content is not what was signed.
    """
    key = trusted.get(manifest.key_id)
    if key is None:
        raise ReleaseError(
            f"The manifest is signed with the key {manifest.key_id}, which is not trusted here.",
            f"Trusted: {', '.join(trusted) or 'none'}. If you know whose key it is, add it.",
        )
    statement = statement_of(manifest.issued_at, manifest.key_id, manifest.entries)
    try:
        key.verify(manifest.signature, statement)
    except InvalidSignature as error:
        raise ReleaseError(
            "The signature is not that of this manifest: something in it was changed.",
            "Get the manifest again from who issued it.",
        ) from error
    _compare(manifest.entries, _entries(definition_sets))


def statement_of(issued_at: datetime, key_id: str, entries: Sequence[Entry]) -> bytes:
    """Give the bytes that are signed: the format, then a line for each field and each set."""
    lines = [
        FORMAT,
        issued_at.isoformat(),
        key_id,
        *(f"{each.label} {each.sha256}" for each in entries),
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def dump_manifest(manifest: Manifest) -> str:
    """Write a manifest as JSON that `parse_manifest` reads back."""
    plain = {
        "format": FORMAT,
        "issued_at": manifest.issued_at.isoformat(),
        "key_id": manifest.key_id,
        "sets": [asdict(each) for each in manifest.entries],
        "signature": base64.b64encode(manifest.signature).decode(),
    }
    return json.dumps(plain, indent=2) + "\n"


def parse_manifest(text: str, *, name: str) -> Manifest:
    """Read a manifest from JSON; it is not verified by that. `name` stands in error messages.

    Raises
    ------
    DefinitionError
        When it is no manifest.
    """
    plain, _ = read_document(text, name=name)
    place = Place(plain, "", name).record(
        required=("format", "issued_at", "key_id", "sets", "signature")
    )
    place.at("format").matching(re.compile(re.escape(FORMAT)), example=FORMAT)
    entries = tuple(sorted(_entry(each) for each in place.at("sets").items()))
    if len({each.label for each in entries}) < len(entries):
        raise place.at("sets").error("a set is named twice.", "Get the manifest again.")
    return Manifest(
        issued_at=_moment(place.at("issued_at")),
        key_id=place.at("key_id").matching(KEY_ID, example="0123456789abcdef"),
        entries=entries,
        signature=_signature(place.at("signature")),
    )


def _entry(place: Place) -> Entry:
    place.record(required=("set_id", "version", "sha256"))
    return Entry(
        set_id=place.at("set_id").matching(SET_ID, example="nsi-behaviours"),
        version=place.at("version").matching(VERSION, example="1.0.0"),
        sha256=place.at("sha256").matching(_SHA256, example="64 hex digits"),
    )


def _moment(place: Place) -> datetime:
    text = place.matching(_TIME, example="2026-03-02T15:30:00+00:00")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise place.error("there is no such time.", "Get the manifest again.") from error


def _signature(place: Place) -> bytes:
    text = place.matching(_SIGNATURE, example="88 characters of Base64")
    return base64.b64decode(text, validate=True)


def _entries(definition_sets: Iterable[DefinitionSet]) -> tuple[Entry, ...]:
    entries = sorted(Entry(each.set_id, each.version, each.sha256) for each in definition_sets)
    for one, other in pairwise(entries):
        if one.label == other.label:
            raise ReleaseError(f"{one.label} was given twice.", "Give each set once.")
    return tuple(entries)


def _compare(signed: Sequence[Entry], given: Sequence[Entry]) -> None:
    """Refuse the first set whose content is another one, that was added, or that is missing."""
    wanted = {each.label: each.sha256 for each in signed}
    found = {each.label: each.sha256 for each in given}
    for label, sha256 in found.items():
        if label not in wanted:
            raise ReleaseError(
                f"{label} is not in the manifest.",
                f"Signed are: {', '.join(wanted)}. Leave it out, or have it signed.",
            )
        if sha256 != wanted[label]:
            raise ReleaseError(
                f"{label} is not what was signed: its hash is {sha256[:12]}…, "
                f"and {wanted[label][:12]}… in the manifest.",
                "Get the file again from who issued it; a change needs a new version.",
            )
    for label in wanted:
        if label not in found:
            raise ReleaseError(
                f"{label} is in the manifest, and was not given.",
                "Give all files of the release together.",
            )
