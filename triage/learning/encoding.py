"""Texts as rows of numbers: hashed words, word pairs and parts of words; no word is stored.

A row is the sum of what its words contribute, each counted as ``1 + log(times)``, and of its word
pairs. A word contributes itself and its parts, so that "photographing" and "photographed" are
alike. Nothing here remembers a word between texts.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from zlib import crc32

import numpy as np
from scipy import sparse

from triage.placeholders import PLACEHOLDER

QUARTER = 2**16
HALF = 2 * QUARTER
N_FEATURES = 2 * HALF
"""Words lie in the first quarter of the columns, parts in the second, pairs in the other half."""

PART_LENGTHS = (3, 4, 5)
"""Letters of a part, the spaces around its word counted."""

PART_WEIGHT = 0.25
PAIR_WEIGHT = 0.5
"""What a part and a pair count beside a word, 1; all three were chosen on development sets of
public short texts (benchmarks/triage.py)."""

MAX_CHARS = 100_000
"""Characters of a text that are read; five times the longest narrative that is accepted."""

_MAX_WORD = 32
_FACTOR = np.uint32(0x9E3779B1)
_CHUNK = 2_000
_BREAK = "\0"
# What `_TOKEN` finds in ASCII, found three times as fast.
_ASCII_BREAKS = str.maketrans(
    {chr(code): " " for code in range(128) if not chr(code).isalnum()} | {_BREAK: f" {_BREAK} "}
)
_TOKEN = re.compile(r"\0|[^\W_]{2,}")


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """What the rows of some texts are made of, all CSR matrices of float32.

    Attributes
    ----------
    words : shape (n_texts, n_words)
        How often each distinct word occurs, damped.
    features : shape (n_words, HALF)
        What a word contributes: itself and its parts.
    pairs : shape (n_texts, HALF)
    """

    words: Any = field(repr=False)
    features: Any = field(repr=False)
    pairs: Any = field(repr=False)

    def rows(self) -> Any:
        """Return the rows, shape ``(n_texts, N_FEATURES)``."""
        singles = self.words @ self.features
        return sparse.hstack([singles, self.pairs], format="csr", dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Encoder:
    """Turn texts into rows. It has no state: the same text always gives the same row.

    Pass text in which names and protected traits are masked: what stands in brackets, such as
    ``[PERSON 1]`` or ``[ATTRIBUTE]``, gives no feature, and parts the words at its sides.
    """

    n_features: int = N_FEATURES

    def count(self, texts: Sequence[str]) -> Counted:
        """Return what rows are made of; a fifth of the numbers, and every distinct word once."""
        return _count(*_numbered(texts))

    def encode(self, texts: Sequence[str]) -> Any:
        """Return a CSR matrix of float32, shape ``(len(texts), n_features)``.

        An empty text, or one of placeholders only, is a row of zeros. Of a text longer than
        ``MAX_CHARS`` the beginning is read.
        """
        chunks = [self.count(chunk).rows() for chunk in _chunks(texts)]
        if len(chunks) == 1:
            return chunks[0]
        if not chunks:
            return sparse.csr_matrix((0, self.n_features), dtype=np.float32)
        return sparse.vstack(chunks, format="csr", dtype=np.float32)


def tokens(text: str) -> list[str]:
    """Return the words of a text in lower case; where a placeholder stood, a NUL character."""
    return [word for word in _pieces(text) if _counts(word)]


def _pieces(text: str) -> list[str]:
    """Return the words and breaks of a text, and single letters, which do not count."""
    text = text[:MAX_CHARS]
    if "[" in text:
        text = PLACEHOLDER.sub(f" {_BREAK} ", text)
    if text.isascii():
        return text.lower().translate(_ASCII_BREAKS).split()
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def _counts(piece: str) -> bool:
    return len(piece) > 1 or piece == _BREAK


def _chunks(texts: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(texts)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _numbered(texts: Sequence[str]) -> tuple[Any, Any, list[str]]:
    """Return the numbers of all words in turn, where each text ends, and the distinct words."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    numbers[_BREAK] = 0
    flat: list[int] = []
    ends = [0]
    for text in texts:
        flat.extend(map(numbers.__getitem__, _pieces(text)))
        ends.append(len(flat))
    words = list(numbers)
    ids = np.array(flat, dtype=np.int32)
    counts_too = np.array([_counts(word) for word in words])[ids]
    indptr = np.concatenate([[0], np.cumsum(counts_too)])[ends].astype(np.int32)
    return ids[counts_too], indptr, words


def without_each(texts: Sequence[Sequence[str]]) -> tuple[list[list[str]], Counted]:
    """Return the distinct words of each text's :func:`tokens`, and what rows are made of.

    Of each text there is a row of all words, then one without each of its distinct words. What
    stood at both sides of a word that is taken out becomes a pair, as in the text itself.
    """
    numbers = {_BREAK: 0}
    words: list[list[str]] = []
    flat, sizes = [np.zeros(0, np.int32)], [np.zeros(1, np.int64)]
    for text in texts:
        ids = np.array([numbers.setdefault(word, len(numbers)) for word in text], dtype=np.int32)
        distinct = list(dict.fromkeys(word for word in text if word != _BREAK))
        # No word has the number -1: that row is without none.
        taken = np.array([-1, *(numbers[word] for word in distinct)], dtype=np.int32)
        kept = ids[None, :] != taken[:, None]
        words.append(distinct)
        flat.append(np.broadcast_to(ids, kept.shape)[kept])
        sizes.append(kept.sum(axis=1))
    indptr = np.cumsum(np.concatenate(sizes)).astype(np.int32)
    return words, _count(np.concatenate(flat), indptr, list(numbers))


def _count(ids: Any, indptr: Any, words: Sequence[str]) -> Counted:
    """Count the words of texts, which are given by number, one after the other."""
    hashes = np.array([crc32(word.encode()) for word in words], np.uint32)
    return Counted(
        _counted(ids, indptr, len(words)),
        _features_of(words, hashes),
        _pairs(ids, indptr, hashes.astype(np.uint64)),
    )


def _counted(ids: Any, indptr: Any, width: int) -> Any:
    """Return how often each column occurs per row, damped: ``1 + log(times)``."""
    ones = np.ones(len(ids), dtype=np.float32)
    # Counting sorts and shortens in place: a copy, because the words are needed again in order.
    matrix = sparse.csr_matrix((ones, ids, indptr), shape=(len(indptr) - 1, width), copy=True)
    matrix.sum_duplicates()
    matrix.data = 1 + np.log(matrix.data)
    return matrix


def _features_of(words: Sequence[str], hashes: Any) -> Any:
    """Return a matrix of shape ``(len(words), HALF)``: the word itself, and its parts.

    All words are hashed at once: one by one, in Python, they were half the time of a short review.
    A part that a word has twice counts twice.
    """
    padded = ["" if word == _BREAK else f" {word[:_MAX_WORD]} " for word in words]
    sizes = np.array([len(each) for each in padded], dtype=np.int64)
    codes = np.frombuffer("".join(padded).encode("utf-32-le"), np.uint32)
    ends = np.cumsum(sizes)
    starts = ends - sizes
    at = np.arange(len(codes))
    start, end = np.repeat(starts, sizes), np.repeat(ends, sizes)
    # The first column is the word itself, each other one the parts of one length.
    found = np.zeros((len(codes), 1 + len(PART_LENGTHS)), np.uint32)
    has = np.zeros(found.shape, bool)
    found[:, 0] = np.repeat(hashes, sizes)
    has[:, 0] = at == start
    for number, (length, mixed) in enumerate(_runs(codes), 1):
        found[:, number] = mixed
        has[:, number] = (at + length <= end) & ((at > start) | (at + length < end))
    before = np.concatenate([[0], np.cumsum(has.sum(axis=1))])
    indptr = before[np.concatenate([[0], ends])].astype(np.int32)
    is_word = np.broadcast_to(np.arange(found.shape[1]) == 0, has.shape)[has]
    kept = found[has]
    places = (kept & np.uint32(QUARTER - 1)).astype(np.int32) + np.where(is_word, 0, QUARTER)
    data = np.where(is_word, np.float32(1), np.float32(PART_WEIGHT)) * _signs(kept)
    return sparse.csr_matrix((data, places.astype(np.int32), indptr), shape=(len(words), HALF))


def _runs(codes: Any) -> Iterator[tuple[int, Any]]:
    """Yield each length of a part, and the hash of the characters from each place on."""
    hashed = np.zeros(len(codes), np.uint32)
    for length in range(1, max(PART_LENGTHS) + 1):
        following = np.zeros(len(codes), np.uint32)
        following[: max(len(codes) - length + 1, 0)] = codes[length - 1 :]
        hashed = hashed * _FACTOR + following
        if length in PART_LENGTHS:
            yield length, _mixed(hashed)


def _mixed(numbers: Any) -> Any:
    """Spread what differs over all bits (the constants are those of "lowbias32")."""
    numbers = (numbers ^ (numbers >> np.uint32(16))) * np.uint32(0x7FEB352D)
    numbers = (numbers ^ (numbers >> np.uint32(15))) * np.uint32(0x846CA68B)
    return numbers ^ (numbers >> np.uint32(16))


def _pairs(ids: Any, indptr: Any, hashes: Any) -> Any:
    """Return the matrix of word pairs, shape ``(n, HALF)``; no pair spans a break or two texts."""
    starts_pair = (ids[:-1] != 0) & (ids[1:] != 0)
    ends = indptr[1:-1]
    starts_pair[ends[(ends > 0) & (ends < len(ids))] - 1] = False
    places = np.flatnonzero(starts_pair)
    first, second = hashes[ids[places]], hashes[ids[places + 1]]
    mixed = (first * np.uint64(0x9E3779B97F4A7C15) + second) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed = (mixed >> np.uint64(32)).astype(np.uint32)
    before = np.concatenate([[0], np.cumsum(starts_pair)])
    pair_ends = before[np.minimum(indptr, len(starts_pair))].astype(np.int32)
    matrix = _counted((mixed & np.uint32(HALF - 1)).astype(np.int32), pair_ends, HALF)
    matrix.data *= np.float32(PAIR_WEIGHT)
    return matrix


def _signs(hashes: Any) -> Any:
    """Return +1 or -1 by the topmost bit: what collides cancels out rather than adds up."""
    return np.where(hashes >> np.uint32(31), np.float32(-1), np.float32(1))
