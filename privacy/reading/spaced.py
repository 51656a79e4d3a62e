"""Addresses and names with gaps inside: "j . smith @ example . com", "J o h n", "J.O.H.N.".

The list is our own, of what people write to keep machines from reading an address or a name.
"""

import re
from collections.abc import Iterator

from privacy.reading.edits import Replacement

TOP_LEVEL = r"(?:com|org|net|edu|gov|mil|info|biz|io|co|us|uk|ca|de|fr|me|tv|example|test)\b"
_PART = r"[\w-]{1,63}"
_DOT = r"\s?\.\s?"
_HOST = rf"(?:{_PART}{_DOT}){{1,4}}{TOP_LEVEL}"
_MAIL = re.compile(
    rf"(?:(?<=\s)|^)(?:[\w+-]{{1,32}}{_DOT}){{0,3}}[\w+-]{{1,64}}\s?@\s?{_HOST}", re.IGNORECASE
)
_WEB = re.compile(
    rf"(?:www\s?\.\s?|h(?:tt|xx)ps?\s?:\s?/\s?/\s?){_HOST}(?:\s?/\s?[\w/.-]{{1,60}})?",
    re.IGNORECASE,
)
_GAPS = re.compile(r"\s+")
_UNDERSCORED = re.compile(
    rf"(?<=[A-Za-z0-9])_(?P<at>at)_(?={_PART}_dot_)|(?<=[A-Za-z0-9])_(?P<dot>dot)_(?={TOP_LEVEL})",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"(?<![^\s(\"'])[A-Z](?:[ ]{1,2}[A-Za-z]){3,24}(?![^\s.,;:)\"'])")
_DOTTED = re.compile(r"(?<![\w.])[A-Z](?:\.[A-Za-z]){3,14}\.?(?![\w.])")
_LETTER_GAP = re.compile(r"(?<=[a-z])[ ]+(?=[a-z])|(?<=[A-Z])[ ]+(?=[a-z])|(?<=[A-Z])[ ](?=[A-Z])")
_DOTS = re.compile(r"\.")
_PLUS = re.compile(r"(?<=[A-Za-z])\+(?=[A-Za-z])")
_OF_ADDRESS = re.compile(r"@|://|www\.", re.IGNORECASE)
_MAX_DATA_CHARS = 200

GATE_OF_ADDRESS = re.compile(
    r"[.@:_](?:(?<=\s[.@])\s|(?<=:)(?:\s/|//?\s)|(?<=\s:)/|(?<=_)(?:at|AT)_)"
)
GATE_OF_LETTERS = re.compile(r"[A-Z][ ][A-Za-z][ ][A-Za-z][ ]|[A-Z]\.[A-Za-z]\.[A-Za-z]\.[A-Za-z]")
GATE_OF_PLUS = re.compile(r"\+[A-Za-z]")


def addresses(text: str) -> Iterator[Replacement]:
    """Close the gaps inside of e-mail and web addresses; read "_at_" as their sign."""
    for pattern in (_MAIL, _WEB):
        for match in pattern.finditer(text):
            for gap in _GAPS.finditer(match[0]):
                yield match.start() + gap.start(), match.start() + gap.end(), ""
    for sign in _UNDERSCORED.finditer(text):
        yield *sign.span(), "@" if sign["at"] else "."


def letters(text: str) -> Iterator[Replacement]:
    """Close the gaps between single letters of a word: a capital begins the next one."""
    for pattern, gaps in ((_LETTERS, _LETTER_GAP), (_DOTTED, _DOTS)):
        for match in pattern.finditer(text):
            for gap in gaps.finditer(match[0]):
                yield match.start() + gap.start(), match.start() + gap.end(), ""


def pluses(text: str) -> Iterator[Replacement]:
    """Read the plus between two words of a form's data as the space that it stands for."""
    for match in _PLUS.finditer(text):
        before = text[max(0, match.start() - _MAX_DATA_CHARS) : match.end()].split()
        behind = text[match.end() : match.end() + _MAX_DATA_CHARS].split(maxsplit=1)
        if not _OF_ADDRESS.search(before[-1] + behind[0]):
            yield *match.span(), " "
