"""What a sample says of the reports that nobody read, with bounds that hold.

Exact where the sample is one uniform draw: Clopper and Pearson (1934) for a stream without end,
the hypergeometric distribution for a known number of reports. Draws with different chances are put
together as Fay and Feuer (1997) do, whose interval keeps what it promises in every case that was
tried; with equal chances theirs is Garwood's exact one for Poisson counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and the interval that holds it; of shares, all three are in [0, 1]."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Draw:
    """One uniform draw: `read` of `of` reports, of which `mattered` did.

    Raises ValueError unless 0 <= mattered <= read <= of.
    """

    read: int
    mattered: int
    of: int

    def __post_init__(self) -> None:
        if not 0 <= self.mattered <= self.read <= self.of:
            raise ValueError("A draw has 0 <= mattered <= read <= of.")


def at_most(
    mattered: int, read: int, *, of: int | None = None, confidence: float = CONFIDENCE
) -> float:
    """Return the share of low-ranked reports that mattered at most, with this confidence.

    `mattered` of `read` that were drawn uniformly; `of` is how many they were drawn from, None
    when there is no end of them. 1 when nothing was read: nothing is known then.
    """
    Draw(read, mattered, read if of is None else of)
    if of is not None:
        return _most_of(mattered, read, of, risk=1 - confidence) / of if of else 0.0
    if read == mattered:
        return 1.0
    from scipy.stats import beta

    return float(beta.ppf(confidence, mattered + 1, read - mattered))


def share(
    mattered: int, read: int, *, of: int | None = None, confidence: float = CONFIDENCE
) -> Estimate:
    """Estimate the share that mattered, with an interval of two equal tails; see `at_most`."""
    both = (1 + confidence) / 2
    high = at_most(mattered, read, of=of, confidence=both)
    low = 1 - at_most(read - mattered, read, of=of, confidence=both)
    return Estimate(mattered / read if read else (low + high) / 2, low, high)


def missed(draws: Sequence[Draw], *, confidence: float = CONFIDENCE) -> Estimate:
    """Estimate how many reports mattered among those that nobody read, by draws of any chances.

    `high` holds alone with `confidence`, and so does `low`. What was drawn and read is not missed
    and not counted. Draws from which nothing was read bound nothing: all of theirs may matter.
    """
    blind = sum(each.of for each in draws if each.read == 0)
    seen = [each for each in draws if each.read and each.of > each.read]
    if not seen:
        return Estimate(0.0 if not blind else blind / 2, 0.0, float(blind))
    unread = sum(each.of - each.read for each in seen)
    if len(seen) == 1:
        low, high = _missed_in_one(seen[0], confidence=confidence)
    else:
        low, high = _missed_in_all(seen, confidence=confidence)
    value = sum(each.mattered * (each.of / each.read - 1) for each in seen)
    return Estimate(value, low, min(high, unread) + blind)


def recall(found: int, not_found: Estimate) -> Estimate:
    """Estimate which share of all reports that mattered was found; 1 if none mattered at all.

    `found` is known, `not_found` is `missed`. Nothing found and nothing missed is all of nothing.
    """

    def of(number: float) -> float:
        return found / (found + number) if found + number else 1.0

    return Estimate(of(not_found.value), of(not_found.high), of(not_found.low))


def _most_of(mattered: int, read: int, of: int, *, risk: float) -> int:
    """Return the most of `of` reports that can matter when so few of those read did."""
    from scipy.stats import hypergeom

    low, high = mattered, of - (read - mattered)

    def is_possible(number: int) -> bool:
        return bool(hypergeom.cdf(mattered, of, number, read) > risk)

    return _largest(is_possible, low, high)


def _largest(is_possible: Callable[[int], bool], low: int, high: int) -> int:
    """Return the largest number up to `high` that is possible; `low` is, and it never returns."""
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if is_possible(middle) else (low, middle - 1)
    return low


def _missed_in_one(draw: Draw, *, confidence: float) -> tuple[float, float]:
    most = _most_of(draw.mattered, draw.read, draw.of, risk=1 - confidence)
    # What did not matter is as hypergeometric as what did.
    innocent = _most_of(draw.read - draw.mattered, draw.read, draw.of, risk=1 - confidence)
    return float(max(0, draw.of - innocent - draw.mattered)), float(most - draw.mattered)


def _missed_in_all(draws: Sequence[Draw], *, confidence: float) -> tuple[float, float]:
    from scipy.stats import chi2

    weights = [each.of / each.read - 1 for each in draws]
    total = sum(weight * each.mattered for weight, each in zip(weights, draws, strict=True))
    spread = sum(weight**2 * each.mattered for weight, each in zip(weights, draws, strict=True))
    low = 0.0
    if total:
        low = spread / (2 * total) * chi2.ppf(1 - confidence, 2 * total**2 / spread)
    # One more report might have come from the draw in which each stands for most.
    most = max(weights)
    total, spread = total + most, spread + most**2
    return float(low), float(spread / (2 * total) * chi2.ppf(confidence, 2 * total**2 / spread))
