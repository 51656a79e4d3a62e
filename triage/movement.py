"""How the order of many reports changes when their scores do."""

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_MOVES = 5
TOP_SHARE = 10
"""The head of the queue that is looked at: one in so many, rounded up."""


@dataclass(frozen=True, slots=True)
class Ranks:
    """The columns of many reports that decide about their order; 22 bytes for each report.

    `numbers` and `received` (milliseconds since 1970) are signed 64 bit, `before` and `after` the
    two scores, 0 to 1000, higher is more urgent.
    """

    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    received: "array[int]" = field(default_factory=lambda: array("q"))
    before: "array[int]" = field(default_factory=lambda: array("h"))
    after: "array[int]" = field(default_factory=lambda: array("h"))

    def __len__(self) -> int:
        return len(self.numbers)

    def append(self, number: int, received: int, *, before: int, after: int) -> None:
        """Add a report."""
        self.numbers.append(number)
        self.received.append(received)
        self.before.append(before)
        self.after.append(after)

    def extend(self, other: "Ranks") -> None:
        """Add all reports of another one."""
        self.numbers.extend(other.numbers)
        self.received.extend(other.received)
        self.before.extend(other.before)
        self.after.extend(other.after)


@dataclass(frozen=True, slots=True)
class Move:
    """A report whose place changes; places count from 1, the most urgent."""

    number: int
    place_before: int
    place_after: int
    score_before: int
    score_after: int


@dataclass(frozen=True, slots=True)
class Movement:
    """How an order changes.

    `rescored` reports have another score, `up` and `down` another place. `top` is the size of the
    head of the queue, `left_top` how many of it are in it no longer, for as many others.
    """

    reports: int
    rescored: int
    up: int
    down: int
    top: int
    left_top: int
    largest: tuple[Move, ...]

    @property
    def moved(self) -> int:
        """Return how many reports have another place."""
        return self.up + self.down


def movement(ranks: Ranks) -> Movement:
    """Compare the order before and after: by score, then by who waited longest, then by number.

    In which order `ranks` has the reports plays no part. Takes some 70 bytes for each report.
    """
    import numpy as np

    if not len(ranks):
        return Movement(0, 0, 0, 0, 0, 0, ())
    numbers = np.frombuffer(ranks.numbers, np.int64)
    before, after = (np.frombuffer(each, np.int16) for each in (ranks.before, ranks.after))
    was, now = _places(ranks, before), _places(ranks, after)
    top = -(-len(ranks) // TOP_SHARE)
    distance = np.abs(now - was)
    far = [int(index) for index in np.lexsort((numbers, -distance))[:MAX_MOVES] if distance[index]]
    return Movement(
        reports=len(ranks),
        rescored=int(np.count_nonzero(before != after)),
        up=int(np.count_nonzero(now < was)),
        down=int(np.count_nonzero(now > was)),
        top=top,
        left_top=int(np.count_nonzero((was <= top) & (now > top))),
        largest=tuple(
            Move(ranks.numbers[i], int(was[i]), int(now[i]), ranks.before[i], ranks.after[i])
            for i in far
        ),
    )


def _places(ranks: Ranks, scores: "NDArray[np.int16]") -> "NDArray[np.int32]":
    """Return the place of each report, 1 for the most urgent, in the order of `ranks`."""
    import numpy as np

    numbers, received = (np.frombuffer(each, np.int64) for each in (ranks.numbers, ranks.received))
    places = np.empty(len(ranks), np.int32)
    places[np.lexsort((numbers, received, -scores))] = np.arange(1, len(ranks) + 1)
    return places
