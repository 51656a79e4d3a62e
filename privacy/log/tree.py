"""The Merkle tree of RFC 6962: hashes of leaves and nodes, the right edge, the root."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from privacy.errors import LogError

HASH_BYTES = 32
EMPTY_ROOT = sha256(b"").digest()
"""The root of a tree without leaves (RFC 6962, section 2.1)."""

MAX_SIZE = 2**63
"""No log grows longer; a larger size in a file is a mistake or an attack."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf; the zero keeps it apart from every node (RFC 6962, 2.1)."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of the node over two hashes (RFC 6962, 2.1)."""
    return sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Edge:
    """The right edge of a tree: all that is needed to add a leaf or to compute the root.

    `hashes` are those of the perfect subtrees that make the tree up, the largest first: one for
    each 1 in the binary form of `size`.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __bytes__(self) -> bytes:
        return b"".join(self.hashes)


def read_edge(size: int, stored: bytes) -> Edge:
    """Return the edge that was stored as bytes; raises LogError if they do not fit the size."""
    if not 0 <= size < MAX_SIZE or len(stored) != size.bit_count() * HASH_BYTES:
        raise LogError("edge: its hashes do not fit the size of the log")
    return Edge(size, split_hashes(stored))


def split_hashes(stored: bytes) -> tuple[bytes, ...]:
    """Cut a row of hashes into its hashes; raises LogError if something is left over."""
    if len(stored) % HASH_BYTES:
        raise LogError("hashes: each must have 32 bytes")
    return tuple(stored[start : start + HASH_BYTES] for start in range(0, len(stored), HASH_BYTES))


def grow(edge: Edge, new_leaf: bytes) -> tuple[Edge, tuple[bytes, ...]]:
    """Add the hash of a leaf; return the new edge and the hashes of the subtrees it completes.

    These begin with the leaf itself and end with the largest: leaf 4 completes the leaf, the pair
    of 3 and 4, and the four of 1 to 4. About two hashes per leaf on average.
    """
    completed, left, size = [new_leaf], list(edge.hashes), edge.size
    while size & 1:
        completed.append(node_hash(left.pop(), completed[-1]))
        size >>= 1
    return Edge(edge.size + 1, (*left, completed[-1])), tuple(completed)


def root(edge: Edge) -> bytes:
    """Return the root of the tree that has this right edge."""
    return fold(edge.hashes) if edge.hashes else EMPTY_ROOT


def fold(hashes: Iterable[bytes]) -> bytes:
    """Return the root over neighbouring perfect subtrees, the largest first; at least one."""
    *rest, found = hashes
    for left in reversed(rest):
        found = node_hash(left, found)
    return found


def edge_of(leaves: Iterable[bytes]) -> Edge:
    """Return the edge of the tree over these leaves."""
    edge = Edge()
    for leaf in leaves:
        edge, _ = grow(edge, leaf_hash(leaf))
    return edge
