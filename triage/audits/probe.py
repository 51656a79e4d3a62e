"""Whether an attribute can be read out of what a ranker is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from triage.audits.counterparts import Counterparts, Prepare
from triage.errors import AuditError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FOLDS = 5
ROUNDS = 200
LEAST_PER_CLASS = 20
"""Fewer examples of either class tell nothing: the interval would cover one half anyway."""

Encode = Callable[[Sequence[str]], Any]
"""Turns texts into the ranker's inputs: a matrix with one row for each text, sparse or dense."""


@dataclass(frozen=True, slots=True)
class Probed:
    """How well an attribute can be recovered: the area under the curve, .5 is pure guessing.

    `low` and `high` are the ends of its interval at `level`, a share such as .95: as many standard
    errors away as a normal distribution has it, the error being that of a bootstrap.
    """

    attribute: str
    examples: int
    auc: float
    low: float
    high: float
    level: float

    @property
    def is_at_chance(self) -> bool:
        """Tell whether the interval covers .5, or lies below it.

        Below is what cross-validation gives by chance where there is nothing to learn: the mean
        of the classes left in is on the other side of the mean of those left out.
        """
        return self.low <= 0.5


def probe(
    rows: Any, labels: Sequence[int], *, attribute: str, seed: int, level: float = 0.95
) -> Probed:
    """Train a linear classifier on some of the rows to tell 1 from 0, and try it on the others.

    `rows` has shape (n_examples, n_features), dense or sparse. Five folds, so that no example is
    tried by a classifier that saw it; `ROUNDS` bootstrap samples. Raises AuditError if a class has
    fewer than `LEAST_PER_CLASS` examples.
    """
    import numpy as np

    truth = np.asarray(labels, dtype=np.int64)
    if min(np.count_nonzero(truth == 0), np.count_nonzero(truth == 1)) < LEAST_PER_CLASS:
        raise AuditError(f"{attribute}: a probe needs {LEAST_PER_CLASS} examples of each class")
    rng = np.random.default_rng(seed)
    margins = _margins_unseen(_likeness(rows), truth, rng)
    error = np.std([_resampled(truth, margins, rng) for _ in range(ROUNDS)])
    reach = NormalDist().inv_cdf((1 + level) / 2) * float(error)
    area = auc(truth, margins)
    return Probed(attribute, len(truth), area, area - reach, area + reach, level)


def planted_examples(
    texts: Sequence[str], counterparts: Counterparts, *, prepare: Prepare, seed: int
) -> tuple[list[str], list[int]]:
    """Plant a random word of the lists in each text; label 1 if it is not of the first column.

    Both labels come about equally often, whatever a text says itself, so what a probe then finds
    came through `prepare` with the planted word.
    """
    rng = Random(seed)  # noqa: S311  A sample for a test, not a secret.
    examples, labels = [], []
    for text in texts:
        row = rng.choice(counterparts.rows)
        label = rng.randrange(2)
        word = rng.choice(row.words[1:]) if label else row.words[0]
        examples.append(f"{prepare(text)} {prepare(row.carrier.format(word))}")
        labels.append(label)
    return examples, labels


def auc(
    labels: "Sequence[int] | NDArray[Any]",
    scores: "Sequence[float] | NDArray[Any]",
    weights: "Sequence[float] | NDArray[Any] | None" = None,
) -> float:
    """Return the share of pairs of a 1 and a 0 in which the 1 has the higher score.

    Pairs with equal scores count half; each pair counts by the product of its weights. Returns
    NaN when a class is missing.
    """
    import numpy as np

    truth, scored = np.asarray(labels, dtype=bool), np.asarray(scores, dtype=np.float64)
    heavy = np.ones(len(truth)) if weights is None else np.asarray(weights, dtype=np.float64)
    values, group = np.unique(scored, return_inverse=True)
    ones = np.bincount(group, heavy * truth, minlength=len(values))
    zeros = np.bincount(group, heavy * ~truth, minlength=len(values))
    pairs = ones.sum() * zeros.sum()
    if not pairs:
        return float("nan")
    below = np.cumsum(zeros) - zeros
    return float((ones * (below + zeros / 2)).sum() / pairs)


def _likeness(rows: Any) -> "NDArray[np.float64]":
    """Return the inner products of all rows, less what all have in common; shape (n, n)."""
    import numpy as np

    product = rows @ rows.T
    likeness = np.asarray(product.todense() if hasattr(product, "todense") else product, float)
    means = likeness.mean(axis=0)
    centred: NDArray[np.float64] = likeness - means - means[:, None] + means.mean()
    return centred


def _margins_unseen(
    likeness: "NDArray[np.float64]", truth: "NDArray[np.int64]", rng: "np.random.Generator"
) -> "NDArray[np.float64]":
    """Return each example's margin by a classifier that was trained without its fold.

    A ridge regression on -1 and +1, solved by the inner products, so that it costs the same
    whatever the number of features; a tenth of the mean size of a row holds it back.
    """
    import numpy as np

    signs = 2.0 * truth - 1
    folds = np.empty(len(truth), dtype=np.int64)
    for label in (0, 1):
        where = rng.permutation(np.flatnonzero(truth == label))
        folds[where] = np.arange(len(where)) % FOLDS
    ridge = 0.1 * float(np.trace(likeness)) / len(truth) + 1e-9
    margins = np.empty(len(truth))
    for fold in range(FOLDS):
        out, kept = np.flatnonzero(folds == fold), np.flatnonzero(folds != fold)
        centre = signs[kept].mean()
        inner = likeness[np.ix_(kept, kept)] + ridge * np.eye(len(kept))
        margins[out] = centre + likeness[np.ix_(out, kept)] @ np.linalg.solve(
            inner, signs[kept] - centre
        )
    return margins


def _resampled(
    truth: "NDArray[np.int64]", margins: "NDArray[np.float64]", rng: "np.random.Generator"
) -> float:
    """Return the area of one bootstrap sample, drawn within each class."""
    import numpy as np

    picked = np.concatenate(
        [rng.choice(where := np.flatnonzero(truth == each), len(where)) for each in (0, 1)]
    )
    return auc(truth[picked], margins[picked])
