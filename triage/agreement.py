"""How well two readers of the same report agree, beyond what chance would do: Cohen's kappa.

The interval holds the middle of the posterior of kappa, with Jeffreys' prior on the table of
answers. Unlike the textbook's standard error it is honest with ten pairs, and with pairs that all
agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

PRIOR = 0.5
"""What is added to each cell of the table of answers (Jeffreys)."""
_DRAWS = 5_000
_SEED = 20


@dataclass(frozen=True, slots=True)
class Agreement:
    """Kappa in [-1, 1] with its 95 % interval; `agreed` of `pairs` were alike.

    `kappa` is None without pairs, and where both always said the same one thing: then there is
    nothing that chance would not do as well.
    """

    pairs: int
    agreed: int
    kappa: float | None
    low: float
    high: float


def agreement(
    pairs: Sequence[tuple[str, str]],
    answers: Sequence[str],
    *,
    confidence: float = 0.95,
    seed: int = _SEED,
) -> Agreement:
    """Compare what two readers said of the same reports.

    Parameters
    ----------
    pairs : sequence of (str, str)
        What the first and the second reader of each report answered.
    answers : sequence of str
        All answers that there are, at least two; raises ValueError for any other.
    seed : int
        The interval is drawn by chance; the same seed gives the same interval.
    """
    import numpy as np

    if len(answers) < 2:
        raise ValueError("Two answers at least, or nobody could disagree.")
    place = {answer: number for number, answer in enumerate(answers)}
    strange = {answer for pair in pairs for answer in pair} - set(place)
    if strange:
        raise ValueError("A pair holds an answer that is not in `answers`.")
    table = np.zeros((len(answers), len(answers)))
    for first, second in pairs:
        table[place[first], place[second]] += 1
    agreed = int(np.trace(table))
    random = np.random.default_rng(seed)
    drawn = random.dirichlet((table + PRIOR).ravel(), _DRAWS).reshape(-1, *table.shape)
    tail = (1 - confidence) / 2
    low, high = np.quantile(_kappa(drawn), (tail, 1 - tail))
    found = float(_kappa(table[None] / max(len(pairs), 1))[0]) if pairs else float("nan")
    return Agreement(
        len(pairs), agreed, None if np.isnan(found) else found, float(low), float(high)
    )


def _kappa(tables: "Numbers") -> "Numbers":
    """Return kappa of each table of shares, shape (n, answers, answers); NaN where it has none."""
    import numpy as np

    alike = np.trace(tables, axis1=1, axis2=2)
    by_chance = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(by_chance < 1, (alike - by_chance) / (1 - by_chance), np.nan)
