"""The whole recipe: from decisions that reading by rank selected to a ranker with probabilities."""

from dataclasses import replace
from typing import Any

import numpy as np

from triage.calibration import fit_calibration
from triage.learning.encoding import N_FEATURES
from triage.learning.ranker import (
    Ranker,
    facts_added,
    fit_text,
    signs_of,
    text_margins_unseen,
    text_of,
    with_facts,
)

MOST_STANDS_FOR = 5.0
"""A label counts for so many reports at most when words are learned: a few labels that stand for
hundreds would drown all others. Without this limit the order was worse on two of three development
sets, and without any weights on two. Probabilities have no such limit."""


def learn(
    rows: Any, labels: Any, *, weights: Any = None, stands_for: Any = None, prior: Any = None
) -> Ranker:
    """Return a calibrated ranker; the same decisions give the same one.

    Parameters
    ----------
    rows : CSR matrix
        Of :class:`triage.learning.Encoder`, with or without facts.
    labels : sequence of int
        1 for relevant, 0 for not.
    weights : sequence of float, optional
        For how many decisions each label counts: an unfinished one for less than 1.
    stands_for : sequence of float, optional
        For how many reports each label speaks: one by the probability with which its report came
        to be read (:func:`triage.sampling.review_chance`), 1 where its rank brought it up.
    prior : sequence of float, optional
        The rules' standardized points.

    Raises
    ------
    LabelsError
        If the numbers do not match, or a label is neither 0 nor 1.
    NotEnoughLabelsError
        If fewer than two are relevant, or fewer than two are not.
    """
    signs = signs_of(labels, rows.shape[0])
    counts = np.ones(len(signs)) if weights is None else np.asarray(weights, float)
    speaks = np.ones(len(signs)) if stands_for is None else np.asarray(stands_for, float)
    heavy = counts * np.minimum(speaks, MOST_STANDS_FOR)
    text = text_of(rows)
    unseen = text_margins_unseen(text, signs, weights=heavy)
    ranker = fit_text(text, signs, weights=heavy, prior=prior)
    if prior is not None:
        # In the measure of what was learned, whose margins are small: as in a review.
        ranker = replace(ranker, prior_share=ranker.prior_share * float(unseen.std()))
        unseen += ranker.prior_share * np.asarray(prior, float)
    if rows.shape[1] > N_FEATURES:
        # Each label once: facts are few, and what they tell needs every decision.
        added = facts_added(rows, signs, unseen, weights=counts)
        ranker = with_facts(ranker, added.weights)
        unseen += added.unseen
    curve = fit_calibration(unseen, signs > 0, weights=counts * speaks)
    return replace(ranker, calibration=curve)
