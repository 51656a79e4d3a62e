"""What the network answered within one report: what stands in the same surroundings is asked once.

A report is read again when what was found in it is covered; most of it has not changed then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from privacy.model.features import N_FEATURES, PADDING
from privacy.model.forward import Floats, Weights, compute
from privacy.model.shape import DEPTH, LABELS

Token = tuple[str, str]
"""A token and the case around it, on which its features depend."""

_AROUND = 2 * DEPTH + 1
"""A token's answer depends on so many tokens."""


def _no_answers() -> Floats:
    return np.empty((0, len(LABELS)), dtype=np.float32)


@dataclass(slots=True)
class Answers:
    """The answers so far, (n, n_labels), and which of them belongs to which row of tokens."""

    numbers: dict[Token, int] = field(default_factory=dict, repr=False)
    known: dict[bytes, int] = field(default_factory=dict, repr=False)
    given: Floats = field(default_factory=_no_answers, repr=False)

    def places_of(self, tokens: Sequence[Token], at: NDArray[np.intp], size: int) -> list[int]:
        """Return the place of each token's answer, one behind the last for what is to be asked.

        The tokens stand `at` these places of a row of so many, between paddings.
        """
        numbers = self.numbers
        framed = np.zeros(size, dtype=np.int32)
        framed[at] = [numbers.setdefault(token, len(numbers) + 1) for token in tokens]
        rows = np.ascontiguousarray(sliding_window_view(framed, _AROUND)[at - DEPTH])
        width = rows.itemsize * _AROUND
        keys, known = rows.tobytes(), self.known
        return [
            known.setdefault(keys[start : start + width], len(known))
            for start in range(0, len(keys), width)
        ]


def answer(
    tokens: Sequence[Sequence[Token]],
    features: tuple[NDArray[np.int32], NDArray[np.int32]],
    weights: Weights,
    answers: Answers,
) -> list[Floats]:
    """Return the probability of each label, (n_tokens, n_labels), for the tokens of each text.

    The features are those of all tokens (`featurize`). Padding frames each text, so that none
    reaches into another.
    """
    sizes = [len(own) for own in tokens]
    if not any(sizes):
        return [_no_answers() for _ in sizes]
    rows, places = features
    at = np.arange(len(places)) + DEPTH * (np.repeat(np.arange(len(sizes)), sizes) + 1)
    framed = np.zeros(len(places) + DEPTH * (len(sizes) + 1), dtype=np.int32)
    framed[at] = places + 1
    flat = [token for own in tokens for token in own]
    wanted = np.array(answers.places_of(flat, at, len(framed)), dtype=np.intp)
    numbers, firsts = np.unique(wanted, return_index=True)
    new = at[firsts[numbers >= len(answers.given)]]
    if len(new):
        padded = np.concatenate([np.full((1, N_FEATURES), PADDING, dtype=np.int32), rows])
        answers.given = np.concatenate([answers.given, _asked(padded, framed, new, weights)])
    return np.split(answers.given[wanted], np.cumsum(sizes)[:-1])


def _asked(
    rows: NDArray[np.int32], framed: NDArray[np.int32], new: NDArray[np.intp], weights: Weights
) -> Floats:
    """Compute the answers at some places, from what stands near them and nothing else."""
    is_near = np.zeros(len(framed), dtype=bool)
    for shift in range(-DEPTH, DEPTH + 1):
        is_near[new + shift] = True
    used, places = np.unique(framed[is_near], return_inverse=True)
    within = np.cumsum(is_near) - 1
    answers: Floats = compute(rows[used], places.astype(np.int32), weights)[within[new]]
    return answers
