"""Texts as sets of numbers: one for each word and for each pair of neighbouring words.

All texts are read at once as one array of bytes; no Python runs per word. A long text keeps only
its smallest numbers, which are a fair sample: two samples are compared below the smaller of their
limits (bottom-k sketches: Cohen and Kaplan, 2007).
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from triage.placeholders import PLACEHOLDER

Numbers = NDArray[np.uint32]
Places = NDArray[np.int64]
_Wide = NDArray[np.uint64]

MAX_FEATURES = 160
"""Most numbers kept of one text: all of a text of about 90 words."""
NO_LIMIT = np.uint32(0xFFFFFFFF)

_CHUNK_CHARS = 900_000
_MAX_CHARS = 100_000
# Odd, so that its powers can be divided by modulo 2**64: the golden ratio in 64 bits (Knuth).
_BASE = 0x9E3779B97F4A7C15
_BASE_INVERSE = pow(_BASE, -1, 2**64)
_END = "\0"


@dataclass(frozen=True, slots=True)
class Features:
    """The numbers of many texts; row ``i`` is ``numbers[starts[i]:starts[i + 1]]``, ascending.

    Attributes
    ----------
    starts : ndarray of int64, shape (n_texts + 1,)
    numbers : ndarray of uint32
    limits : ndarray of uint32, shape (n_texts,)
        The largest number that the row can tell about; ``NO_LIMIT`` if all are kept.
    """

    starts: Places
    numbers: Numbers
    limits: Numbers

    def __len__(self) -> int:
        return len(self.limits)

    def row(self, number: int) -> Numbers:
        """Return the numbers of one text."""
        return self.numbers[self.starts[number] : self.starts[number + 1]]


def features_of(texts: Sequence[str], *, max_features: int = MAX_FEATURES) -> Features:
    """Return the numbers of the words and word pairs of each text.

    Case, accents, punctuation and placeholders such as ``[PERSON 1]`` make no difference. Of a
    text only the first 100,000 characters count. An empty text has no numbers.
    """
    parts = [_sketch(chunk, max_features) for chunk in _chunks(texts)]
    return joined(parts) if parts else joined([_sketch([], max_features)])


def joined(parts: Sequence[Features]) -> Features:
    """Put the rows of several arrays behind one another; at least one part is needed."""
    offsets = np.cumsum([0] + [len(part.numbers) for part in parts])
    starts = [part.starts[:-1] + offset for part, offset in zip(parts, offsets, strict=False)]
    return Features(
        np.concatenate([*starts, offsets[-1:]]).astype(np.int64),
        np.concatenate([part.numbers for part in parts]),
        np.concatenate([part.limits for part in parts]),
    )


def picked(features: Features, rows: Places) -> Features:
    """Return the given rows, in the given order."""
    taken, starts = entries(features.starts[rows], features.starts[rows + 1])
    return Features(starts, features.numbers[taken], features.limits[rows])


def entries(begins: Places, ends: Places) -> tuple[Places, Places]:
    """Return the places of all ranges behind one another, and where each range begins in them."""
    sizes = ends - begins
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return np.repeat(begins - starts[:-1], sizes) + np.arange(starts[-1]), starts


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    chunk: list[str] = []
    size = 0
    for text in texts:
        chunk.append(text[:_MAX_CHARS])
        size += len(chunk[-1])
        if size >= _CHUNK_CHARS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _sketch(texts: list[str], max_features: int) -> Features:
    rows, numbers = _numbered(texts)
    keys = np.sort(rows << np.uint64(32) | numbers)
    if len(keys):
        keys = keys[np.concatenate([[True], keys[1:] != keys[:-1]])]
    rows = keys >> np.uint64(32)
    counts = np.bincount(rows.astype(np.int64), minlength=len(texts))
    firsts = np.concatenate([[0], np.cumsum(counts)])
    is_kept = np.arange(len(keys)) - np.repeat(firsts[:-1], counts) < max_features
    kept = np.minimum(counts, max_features)
    starts = np.concatenate([[0], np.cumsum(kept)]).astype(np.int64)
    small = keys[is_kept].astype(np.uint32)
    limits = np.full(len(texts), NO_LIMIT)
    is_cut = counts > max_features
    limits[is_cut] = small[starts[1:][is_cut] - 1]
    return Features(starts, small, limits)


def _numbered(texts: list[str]) -> tuple[_Wide, _Wide]:
    """Return the row and the number, below 2**32, of every word and every pair of neighbours."""
    letters = _letters(texts)
    # Every text ends with the sign of its end, so the first and the last byte are no word's.
    edges = np.diff((letters > 1).view(np.int8))
    begins, ends = np.flatnonzero(edges == 1) + 1, np.flatnonzero(edges == -1) + 1
    words = _hashed(letters, begins, ends)
    rows = np.searchsorted(np.flatnonzero(letters == 1), begins, side="right") - 1
    pairs = _mixed(words[:-1] * np.uint64(3) + words[1:])[rows[:-1] == rows[1:]]
    of_pairs = rows[:-1][rows[:-1] == rows[1:]]
    one, low = np.uint64(1), np.uint64(32)
    numbers = np.concatenate([words >> low & ~one, pairs >> low | one])
    return np.concatenate([rows, of_pairs]).astype(np.uint64), numbers


def _letters(texts: list[str]) -> NDArray[np.uint8]:
    """Return the texts as bytes: 0 between words, 1 where a text begins, else a part of a word."""
    whole = _END + _END.join(text.replace(_END, " ") for text in texts) + " "
    whole = PLACEHOLDER.sub(" ", whole).lower() if texts else " "
    if not whole.isascii():
        whole = "".join(
            each for each in unicodedata.normalize("NFKD", whole) if not unicodedata.combining(each)
        )
    return _CLASSES[np.frombuffer(whole.encode("utf-8", "replace"), np.uint8)]


def _hashed(letters: NDArray[np.uint8], begins: Places, ends: Places) -> _Wide:
    """Return a 64-bit hash of each word, from sums of its bytes times powers of one number."""
    size = 1 << len(letters).bit_length()
    powers, inverses = _powers(_BASE, size), _powers(_BASE_INVERSE, size)
    sums = np.zeros(len(letters) + 1, np.uint64)
    np.cumsum(letters * powers[: len(letters)], out=sums[1:])
    return _mixed((sums[ends] - sums[begins]) * inverses[begins])


@lru_cache(maxsize=4)
def _powers(base: int, size: int) -> _Wide:
    powers = np.full(size, base, np.uint64)
    powers[0] = 1
    return np.cumprod(powers)


def _mixed(values: _Wide) -> _Wide:
    """Spread values over 64 bits: the finalizer of SplitMix64 (Steele, Lea and Flood, 2014)."""
    values = values + np.uint64(_BASE)
    values = (values ^ values >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ values >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return values ^ values >> np.uint64(31)


def _classes() -> NDArray[np.uint8]:
    """Return for each byte what it is: a letter, a digit or a part of one is itself."""
    classes = np.zeros(256, np.uint8)
    for letter in range(256):
        if letter >= 128 or chr(letter).isalnum():
            classes[letter] = letter
    classes[0] = 1
    return classes


_CLASSES = _classes()
