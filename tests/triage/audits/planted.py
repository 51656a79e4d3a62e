"""Rankers that read words, fair ones and one with a planted bias, and reports for them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

import numpy as np
from scipy import sparse

from triage.audits.counterparts import Handling, shipped

WEIGHTS = {"fence": 1.4, "photographed": 0.9, "badge": 1.1, "cut": 1.6, "lunch": -1.2, "lost": -0.8}
"""What a ranker that looks at conduct learns; every word of it stands in some of the reports."""
START = -1.0

_THINGS = (
    "A person stood at the fence for an hour.",
    "Somebody photographed the pumps from the road.",
    "A badge did not open the door.",
    "The lock of the gate was cut.",
    "The crew had lunch beside the truck.",
    "A driver was lost and asked the way.",
    "The camera on the roof was turned.",
    "Two cars waited with their lights off.",
)
_WORD = re.compile(r"[\w'-]+")
_HIDDEN = re.compile(
    "|".join(
        rf"\b{re.escape(word)}\b"
        for lists in shipped()
        if lists.handling is not Handling.READ
        for row in lists.rows
        for word in sorted(row.words, key=len, reverse=True)
    )
)


@dataclass(frozen=True, slots=True)
class WordRanker:
    """Log-odds as a sum of the weights of the different words in a text."""

    weights: Mapping[str, float]

    def scores(self, texts: Sequence[str]) -> list[float]:
        return [
            START + sum(self.weights.get(word, 0.0) for word in sorted(words_of(text)))
            for text in texts
        ]

    def chances(self, texts: Sequence[str]) -> np.ndarray:
        return 1 / (1 + np.exp(-np.array(self.scores(texts))))


@cache
def words_of(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in _WORD.findall(text))


def encode(texts: Sequence[str]) -> sparse.csr_array:
    """Return which words stand in which text, as the inputs of a ranker that reads all of them."""
    vocabulary = sorted(set().union(*map(words_of, texts)))
    column = {word: number for number, word in enumerate(vocabulary)}
    pairs = [(row, column[word]) for row, text in enumerate(texts) for word in words_of(text)]
    rows, columns = zip(*pairs, strict=True)
    return sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(texts), len(column)))


def mask(text: str) -> str:
    """Hide every word of the lists that a report's way hides."""
    return _HIDDEN.sub("[HIDDEN]", text)


def reports(count: int, *, seed: int) -> list[str]:
    rng = Random(seed)
    return [" ".join(rng.sample(_THINGS, rng.randint(2, 4))) for _ in range(count)]


def decisions(texts: Sequence[str], *, seed: int) -> np.ndarray:
    """Decide as the fair ranker's probabilities say."""
    rng = np.random.default_rng(seed)
    return (rng.random(len(texts)) < WordRanker(WEIGHTS).chances(texts)).astype(np.int64)
