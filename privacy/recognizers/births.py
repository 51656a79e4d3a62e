"""Dates of birth: a date after a cue, after a Social Security number or after race and sex.

Sources: FBI NCIC and field practice for "DOB" and the shorthand "W/M 03/14/1987". Dates without a
cue are of the kind "date" (`dates`).
"""

import re
from collections.abc import Iterator

from privacy.recognizers.calendar_words import (
    DAY,
    FULL_DATE,
    MONTH,
    SMALL_NUMBER,
    YEAR,
    YEAR_IN_WORDS,
)
from privacy.recognizers.recognizer import Cue, cue_words, matches
from privacy.spans import Kind, Span

_ANY_DATE = (
    rf"(?:{FULL_DATE}|\d{{8}}(?!\d)|\d{{6}}(?!\d)|{MONTH},?\s{{1,2}}\d{{4}}(?!\d)"
    rf"|{MONTH}\sof\s(?:\d{{4}}(?!\d)|{YEAR_IN_WORDS})"
    rf"|{SMALL_NUMBER}(?:\sof)?\s{MONTH}(?:,?\s{YEAR})?"
    r"|(?:the\s)?(?:(?:spring|summer|autumn|fall|winter)(?:\sof)?|early|late|mid)[\s-]"
    rf"(?:(?:19|20)\d\d|{MONTH})"
    rf"|(?:19|20)\d\ds?(?!\w)|'?\d0s\b|{YEAR_IN_WORDS}"
    r"|the\syear\sof\s(?:the\s)?\w{1,20}(?:\s\w{1,20})?"
    rf"|{MONTH}\s{DAY}|{DAY}\s(?:of\s)?{MONTH}|\d{{1,2}}[/-]\d{{2,4}}(?!\d))"
)
_CUE = (
    r"(?:d\.?\s?/?o\.?\s?/?b(?:\b\.?|(?=\d))|dates?\sof\sbirth|birth\s?(?:dates?"
    r"|days?|years?)|birthda(?:y|te)|b-?day"
    r"|born|birth|year\sof\sbirth|yob|b\.(?=\s?(?:\d{1,2}[\s/-]|(?:19|20)\d\d|"
    rf"{MONTH}\s\d)))"
)
_BETWEEN = (
    r"(?:[\s:#=,\"'-]{0,3}\b(?:is|was|of|on|in|the|listed|as|given|reads?|mm/dd/yyyy"
    r"|[A-Z][a-z]+\sin)\b){0,4}"
    r"[\s:#=,(\"'-]{0,5}"
)

_SENTENCE_DOT = re.compile(r"(?:[a-z]{5,}|may|june|july)\.$", re.IGNORECASE)


def _without_dot(match: re.Match[str]) -> int:
    """Return the end of a date, before the dot behind a month that is written out."""
    return match.end("value") - bool(_SENTENCE_DOT.search(match["value"]))


CUES = (
    Cue(
        cue_words(
            "d dob date dates birth birthdate birthdates birthday birthdays bday b born year yob"
        ),
        re.compile(_CUE + _BETWEEN + rf"(?P<value>{_ANY_DATE})", re.I),
        Kind.BIRTH_DATE,
        "Follows a cue for a date of birth.",
        end_of=_without_dot,
    ),
)
_AFTER_NUMBER = re.compile(
    rf"\d(?<=-\d)\d{{3}}(?<=\d{{3}}-\d{{2}}-\d{{4}})[\s,;/|(]{{1,4}}(?P<value>{FULL_DATE})", re.I
)
_AFTER_IDENTITY = re.compile(
    r"(?:[WBHAIUOLwbhaiuol]/[MFmf]|[MFmf]/[WBHAIUOLwbhaiuol])(?<![\w/].{3})"
    rf"[\s,;/|(]{{1,4}}(?P<value>{FULL_DATE})"
)


def recognize(text: str) -> Iterator[Span]:
    """Find dates of birth beside an identity number or race and sex."""
    reason = "A date next to an identity number or to race and sex."
    yield from matches(_AFTER_NUMBER, text, Kind.BIRTH_DATE, reason, group="value")
    if "/" in text:
        yield from matches(_AFTER_IDENTITY, text, Kind.BIRTH_DATE, reason, group="value")
