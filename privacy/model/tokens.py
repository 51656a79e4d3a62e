"""Tokens: the pieces of a text that the statistical recognizer labels."""

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"[^\W\d_]+(?:'(?![sS]\b)[^\W\d_]{2,})?|'[sS]\b|\d+|\n\s*|([^\w\s])\1*|_+", re.UNICODE
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text with their offsets (half-open, in code points)."""

    words: tuple[str, ...] = field(repr=False)
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def split(text: str) -> Tokens:
    """Split a text into words, numbers, signs (a run of one sign is one token) and line ends."""
    spans = [match.span() for match in _TOKEN.finditer(text)]
    return Tokens(
        tuple([text[start:end] for start, end in spans]),
        tuple([start for start, _ in spans]),
        tuple([end for _, end in spans]),
    )
