"""A log outside the database: a folder, or a zip of it, that anybody can verify.

Beside the tiles of C2SP tlog-tiles there are the newest checkpoint, which is written last, earlier
ones under ``checkpoints/``, and the log's verifier key.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol

from privacy.errors import LogError
from privacy.log import tiles
from privacy.log.checkpoints import Checkpoint, parse_checkpoint
from privacy.log.notes import MAX_NOTE_BYTES, VerifierKey, parse_verifier_key
from privacy.log.proofs import ReadHash
from privacy.log.tree import HASH_BYTES, split_hashes
from privacy.log.verifying import Entry

CHECKPOINT = "checkpoint"
KEY = "log.vkey"
EARLIER = "checkpoints/"

Write = Callable[[str, bytes], None]


class Source(Protocol):
    """Where the files of an export are read."""

    def read(self, path: str, limit: int) -> bytes:
        """Return a file; raises LogError if it is missing or longer than `limit` bytes."""

    def list(self, folder: str) -> Iterator[str]:
        """Name the files right in a folder, none if there is no such folder."""


def write_export(
    leaves: Iterable[bytes],
    write: Write,
    *,
    checkpoint: Checkpoint,
    earlier: Iterable[Checkpoint],
    key: VerifierKey,
) -> None:
    """Write a log through `write`; the checkpoint that makes it an export comes last.

    `leaves` are as many as the checkpoint says.
    """
    for path, content in tiles.tiles(leaves):
        write(path, content)
    for each in earlier:
        write(f"{EARLIER}{each.size:012}", str(each).encode())
    write(KEY, f"{key}\n".encode())
    write(CHECKPOINT, str(checkpoint).encode())


def write_to_folder(folder: Path) -> Write:
    """Write into an empty or a new folder; raises LogError if something stands in it."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise LogError("export: the folder must be new or empty; nothing was written")
    folder.mkdir(parents=True, exist_ok=True)

    def write(path: str, content: bytes) -> None:
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)

    return write


@contextmanager
def write_to_zip(out: IO[bytes]) -> Iterator[Write]:
    """Write into a zip file, which is whole at the end of the block."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        yield archive.writestr


@contextmanager
def open_export(place: Path) -> Iterator[Source]:
    """Open the folder or the zip of an export; raises LogError if it is neither."""
    if place.is_dir():
        yield Folder(place)
        return
    try:
        with zipfile.ZipFile(place) as archive:
            yield Zip(archive)
    except (OSError, zipfile.BadZipFile):
        raise LogError("export: must be the folder or the zip file of an export") from None


class Folder:
    """An export in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str, limit: int) -> bytes:
        """Return a file of the folder."""
        try:
            with (self._folder / path).open("rb") as file:
                content = file.read(limit + 1)
        except OSError:
            raise LogError(f"export: the file {path} is missing or cannot be read") from None
        return _within(content, limit, path)

    def list(self, folder: str) -> Iterator[str]:
        """Name the files of a folder in it."""
        place = self._folder / folder
        return (folder + each.name for each in place.iterdir()) if place.is_dir() else iter(())


class Zip:
    """An export in a zip file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def read(self, path: str, limit: int) -> bytes:
        """Return a file of the archive."""
        try:
            with self._archive.open(path) as file:
                content = file.read(limit + 1)
        except (KeyError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
            raise LogError(f"export: the file {path} is missing or cannot be read") from None
        return _within(content, limit, path)

    def list(self, folder: str) -> Iterator[str]:
        """Name the files of a folder in it."""
        return (each for each in self._archive.namelist() if each.startswith(folder))


def _within(content: bytes, limit: int, path: str) -> bytes:
    if len(content) > limit:
        raise LogError(f"export: the file {path} is larger than it may be")
    return content


def read_key(source: Source) -> VerifierKey:
    """Return the verifier key that came with the export: whoever made it could choose it."""
    return parse_verifier_key(_text(source.read(KEY, MAX_NOTE_BYTES), KEY))


def read_checkpoint(source: Source) -> Checkpoint:
    """Return the newest checkpoint; an export without one was never finished."""
    return parse_checkpoint(_text(source.read(CHECKPOINT, MAX_NOTE_BYTES), CHECKPOINT))


def read_earlier(source: Source) -> list[Checkpoint]:
    """Return the earlier checkpoints; raises LogError if one of them is none."""
    paths = list(source.list(EARLIER))
    return [parse_checkpoint(_text(source.read(each, MAX_NOTE_BYTES), each)) for each in paths]


def _text(content: bytes, path: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise LogError(f"export: the file {path} is not UTF-8 text") from None


def entries(source: Source, size: int) -> Iterator[Entry]:
    """Read the entries in order, with the hashes that the tiles hold of them.

    Raises LogError at the first place where a file is missing, cut or too long.
    """
    read = hash_reader(source, size)
    for number in range(-(-size // tiles.WIDTH)):
        width = tiles.width_at(number, size)
        content = source.read(tiles.entries_path(number, width), tiles.MAX_BUNDLE_BYTES)
        hashes = split_hashes(_tile(source, 0, number, size))
        for place, leaf in enumerate(tiles.unpack(content, width)):
            position = number * tiles.WIDTH + place + 1
            higher = () if position & 1 else _higher(position, read)
            yield Entry(leaf, (hashes[place], *higher))


def _higher(position: int, read: ReadHash) -> tuple[bytes, ...]:
    """Return the stored hashes over the leaf that an entry completes; tiles keep one in eight."""
    levels = (position & -position).bit_length()
    return tuple(
        b"" if level % tiles.HEIGHT else read(level, (position >> level) - 1)
        for level in range(1, levels)
    )


def hash_reader(source: Source, size: int) -> ReadHash:
    """Return how a hash of the tree is read from the tiles of an export of this size.

    What it gives is only as good as the proof that it becomes part of.
    """

    @lru_cache(maxsize=32)
    def tile(level: int, number: int) -> bytes:
        return _tile(source, level, number, size)

    def read(level: int, number: int) -> bytes:
        height, rest = divmod(level, tiles.HEIGHT)
        at, start = divmod(number << rest, tiles.WIDTH)
        hashes = tile(height, at)[start * HASH_BYTES : (start + (1 << rest)) * HASH_BYTES]
        return tiles.perfect_root(list(split_hashes(hashes)))

    return read


def _tile(source: Source, level: int, number: int, size: int) -> bytes:
    width = tiles.width_at(number, size >> level * tiles.HEIGHT)
    path = tiles.tile_path(level, number, width)
    content = source.read(path, tiles.WIDTH * HASH_BYTES)
    if len(content) != width * HASH_BYTES:
        raise LogError(f"export: the file {path} does not hold {width} hashes")
    return content
