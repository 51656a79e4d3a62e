"""What facts add to what the text says: weights as large as the decisions prove, or none.

Joined to the text from the start, a dozen facts of length 1 drown it: where they tell nothing,
that cost 13 to 21 points of the area under the curve on three development sets. So the text is
learned first, and facts explain what margins of rankers that did not see the label leave open: a
logistic regression of the label on the margin and the facts, their weights held back (a normal
prior, ridge) by as much as cross-validation prefers. If that is not surely better than the margin
alone, the facts weigh nothing (docs/decisions/0032).
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

RIDGES = (100.0, 30.0, 10.0, 3.0, 1.0, 0.3)
"""How strongly weights are held back, from almost nothing left to almost free."""

SURE = 1.0
"""Standard errors by which the deviance must fall in cross-validation before facts weigh anything;
with 1, they cost less than half a point of area where they tell nothing (four development sets);
with 2, they were left out of streams in which they bring 3 and 5."""

LEAST_SLOPE = 0.2
"""Of the log-odds by a standardized margin: below it the margin tells nothing to add facts to."""

_STEPS = 25


@dataclass(frozen=True, slots=True)
class Added:
    """What facts add to margins.

    Attributes
    ----------
    weights : array
        float32, shape ``(n_facts,)``; zeros if none helps.
    unseen : array
        Shape ``(n,)``: what they add to each row's margin by weights that did not learn from it.
        With weights that did, probabilities were too low where the margin is low, by half and more.
    """

    weights: Any = field(repr=False)
    unseen: Any = field(repr=False)


def weigh_facts(margins: Any, facts: Any, labels: Any, *, weights: Any, parts: Any) -> Added:
    """Return what each fact adds to a margin.

    Parameters
    ----------
    margins : array of shape (n,)
        Of rankers that did not learn from the row.
    facts : dense array of shape (n, n_facts)
        In [0, 1].
    labels : array of 0 and 1
    weights : array of shape (n,)
        For how many decisions each label counts.
    parts : array of int, shape (n,)
        The part of the cross-validation that each row is left out in.
    """
    added = Added(np.zeros(facts.shape[1], np.float32), np.zeros(len(margins)))
    used = np.flatnonzero(facts.any(axis=0))
    if not len(used):
        return added
    spread = float(margins.std()) or 1.0
    heavy = np.asarray(weights, float)
    inputs = facts[:, used].astype(float)
    inputs -= np.average(inputs, axis=0, weights=heavy)
    scaled = (margins - margins.mean()) / spread
    design = np.column_stack([np.ones(len(scaled)), scaled, inputs])
    truth = np.asarray(labels, float)
    ridge = _best_ridge(design, truth, heavy, parts)
    if ridge is None:
        return added

    def learned_from(rows: Any) -> Any:
        found = _fit(design[rows], truth[rows], heavy[rows], ridge)
        return found[2:] / max(found[1], LEAST_SLOPE) * spread

    for part in np.unique(parts):
        out = parts == part
        added.unseen[out] = facts[np.ix_(out, used)] @ learned_from(~out)
    added.weights[used] = learned_from(np.ones(len(truth), bool))
    return added


def _best_ridge(design: Any, labels: Any, heavy: Any, parts: Any) -> float | None:
    """Return what cross-validation prefers, None if facts are not surely better than none."""
    plain = _deviances(design[:, :2], labels, heavy, parts, ridge=0.0)
    gains = {
        ridge: plain - _deviances(design, labels, heavy, parts, ridge=ridge) for ridge in RIDGES
    }
    best = max(RIDGES, key=lambda ridge: float(gains[ridge].sum()))
    gain = gains[best]
    is_sure = gain.sum() > SURE * np.sqrt(len(gain)) * gain.std()
    return best if is_sure else None


def _deviances(design: Any, labels: Any, heavy: Any, parts: Any, *, ridge: float) -> Any:
    """Return what each row costs a regression that did not see it."""
    found = np.zeros(len(labels))
    for part in np.unique(parts):
        out, kept = parts == part, parts != part
        height = design[out] @ _fit(design[kept], labels[kept], heavy[kept], ridge)
        found[out] = heavy[out] * (np.logaddexp(0, height) - labels[out] * height)
    return found


def _fit(design: Any, labels: Any, heavy: Any, ridge: float) -> Any:
    """Return the weights of a ridge logistic regression by Newton's steps, halved where they miss.

    The start is not held back, and the margin next to not.
    """
    held = np.r_[0.0, 1e-3, np.full(design.shape[1] - 2, ridge)]
    share = np.clip(heavy @ labels / heavy.sum(), 1e-6, 1 - 1e-6)
    found = np.r_[np.log(share / (1 - share)), np.zeros(design.shape[1] - 1)]

    def loss(tried: Any) -> float:
        height = design @ tried
        misfit = heavy @ (np.logaddexp(0, height) - labels * height)
        return float(misfit + held @ tried**2 / 2)

    before = loss(found)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(design @ found, -30, 30)))
        slope = design.T @ (heavy * (chance - labels)) + held * found
        bent = (design * (heavy * chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(bent + np.diag(held + 1e-9), slope)
        while (after := loss(found - step)) > before and np.abs(step).max() > 1e-9:
            step /= 2
        if after > before:
            break
        found, before, gained = found - step, after, before - after
        if gained < 1e-8 * (1 + abs(before)):
            break
    return found
