"""A simulated review: labelled texts are read in the order that a review proposes.

It starts from one relevant text and one that is not (or from nothing), and each label that is
read is learned from, as if an analyst had given it.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

from triage.errors import LabelsError, NotEnoughLabelsError
from triage.evaluation.measures import Calibrated, Discovery, measure_calibration, measure_order
from triage.learning import FOLDS, Encoder, Review, learn, lexical_prior

AUDIT_SHARE = 0.03
"""Of what was not read, drawn by chance, so that probabilities can be learned."""

READ_SHARE = 0.2
"""What was read when calibration is looked at."""

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How a review is simulated.

    Attributes
    ----------
    batch : int
        Texts that are read before the order is made anew, 1 or more.
    is_cold : bool
        Start from nothing, with the prior alone, instead of one known text of each kind.
    prior_texts : tuple of str
        Words of a definition set: a prior (:func:`triage.learning.lexical_prior`) and examples.
    seed : int
        Chooses what is known at the start, and breaks ties.
    most : int or None
        Stop when so many are read; the rest follows as it is, and calibration is not measured.
    """

    batch: int = 1
    is_cold: bool = False
    prior_texts: tuple[str, ...] = ()
    seed: int = 1
    most: int | None = None

    def __post_init__(self) -> None:
        if self.batch < 1:
            raise ValueError("batch must be 1 or more")
        if self.most is not None and self.most < 1:
            raise ValueError("most must be 1 or more, or None")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a simulated review showed.

    Attributes
    ----------
    order : tuple of int
        Every text in the order in which it was read; the start first.
    cpu_seconds : float
        Processor time from text to the last order, all threads.
    peak_megabytes : float or None
        The most memory that this process has held so far; None where the system does not say.
    """

    discovery: Discovery
    calibration: Calibrated | None
    order: tuple[int, ...]
    cpu_seconds: float
    peak_megabytes: float | None


def evaluate(
    texts: Sequence[str],
    labels: Sequence[int] | Any,
    *,
    facts: Any = None,
    plan: Plan | None = None,
    on_progress: Progress = lambda read: None,  # noqa: ARG005  tells nobody
) -> Evaluation:
    """Simulate a review of labelled texts and measure it.

    Parameters
    ----------
    texts : sequence of str
        Empty ones are allowed, and come where chance puts them.
    labels : sequence of int
        1 for relevant, 0 for not; at least two of each.
    facts : array of shape (n, any), optional
        Further columns in [0, 1].
    on_progress : callable
        Told how many texts have been read.

    Raises
    ------
    LabelsError
        If the numbers do not match, or a label is neither 0 nor 1.
    NotEnoughLabelsError
        If fewer than two texts are relevant, or fewer than two are not.
    """
    plan = plan or Plan()
    truth = checked(labels, len(texts))
    began = time.process_time()
    rows = rows_of(texts, facts)
    start = () if plan.is_cold else start_of(truth, seed=plan.seed)
    order = simulate(_review(rows, plan), truth, start, plan, on_progress)
    spent = time.process_time() - began
    return Evaluation(
        measure_order(truth[list(order[len(start) :])]),
        _calibration(rows, truth, order, seed=plan.seed) if plan.most is None else None,
        order,
        spent,
        _peak_megabytes(),
    )


def _review(rows: Any, plan: Plan) -> Review:
    if not plan.prior_texts:
        return Review(rows, seed=plan.seed)
    prior = lexical_prior(Encoder(), rows, plan.prior_texts)
    examples = Encoder().encode(plan.prior_texts)
    return Review(rows, prior=prior, examples=examples, seed=plan.seed)


def simulate(
    review: Review, truth: Any, start: Sequence[int], plan: Plan, on_progress: Progress
) -> tuple[int, ...]:
    """Read as planned; once nothing relevant is left, the rest comes as it is."""
    read: list[int] = []
    left = int((truth == 1).sum())

    def learn(indexes: Sequence[int]) -> int:
        for index in indexes:
            review.learn(index, int(truth[index]))
        read.extend(indexes)
        on_progress(len(read))
        return int((truth[list(indexes)] == 1).sum())

    left -= learn(start) if start else 0
    most = len(truth) if plan.most is None else plan.most
    while left and len(read) < most:
        left -= learn(review.first(plan.batch))
    rest = np.setdiff1d(np.arange(len(truth)), read)
    on_progress(len(truth))
    return (*read, *(int(index) for index in rest))


def checked(labels: Any, count: int) -> Any:
    """Return the labels as an array, or say what is wrong with them."""
    truth = np.asarray(labels)
    if truth.shape != (count,):
        raise LabelsError(f"{count} texts have {truth.size} labels; there must be one for each.")
    if not np.isin(truth, (0, 1)).all():
        raise LabelsError("A label must be 0 (not relevant) or 1 (relevant).")
    if min((truth == 1).sum(), (truth == 0).sum()) < 2:
        raise NotEnoughLabelsError(
            f"{(truth == 1).sum()} texts are relevant and {(truth == 0).sum()} are not. "
            "A simulated review needs at least two of each: one to start from, one to find."
        )
    return truth.astype(np.int8)


def start_of(truth: Any, *, seed: int) -> tuple[int, int]:
    """Return a relevant text and one that is not, drawn by chance."""
    random = np.random.default_rng(seed)
    relevant = int(random.choice(np.flatnonzero(truth == 1)))
    return relevant, int(random.choice(np.flatnonzero(truth == 0)))


def rows_of(texts: Sequence[str], facts: Any = None) -> Any:
    """Return the rows of texts, with their facts in further columns."""
    rows = Encoder().encode(texts)
    if facts is None:
        return rows
    if np.shape(facts)[:1] != (len(texts),):
        raise LabelsError(f"{len(texts)} texts have {len(facts)} rows of facts.")
    return sparse.hstack([rows, sparse.csr_matrix(facts)], format="csr", dtype=np.float32)


def _calibration(rows: Any, truth: Any, order: Sequence[int], *, seed: int) -> Calibrated | None:
    """Learn from what was read and an audit of the rest; measure on what nobody saw."""
    random = np.random.default_rng(seed)
    read = np.array(order[: int(READ_SHARE * len(order))])
    rest = np.array(order[len(read) :])
    audit = random.choice(rest, max(int(AUDIT_SHARE * len(rest)), 1), replace=False)
    unread = np.setdiff1d(rest, audit)
    known = np.concatenate([read, audit])
    stands_for = np.where(np.arange(len(known)) < len(read), 1.0, len(rest) / len(audit))
    if len(unread) < 10 or min(truth[known].sum(), len(known) - truth[known].sum()) < FOLDS:
        return None
    ranker = learn(rows[known], truth[known], stands_for=stands_for)
    return measure_calibration(ranker.probabilities(rows[unread]), truth[unread])


def _peak_megabytes() -> float | None:
    try:
        import resource
    except ImportError:  # Windows has no such module.
        return None
    # Kilobytes, but bytes on macOS (getrusage(2) of both).
    per_megabyte = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / per_megabyte
