"""Verifying a log: reading it once, from the first entry, and naming the first that is bad."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from privacy.errors import LogError
from privacy.log.checkpoints import Checkpoint
from privacy.log.leaves import position_in
from privacy.log.tree import Edge, grow, leaf_hash, root


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it is stored, and the hashes that were stored with it.

    `kept` are the hashes of the subtrees that the entry completes, smallest first, the leaf's own
    the first of all; an empty place was not stored and is not compared.
    """

    leaf: bytes = field(repr=False)
    kept: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: `edge` is that of the part that was read and is sound.

    `first_bad` is the first position that is wrong or missing, counted from 1; `None` if the log
    is intact or if the fault is in a checkpoint itself.
    """

    is_intact: bool
    edge: Edge
    first_bad: int | None
    reason: str

    @property
    def size(self) -> int:
        """Return how many entries are sound."""
        return self.edge.size

    @property
    def root(self) -> bytes:
        """Return the root over the sound entries."""
        return root(self.edge)


def broken(edge: Edge, first_bad: int | None, reason: str) -> Verdict:
    """Return the verdict on a log that is sound up to `edge`."""
    return Verdict(is_intact=False, edge=edge, first_bad=first_bad, reason=reason)


def verify(entries: Iterable[Entry], *, checkpoints: Iterable[Checkpoint] = ()) -> Verdict:
    """Read the log once, in order, and name the first bad position.

    Memory is bounded by the number of checkpoints; the caller vouches for their signatures. A log
    whose stored hashes were all recomputed after an edit is caught by the next checkpoint only: the
    first bad position is then the first one after the last good checkpoint, and the reason says how
    far the fault may reach. Without a checkpoint of a larger size nobody can see that the end was
    cut off. A LogError of `entries` is a fault of the entry that could not be read.
    """
    edge, vouched = Edge(), 0
    waiting = deque(sorted(checkpoints, key=lambda each: each.size))
    try:
        for entry in entries:
            while waiting and waiting[0].size == edge.size:
                if waiting.popleft().root != root(edge):
                    return _rewritten(edge, vouched)
                vouched = edge.size
            grown, completed = grow(edge, leaf_hash(entry.leaf))
            first_bad, fault = _fault(entry, grown.size, completed)
            if fault:
                return broken(edge, first_bad, fault)
            edge = grown
    except LogError as error:
        return broken(edge, edge.size + 1, str(error))
    return _ending(edge, waiting, vouched)


def _ending(edge: Edge, waiting: Iterable[Checkpoint], vouched: int) -> Verdict:
    """Hold the whole log against the checkpoints of its size, and of larger ones."""
    for checkpoint in waiting:
        if checkpoint.size > edge.size:
            reason = f"the log ends here but a checkpoint knows {checkpoint.size} entries"
            return broken(edge, edge.size + 1, reason)
        if checkpoint.root != root(edge):
            return _rewritten(edge, vouched)
    return Verdict(is_intact=True, edge=edge, first_bad=None, reason="intact")


def _rewritten(edge: Edge, vouched: int) -> Verdict:
    reason = f"rewritten somewhere in positions {vouched + 1} to {max(edge.size, 1)}"
    return broken(edge, vouched + 1, reason)


def _fault(entry: Entry, position: int, completed: tuple[bytes, ...]) -> tuple[int, str]:
    """Return the first position that may be bad and what is wrong, or an empty text."""
    stated = position_in(entry.leaf)
    if stated == position and entry.kept == completed:
        return position, ""
    if stated != position and stated is not None:
        return position, _misplaced(position, stated)
    if len(entry.kept) != len(completed):
        return position, "the hashes that were stored with the entry were changed"
    for level, (kept, found) in enumerate(zip(entry.kept, completed, strict=True)):
        if kept and kept != found:
            return _place_of(level, position)
    if stated is None:
        return position, "the entry does not say its position: it is no entry of this log"
    return position, ""


def _misplaced(position: int, stated: int) -> str:
    if stated > position:
        return f"entry {stated} stands here: {position} was deleted or moved"
    return f"entry {stated} stands here: one was inserted or moved"


def _place_of(level: int, position: int) -> tuple[int, str]:
    if level == 0:
        return position, "the entry was changed after it was written"
    first = position - (1 << level) + 1
    return first, f"an entry or a hash in positions {first} to {position} was changed"
