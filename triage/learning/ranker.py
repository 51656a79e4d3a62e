"""A learned ranker: what each column adds to a report's margin, and what the rules add."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from triage.calibration import Calibration
from triage.errors import LabelsError, NotEnoughLabelsError
from triage.learning.encoding import N_FEATURES
from triage.learning.solving import products_of, solve
from triage.learning.weighing import TermWeights, term_weights
from triage.learning.weighing_facts import Added, weigh_facts

COST = 0.11
BALANCE = 9.8
"""Cost of a label that the model does not agree with, and how much more the relevant ones weigh
together: those of ASReview's model "ELAS u4", which were chosen on 26 systematic reviews."""

PRIOR_SCALE = 2.0
"""What one standard deviation of the prior counts beside one of what was learned, at the start."""

PRIOR_HITS = 10.0
"""Relevant reports after which the prior counts half of that; both from cold starts on
development sets."""


# Rows at a time: what is computed on the way stays in the processor's cache.
_CHUNK = 300


@dataclass(frozen=True, slots=True, eq=False)
class Ranker:
    """What was learned; nothing in it can be read as a word.

    Attributes
    ----------
    weights : array
        float32, shape ``(width,)``, for weighed rows.
    intercept : float
        Added to every margin.
    terms : TermWeights
        How text columns are weighed.
    prior_share : float
        What a standardized prior is multiplied with.
    calibration : Calibration or None
        None as long as probabilities are not known.
    """

    weights: Any = field(repr=False)
    intercept: float
    terms: TermWeights
    prior_share: float
    calibration: Calibration | None = None

    def margins(self, rows: Any, prior: Any = None) -> Any:
        """Return a number per row, float64, higher is more urgent; 0 is the learned border.

        ``rows`` is CSR as :class:`triage.learning.Encoder` makes it, with or without facts, but
        as wide as what was fitted; ``prior`` is standardized, 0 where it is not known.
        """
        if rows.shape[1] != len(self.weights):
            raise LabelsError(
                f"The rows have {rows.shape[1]} columns, this ranker was fitted on "
                f"{len(self.weights)}. Encode them as they were then, with or without facts."
            )
        text = text_of(rows)
        starts = range(0, rows.shape[0], _CHUNK)
        parts = [self.text_margins([(0, text[start : start + _CHUNK])]) for start in starts]
        found = np.concatenate([np.zeros(0), *parts])
        if text is not rows:
            found += rows[:, N_FEATURES:].astype(np.float64) @ self.weights[N_FEATURES:]
        return found if prior is None else found + self.prior_share * np.asarray(prior, float)

    def probabilities(self, rows: Any, prior: Any = None) -> Any:
        """Return the probability that each row is relevant.

        Raises
        ------
        NotEnoughLabelsError
            If the ranker was never calibrated.
        """
        if self.calibration is None:
            raise NotEnoughLabelsError(
                "This ranker has no calibration: its margins are no probabilities."
            )
        return self.calibration.probabilities(self.margins(rows, prior))

    def text_margins(self, parts: Sequence[tuple[int, Any]]) -> Any:
        """Return the margins of texts, given by the first column of each part and its CSR matrix.

        Divides once at the end, in double precision: a row has one margin in any company.
        """
        sums, squares = np.zeros((2, parts[0][1].shape[0]))
        for first, rows in parts:
            row = np.repeat(np.arange(len(sums)), np.diff(rows.indptr))
            terms, weights = self.terms.values[first:], self.weights[first:]
            weighed = rows.data.astype(np.float64) * terms[rows.indices]
            sums += np.bincount(row, weighed * weights[rows.indices], minlength=len(sums))
            squares += np.bincount(row, weighed * weighed, minlength=len(sums))
        return sums / np.maximum(np.sqrt(squares), 1e-12) + self.intercept


def fit(
    rows: Any,
    labels: Sequence[int] | Any,
    *,
    weights: Any = None,
    prior: Any = None,
) -> Ranker:
    """Learn from labelled rows; there is one solution, so nothing is left to chance.

    Facts are weighed for what they add to the text (:mod:`triage.learning.weighing_facts`), so
    they do no harm where they tell nothing.

    Parameters
    ----------
    rows : CSR matrix
        Of :class:`triage.learning.Encoder`, with or without facts.
    labels : sequence of int
        1 for relevant, 0 for not.
    weights : sequence of float, optional
        How much each label counts, above 0; 1 if not given.
    prior : sequence of float, optional
        The rules' standardized points. They only decide how much of a prior is still used.

    Raises
    ------
    LabelsError
        If the numbers do not match, or a label is neither 0 nor 1.
    NotEnoughLabelsError
        If all labels are alike.
    """
    signs = signs_of(labels, rows.shape[0])
    found = fit_text(text_of(rows), signs, weights=weights, prior=prior)
    if rows.shape[1] == N_FEATURES:
        return found
    unseen = text_margins_unseen(text_of(rows), signs, weights=weights, prior=prior)
    return with_facts(found, facts_added(rows, signs, unseen, weights=weights).weights)


def text_of(rows: Any) -> Any:
    """Return the text columns of rows; the rows themselves if they have no other."""
    return rows[:, :N_FEATURES] if rows.shape[1] > N_FEATURES else rows


def fit_text(rows: Any, signs: Any, *, weights: Any = None, prior: Any = None) -> Ranker:
    """Learn from text columns alone, and from signs -1 and +1; the arguments are not checked."""
    heavy = np.ones(len(signs), np.float32) if weights is None else np.asarray(weights, np.float32)
    ranker, _ = _solved(rows, signs, heavy, np.zeros(len(signs), np.float32))
    if prior is None:
        return ranker
    return replace(ranker, prior_share=prior_share(int((signs > 0).sum())))


def _solved(rows: Any, signs: Any, heavy: Any, start: Any) -> tuple[Ranker, Any]:
    """Return a ranker of text that uses no prior, and its dual weights, sought from `start`."""
    terms = term_weights(rows)
    weighed = terms.weigh(rows)
    duals = solve(products_of(weighed), signs, costs_of(signs) * heavy, start)
    return Ranker(weighed.T @ duals, float(duals.sum()), terms, 0.0), duals


def with_facts(ranker: Ranker, added: Any) -> Ranker:
    """Return a ranker of text that also reads facts, which add so much."""
    return replace(ranker, weights=np.concatenate([ranker.weights, added]))


FOLDS = 5
"""Parts of what is learned from, where it is tried what facts add."""

PARTS = 20
"""Parts of what is learned from, when margins are needed of rankers that did not see the label.

With 5, each ranker knew a fifth less than the one that is used, and its margins were higher where
little speaks for a report: the least likely ones mattered twice as often as was said."""


def text_margins_unseen(rows: Any, signs: Any, *, weights: Any = None, prior: Any = None) -> Any:
    """Return the margin of each row by a ranker of text that did not learn from it.

    The rows of each label are dealt out to the parts in turn. With fewer than `PARTS` of a label,
    each part still leaves some to learn from. Raises NotEnoughLabelsError with fewer than two.
    """
    if min((signs > 0).sum(), (signs < 0).sum()) < 2:
        raise NotEnoughLabelsError("At least two relevant reports and two that are not are needed.")
    parts, margins = _parts(signs, PARTS), np.empty(len(signs))
    heavy = np.ones(len(signs), np.float32) if weights is None else np.asarray(weights, np.float32)
    _, whole = _solved(rows, signs, heavy, np.zeros(len(signs), np.float32))
    for part in range(PARTS):
        out, kept = parts == part, parts != part
        if out.any():
            # From where all labels lead, a step or two are left.
            found, _ = _solved(rows[kept], signs[kept], heavy[kept], whole[kept])
            margins[out] = found.margins(rows[out])
            if prior is not None:
                share = prior_share(int((signs[kept] > 0).sum()))
                margins[out] += share * np.asarray(prior, float)[out]
    return margins


def facts_added(rows: Any, signs: Any, unseen: Any, *, weights: Any = None) -> Added:
    """Return what facts add to margins of rankers of text that did not see the label.

    With fewer than `FOLDS` of a label nothing can be proven of facts, and they weigh nothing.
    """
    facts = rows[:, N_FEATURES:].toarray()
    relevant = int((signs > 0).sum())
    if min(relevant, len(signs) - relevant) < FOLDS:
        return Added(np.zeros(facts.shape[1], np.float32), np.zeros(len(signs)))
    heavy = np.ones(len(signs)) if weights is None else weights
    return weigh_facts(unseen, facts, signs > 0, weights=heavy, parts=_parts(signs, FOLDS))


def _parts(signs: Any, count: int) -> Any:
    parts = np.empty(len(signs), dtype=np.int64)
    for sign in (-1, 1):
        own = np.flatnonzero(signs == sign)
        parts[own] = np.arange(len(own)) % count
    return parts


def signs_of(labels: Any, expected: int) -> Any:
    """Return -1 and +1 for labels 0 and 1, or say what is wrong with them."""
    found = np.asarray(labels)
    if found.shape != (expected,):
        raise LabelsError(f"{expected} rows have {found.size} labels; there must be one for each.")
    if not np.isin(found, (0, 1)).all():
        raise LabelsError("A label must be 0 (not relevant) or 1 (relevant).")
    if len(np.unique(found)) < 2:
        raise NotEnoughLabelsError(
            "All labels are alike. Learning needs at least one relevant report and one that is not."
        )
    return np.where(found == 1, 1, -1).astype(np.float32)


def costs_of(signs: Any, counts: Any = None) -> Any:
    """Return a cost per label: the relevant ones weigh ``BALANCE`` times the others, together.

    ``counts`` says for how many labels each counts; 1 if not given.
    """
    counts = np.ones(len(signs)) if counts is None else counts
    relevant = float(counts[signs > 0].sum())
    others = counts.sum() - relevant
    shares = counts * np.where(signs > 0, 1.0, relevant / (BALANCE * max(others, 1.0)))
    return (COST * counts.sum() / shares.sum() * shares).astype(np.float32)


def prior_share(hits: int) -> float:
    """Return what the rules, or the words of a definition set, still count after so many hits."""
    return PRIOR_SCALE / (1.0 + hits / PRIOR_HITS)


def standardize(prior: Any) -> Any:
    """Return a prior with mean 0 and standard deviation 1, float32; zeros if it is constant."""
    values = np.asarray(prior, dtype=np.float64)
    spread = values.std() if values.size else 0.0
    if spread == 0:
        return np.zeros(values.shape, dtype=np.float32)
    return ((values - values.mean()) / spread).astype(np.float32)
