"""A weak order before anything is known: how much a report speaks like the definition set."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from triage.learning.encoding import Encoder
from triage.learning.weighing import term_weights


def lexical_prior(encoder: Encoder, rows: Any, texts: Sequence[str]) -> Any:
    """Return how like each row is to the nearest of the texts, float32, in [0, 1].

    ``texts`` are words that the caller knows to be relevant: names, paraphrases and examples of a
    definition set. Without texts every row gets 0.
    """
    if not texts:
        return np.zeros(rows.shape[0], np.float32)
    if rows.shape[1] > encoder.n_features:
        rows = rows[:, : encoder.n_features]
    terms = term_weights(rows)
    likeness = terms.weigh(rows) @ terms.weigh(encoder.encode(texts)).T
    nearest = likeness.max(axis=1).toarray().ravel()
    together = np.asarray(likeness.mean(axis=1)).ravel()
    return (0.5 * nearest + 0.5 * together).astype(np.float32)
