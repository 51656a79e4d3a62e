"""Dates of birth: a date after a cue, after a Social Security number or after race and sex.

Sources: FBI NCIC and field practice for "DOB" and the shorthand "W/M 03/14/1987"; the date
formats are US month-first, ISO 8601, and written months. Dates without a cue stay readable.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import matches
from privacy.spans import Kind, Span

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_FULL_DATE = (
    r"(?:\d{1,2}\s?[-/.\s]\s?\d{1,2}\s?[-/.\s]\s?(?:\d{4}|\d{2})|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    rf"|{_DAY}[-\s]{{0,2}}(?:of\s)?{_MONTH}[-,\s]{{0,3}}(?:\d{{4}}|\d{{2}})"
    rf"|{_MONTH}[-\s]{{0,2}}{_DAY}(?:,?\s{{0,2}}|-)(?:of\s)?(?:\d{{4}}|'?\d{{2}}))(?!\d)"
)
_ANY_DATE = (
    rf"(?:{_FULL_DATE}|\d{{8}}(?!\d)|\d{{6}}(?!\d)|{_MONTH},?\s{{1,2}}\d{{4}}(?!\d)"
    rf"|(?:19|20)\d\d(?!\d)|{_MONTH}\s{_DAY})"
)
_CUED = re.compile(
    r"(?:\bd\.?\s?/?o\.?\s?/?b\b\.?|\b(?:dates?\sof\sbirth|birth\s?dates?|birthda(?:y|te)|b-?day|born"
    r"|year\sof\sbirth|yob)\b|(?<=[\s,(])B\.(?=\s?(?:19|20)\d\d))"
    r"(?:[\s:#=,-]{0,3}\b(?:is|was|of|on|in|the|listed|as)\b){0,4}[\s:#=,(-]{0,4}"
    rf"(?P<value>{_ANY_DATE})",
    re.IGNORECASE,
)
_AFTER_IDENTITY = re.compile(
    r"(?:(?<!\d)\d{3}-\d{2}-\d{4}|(?<![\w/])(?:[WBHAIUOL]/[MF]|[MF]/[WBHAIUOL]))[\s,;/|(]{1,4}"
    rf"(?P<value>{_FULL_DATE})",
    re.IGNORECASE,
)


def recognize(text: str) -> Iterator[Span]:
    """Find dates of birth; other dates are left alone."""
    cued = "Follows a cue for a date of birth."
    yield from matches(_CUED, text, Kind.BIRTH_DATE, cued, group="value")
    reason = "A date next to an identity number or to race and sex."
    yield from matches(_AFTER_IDENTITY, text, Kind.BIRTH_DATE, reason, group="value")
