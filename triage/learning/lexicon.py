"""A weak order before anything is known: how much a report speaks like the definition set."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from triage.learning.encoding import Encoder
from triage.learning.weighing import term_weights

# Rows at a time, so that what many texts are like never stands in memory at once.
_CHUNK = 2_000


def lexical_prior(encoder: Encoder, rows: Any, texts: Sequence[str]) -> Any:
    """Return how like each row is to any of the texts, float32, 0 or more.

    ``texts`` are words that the caller knows to be relevant: names, paraphrases and phrases of a
    definition set. Without texts every row gets 0. The likenesses to single texts are added as
    lengths at right angles are: the nearest counts most, and what is like many counts more. All
    texts taken as one did as well where each of them is about what matters, but worse where most
    are about something else (development sets).
    """
    if not texts:
        return np.zeros(rows.shape[0], np.float32)
    if rows.shape[1] > encoder.n_features:
        rows = rows[:, : encoder.n_features]
    terms = term_weights(rows)
    wanted = terms.weigh(encoder.encode(texts)).T
    starts = range(0, rows.shape[0], _CHUNK)
    parts = [_likeness(terms.weigh(rows[start : start + _CHUNK]) @ wanted) for start in starts]
    return np.concatenate([np.zeros(0, np.float32), *parts])


def _likeness(cosines: Any) -> Any:
    return np.sqrt(np.asarray(cosines.power(2).sum(axis=1))).ravel().astype(np.float32)
