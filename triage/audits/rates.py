"""Error rates by group: what a ranker overlooks, and what it brings up in vain, of each unit.

The counts are exact. Whoever shows them withholds small ones first: they may point at people.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

READ_SHARE = 0.2
"""The part of the queue that is read: a fifth, as in the project's plan of 90 days."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Of one group: how many reports mattered and were at the top, and how many did not and were.

    `overlooked` of `relevant` are not in the top of the queue, `vain` of `irrelevant` are.
    """

    group: str
    relevant: int
    overlooked: int
    irrelevant: int
    vain: int


def is_at_top(
    scores: "Sequence[float] | NDArray[np.float64]", *, share: float = READ_SHARE
) -> "NDArray[np.bool_]":
    """Tell of each report whether it is among the highest scores; at least one report is.

    Ties at the line are broken by the order given.
    """
    import numpy as np

    scored = np.asarray(scores, dtype=np.float64)
    top = np.zeros(len(scored), dtype=bool)
    top[np.argsort(-scored, kind="stable")[: max(1, round(share * len(scored)))]] = True
    return top


def rates(
    groups: Sequence[str],
    labels: "Sequence[int] | NDArray[np.int64]",
    at_top: "NDArray[np.bool_]",
) -> tuple[Rate, ...]:
    """Count errors by group, in the order of the groups' names."""
    counts: dict[str, list[int]] = {}
    for group, label, is_top in zip(groups, labels, at_top, strict=True):
        found = counts.setdefault(group, [0, 0, 0, 0])
        found[0 if label else 2] += 1
        found[1 if label else 3] += int(bool(is_top) != bool(label))
    return tuple(Rate(group, *counts[group]) for group in sorted(counts))
