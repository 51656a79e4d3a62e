"""Dates in every written form; those of birth are of a kind of their own (`births`).

Sources: ISO 8601; how dates are written in US reports and in British and European English.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.calendar_words import (
    DAY,
    DAY_MONTH_YEAR,
    MONTH,
    MONTH_DAY_YEAR,
    MONTH_GLUED,
    MONTH_WORDS,
    WEEKDAY,
    WEEKDAY_WORDS,
    YEAR_IN_WORDS,
)
from privacy.recognizers.recognizer import Cue, cue_words, matches
from privacy.spans import Kind, Span

_REASON = "A date."
_YEAR = r"(?:1[6-9]|20)\d\d(?!\d)"
_TIME = (
    r"(?:,?\s?(?:at\s)?T?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:\s?(?:[ap]\.?m\b\.?|Z"
    r"|UTC|hrs))?(?:[+-]\d{2}:?\d{2})?)?"
)
_NUMERIC = re.compile(
    r"\d(?<![\w./-]\d)\d{0,3}"
    rf"(?:(?<=\d{{4}})(?P<a>[-/.])(?:0?[1-9]|1[0-2])(?P=a)\d{{1,2}}(?!(?!T\d\d:)[\w/-]|\.\d)"
    rf"(?<![-/.]00){_TIME}"
    r"|(?<!\d\d\d)(?P<b>[-/.])\d{1,2}(?P=b)(?:(?:19|20)\d\d|\d{2})(?![\w/-]|\.\d)"
    + _TIME
    + r"|(?<!\d\d\d)/(?:\d{1,2}|(?:19|20)\d\d)(?![\w/-]|\.\d))"
)
_COMPACT = re.compile(
    r"(?:19|20)\d\d(?<![\w./#-]\d{4})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?![\w-]|\.\d)"
    rf"|\d(?<![\w./-]\d)\d?(?i:{MONTH_GLUED})(?:(?:19|20)\d\d|\d\d)(?!\w)"
)
_DATED = re.compile(r"(?i:on|dated?|since|until|till|by|from|before|after|filed|starts|between)\s$")
_MAX_DAY = 31
_PARTS = re.compile(r"\d+")
_AFTER_DAY = re.compile(
    rf"\d(?<![\w.,/-]\d)\d?(?:st|nd|rd|th)?\s?[-/ ]?(?:(?:day\s)?of\s)?(?i:{MONTH})"
    rf"(?:[-,/\s]{{1,3}}(?:of\s)?(?:{_YEAR}|'\d{{2}}\b|\d{{2}}\b(?!:\d))|\s{YEAR_IN_WORDS})?{_TIME}"
)
_YEAR_ALONE = re.compile(
    r"(?:in|since|of|by|from|until|till|during|before|after|year|between|and|around"
    r"|circa|early|late|mid|the|to)\s"
    r"(?P<value>(?:19|20)\d\d(?:s|'s)?)(?![\w-]|[.,/]\d|\s(?:block|hours|hrs|feet"
    r"|rounds|[A-Z][a-z]+\s(?:St|Ave|Rd)))",
    re.I,
)
_MONTH_FIRST = re.compile(
    rf"(?P<value>(?:{MONTH_DAY_YEAR}|{MONTH}\s(?:the\s)?{DAY}(?![\w:])|{MONTH},?\s"
    rf"(?:of\s)?{_YEAR}){_TIME})",
    re.I,
)
_MONTH_ALONE = re.compile(
    r"(?:in|since|of|last|next|this|early|late|mid|until|by|during|from|through|and|to)[\s-]"
    r"(?P<value>(?:January|February|March|April|May|June|July|August|September|October"
    r"|November|December))"
    r"(?![\w'-]|\s[A-Z][a-z])"
)
_PART_OF_MONTH = re.compile(
    r"(?P<value>(?:early|late|mid)[\s-](?:January|February|March|April|May|June|July|August"
    r"|September|October|November|December)(?:,?\s(?:of\s)?(?:19|20)\d\d)?)(?![\w'-]|\s[A-Z][a-z])"
)
_SEASON = re.compile(
    r"(?P<value>(?:spring|summer|autumn|fall|winter)\s(?:of\s)?(?:(?:19|20)\d\d|'\d\d))(?![\w/-]|[.,]\d)",
    re.I,
)
_WEEKDAY = re.compile(
    rf"(?P<value>{WEEKDAY}(?:,?\s(?:the\s)?(?:{DAY_MONTH_YEAR}|{MONTH_DAY_YEAR}|{MONTH}\s{DAY}"
    rf"|{DAY}\s(?:of\s)?{MONTH}))?)",
    re.I,
)
_ORDINAL_DAY = re.compile(
    rf"(?P<value>(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
    rf"|\w{{3,9}}teenth|twentieth|twenty[- ]\w{{5,7}}"
    rf"|thirtieth|thirty[- ]first)\s(?:day\s)?of\s{MONTH}(?:,?\s(?:{_YEAR}|{YEAR_IN_WORDS}))?)",
    re.I,
)


def _is_written_as_name(match: re.Match[str]) -> bool:
    return match["value"][0].isupper()


def _is_no_verb(match: re.Match[str]) -> bool:
    """Tell "May 4" from "may 4 men"; "may" and "mar" need a year or an ordinal ("may 4th")."""
    value = match["value"]
    is_telling = value[-4:].isdigit() or value.endswith(("st", "nd", "rd", "th"))
    return value[0].isupper() or not value.startswith(("may", "mar", "march")) or is_telling


_GLUED_DAY = re.compile(rf"(?P<value>{MONTH}\d{{1,2}})(?!\w|[.:]\d)".replace(r"\b", ""), re.I)

CUES = (
    Cue(cue_words(MONTH_WORDS), _GLUED_DAY, Kind.DATE, _REASON, _is_written_as_name),
    Cue(cue_words(MONTH_WORDS), _MONTH_FIRST, Kind.DATE, _REASON, _is_no_verb),
    Cue(
        cue_words(WEEKDAY_WORDS),
        _WEEKDAY,
        Kind.DATE,
        _REASON,
        _is_written_as_name,
    ),
    Cue(
        cue_words("in since of last next this early late mid until by during from through and to"),
        _MONTH_ALONE,
        Kind.DATE,
        _REASON,
    ),
    Cue(cue_words("early mid late"), _PART_OF_MONTH, Kind.DATE, _REASON),
    Cue(cue_words("spring summer autumn fall winter"), _SEASON, Kind.DATE, _REASON),
    Cue(
        cue_words(
            "in since of by from until till during before after year between and"
            " around circa early late mid"
            " the to"
        ),
        _YEAR_ALONE,
        Kind.DATE,
        "A year.",
    ),
    Cue(
        cue_words(
            "first second third fourth fifth sixth seventh eighth ninth thirteenth"
            " fourteenth fifteenth"
            " sixteenth seventeenth eighteenth nineteenth twentieth twenty thirtieth thirty"
        ),
        _ORDINAL_DAY,
        Kind.DATE,
        _REASON,
    ),
)


def _is_date(match: re.Match[str]) -> bool:
    """Tell whether the numbers can be a day, a month and a year; a fraction is none."""
    numbers = [int(part) for part in _PARTS.findall(match[0])[:3]]
    if match["a"]:
        return numbers[2] <= 31
    first, second = numbers[:2]
    if not match["b"]:
        is_announced = bool(_DATED.search(match.string, max(0, match.start() - 9), match.start()))
        is_day = (1 if is_announced else 10) <= second <= 31
        return 1 <= first <= 12 and (is_day or second > _MAX_DAY)
    return 1 <= first <= 31 and 1 <= second <= 31 and min(first, second) <= 12


def recognize(text: str) -> Iterator[Span]:
    """Find dates that begin with a number."""
    for match in _NUMERIC.finditer(text):
        if _is_date(match):
            yield Span(*match.span(), Kind.DATE, _REASON)
    for pattern in (_AFTER_DAY, _COMPACT):
        yield from matches(pattern, text, Kind.DATE, _REASON)
