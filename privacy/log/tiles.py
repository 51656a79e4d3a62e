"""Tiles (C2SP tlog-tiles): the entries and the hashes of a log as a folder of small files."""

from collections.abc import Iterable, Iterator

from privacy.errors import LogError
from privacy.log.tree import leaf_hash, node_hash

WIDTH = 256
HEIGHT = 8
"""A full tile has 256 hashes; the subtree under it is 8 levels high."""

MAX_BUNDLE_BYTES = WIDTH * (2 + 65_535)


def tile_path(level: int, number: int, width: int) -> str:
    """Return where a tile stands: ``tile/0/x001/x234/067``, with ``.p/WIDTH`` if it is partial."""
    return _path(str(level), number, width)


def entries_path(number: int, width: int) -> str:
    """Return where a bundle of entries stands."""
    return _path("entries", number, width)


def _path(kind: str, number: int, width: int) -> str:
    digits = f"{number:03}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *folders, last = (digits[at : at + 3] for at in range(0, len(digits), 3))
    partial = "" if width == WIDTH else f".p/{width}"
    return "/".join(("tile", kind, *(f"x{each}" for each in folders), last)) + partial


def width_at(number: int, size: int) -> int:
    """Return how many of `size` things stand in group `number` of 256; 0 if it is beyond them."""
    return max(0, min(WIDTH, size - number * WIDTH))


def tiles(leaves: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Write a log as (path, content) of every file, in one pass and bounded memory."""
    waiting: list[list[bytes]] = []
    done: list[int] = []
    for number, bundle in enumerate(_bundles(leaves)):
        yield entries_path(number, len(bundle)), pack(bundle)
        level, hashes = 0, [leaf_hash(leaf) for leaf in bundle]
        while True:
            if level == len(waiting):
                waiting.append([])
                done.append(0)
            waiting[level] += hashes
            if len(waiting[level]) < WIDTH:
                break
            full, waiting[level] = waiting[level], []
            yield tile_path(level, done[level], WIDTH), b"".join(full)
            done[level] += 1
            level, hashes = level + 1, [perfect_root(full)]
    for level, rest in enumerate(waiting):
        if rest:
            yield tile_path(level, done[level], len(rest)), b"".join(rest)


def _bundles(leaves: Iterable[bytes]) -> Iterator[list[bytes]]:
    bundle: list[bytes] = []
    for leaf in leaves:
        bundle.append(leaf)
        if len(bundle) == WIDTH:
            yield bundle
            bundle = []
    if bundle:
        yield bundle


def perfect_root(hashes: list[bytes]) -> bytes:
    """Return the root over 1, 2, 4, 8 ... hashes."""
    while len(hashes) > 1:
        pairs = zip(hashes[::2], hashes[1::2], strict=True)
        hashes = [node_hash(left, right) for left, right in pairs]
    return hashes[0]


def pack(bundle: Iterable[bytes]) -> bytes:
    """Write entries one after the other, each after its length in two bytes."""
    return b"".join(len(leaf).to_bytes(2, "big") + leaf for leaf in bundle)


def unpack(content: bytes, width: int) -> Iterator[bytes]:
    """Read a bundle of `width` entries one by one.

    Raises LogError where an entry is cut, where one is missing, and where something is left over.
    """
    at = 0
    for _ in range(width):
        end = at + 2 + int.from_bytes(content[at : at + 2], "big")
        if len(content) < max(end, at + 2):
            raise LogError("the entry is cut or missing in its bundle")
        yield content[at + 2 : end]
        at = end
    if at != len(content):
        raise LogError("the bundle of the entries before holds more than it should")
