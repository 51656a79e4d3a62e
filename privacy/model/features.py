"""Features: the rows of the embedding table that stand for a token.

Of a word that may be a name the recognizer sees how it is written, its letters in threes and what
the lists say; which word it is, it sees only of ordinary words. So no name is learned by heart.
"""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from privacy.gazetteer import fold, lists_with
from privacy.model.lexicon import NAMES, Lexicon, is_visible

PADDING = 0
N_WORD_ROWS = 12_000
N_PIECE_ROWS = 10_000
N_BITS_ROWS = 2_000
N_SHAPE_ROWS = 1_000
N_ROWS = 1 + N_WORD_ROWS + N_PIECE_ROWS + N_BITS_ROWS + N_SHAPE_ROWS
MAX_PIECES = 8
N_FEATURES = 6 + MAX_PIECES
_MAX_CHARS = 24
_PIECES = 1 + N_WORD_ROWS
_BITS = _PIECES + N_PIECE_ROWS
_SHAPES = _BITS + N_BITS_ROWS

_MAX_SHAPE_CHARS = 5
_MIN_LINE_LETTERS = 16

Memory = dict[tuple[str, int, str, bool], list[int]]
"""The rows of a word, by the word, its bits, the case around it, and whether it may be seen."""


_ORDINARY: Memory = {}
"""The rows of ordinary words as they were met. The lists hold these words anyway; no other word
that was read is kept.
"""


def case_of(text: str) -> str:
    """Tell how a text is written: in capitals ("U"), in small letters ("l") or mixed ("m")."""
    large = sum(map(str.isupper, text))
    small = sum(map(str.islower, text))
    if large * 3 > small * 7:
        return "U"
    return "l" if large * 40 <= small else "m"


def with_cases(text: str, words: Sequence[str], starts: Sequence[int]) -> list[tuple[str, str]]:
    """Return each token with the case of its line, or of the text if the line is short."""
    whole = case_of(text)
    cased = []
    line_end, case = -1, whole
    for word, start in zip(words, starts, strict=True):
        if start > line_end:
            found = text.find("\n", start)
            line_end = len(text) if found < 0 else found
            line = text[start:line_end]
            case = case_of(line) if sum(map(str.isalpha, line)) >= _MIN_LINE_LETTERS else whole
        cased.append((word, case))
    return cased


def _row(feature: str, first: int, count: int) -> int:
    return first + zlib.crc32(feature.encode("utf-8", "surrogatepass")) % count


def _shape(word: str, case: str) -> str:
    """Describe how a word is written, within a text of that case."""
    if not word[0].isalpha():
        kind = "d" + str(min(len(word), _MAX_SHAPE_CHARS)) if word[0].isdigit() else word[:1]
        return f"{case}{kind}"
    if word.islower():
        form = "x"
    elif word.isupper():
        form = "X"
    elif word[0].isupper() and word[1:].islower():
        form = "Xx"
    else:
        form = "xX" if word[0].islower() else "XxX"
    return f"{case}{form}{min(len(word), 8)}{'' if word.isascii() else '+'}"


def _rows(word: str, bits: int, case: str, is_seen: bool) -> list[int]:  # noqa: FBT001  a key
    """Return the rows of one word: itself, its shape, the lists' bits, its ends and pieces."""
    folded = fold(word)[:_MAX_CHARS]
    is_word = folded[:1].isalpha()
    identity = folded if is_seen else "?"
    if not is_word:
        # A run of one sign is that sign, however long: so a cover is a cover.
        identity = "0" if folded[:1].isdigit() else folded[:1]
    rows = [
        _row(f"w{identity}", 1, N_WORD_ROWS),
        _row(f"v{identity}", 1, N_WORD_ROWS),
        _row(_shape(word, case), _SHAPES, N_SHAPE_ROWS),
        _row(f"b{bits}", _BITS, N_BITS_ROWS),
    ]
    if is_word:
        framed = f"<{folded}>"
        rows += [
            _row(f"s{framed[-3:]}", _PIECES, N_PIECE_ROWS),
            _row(f"p{framed[:4]}", _PIECES, N_PIECE_ROWS),
        ]
        pieces = [framed[at : at + 3] for at in range(min(len(framed) - 2, MAX_PIECES))]
        rows += [_row(piece, _PIECES, N_PIECE_ROWS) for piece in pieces]
    return rows + [PADDING] * (N_FEATURES - len(rows))


def featurize(
    tokens: Sequence[tuple[str, str]],
    lexicon: Lexicon,
    *,
    hidden: frozenset[str] = frozenset(),
    strange: frozenset[str] = frozenset(),
    memory: Memory | None = None,
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the rows of the distinct tokens (each with the case around it), and which is where.

    The rows are (n_distinct, N_FEATURES), the places (n_tokens,): `rows[places]` are those of all
    tokens. `hidden` holds words (as written) that the lists of names are made not to know,
    `strange` those that no list is made to know.
    `memory` keeps the rows of all words for the next call: for training only, which reads no one's
    text. Without it only the rows of ordinary words are kept.
    """
    numbers: dict[tuple[str, str], int] = {}
    places = [numbers.setdefault(token, len(numbers)) for token in tokens]
    names = int(NAMES)
    known = lexicon.look_up([word for word, _ in numbers]).tolist()
    rows = np.empty((len(numbers), N_FEATURES), dtype=np.int32)
    for place, ((word, case), bits) in enumerate(zip(numbers, known, strict=True)):
        bits = 0 if word in strange else bits
        key = (word, bits & ~names if word in hidden else bits, case, is_visible(bits))
        of_word = (_ORDINARY if memory is None else memory).get(key)
        if of_word is None:
            of_word = _rows(*key)
            if memory is not None:
                memory[key] = of_word
            elif _is_ordinary(word):
                _ORDINARY[key] = of_word
        rows[place] = of_word
    return rows, np.array(places, dtype=np.int32)


def _is_ordinary(word: str) -> bool:
    """Tell whether a word is in the lists of ordinary words, and written in a plain way."""
    is_plain = word.islower() or word.istitle() or word.isupper()
    return is_plain and bool(lists_with(fold(word)) & {"function", "ordinary"})
