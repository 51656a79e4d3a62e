"""The trained network's answers, by NumPy alone: thinc is needed for training only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

from privacy.model.shape import DEPTH, WIDTH

Floats = NDArray[np.float32]

_SMALLEST_VARIANCE = 1e-8
CHUNK = 1_000
"""So many tokens are computed at once: what is worked on fits into the processor's cache."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A maxout of two pieces, then a normalization.

    `kernel` (n_inputs, 2 * WIDTH) and `bias` (2 * WIDTH,) hold the pieces side by side; `gain` and
    `shift` are (WIDTH,).
    """

    kernel: Floats
    bias: Floats
    gain: Floats
    shift: Floats

    def apply(self, inputs: Floats) -> Floats:
        """Return the outputs (n, WIDTH) for inputs (n, n_inputs)."""
        both = inputs @ self.kernel
        both += self.bias
        best: Floats = np.maximum(both[:, :WIDTH], both[:, WIDTH:])
        best -= best.mean(axis=1, keepdims=True)
        variance = np.einsum("ij,ij->i", best, best)[:, None] / WIDTH
        best *= 1.0 / np.sqrt(variance + _SMALLEST_VARIANCE)
        best *= self.gain
        best += self.shift
        return best


@dataclass(frozen=True, slots=True)
class Weights:
    """The numbers of a network: vectors of features, a layer per token, convolutions, labels."""

    table: Floats
    first: Layer
    convolutions: tuple[Layer, ...]
    kernel: Floats
    bias: Floats


def read_weights(arrays: Mapping[str, NDArray[Any]]) -> Weights:
    """Return the weights in the arrays of a model's file: "E0", "W1", "b1", "W2", ..."""

    def array(name: str) -> Floats:
        return np.ascontiguousarray(arrays[name], dtype=np.float32)

    def layer(index: int) -> Layer:
        pieces = array(f"W{index}")
        kernel = np.ascontiguousarray(pieces.transpose(1, 0, 2).reshape(2 * WIDTH, -1).T)
        bias = np.ascontiguousarray(array(f"b{index}").T.reshape(-1))
        return Layer(kernel, bias, array(f"G{index + 1}"), array(f"b{index + 1}"))

    convolutions = tuple(layer(4 + 2 * number) for number in range(DEPTH))
    kernel = np.ascontiguousarray(array("W1").T)
    return Weights(array("E0"), layer(2), convolutions, kernel, array("b1"))


def compute(rows: NDArray[np.int32], places: NDArray[np.int32], weights: Weights) -> Floats:
    """Return the probability of each label for each token, (n_tokens, n_labels).

    `rows` (n_distinct, n_features) are the features of the distinct tokens, `places` (n_tokens,)
    tells which of them stands where. A token's answer depends on DEPTH tokens at either side.
    """
    # Products this small gain nothing from several threads, which take a second core to wait.
    with _libraries().limit(limits=1, user_api="blas"):
        vectors = np.concatenate([*_embedded(rows, weights)])
        parts = []
        for start in range(0, len(places), CHUNK):
            end = min(start + CHUNK, len(places))
            first, last = max(0, start - DEPTH), min(len(places), end + DEPTH)
            answers = _answers(vectors[places[first:last]], weights)
            parts.append(answers[start - first : end - first])
        return np.concatenate(parts)


@lru_cache(maxsize=1)
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()


def _embedded(rows: NDArray[np.int32], weights: Weights) -> Iterator[Floats]:
    """Yield the vectors of distinct tokens, some at a time: each is the sum of its features'."""
    for start in range(0, len(rows), CHUNK):
        some = rows[start : start + CHUNK]
        vectors = weights.table[some[:, 0]]
        for column in range(1, rows.shape[1]):
            vectors += weights.table[some[:, column]]
        yield weights.first.apply(vectors)


def _answers(vectors: Floats, weights: Weights) -> Floats:
    count = len(vectors)
    framed = np.zeros((count + 2, WIDTH), dtype=np.float32)
    framed[1:-1] = vectors
    window = np.empty((count, 3 * WIDTH), dtype=np.float32)
    for layer in weights.convolutions:
        for at in range(3):
            window[:, at * WIDTH : (at + 1) * WIDTH] = framed[at : at + count]
        framed[1:-1] += layer.apply(window)
    answers = framed[1:-1] @ weights.kernel + weights.bias
    np.exp(answers - answers.max(axis=1, keepdims=True), out=answers)
    answers /= answers.sum(axis=1, keepdims=True)
    return answers
