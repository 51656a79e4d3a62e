"""Trees for the tests of the log: the naive definition of RFC 6962, and logs made of it."""

from datetime import UTC, datetime
from hashlib import sha256

from privacy.log.checkpoints import Checkpoint, sign_checkpoint
from privacy.log.leaves import leaf_bytes
from privacy.log.notes import SigningKey
from privacy.log.tree import Edge, edge_of

KEY = SigningKey("test.example/log", bytes(range(32)))
OTHER_KEY = SigningKey("test.example/log", bytes(range(1, 33)))
NOW = datetime(2031, 4, 5, 6, 7, 8, tzinfo=UTC)


def mth(leaves: list[bytes]) -> bytes:
    """The Merkle Tree Hash, word for word as RFC 6962, section 2.1, defines it."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """PATH(m, D[n]) of section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: list[bytes], *, b: bool) -> list[bytes]:
    """SUBPROOF(m, D[n], b) of section 2.1.2."""
    if m == len(leaves):
        return [] if b else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], b=b), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], b=False), mth(leaves[:k])]


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def leaves_of(count: int, word: str = "read") -> list[bytes]:
    """Leaves as the application writes them."""
    return [leaf_bytes({"action": word, "position": n}) for n in range(1, count + 1)]


def checkpoint_of(leaves: list[bytes], key: SigningKey = KEY) -> Checkpoint:
    return sign_checkpoint(edge_of(leaves) if leaves else Edge(), key, now=NOW)
