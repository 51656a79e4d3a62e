"""Telephone numbers of the North American plan and of any country.

With a plus sign, in brackets, with a leading zero or in the groups that a country writes, a number
tells itself; other groups of digits count after a cue only.

Sources: NANP (area code and exchange start with 2-9); ITU-T E.164 (at most 15 digits); ITU-T E.123
(how numbers are grouped in print); ITU-T E.161 (letters on the keys).
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import Cue, cue_words, digit_count, matches
from privacy.spans import Kind, Span

_SEP = r"[-.\s/]{0,3}"
_EXTENSION = r"(?P<extension>[\s,;]{0,2}(?:x|ext\.?=?|extension)\s{0,2}\d{1,6}(?!\d))?"
_SHAPES = "|".join(
    (
        # North America; then any three, three and four digits.
        rf"(?:\+?1{_SEP})?(?:\([2-9]\d\d\)|[2-9]\d\d){_SEP}\d{{3}}{_SEP}\d{{4}}(?!\d)",
        r"(?:\+?\d{1,3}[-.\s])?(?:\(\d{3}\)|\d{3})[-.\s]{1,2}\d{3}[-.\s]\d{4}(?!\d)",
        # With a country code.
        r"(?:\+\s?\(?|\(\+\s?|00[-.\s]?|011[-.\s])[1-9]\d{0,3}\)?(?:[-.\s/]{0,2}\(0?\d{0,4}\))?"
        r"(?:[-.\s/]{0,2}\d{1,5}){1,6}(?!\d)",
        # With an area code in brackets, or a zero before it.
        r"(?:\d{1,3}[-.\s]?)?\(\d{1,5}\)[-.\s/]?\d{2,8}(?:[-.\s/]?\d{2,5}){0,4}(?!\d)",
        r"0\d{1,4}(?:[-.\s/]{1,2}\d{2,8}){1,4}(?!\d)|0\d{8,10}(?!\d)",
        # Russia; China; Japan and Korea; then groups as European countries write them.
        r"[78][-\s]?\(?\d{3}\)?[-\s]?\d{3}[-\s]?\d{2}[-\s]?\d{2}(?!\d)",
        r"1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)|\d{2,4}-\d{3,4}-\d{4}(?![-\d])",
        r"\d{3}(?P<a>[-.\s])\d{3}(?P=a)\d{3}(?![-.\s]?\d)|\d{3}\s\d{2}\s\d{2}\s\d{2}(?!\s?\d)",
        r"\d{2}(?P<b>[-.\s])\d{2}(?P=b)\d{2}(?P=b)\d{2}(?:(?P=b)\d{2})?(?![-.\s]?\d)",
        r"\[[2-9]\d\d\][-.\s]{0,2}\d{3}[-.\s]\d{4}(?!\d)|[1-9]\d\s\d{4}-\d{4}(?!\d)"
        r"|0\s\d{2}\s\d{3}\s\d{2}\s\d{2}(?!\d)",
        r"\d{2}/\d{3}[-\s]\d{4}(?!\d)|\d{3}\s\d{3}\s\d{2}\s\d{2}(?!\s?\d)"
        r"|\d{4}(?P<c>[-.\s])\d{3}(?P=c)\d{3}(?![-.\s]?\d)|1-8\d\d-\d{3}-\d{3,4}(?!\d)",
        r"\d{2}\s\d{3}\s\d{2}\s\d{2}(?!\s?\d)|\d{2,3}\s\d{3}\s\d{3,4}(?:\s\d{1,2})?(?!\s?\d)",
    )
)
_SHAPED = re.compile(f"(?:{_SHAPES}){_EXTENSION}", re.IGNORECASE)
_FIRST = re.compile(
    r"(?:\d(?=\d|[-.\s/]{0,3}(?:\(|\d\d))|[+(\[])(?<![\w+][+\d])(?<!\d\()(?<!\d[-.][+(\d])"
    r"(?<=(?=(?:.[-.\s/()\[\]+]{0,8})(?:\d[-.\s/()\[\]+]{0,8}){7}).)"
)
"""Where a number may begin: with eight digits ahead, and not with two groups of one digit."""

_GROUP = re.compile(r"[^\s]+")
_GLUED = re.compile(
    r"[(2-9](?<=[A-Za-z][(2-9])(?:(?<=\()[2-9]|(?<!\())\d\d\)?[-.\s]{1,2}\d{3}[-.\s]\d{4}(?!\d)"
)
_GLUED_BARE = re.compile(
    r"[2-9](?<=[A-Za-z][2-9])(?i:(?<=ph.)|(?<=tel.)|(?<=cell.)|(?<=phone.)|(?<=fax.))\d{9}(?!\d)"
)
_LOCAL = re.compile(r"[1-9](?<![\w./$-]\d)\d\d[-.]\s{0,2}\d{4}(?![\d/]|[-.]\d)" + _EXTENSION)
_VANITY = re.compile(
    r"[1-9](?<!\d\d)(?:(?<=1)[-. ][2-9]|(?<!1))\d\d[-. ]"
    r"(?:(?<=8\d\d.)(?:[A-Z]{5,8}|[A-Z]{3}[-.][A-Z]{4})|\d{3}[-. ][A-Z]{4}|[A-Z]{3}[-.]\d{4})(?!\w)"
)
_CUED = re.compile(
    r"(?:(?:cell|tele|mobile)?\s?(?:phones?|numbers?)|cell|mobile|mobil|tel[eé]?fono?"
    r"|tel|telephone|ph|fax"
    r"|call(?:ed|ing)?|text(?:ed|ing)?|txt|whatsapp|contact(?:ed)?|reach(?:ed)?|dial"
    r"(?:ed)?|rang|callback"
    r"|landline|pager|office|home|work|area\scode)\b"
    r"(?:[\s:#.]{0,2}\b(?:phone|number|cell|code|no|num|is|was|at|on|to|from|her|him"
    r"|them|me|us|back|the|given)\b){0,4}"
    r"[\s:#.=\"'@\[]{0,4}(?P<value>\+?\(?\d(?:[-.\s()/]{0,3}\d){6,14}|(?<=\[)\d{3},\s?\d{3},\s?\d{4})(?!\d)"
    + _EXTENSION,
    re.IGNORECASE,
)
_CURRENCIES = "$€£¥"
_OTHER_NUMBER = re.compile(
    r"(?:\b(?:case|report|incident|badge|unit|cad|event|serial|ticket|invoice|order|rd"
    r"|ir|cr|exhibit|tracking"
    r"|code|section|statute|model|flight|item|box|page|version|isbn|account|acct"
    r"|docket|routing|ref(?:erence)?)\b"
    r"[\s:.#]{0,3}(?:no\.?|number|id)?[\s:.#]{0,3}|[$€£¥]\s?)$",
    re.IGNORECASE,
)
_SIGNS_BEFORE = " \t\r\n\v\f.:#"
_LOOK_BACK_CHARS = 24
_AMOUNT = re.compile(
    r"\s?(?:%|percent|dollars|usd|euros?|miles|km|feet|people|rounds|hours|hrs)\b", re.I
)
_DATE = re.compile(
    r"(?:(?:0?[1-9]|[12]\d|3[01])[-./\s](?:0?[1-9]|[12]\d|3[01])[-./\s](?:\d{4}|\d{2})|(?:19"
    r"|20)\d\d[-./\s]\d{1,2}[-./\s]\d{1,2})(?:\s\d{1,4})?"
)
_TIMES = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d[-\s/](?:[01]\d|2[0-4])[0-5]\d")
_MIN_DIGITS, _MAX_DIGITS = 8, 14

_PART = re.compile(
    r"(?:phone|cell|mobile|fax)\b(?:\snumber)?[^.\n\d]{0,12}\b(?:end|begin|start)(?:s|ing|ning)?"
    r"(?:\s(?:in|with|is)\b)?[\s:]{1,2}(?P<value>\d{3,4}(?:-\d{3,4})?)(?![\d-])",
    re.IGNORECASE,
)
_AREA = re.compile(r"area\scode\s(?:is\s|of\s)?(?P<value>[2-9]\d\d)(?![\d-])", re.IGNORECASE)

CUES = (
    Cue(cue_words("area"), _AREA, Kind.PHONE, "Follows a cue for an area code."),
    Cue(
        cue_words("phone cell mobile fax"),
        _PART,
        Kind.PHONE,
        "Follows a cue for a part of a telephone number.",
    ),
    Cue(
        cue_words(
            "cell cellphone mobile mobil phone phones telephone tel telefono fax"
            " number numbers ph call called"
            " calling text texted texting txt whatsapp contact contacted reach"
            " reached dial dialed rang callback"
            " landline pager office home work area tele"
        ),
        _CUED,
        Kind.PHONE,
        "Follows a cue for a telephone number.",
        lambda match: not _DATE.fullmatch(match["value"]),
    ),
)


def _is_number(text: str, match: re.Match[str]) -> bool:
    """Tell whether a shape is a telephone number, and no date, times or other number."""
    value = match[0].removesuffix(match["extension"] or "")
    is_sized = _MIN_DIGITS <= digit_count(value) <= _MAX_DIGITS
    if not is_sized or _DATE.fullmatch(value) or _TIMES.fullmatch(value):
        return False
    return not _names_another_number(text, match.start()) and not _AMOUNT.match(text, match.end())


def _names_another_number(text: str, start: int) -> bool:
    """Tell whether the words before say that this number is one of a case, a badge, a unit."""
    last = text[max(0, start - _LOOK_BACK_CHARS) : start].rstrip(_SIGNS_BEFORE)[-1:]
    if not (last.isalpha() or (last and last in _CURRENCIES)):
        return False
    return bool(_OTHER_NUMBER.search(text, max(0, start - _LOOK_BACK_CHARS), start))


def _end_before_last_group(match: re.Match[str]) -> int:
    """Return where the groups of a number end, but for the last one."""
    groups = list(_GROUP.finditer(match[0]))
    return match.start() + (groups[-2].end() if len(groups) > 1 else 0)


def _shaped(text: str) -> Iterator[re.Match[str]]:
    """Yield the shapes that begin where no number, word or sum goes on."""
    done = 0
    for first in _FIRST.finditer(text):
        match = _SHAPED.match(text, first.start()) if first.start() >= done else None
        while match and not match["extension"] and digit_count(match[0]) > _MAX_DIGITS:
            # The last group belongs to a number that follows.
            match = _SHAPED.match(text, first.start(), _end_before_last_group(match))
        if match:
            yield match
            done = match.end()


def recognize(text: str) -> Iterator[Span]:
    """Find telephone numbers with their extensions."""
    shaped = "Has the shape of a telephone number."
    for match in _shaped(text):
        if _is_number(text, match):
            is_foreign = match[0][0] == "+" or match[0].startswith("00")
            reason = "An international telephone number." if is_foreign else shaped
            yield Span(*match.span(), Kind.PHONE, reason)
    for pattern in (_LOCAL, _VANITY):
        for match in pattern.finditer(text):
            is_amount = _AMOUNT.match(text, match.end())
            if not is_amount and not _names_another_number(text, match.start()):
                yield Span(*match.span(), Kind.PHONE, shaped)
    for pattern in (_GLUED, _GLUED_BARE):
        yield from matches(pattern, text, Kind.PHONE, shaped)
