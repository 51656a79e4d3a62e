"""Telephone numbers of the North American plan and, with a plus sign or a cue, of any country.

Sources: NANP (area code and exchange start with 2-9); ITU-T E.164 (at most 15 digits).
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import digit_count, matches
from privacy.spans import Kind, Span

_SEP = r"[-.\s/]{0,3}"
_EXTENSION = r"(?:[\s,]{0,2}(?:x|ext\.?|extension)\s{0,2}\d{1,6}(?!\d))?"
_NORTH_AMERICAN = re.compile(
    rf"(?<![\w-])(?:\+?1{_SEP})?(?:\([2-9]\d\d\)|[2-9]\d\d){_SEP}\d{{3}}{_SEP}\d{{4}}(?!\d)"
    + _EXTENSION,
    re.IGNORECASE,
)
_INTERNATIONAL = re.compile(
    r"(?<![\w+.-])(?:\+|00|011[-.\s])[1-9]\d{0,3}(?:[-.\s()]{0,3}\d{1,5}){2,6}(?!\d)" + _EXTENSION,
    re.IGNORECASE,
)
_SINGLE_DIGITS = re.compile(r"(?<!\d)(?<!\d\s)(?:\d[\s.-]){9,10}\d(?!\d|\s\d)")
_LOCAL = re.compile(r"(?<![\w./$-])[2-9]\d\d[-.]\s{0,2}\d{4}(?![\d/]|[-.]\d)" + _EXTENSION)
_CUED = re.compile(
    r"\b(?:phone|cell|cellphone|mobile|tel|telephone|ph|fax|call(?:ed|ing)?|text(?:ed|ing)?|whatsapp"
    r"|contact(?:ed)?|reach(?:ed)?|dial(?:ed)?|callback|landline|pager)\b"
    r"(?:[\s:#.]{0,2}\b(?:number|no|num|is|was|at|on|to|from|her|him|them|me|back|the)\b){0,4}"
    r"[\s:#.=]{0,3}(?P<value>\+?\(?\d(?:[-.\s()/]{0,3}\d){6,14})(?!\d)" + _EXTENSION,
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(
    r"\b(?:case|report|incident|badge|unit|cad|event|serial|ticket|invoice|order|rd|ir|cr|exhibit"
    r"|code|section|statute|model|flight|item|box|page)\b[\s:.#]{0,3}(?:no\.?|number)?[\s:.#]{0,3}$",
    re.IGNORECASE,
)
_LOOK_BACK_CHARS = 24


def _names_another_number(text: str, start: int) -> bool:
    """Tell whether the words before say that this number is one of a case, a badge, a unit."""
    return bool(_OTHER_NUMBER.search(text[max(0, start - _LOOK_BACK_CHARS) : start]))


def recognize(text: str) -> Iterator[Span]:
    """Find telephone numbers with their extensions."""
    shaped = "Has the shape of a telephone number."
    for pattern in (_NORTH_AMERICAN, _SINGLE_DIGITS, _LOCAL):
        for span in matches(pattern, text, Kind.PHONE, shaped):
            if not _names_another_number(text, span.start):
                yield span
    for span in matches(_INTERNATIONAL, text, Kind.PHONE, "An international telephone number."):
        if digit_count(text[span.start : span.end]) >= 7:
            yield span
    cued = "Follows a cue for a telephone number."
    yield from matches(_CUED, text, Kind.PHONE, cued, group="value")
