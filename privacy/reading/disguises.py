"""Signs written as words, in brackets or set apart, and numbers with a letter or break inside.

"john [at] example (dot) com", "hxxps", "312 dash 555", "5 3 6 2 2 8 7 1 4", "3l2-555-O142". The
list is our own, of what people write to keep machines from reading an address or a number.
"""

import re
from collections.abc import Iterator

from privacy.reading import cells, spaced
from privacy.reading.edits import NO_EDITS, Edits, Replacement, edited
from privacy.reading.spaced import TOP_LEVEL

_BRACKETED = re.compile(
    r"\s{0,2}[\[({<]\s{0,2}(?P<sign>at|dot|[.@:/]|://|dash|hyphen|-)\s{0,2}[\])}>]\s{0,2}"
    r"|(?<![A-Za-z])h(?:xx|XX|\*\*|tt)p(?=s?(?:\[:\]|:))",
    re.IGNORECASE,
)
_BRACKET_SIGNS = {"at": "@", "dot": ".", "dash": "-", "hyphen": "-"}
_BRACKET_OR_SCHEME = re.compile(
    r"[\[({<xX*](?:(?<![xX*])\s{0,2}(?:[.@:/\-]|(?i:at|dot|dash|hyphen)\b)|(?<=[xX*])[xX*][pP])"
)

_WORDED = re.compile(
    r"(?<=\w)\s(?:at|AT|At)\s(?=[\w-]{1,63}\s(?:dot|DOT|Dot)\s[A-Za-z])"
    r"|(?<=\w)\s(?:dot|DOT|Dot)\s(?=(?:[\w-]{1,63}\s(?:dot|DOT|Dot)\s){0,3}" + TOP_LEVEL + ")"
    r"|(?<=\d)\s(?:dot|DOT|point|dash|DASH|hyphen|minus)\s(?=\d)"
)
_WORD_SIGN = re.compile(r"\s(?:dot|DOT|Dot|point|dash|DASH|hyphen|minus)\s")

_APART = re.compile(
    r"(?<![^\s(:\"'#])[A-Za-z0-9]"
    r"(?:\s[.-]\s[A-Za-z0-9]|[ ._-][A-Za-z0-9]|\)[ -]{0,2}[A-Za-z0-9]){5,30}(?![^\s.,;:)\"'?!])"
)
_APART_GATE = re.compile(r"\d[ ._-]\d[ ._-]|\d\s[.-]\s\d\s[.-]")
_MIN_DIGITS_APART = 4

_ODD_SIGNS = re.compile(r"(?<!\d)\d{3}(?P<sign>[*~_=|\\:,;+^'!]{1,2})\d{2,3}(?P=sign)\d{4}(?!\d)")
_AT_ALONE = re.compile(
    r"(?<=\w)(?:\s@\s(?=[\w-]{1,63}\.[A-Za-z])|\s?[(\[{][aA][)\]}]\s?(?=[\w-]{1,63}\.[A-Za-z]))"
)

_DIGIT = "[0-9OoQlIiSBZ|]"
_LETTERED = re.compile(
    rf"(?<![A-Za-z0-9])(?<![A-Z][A-Z]\d\d )"
    rf"(?:{_DIGIT}{{3}}[-. )]{{1,3}}{_DIGIT}{{3}}[-. ]{{1,3}}{_DIGIT}{{4}}"
    rf"|{_DIGIT}{{3}}[-. ]{_DIGIT}{{2}}[-. ]{_DIGIT}{{4}}|{_DIGIT}{{4}}(?:[- ]?{_DIGIT}{{4}}){{3}}"
    rf"|{_DIGIT}{{1,2}}/{_DIGIT}{{1,2}}/{_DIGIT}{{2,4}}|{_DIGIT}{{10,11}})(?![A-Za-z0-9])"
)
_LETTERED_GATE = re.compile(r"[0-9][-.)/ ]{0,2}[OoQlIiSBZ|]|[OoQlIiSBZ|][-.)/ ]{0,2}[0-9]")
_AS_DIGITS = str.maketrans("OoQlIiSBZ|", "0001115821")
_MIN_SHARE_OF_DIGITS = 0.6

_MARKED = re.compile(r"(\*\*|__|~~|`)(?=[^\s*_~`])([^*_~`\n]{1,80})(?<=\S)\1")
_MARKS = re.compile(
    r"[*_~`](?:(?<=`)(?:(?=\w)|(?<=\w.))|(?:(?<=\*)\*|(?<=_)_|(?<=~)~)(?:(?=\w)|(?<=\w..)))"
)

_BREAK = re.compile(r"(?<=\d)=?\r?\n[ \t>]{0,4}(?=\d)")
_WHOLE_NUMBER = re.compile(
    r"(?<![\d-])(?:\(?[2-9]\d\d\)?[-. ]{1,2}\d{3}[-. ]\d{4}|\d{3}-\d{2}-\d{4}|\d{4}([-"
    r" ])\d{4}\1\d{4}\1\d{4}"
    r"|\d{1,2}[/-]\d{1,2}[/-](?:19|20)\d\d)(?![\d-])"
)
_NUMBER_CHARS = 19
_NUMBER_SIGNS = frozenset("0123456789-/. ()")


def without_disguises(text: str) -> tuple[str, Edits]:
    """Put the signs in the place of their disguises, where they stand in an address or a number."""
    replacements: list[Replacement] = []
    for gate, find in _RULES:
        if gate.search(text):
            replacements += find(text)
    if not replacements:
        return text, NO_EDITS
    return edited(text, _disjoint(replacements))


def _disjoint(replacements: list[Replacement]) -> Iterator[Replacement]:
    """Yield the replacements in order, without those that overlap an earlier one."""
    end_before = 0
    for start, end, plain in sorted(replacements):
        if start >= end_before:
            yield start, end, plain
            end_before = end


def _bracketed(text: str) -> Iterator[Replacement]:
    for match in _BRACKETED.finditer(text):
        sign = match["sign"]
        plain = _BRACKET_SIGNS.get(sign.casefold(), sign) if sign else "http"
        yield match.start(), match.end(), plain


def _worded(text: str) -> Iterator[Replacement]:
    for match in _WORDED.finditer(text):
        word = match[0].strip().casefold()
        is_number = text[match.start() - 1].isdigit() and text[match.end()].isdigit()
        is_dash = is_number and word != "dot"
        yield match.start(), match.end(), "-" if is_dash else _BRACKET_SIGNS[word]


def _apart(text: str) -> Iterator[Replacement]:
    """Close the gaps between single characters, at least four of them digits."""
    for match in _APART.finditer(text):
        if sum(map(str.isdigit, match[0])) >= _MIN_DIGITS_APART:
            yield from _gaps(match)


def _gaps(match: re.Match[str]) -> Iterator[Replacement]:
    for gap in re.finditer(r"[^A-Za-z0-9]+", match[0]):
        start = match.start() + gap.start()
        sign = gap[0].replace(")", "-").strip(" _")[:1]
        yield start, start + len(gap[0]), sign if len(gap[0]) > 1 or ")" in gap[0] else ""


def _odd_signs(text: str) -> Iterator[Replacement]:
    """Read the signs of a number in groups of three, two or three, and four as hyphens."""
    for match in _ODD_SIGNS.finditer(text):
        sign = match["sign"]
        yield match.start(), match.end(), match[0].replace(sign, "-" * len(sign))


def _marked(text: str) -> Iterator[Replacement]:
    """Leave out the marks of Markdown around a bold, struck-out or verbatim part."""
    for match in _MARKED.finditer(text):
        yield match.start(), match.start(2), ""
        yield match.end(2), match.end(), ""


def _lone_at(text: str) -> Iterator[Replacement]:
    for match in _AT_ALONE.finditer(text):
        yield match.start(), match.end(), "@"


def _lettered(text: str) -> Iterator[Replacement]:
    """Read letters as digits in what has the shape of a number and is mostly digits."""
    for match in _LETTERED.finditer(text):
        symbols = re.sub(r"[-. )/]", "", match[0])
        digits = sum(map(str.isdigit, symbols))
        if _MIN_SHARE_OF_DIGITS * len(symbols) <= digits < len(symbols):
            yield match.start(), match.end(), match[0].translate(_AS_DIGITS)


def _breaks(text: str) -> Iterator[Replacement]:
    """Close a line break inside a group of digits, if that makes a whole number of both parts."""
    for match in _BREAK.finditer(text):
        if text[max(0, match.start() - 2)] not in _NUMBER_SIGNS:
            continue
        before = text[max(0, match.start() - _NUMBER_CHARS) : match.start()]
        joined = before + text[match.end() : match.end() + _NUMBER_CHARS]
        if any(
            number.start() < len(before) < number.end() for number in _WHOLE_NUMBER.finditer(joined)
        ):
            yield match.start(), match.end(), ""


_RULES = (
    (_BRACKET_OR_SCHEME, _bracketed),
    (_WORD_SIGN, _worded),
    (spaced.GATE_OF_ADDRESS, spaced.addresses),
    (spaced.GATE_OF_LETTERS, spaced.letters),
    (spaced.GATE_OF_PLUS, spaced.pluses),
    (cells.GATE, cells.grouped),
    (_MARKS, _marked),
    (_APART_GATE, _apart),
    (re.compile(r"\d[*~_=|\\:,;+^'!]"), _odd_signs),
    (re.compile(r" @ |[(\[{][aA][)\]}]"), _lone_at),
    (_LETTERED_GATE, _lettered),
    (re.compile(r"\d=?\r?\n"), _breaks),
)
"""What tells cheaply that a rule may apply at all, and the rule."""
