"""Numbered roads: where two roads cross one of them ("US 40 and County Road 12"), and alone.

Sources: how the highway departments of the states write their routes (FM in Texas, CR, SR, US, I),
from general knowledge. A numbered road alone is a place, as a street without a house number is.
"""

import re

from privacy.recognizers.recognizer import Cue, by_first_letter, cue_words
from privacy.recognizers.streets import BESIDE, SUFFIX, WORD
from privacy.spans import Kind

_BEFORE_ROUTE = by_first_letter(
    r"us|u\.s\.|state|service|county|co\.?|farm\sto\smarket|farm|forest|fire|ranch|old|township|twp\.?|tribal|parish"
)
_ROUTE_WORD = by_first_letter("hwy|highway|route|rte|rt|road|rd|interstate|spur|loop")
ROUTE = (
    r"(?=[a-z])"
    rf"(?:(?:(?:(?:{_BEFORE_ROUTE})\s){{0,2}}(?:{_ROUTE_WORD})\.?[-\s]{{1,2}}"
    r"|(?-i:I|US|FM|RM|CR|SR|TR|FS|NF|CTH|STH)[-\s]|i-)\d{1,4}(?-i:[A-Z](?!\w))?"
    r"(?:\s?(?:[NSEW]|north|south|east|west)\b)?"
    r"|(?:(?:county|co\.?)\s(?:trunk\s)?(?:hwy|highway|road|rd)\.?|(?-i:CTH|CR))\s(?-i:[A-Z]{1,2}))(?!\w)"
)
"""A road by its number, or by its letters as in Wisconsin and Missouri: "County Road K"."""

_OTHER = (
    rf"(?:{ROUTE}|exit\s\d{{1,4}}[A-Z]?(?!\w)"
    rf"|{WORD}(?:\s{{1,2}}{WORD}){{0,2}}?\s{{1,2}}{SUFFIX}\b|(?-i:[A-Z])[a-z]\w{{2,24}})"
)
_WORDS = cue_words(
    "us u state county co farm ranch old township twp forest service fire parish tribal hwy highway"
    " route rt rte road rd interstate spur loop i fm rm cr sr tr fs nf cth sth"
)

CUES = (
    Cue(
        _WORDS,
        re.compile(
            rf"(?P<value>{ROUTE}\s{{0,2}}(?:/|&|@|\b(?:and|at|near|{BESIDE})\b)\s{{0,2}}{_OTHER})",
            re.I,
        ),
        Kind.ADDRESS,
        "Two roads that cross.",
    ),
    Cue(
        _WORDS,
        re.compile(rf"(?P<value>{ROUTE}(?:,?\sexit\s\d{{1,4}}[A-Z]?(?!\w))?)", re.I),
        Kind.PLACE,
        "A numbered road.",
    ),
    Cue(
        cue_words("apt apartment"),
        re.compile(
            r"(?P<value>(?:apt|apartment)\b\.?\s{0,2}#?\s?"
            r"(?:\d{1,5}-?[A-Z]?|[A-Z]-?\d{1,5})(?!\w))",
            re.I,
        ),
        Kind.ADDRESS,
        "An apartment.",
    ),
    Cue(
        cue_words("box"),
        re.compile(
            r"(?P<value>box\s#?\d{1,6},?\s(?:(?:rural\sroute|rfd|r\.?r\.?|h\.?c\.?)\s?#?\d{1,4}(?!\w)"
            r"|star\sroute\b))",
            re.I,
        ),
        Kind.ADDRESS,
        "A box on a rural route.",
    ),
)  # fmt: skip
