"""What an order and a probability are worth, measured against labels."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from triage.errors import NotEnoughLabelsError

RECALLS = (0.05, 0.10, 0.20)
"""Shares of the pool that are read when recall is looked at."""

BINS = 10
FIFTHS = 5


@dataclass(frozen=True, slots=True)
class Discovery:
    """How early the relevant texts came; what the review started from does not count.

    Attributes
    ----------
    recalls : tuple of float
        Recall when 5, 10 and 20 % of the pool were read.
    work_saved : float
        At 95 % recall, beside reading at random: 0.95 less the share that was read (Cohen et al.,
        JAMIA 13, 2006).
    time_to_discovery : float
        Mean place of the relevant texts as a share of the pool; less is better (Ferdinands 2023).
    is_first_five : bool
        Whether a relevant text stood among the first five.
    """

    recalls: tuple[float, ...]
    work_saved: float
    time_to_discovery: float
    is_first_five: bool


@dataclass(frozen=True, slots=True)
class Calibrated:
    """How far probabilities are off, on texts that were not read.

    Attributes
    ----------
    error : float
        Expected calibration error: the mean distance between the mean probability and the share
        of relevant texts, over ten groups of equal size.
    ratios : tuple of float or None
        Relevant texts seen for each one expected, in each fifth of the probabilities, the lowest
        first; None where fewer than five are expected, because chance decides there.
    """

    error: float
    ratios: tuple[float | None, ...]


def measure_order(labels: Any) -> Discovery:
    """Measure an order from the labels in it, first read first; all of the pool must be there.

    Raises
    ------
    NotEnoughLabelsError
        If nothing in it is relevant.
    """
    found = np.asarray(labels) == 1
    places = np.flatnonzero(found) + 1
    if not len(places):
        raise NotEnoughLabelsError("Nothing that is left to find is relevant: there is no recall.")
    read = [int(np.ceil(share * len(found))) for share in RECALLS]
    recalls = tuple(float(found[:many].sum() / len(places)) for many in read)
    last = places[int(np.ceil(0.95 * len(places))) - 1]
    return Discovery(
        recalls,
        float(0.95 - last / len(found)),
        float(places.mean() / len(found)),
        bool(places[0] <= 5),
    )


def measure_calibration(probabilities: Any, labels: Any) -> Calibrated:
    """Compare probabilities with labels; both of shape ``(n,)``, n at least 10."""
    given, truth = np.asarray(probabilities, float), np.asarray(labels, float)
    if len(given) < BINS:
        raise NotEnoughLabelsError(f"Calibration needs at least {BINS} texts that were not read.")
    order = np.argsort(given, kind="stable")
    groups = np.array_split(order, BINS)
    off = [len(group) * abs(given[group].mean() - truth[group].mean()) for group in groups]
    ratios = tuple(
        float(truth[group].sum() / given[group].sum()) if given[group].sum() >= 5 else None
        for group in np.array_split(order, FIFTHS)
    )
    return Calibrated(float(sum(off) / len(given)), ratios)
