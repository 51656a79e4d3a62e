"""Tagging: from a text to the persons, places and organisations that the model sees in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress

import numpy as np
from numpy.typing import NDArray

from privacy.model.answers import Answers, answer
from privacy.model.features import featurize, with_cases
from privacy.model.shape import DEPTH, LABELS
from privacy.model.store import Trained
from privacy.model.tokens import Tokens, split

THRESHOLD = 0.5
"""A token is part of a name if its name labels hold this much of the probability together."""

PERSON_WEIGHT = 3.0
"""Between the kinds of name, a person counts so much: a hidden place costs less than a shown
person. Our own choice.
"""

REACH = 0.15
"""A word beside a person's name is a part of it from this probability on: half a name is no cover.
Our own choice.
"""

_NO_KIND = -1
_PERSON = 0
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
    [found] = tag_each([text], trained, threshold=threshold, hidden=hidden)
    return found


def tag_each(
    texts: Sequence[str],
    trained: Trained,
    *,
    threshold: float = THRESHOLD,
    hidden: frozenset[str] = frozenset(),
    answers: Answers | None = None,
) -> list[list[Found]]:
    """Return what the model finds in each text; together they take less than one by one.

    `answers` keeps what is answered for the next texts of the same report, under the same `hidden`.
    """
    tokens = [_near_letters(split(text)) for text in texts]
    cased = [
        with_cases(text, own.words, own.starts) for text, own in zip(texts, tokens, strict=True)
    ]
    features = featurize([*chain(*cased)], trained.lexicon, hidden=hidden)
    probabilities = answer(
        cased, features, trained.weights, Answers() if answers is None else answers
    )
    return [
        list(_names(own, each, threshold)) if own.words else []
        for own, each in zip(tokens, probabilities, strict=True)
    ]


def _near_letters(tokens: Tokens) -> Tokens:
    """Drop tokens that stand far from any word: tables of numbers and rows of signs name nobody."""
    if not tokens.words:
        return tokens
    is_word = _are_words(tokens)
    reach = np.convolve(is_word, np.ones(2 * DEPTH + 1, dtype=np.int32))[DEPTH:-DEPTH]
    if reach.all():
        return tokens
    kept = reach.tolist()
    return Tokens(
        tuple(compress(tokens.words, kept)),
        tuple(compress(tokens.starts, kept)),
        tuple(compress(tokens.ends, kept)),
    )


def _are_words(tokens: Tokens) -> NDArray[np.bool_]:
    return np.array([word[0].isalpha() for word in tokens.words], dtype=bool)


def _names(tokens: Tokens, probabilities: NDArray[np.float32], threshold: float) -> Iterator[Found]:
    """Join the tokens of a name: those that follow, of the same kind, and do not begin another."""
    begins, goes_on = probabilities[:, 1::2], probabilities[:, 2::2]
    by_kind = begins + goes_on
    is_no_name = by_kind.sum(axis=1) < threshold
    if is_no_name.all():
        return
    kinds = (by_kind * _WEIGHTS).argmax(axis=1)
    kinds[is_no_name] = _NO_KIND
    every = np.arange(len(kinds))
    joins = begins[every, kinds] <= goes_on[every, kinds]
    _reach(kinds, joins, (by_kind[:, _PERSON] >= REACH) & _are_words(tokens))
    for at, end in _runs(kinds, joins):
        first, last = _trimmed(tokens.words, at, end - 1)
        if first <= last:
            mean = float(by_kind[at:end, kinds[at]].mean())
            yield Found(tokens.starts[first], tokens.ends[last], _KINDS[kinds[at]], mean)


def _reach(kinds: NDArray[np.int64], joins: NDArray[np.bool_], may_join: NDArray[np.bool_]) -> None:
    """Let a person's name take in the word beside it that may well be a part of it, in place."""
    is_person = kinds == _PERSON
    beside = np.zeros_like(is_person)
    beside[1:] |= is_person[:-1]
    beside[:-1] |= is_person[1:]
    reached = np.flatnonzero(may_join & beside & ~is_person)
    kinds[reached] = _PERSON
    joins[reached] = True
    joins[np.minimum(reached + 1, len(joins) - 1)] = True


def _runs(kinds: NDArray[np.int64], joins: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of tokens that are one name each."""
    is_name = kinds != _NO_KIND
    follows = np.zeros_like(is_name)
    follows[1:] = is_name[1:] & joins[1:] & (kinds[1:] == kinds[:-1])
    firsts = np.flatnonzero(is_name & ~follows)
    ends = np.flatnonzero(is_name & ~np.append(follows[1:], False)) + 1
    yield from zip(firsts.tolist(), ends.tolist(), strict=True)


def _trimmed(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """Return the first and the last token of a name without signs at its ends, but a final dot."""
    while first <= last and not words[first][0].isalnum():
        first += 1
    while last >= first and not (words[last][0].isalnum() or words[last] == "."):
        last -= 1
    return first, last
