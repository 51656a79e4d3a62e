"""A ranker that goes on learning after it was judged, and never gets far from what was judged.

A judge looked at one ranker. What it learns later moves the weights of words and nothing else: how
words are weighed, what facts add, what the rules count and what margins mean stay as judged. Every
account is a row of length 1, so no account's margin moves by more than the length of the move of
the weights (Cauchy and Schwarz), whatever it says and whoever it is about: a bound that holds for
every text there is, without looking at one.
"""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from triage.learning.encoding import N_FEATURES
from triage.learning.ranker import Ranker, costs_of, signs_of, text_of
from triage.learning.solving import products_of, solve
from triage.learning.weighing import compact

FURTHEST = 0.5
"""How far a margin may be moved at most, beside the largest margin that words alone can give it.

On two development sets a third more decisions moved the weights so far, and brought most of what
they can bring; the moves of real texts were a fifth of what the bound allows."""


@dataclass(frozen=True, slots=True)
class Continued:
    """What a ranker became.

    Attributes
    ----------
    share : float
        How much of the way it was taken to what all decisions would give, in [0, 1].
    drift : float
        By how much any account's margin can differ from what was judged, at most, beside the
        largest margin that words alone can give; in [0, FURTHEST].
    """

    ranker: Ranker = field(repr=False)
    share: float
    drift: float


def continue_from(judged: Ranker, rows: Any, labels: Any, *, weights: Any = None) -> Continued:
    """Let a ranker learn from all decisions so far, as far as the bound allows.

    Parameters
    ----------
    judged : Ranker
        Not one that was continued: the bound is on the distance from what a judge saw.
    rows, labels, weights
        As for :func:`triage.learning.fit`: of all decisions, those that it learned from too.

    Raises
    ------
    LabelsError, NotEnoughLabelsError
        As :func:`triage.learning.fit` does.
    """
    return continue_weighed(judged, judged.terms.weigh(text_of(rows)), labels, weights=weights)


def continue_weighed(
    judged: Ranker, weighed: Any, labels: Any, *, weights: Any = None
) -> Continued:
    """Do the same with rows of text that are weighed already, by the terms of what was judged.

    Who learns on after each decision weighs a row once.
    """
    signs = signs_of(labels, weighed.shape[0])
    costs = costs_of(signs)
    if weights is not None:
        costs = costs * np.asarray(weights, np.float32)
    rows, used = compact(weighed)
    duals = solve(products_of(rows), signs, costs, np.zeros(len(signs), np.float32))
    words = judged.weights[:N_FEATURES]
    move = -words
    move[used] += (rows.T @ duals)[: len(used)]
    shift = float(duals.sum()) - judged.intercept
    far = (float(np.linalg.norm(move)) + abs(shift)) / (float(np.linalg.norm(words)) or 1.0)
    share = 1.0 if far <= FURTHEST else FURTHEST / far
    found = judged.weights.copy()
    found[:N_FEATURES] += np.float32(share) * move
    return Continued(
        replace(judged, weights=found, intercept=judged.intercept + share * shift),
        share,
        share * far,
    )
