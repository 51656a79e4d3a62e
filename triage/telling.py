"""From contributions in log-odds to reasons in points: whole numbers that add up to the score.

A probability is no sum, so no division of it is right in itself. These reasons are told in their
order, the weightiest first, and each has the points by which the score changes when it is taken
away after those before it. So the first one's points are exactly what the score loses without it,
all of them together with the start are exactly the score, and nothing is lost in rounding.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice, pairwise

from triage.rules import Reason, Score

MAX_REASONS = 8
START = "start"
REST = "rest"


@dataclass(frozen=True, slots=True)
class Share:
    """What one reason adds to the log-odds (or to whatever `told` is given a probability of)."""

    rule: str
    text: str
    amount: float


Chances = Callable[[Sequence[float]], Iterable[float]]


def told(shares: Sequence[Share], start: float, probabilities: Chances) -> Score:
    """Return the score that `start` and all shares give, with its reasons in the order told.

    `probabilities` turns sums of amounts into 0 to 1 and never falls. Of more than `MAX_REASONS`
    shares the smallest are told together, last. A share that moves no whole point has no reason.
    """
    (score,) = told_each([(shares, start)], probabilities)
    return score


def told_each(
    reports: Sequence[tuple[Sequence[Share], float]], probabilities: Chances
) -> list[Score]:
    """Return what :func:`told` does for each report; `probabilities` is asked once for all."""
    shown = [_shown(shares) for shares, _ in reports]
    sums = [
        tuple(
            accumulate(
                (-each.amount for each in some),
                initial=start + sum(each.amount for each in some),
            )
        )
        for some, (_, start) in zip(shown, reports, strict=True)
    ]
    points = iter([round(1000 * each) for each in probabilities([*chain.from_iterable(sums)])])
    return [
        _score(some, list(islice(points, len(left))))
        for some, left in zip(shown, sums, strict=True)
    ]


def _shown(shares: Sequence[Share]) -> list[Share]:
    ranked = sorted(shares, key=lambda each: (-abs(each.amount), each.rule, each.text))
    shown, rest = ranked[:MAX_REASONS], ranked[MAX_REASONS:]
    if rest:
        amount = sum(each.amount for each in rest)
        shown.append(Share(REST, f"{len(rest)} smaller things together", amount))
    return shown


def _score(shown: Sequence[Share], points: Sequence[int]) -> Score:
    """Return the score of which `points` are left after each of the reasons is taken away."""
    reasons = [
        Reason(each.rule, each.text, before - after)
        for each, (before, after) in zip(shown, pairwise(points), strict=True)
        if after != before
    ]
    if points[-1]:
        reasons.append(Reason(START, "Every report starts here", points[-1]))
    return Score(points[0], tuple(reasons))
