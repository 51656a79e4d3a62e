"""Proofs: that a leaf is in a tree, and that a tree is the beginning of a larger one.

Made as RFC 6962, sections 2.1.1 and 2.1.2, defines them and verified as RFC 9162, sections 2.1.3.2
and 2.1.4.2, describes it. Indexes count from 0 here, as in these documents.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from privacy.errors import LogError
from privacy.log.tree import EMPTY_ROOT, MAX_SIZE, fold, node_hash

ReadHash: TypeAlias = Callable[[int, int], bytes]
"""Gives the hash of a perfect subtree: ``read(level, number)`` of leaves number * 2**level on."""

MAX_HASHES = 63
"""No proof of a tree below 2**63 leaves is longer."""


def inclusion_proof(index: int, size: int, read: ReadHash) -> list[bytes]:
    """Return the hashes that lead from leaf `index` to the root of a tree of `size` leaves.

    Raises LogError if there is no such leaf.
    """
    if not 0 <= index < size < MAX_SIZE:
        raise LogError("proof: there is no such entry at this size of the log")
    start, end, found = 0, size, []
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            found.append(subtree_root(split, end, read))
            end = split
        else:
            found.append(subtree_root(start, split, read))
            start = split
    return found[::-1]


def consistency_proof(old: int, new: int, read: ReadHash) -> list[bytes]:
    """Return the hashes which show that the tree of `old` leaves begins that of `new` leaves.

    Raises LogError unless ``0 <= old <= new``.
    """
    if not 0 <= old <= new < MAX_SIZE:
        raise LogError("proof: the older size must not be larger than the newer one")
    if old in (0, new):
        return []
    start, end, found = 0, new, []
    while old != end:
        split = start + _split(end - start)
        if old <= split:
            found.append(subtree_root(split, end, read))
            end = split
        else:
            found.append(subtree_root(start, split, read))
            start = split
    # The older tree itself, if it is perfect, is known to whoever verifies.
    if start:
        found.append(subtree_root(start, end, read))
    return found[::-1]


def subtree_root(start: int, end: int, read: ReadHash) -> bytes:
    """Return the root over leaves `start` to `end`, a range as the tree splits them."""
    hashes, at = [], start
    for level in reversed(range((end - start).bit_length())):
        if (end - start) >> level & 1:
            hashes.append(read(level, at >> level))
            at += 1 << level
    return fold(hashes)


def proves_inclusion(
    proof: Sequence[bytes], *, index: int, size: int, leaf: bytes, root: bytes
) -> bool:
    """Tell whether `proof` leads from the leaf's hash to the root."""
    if not 0 <= index < size < MAX_SIZE:
        return False
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def proves_consistency(
    proof: Sequence[bytes], *, old: int, old_root: bytes, new: int, new_root: bytes
) -> bool:
    """Tell whether the tree with `old_root` is the beginning of the one with `new_root`."""
    if not 0 <= old <= new < MAX_SIZE:
        return False
    if old == 0:
        return not proof and old_root == EMPTY_ROOT
    if old == new:
        return not proof and old_root == new_root
    hashes = [*proof] if old & (old - 1) else [old_root, *proof]
    return bool(hashes) and _leads_to_both(hashes, old, new, (old_root, new_root))


def _leads_to_both(hashes: Sequence[bytes], old: int, new: int, roots: tuple[bytes, bytes]) -> bool:
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            newer = node_hash(newer, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and (older, newer) == roots


def _split(size: int) -> int:
    """Return the largest power of two below `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)
