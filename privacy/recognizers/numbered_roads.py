"""Numbered roads: where two roads cross one of them ("US 40 and County Road 12"), and alone.

Sources: how the highway departments of the states write their routes (FM in Texas, CR, SR, US, I),
from general knowledge. A numbered road alone is a place, as a street without a house number is.
"""

import re

from privacy.recognizers.recognizer import Cue, cue_words
from privacy.recognizers.streets import SUFFIX, WORD
from privacy.spans import Kind

_ROUTE = (
    r"(?:(?:(?:us|u\.s\.|state|county|co\.?|farm\sto\smarket|old)\s)?"
    r"(?:hwy|highway|route|rte?|road|rd|interstate)\.?[-\s]{1,2}|(?-i:I|US|FM|CR|SR)[-\s]|i-)\d{1,4}"
    r"(?:\s?(?:[NSEW]|north|south|east|west)\b)?(?!\w)"
)
_OTHER = (
    rf"(?:{_ROUTE}|{WORD}(?:\s{{1,2}}{WORD}){{0,2}}?\s{{1,2}}{SUFFIX}\b|(?-i:[A-Z])[a-z]\w{{2,24}})"
)
_WORDS = cue_words(
    "us u state county co farm old hwy highway route rt rte road rd interstate i fm cr sr"
)

CUES = (
    Cue(
        _WORDS,
        re.compile(
            rf"(?P<value>{_ROUTE}\s{{0,2}}(?:/|&|@|\b(?:and|at|near)\b)\s{{0,2}}{_OTHER})", re.I
        ),
        Kind.ADDRESS,
        "Two roads that cross.",
    ),
    Cue(
        _WORDS,
        re.compile(rf"(?P<value>{_ROUTE}(?:,?\sexit\s\d{{1,4}}[A-Z]?(?!\w))?)", re.I),
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
            r"(?P<value>box\s#?\d{1,6},?\s(?:rural\sroute|r\.?r\.?|h\.?c\.?)\s?#?\d{1,4}(?!\w))",
            re.I,
        ),
        Kind.ADDRESS,
        "A box on a rural route.",
    ),
)  # fmt: skip
