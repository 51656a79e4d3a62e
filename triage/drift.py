"""Whether reports, scores or outcomes are no longer what they were.

Two numbers for each thing that is watched: how far its shares moved (population stability index,
which credit scoring uses: below .1 little, above .2 much) and how likely so large a move is by
chance alone. An alert needs both, so that neither a small move of many reports nor a large one of
few cries wolf, and Holm's correction (1979) keeps the chance that anything does within bounds
however much is watched.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import log

MUCH = 0.2
"""A population stability index from which on a move is large (Siddiqi 2006 says .25, others .2)."""
RISK = 0.01
"""How often anything at all may alert in a comparison in which nothing moved."""
LEAST = 5
"""How many reports a value must have by expectation to stand alone (Cochran 1954)."""
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Shift:
    """How far one thing moved: its index, and how likely that is when nothing moved.

    `before` and `now` are shares by value, rare values put together; `is_alert` is set by
    `compare`.
    """

    name: str
    index: float
    p_value: float
    before: Mapping[str, float]
    now: Mapping[str, float]
    is_alert: bool = False


def compare(
    before: Mapping[str, Mapping[str, int]],
    now: Mapping[str, Mapping[str, int]],
    *,
    risk: float = RISK,
) -> tuple[Shift, ...]:
    """Compare counts by value for each thing that is watched, the largest move first.

    Things without a report on one of the sides are left out: there is nothing to compare.
    """
    shifts = [
        _shift(name, before[name], now[name])
        for name in before
        if sum(before[name].values()) and sum(now.get(name, {}).values())
    ]
    alerting = {each.name for each in _significant(shifts, risk=risk) if each.index >= MUCH}
    told = [replace(each, is_alert=each.name in alerting) for each in shifts]
    return tuple(sorted(told, key=lambda each: (-each.index, each.name)))


def count_steps(values: Iterable[float], edges: Sequence[float]) -> Counter[str]:
    """Count numbers by the step that they fall into; `edges` ascend, and open at both ends.

    A step is named by its first number: "0 and more", "below 0" for the first.
    """
    names = [f"below {edges[0]:g}", *(f"{edge:g} and more" for edge in edges)]
    return Counter(names[bisect_right(edges, value)] for value in values)


def edges_of(values: Sequence[float], *, steps: int = 5) -> list[float]:
    """Return the edges that part `values` into about equal steps; fewer where values repeat."""
    ordered = sorted(values)
    found = (
        {ordered[len(ordered) * step // steps] for step in range(1, steps)} if ordered else {0.0}
    )
    return sorted(found)


def _shift(name: str, before: Mapping[str, int], now: Mapping[str, int]) -> Shift:
    was, is_now = _pooled(before, now)
    before_all, now_all = sum(was.values()), sum(is_now.values())
    old = {value: count / before_all for value, count in was.items()}
    new = {value: is_now[value] / now_all for value in was}
    return Shift(name, _index(was, is_now), _p_value(was, is_now), old, new)


def _pooled(
    before: Mapping[str, int], now: Mapping[str, int]
) -> tuple[dict[str, int], dict[str, int]]:
    """Put values together that are too rare to stand alone, on either side."""
    totals = sum(before.values()), sum(now.values())
    smaller = min(totals) / sum(totals)
    was: Counter[str] = Counter()
    is_now: Counter[str] = Counter()
    for value in sorted({*before, *now}):
        old, new = before.get(value, 0), now.get(value, 0)
        kept = value if (old + new) * smaller >= LEAST else OTHERS
        was[kept] += old
        is_now[kept] += new
    return dict(was), dict(is_now)


def _index(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    """Return the population stability index; half a report is added where there is none."""
    size = len(before)
    old_all, new_all = sum(before.values()) + size / 2, sum(now.values()) + size / 2
    moved = 0.0
    for value in before:
        old, new = (before[value] + 0.5) / old_all, (now[value] + 0.5) / new_all
        moved += (new - old) * log(new / old)
    return moved


def _p_value(before: Mapping[str, int], now: Mapping[str, int]) -> float:
    from scipy.stats import chi2_contingency

    if len(before) < 2:
        return 1.0
    table = [[before[value] for value in before], [now[value] for value in before]]
    return float(chi2_contingency(table).pvalue)


def _significant(shifts: Sequence[Shift], *, risk: float) -> list[Shift]:
    """Return what moved by more than chance: Holm's steps, the least likely first."""
    found: list[Shift] = []
    for place, each in enumerate(sorted(shifts, key=lambda one: one.p_value)):
        if each.p_value > risk / (len(shifts) - place):
            break
        found.append(each)
    return found
