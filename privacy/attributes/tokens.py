"""The words and signs of a text, cut into sentences of bounded length."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from privacy.gazetteer import fold

MAX_SENTENCE_TOKENS = 90
"""A longer sentence is cut, so that looking at a whole sentence takes linear time on any text."""

_TOKEN = re.compile(r"[^\W\d_]+|\d+|'(?:s|re|m|d|ll|ve)\b|\n|[^\w\s]|_", re.IGNORECASE)
_SHORT = frozenset(
    (  # noqa: SIM905  a list of quoted words is harder to check
        "approx mr mrs ms dr st ave blvd rd lbs lb ft yrs yr sgt ofc det lt capt cpl no vs etc "
        "subj susp aka dob jr sr inc u s m e a p w b h"
    ).split()
)
_ENDS = frozenset(".!?;")
_CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A word (folded), number or sign and where it stands."""

    word: str = field(repr=False)
    start: int
    end: int
    is_capital: bool


def tokens_of(text: str) -> list[Token]:
    """Split a plain reading into tokens; "don't" is one word, "he's" are two."""
    plain = _CONTRACTED.sub("nt ", text)
    return [
        Token(fold(match[0]), match.start(), match.end(), match[0][0].isupper())
        for match in _TOKEN.finditer(plain)
    ]


def sentences(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the half-open ranges of tokens that are one sentence each."""
    start = 0
    for index, token in enumerate(tokens):
        is_long = index + 1 - start >= MAX_SENTENCE_TOKENS
        if is_long or _ends_here(tokens, index):
            if token.word == ";" or index >= start:
                yield start, index + 1
            start = index + 1
    if start < len(tokens):
        yield start, len(tokens)


def _ends_here(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    if token.word == "\n":
        return following is None or following.word == "\n" or tokens[index - 1].word in _ENDS
    if token.word not in _ENDS:
        return False
    before = tokens[index - 1] if index else None
    if following is None or token.word == ";":
        return True
    if following.start == token.end and following.word not in {'"', ")", "\n"}:
        return False
    return token.word != "." or before is None or before.word not in _SHORT
