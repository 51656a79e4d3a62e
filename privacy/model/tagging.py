"""Tagging: from a text to the persons, places and organisations that the model sees in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from privacy.model.features import N_FEATURES, PADDING, featurize, with_cases
from privacy.model.network import DEPTH, LABELS
from privacy.model.store import Trained
from privacy.model.tokens import Tokens, split

CHUNK = 4_000
"""So many tokens are computed at once: it bounds the memory."""

THRESHOLD = 0.5
"""A token is part of a name if its name labels hold this much of the probability together."""

PERSON_WEIGHT = 3.0
"""Between the kinds of name, a person counts so much: a hidden place costs less than a shown
person. Our own choice.
"""

_KINDS = tuple(dict.fromkeys(label[2:] for label in LABELS[1:]))
_WEIGHTS = np.array(
    [PERSON_WEIGHT if kind == "PERSON" else 1.0 for kind in _KINDS], dtype=np.float32
)


@dataclass(frozen=True, slots=True)
class Found:
    """A name: a half-open range in code points, its label, and its mean probability in [0, 1]."""

    start: int
    end: int
    label: str
    probability: float


def tag(
    text: str,
    trained: Trained,
    *,
    threshold: float = THRESHOLD,
    hidden: frozenset[str] = frozenset(),
) -> list[Found]:
    """Return what the model finds, in order, not overlapping; the time is linear.

    `hidden` holds words that the lists are made not to know; a measurement of equal care sets it.
    """
    tokens = split(text)
    if not tokens.words:
        return []
    tokens = _near_letters(tokens)
    if not tokens.words:
        return []
    rows = featurize(with_cases(text, tokens.words, tokens.starts), trained.lexicon, hidden=hidden)
    return list(_names(tokens, _probabilities(rows, trained), threshold))


def _near_letters(tokens: Tokens) -> Tokens:
    """Drop tokens that stand far from any word: tables of numbers and rows of signs name nobody."""
    is_word = np.array([word[0].isalpha() for word in tokens.words], dtype=bool)
    reach = np.convolve(is_word, np.ones(2 * DEPTH + 1, dtype=np.int32))[DEPTH:-DEPTH]
    kept = np.flatnonzero(reach)
    if len(kept) == len(is_word):
        return tokens
    return Tokens(
        tuple(tokens.words[at] for at in kept),
        tuple(tokens.starts[at] for at in kept),
        tuple(tokens.ends[at] for at in kept),
    )


def _probabilities(rows: NDArray[np.int32], trained: Trained) -> NDArray[np.float32]:
    """Return the probability of each label, (n_tokens, n_labels), chunk by chunk with margins."""
    padding = np.full((DEPTH, N_FEATURES), PADDING, dtype=np.int32)
    framed = np.concatenate([padding, rows, padding])
    parts = []
    for start in range(0, len(rows), CHUNK):
        count = min(CHUNK, len(rows) - start)
        chunk = trained.network.predict(framed[start : start + count + 2 * DEPTH])
        parts.append(chunk[DEPTH : DEPTH + count])
    return np.concatenate(parts)


def _names(tokens: Tokens, probabilities: NDArray[np.float32], threshold: float) -> Iterator[Found]:
    """Join the tokens of a name: those that follow, of the same kind, and do not begin another."""
    begins, goes_on = probabilities[:, 1::2], probabilities[:, 2::2]
    by_kind = begins + goes_on
    kinds = (by_kind * _WEIGHTS).argmax(axis=1)
    is_name = by_kind.sum(axis=1) >= threshold
    every = np.arange(len(kinds))
    starts_anew = begins[every, kinds] > goes_on[every, kinds]
    at, count = 0, len(kinds)
    while at < count:
        if not is_name[at]:
            at += 1
            continue
        end = at + 1
        while end < count and is_name[end] and kinds[end] == kinds[at] and not starts_anew[end]:
            end += 1
        first, last = _trimmed(tokens.words, at, end - 1)
        if first <= last:
            mean = float(by_kind[at:end, kinds[at]].mean())
            yield Found(tokens.starts[first], tokens.ends[last], _KINDS[kinds[at]], mean)
        at = end


def _trimmed(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Return the first and the last token of a name without signs at its ends, but a final dot."""
    while first <= last and not words[first][0].isalnum():
        first += 1
    while last >= first and not (words[last][0].isalnum() or words[last] == "."):
        last -= 1
    return first, last
