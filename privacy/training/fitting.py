"""Fitting the network to made-up documents."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from numpy.typing import NDArray
from thinc.api import Adam, Model, fix_random_seed

from privacy.gazetteer import fold, lists_with
from privacy.model.features import N_FEATURES, PADDING, Memory, featurize, with_cases
from privacy.model.lexicon import Lexicon
from privacy.model.shape import DEPTH, LABELS
from privacy.model.tokens import split
from privacy.training.generator import Document, generate
from privacy.training.network import make_network

DROPOUT = 0.1
LEARN_RATE = 0.003
_P_HIDDEN = 0.35
"""In so many documents the lists do not know the names."""

_P_STRANGE, _P_STRANGE_WORD = 0.35, 0.12
"""In so many documents, so many plain words are in no list: what is strange may be no name."""

_NONE: frozenset[str] = frozenset()
_DOCUMENTS_PER_BATCH = 64
_BATCHES_PER_REPORT = 200
_INDEX = {label: index for index, label in enumerate(LABELS)}


@dataclass(frozen=True, slots=True)
class Plan:
    """How long to train, and from which seed."""

    seed: int = 4
    n_batches: int = 3_600


def fit(
    plan: Plan,
    lexicon: Lexicon,
    wordnet: Path,
    *,
    report: Callable[[str], object] = lambda _: None,
) -> Model[Any, Any]:
    """Return a network trained on made-up documents; the same plan gives the same network.

    `report` is told now and then how far it is.
    """
    fix_random_seed(plan.seed)
    network = make_network(dropout=DROPOUT)
    network.initialize()
    optimizer = Adam(LEARN_RATE, L2=0.0, grad_clip=1.0, use_averages=False)
    random = Random(plan.seed)  # noqa: S311  text is made up, no secret
    documents = generate(plan.seed, wordnet)
    memory: Memory = {}
    for number in range(plan.n_batches):
        rows, gold = _batch(islice(documents, _DOCUMENTS_PER_BATCH), lexicon, random, memory)
        optimizer.learn_rate = LEARN_RATE * _rate(number / plan.n_batches)
        guess, backprop = network.begin_update(rows)
        backprop((guess - gold) / len(gold) * (gold.sum(axis=1, keepdims=True)))
        network.finish_update(optimizer)
        if (number + 1) % _BATCHES_PER_REPORT == 0:
            share = float((guess.argmax(axis=1) == gold.argmax(axis=1))[gold.any(axis=1)].mean())
            report(f"{number + 1:,} of {plan.n_batches:,} batches; {share:.1%} of tokens right.")
    return network


def _rate(progress: float) -> float:
    """Return the share of the learning rate: a short rise, then a straight fall."""
    return min(1.0, progress / 0.03) * max(0.02, 1.0 - progress)


def _batch(
    documents: Iterator[Document], lexicon: Lexicon, random: Random, memory: Memory
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the rows of features and the gold labels of some documents, padding between them."""
    rows, gold = [], []
    padding = np.full((DEPTH, N_FEATURES), PADDING, dtype=np.int32)
    for document in documents:
        tokens = split(document.text)
        labels = align(document, tokens.starts, tokens.ends)
        named = [word for word, label in zip(tokens.words, labels, strict=True) if label]
        hidden = frozenset(named) if random.random() < _P_HIDDEN else _NONE
        cased = with_cases(document.text, tokens.words, tokens.starts)
        strange = _strange(tokens.words, labels, random) if random.random() < _P_STRANGE else _NONE
        distinct, places = featurize(cased, lexicon, hidden=hidden, strange=strange, memory=memory)
        rows += [distinct[places], padding]
        answers = np.zeros((len(labels) + DEPTH, len(LABELS)), dtype=np.float32)
        answers[np.arange(len(labels)), labels] = 1.0
        gold.append(answers)
    return np.concatenate(rows), np.concatenate(gold)


def _strange(words: Sequence[str], labels: Sequence[int], random: Random) -> frozenset[str]:
    """Choose some of the plain words, none of which is a name or of grammar."""
    plain = {
        word: None
        for word, label in zip(words, labels, strict=True)
        if not label and word.isalpha() and "function" not in lists_with(fold(word))
    }
    return frozenset(word for word in plain if random.random() < _P_STRANGE_WORD)


def align(document: Document, starts: tuple[int, ...], ends: tuple[int, ...]) -> list[int]:
    """Return the label (its index) of each token of a document."""
    labels = [0] * len(starts)
    spans = iter(document.spans)
    span = next(spans, None)
    is_inside = False
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        while span and span[1] <= start:
            span, is_inside = next(spans, None), False
        if span and end > span[0]:
            labels[index] = _INDEX[f"{'I' if is_inside else 'B'}-{span[2]}"]
            is_inside = True
    return labels
