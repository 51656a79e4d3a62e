"""Tokens: the pieces of a text that the statistical recognizer labels."""

import re
from dataclasses import dataclass, field
from itertools import accumulate

_TOKEN = re.compile(
    r"([^\W\d_]+(?:'(?![sS]\b)[^\W\d_]{2,})?|'[sS]\b|\d+|\n\s*|([^\w\s])\2*|_+)", re.UNICODE
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text with their offsets (half-open, in code points)."""

    words: tuple[str, ...] = field(repr=False)
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def split(text: str) -> Tokens:
    """Split a text into words, numbers, signs (a run of one sign is one token) and line ends."""
    parts = _TOKEN.split(text)
    del parts[2::3]  # The signs of which a token is a run.
    places = [*accumulate(map(len, parts))]
    return Tokens(tuple(parts[1::2]), tuple(places[:-1:2]), tuple(places[1::2]))
