"""Which report is read next: the top of the queue, a blind sample of the rest, or what is due.

What reading by rank leaves at the bottom has no label, and nobody would ever know what lies there.
So a fixed share of all reading goes to reports that are drawn uniformly from what ranks low, and
a report that nobody has read by its date is drawn once more, with a chance that is written down.
Every draw follows from a nonce and the report's own name, so that it can be checked later and
foreseen by nobody who has not the nonce.
"""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import exp, log1p

LEAST_CHANCE = 0.001
"""No report that comes to its date unread has a smaller chance of being read than this."""


class Route(StrEnum):
    """How a report came to whoever reads it."""

    RANK = "rank"
    SAMPLE = "sample"
    DUE = "due"
    SECOND = "second"


@dataclass(frozen=True, slots=True)
class Shares:
    """How reading is divided.

    Attributes
    ----------
    sample : float
        The share of all reading that goes to reports drawn from what ranks low, in [0, 1].
    second : float
        The share that goes to reports that somebody else has decided already, in [0, 1].
    least_in_week : int
        How many reports are drawn in a week even when little is read.

    Raises
    ------
    ValueError
        If the shares are no shares, or leave nothing for the top of the queue.
    """

    sample: float = 0.05
    second: float = 0.05
    least_in_week: int = 10

    def __post_init__(self) -> None:
        if not (0 <= self.sample <= 1 and 0 <= self.second <= 1 and self.sample + self.second <= 1):
            raise ValueError("Shares must be in [0, 1] and must not exceed 1 together.")
        if self.least_in_week < 0:
            raise ValueError("least_in_week must be 0 or more.")


def uniform(nonce: bytes, *what: object) -> float:
    """Return a number in [0, 1) that follows from `nonce` and `what` and looks like chance."""
    message = "\x1f".join(str(each) for each in what).encode()
    return int.from_bytes(hmac.digest(nonce, message, "sha256")[:7], "big") / 2**56


def chance_of_sample(shares: Shares, *, drawn: int, taken: int, week: float) -> float:
    """Return the chance with which the next reading is a draw from what ranks low.

    Parameters
    ----------
    drawn, taken : int
        How many reports were drawn, and taken at all, since the week began.
    week : float
        How much of the week is over, in [0, 1].

    It is the fixed share, and more while fewer were drawn than the week's least number asks for
    by now; then what is missing is spread over the takes that the rest of the week will bring at
    this pace. Never more than a half, so that the top of the queue goes on.
    """
    if shares.sample == 0:
        return 0.0
    if drawn >= shares.least_in_week * week:
        return shares.sample
    ahead = max(taken / max(week, 0.02) * (1 - week), 1.0)
    return max(shares.sample, min(0.5, (shares.least_in_week - drawn) / ahead))


def route_of(nonce: bytes, *, sample: float, second: float) -> Route:
    """Say where the next report comes from; `sample` and `second` are chances, 1 together at most.

    ``RANK`` also where nothing is there to be drawn: the caller falls back to it.
    """
    lot = uniform(nonce, "route")
    if lot < sample:
        return Route.SAMPLE
    return Route.SECOND if lot < sample + second else Route.RANK


def pick(nonce: bytes, size: int) -> int:
    """Return the place in [0, size) of the report that is drawn, every one as likely as another.

    Raises ValueError for an empty frame.
    """
    if size < 1:
        raise ValueError("Nothing can be drawn from nothing.")
    return int(uniform(nonce, "pick") * size)


def draw(nonce: bytes, frame: Sequence[str], number: int) -> tuple[str, ...]:
    """Draw `number` of `frame` without replacement, all of it if there are not so many."""
    return tuple(sorted(frame, key=lambda each: uniform(nonce, "draw", each))[:number])


def due_at(received_at: datetime, *, days: int) -> datetime:
    """Return until when a report is read, or drawn for the last time."""
    return received_at + timedelta(days=days)


def is_drawn(nonce: bytes, report: str, *, chance: float) -> bool:
    """Say whether a report that is at its date unread must be read now.

    Raises ValueError unless `chance` is above 0 and at most 1: nobody is out of the question.
    """
    if not 0 < chance <= 1:
        raise ValueError("The chance of being read must be above 0 and at most 1.")
    return uniform(nonce, "due", report) < chance


def chance_at_date(*, due: int, capacity: float) -> float:
    """Return the chance of being read for each of `due` reports, `capacity` of which can be.

    At least ``LEAST_CHANCE``, even where there is no capacity at all; 1 where there is enough.
    """
    return min(1.0, max(LEAST_CHANCE, capacity / due)) if due else 1.0


def review_chance(draws: Iterable[tuple[float, int]]) -> float:
    """Return the probability that a report was drawn in at least one of the draws it stood in.

    `draws` are the chance that a draw was made at all and how many reports it was made from. This
    is what the weight of its label is one by.
    """
    spared = sum(log1p(-min(chance / size, 1 - 1e-12)) for chance, size in draws)
    return 1 - exp(spared)
