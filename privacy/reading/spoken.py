"""Digits that are spelled out, as somebody dictates a number: "three one two, five five five".

Single letters between them belong to the number ("seven x y z one two three"), also as the words
of the police alphabet. Source: the NATO alphabet; the alphabet of APCO Project 14; general
knowledge of how digits are read aloud.
"""

import re
from collections.abc import Iterator, Sequence

from privacy.reading.edits import NO_EDITS, Edits, Replacement, edited

_DIGITS = {
    word: str(value)
    for value, words in enumerate(
        ("zero oh nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    )
    for word in words.split()
} | {"niner": "9", "fife": "5", "tree": "3"}
_TIMES = {"double": 2, "triple": 3}
_ALPHABET_WORDS = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar"
    " papa quebec romeo sierra tango uniform victor whiskey x-ray xray yankee zulu adam boy charles"
    " david edward frank george henry ida john king lincoln mary nora ocean paul queen robert sam"
    " tom union william young zebra"
)
_ALPHABET = {word: word[0] for word in _ALPHABET_WORDS.split()}
_DIGIT = r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|niner?|fife|tree)"
_ANY = (
    rf"(?:(?:(?:double|triple)[ -])?{_DIGIT}|(?<![\d-])\d{{1,4}}(?![\d-])|[a-z]"
    rf"|{'|'.join(_ALPHABET)})\b"
)
_GAP = r"(?:(?:[ \t]|\r?\n)?(?:[,./-]|dash|hyphen|dot)(?:[ \t]|\r?\n)?|[ \t]|\r?\n){1,2}"
_RUN = re.compile(rf"{_ANY}(?:{_GAP}{_ANY}){{1,40}}", re.IGNORECASE)
_BEFORE = re.compile(rf"(?<!\w)(?:{_ANY}{_GAP}){{1,12}}$", re.IGNORECASE)
_BEFORE_CHARS = 80
_TIMES_BEFORE = re.compile(r"\b(?:double|triple)[ -]$", re.IGNORECASE)
_TIMES_CHARS = 8
_GOES_ON = re.compile(r"\)?[\s.-]{1,2}\d{3}")
_PLATE_CUE = re.compile(
    r"\b(?:plates?|tags?|vin|licen[sc]e|lic|reg)\b[^.\n\d]{0,16}$", re.IGNORECASE
)
_PLATE_CUE_CHARS = 24
_PAIR = re.compile(rf"{_DIGIT}(?:[ ,./\n-]{{1,3}}|[ -]dash[ -])(?:(?:double|triple) )?{_DIGIT}\b")
_GLUED = re.compile(
    rf"(?<=\d){_DIGIT}(?![A-Za-z])|(?<=\d-){_DIGIT}(?=\d)|(?<![A-Za-z]){_DIGIT}(?=\d)"
)
_TOKEN = re.compile(_ANY, re.IGNORECASE)
_BESIDE_DIGIT = re.compile(
    r"\d(?:-?(?:zero|one|two|t[hr]|f[oi]|s[ie]|ei|ni|oh)|(?<=[a-z].)"
    r"(?:(?<=zero.)|(?<=(?:one|two|our|ive|six|ven|ght|ine).)|(?<=(?:ee|oh).)))"
)
"""A digit that the start or the end of a spelled one touches."""

_MAX_DIGIT_CHARS = 6
_MIN_WORDS = 3
_MIN_SYMBOLS = 4


def with_digits(text: str) -> tuple[str, Edits]:
    """Read runs of at least three spelled-out digits as digits."""
    small = text.lower()
    if len(small) != len(text):
        # Some capitals have two small letters; then the offsets of both texts would differ.
        small = text
    pairs = list(_PAIR.finditer(small))
    glued = list(_glued(small))
    if glued and not pairs:
        return edited(text, ((m.start(), m.end(), _DIGITS[m[0]]) for m in glued))
    if not pairs:
        return text, NO_EDITS
    return edited(text, _replacements(text, [pair.start() for pair in pairs]))


def _glued(small: str) -> Iterator[re.Match[str]]:
    """Yield the spelled digits that touch a digit."""
    done = 0
    for beside in _BESIDE_DIGIT.finditer(small):
        start = max(done, beside.start() - _MAX_DIGIT_CHARS)
        for digit in _GLUED.finditer(small, start, beside.end() + _MAX_DIGIT_CHARS):
            yield digit
            done = digit.end()


def _replacements(text: str, places: Sequence[int]) -> Iterator[Replacement]:
    """Yield the edits of the runs around the places where two spelled digits stand."""
    done = 0
    for place in places:
        if place < done:
            continue
        times = _TIMES_BEFORE.search(text, max(done, place - _TIMES_CHARS), place)
        first = times.start() if times else place
        before = _BEFORE.search(text, max(done, first - _BEFORE_CHARS), first)
        run = _RUN.match(text, before.start() if before else first)
        if run:
            yield from _spelled(text, list(_TOKEN.finditer(text, run.start(), run.end())))
            done = run.end()


def _spelled(text: str, tokens: list[re.Match[str]]) -> Iterator[Replacement]:
    """Yield the edits of one run, if it is long enough."""
    tokens = _trimmed(tokens)
    if tokens and not _is_of_plate(text, tokens[0].start()):
        tokens = _trimmed(tokens[::-1])[::-1]
    symbols = [_symbol(token[0].casefold()) for token in tokens]
    words = sum(
        symbol.isdigit() and not token[0].isdigit()
        for token, symbol in zip(tokens, symbols, strict=True)
    )
    is_long = sum(map(len, symbols)) >= _MIN_SYMBOLS
    if words < _MIN_WORDS or not (is_long or _GOES_ON.match(text, tokens[-1].end())):
        return
    end, was_group = tokens[0].start(), True
    for token, symbol in zip(tokens, symbols, strict=True):
        gap = text[end : token.start()]
        is_group = token[0].isdigit() and len(token[0]) > 1
        if gap and not (is_group or was_group):
            yield end, token.start(), "" if gap.isspace() or gap == "-" else "-"
        yield token.start(), token.end(), symbol
        end, was_group = token.end(), is_group


def _is_of_plate(text: str, start: int) -> bool:
    """Tell whether letters may stand first, because the words before announce a plate or a VIN."""
    return bool(_PLATE_CUE.search(text, max(0, start - _PLATE_CUE_CHARS), start))


def _trimmed(tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    """Drop letters at the end of a run: only between digits are they part of the number."""
    while tokens and not _symbol(tokens[-1][0].casefold())[-1].isdigit():
        tokens.pop()
    return tokens


def _symbol(word: str) -> str:
    """Return the characters that a word stands for."""
    times, _, last = word.replace("-", " ").rpartition(" ")
    if times in _TIMES and last in _DIGITS:
        return _DIGITS[last] * _TIMES[times]
    return _DIGITS.get(word, _ALPHABET.get(word, word))
