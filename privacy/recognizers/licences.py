"""Driver licence and state identity card numbers.

Source: AAMVA D20 data dictionary (operator licence number: up to 25 letters, digits and signs);
the shapes that are told without a cue are those of Illinois, Florida, Michigan, Minnesota,
Maryland and Wisconsin (a letter, then groups of three and four digits), from general knowledge.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import Cue, cue_words, digit_count, matches
from privacy.spans import Kind, Span

_CUED = re.compile(
    r"(?:(?:drivers?'?s?|driving|operator'?s?|chauffeur'?s?)\s{1,2}(?:licen[sc]es?|lic"
    r"|permit)|OLN|ODL|CDL|DLN?"
    r"|D/L|D\.L|licen[sc]e(?:\s(?:number|no|num|#)|(?=\s[A-Z0-9]{8,20}\b))|(?:state|st)\s{1,2}ID"
    r"|identification\scard|ID\scard)"
    r"(?![A-Z0-9])[^\d\n;]{0,40}?(?<![A-Z0-9*])"
    r"(?P<value>(?=[A-Z*]{0,12}-?\d)[A-Z0-9*]{1,20}(?:[-\s]\d[A-Z0-9]{0,6}|-[A-Z0-9]{1"
    r",6}){0,5})(?![A-Z0-9])",
    re.I,
)
_SHAPED = re.compile(
    r"[A-Za-z]\d{3}(?<![\w-][A-Za-z]\d{3})[-\s](?:\d{4}[-\s]\d{4}(?:[-\s]\d{2})?"
    r"|\d{3}[-\s]\d{2}[-\s]\d{3}[-\s]\d|\d{3}[-\s]\d{3}[-\s]\d{3})(?![\w-])"
)


def _is_number(match: re.Match[str]) -> bool:
    return digit_count(match["value"]) >= 3 and len(match["value"]) >= 5


CUES = (
    Cue(
        cue_words(
            "driver drivers driving operator operators chauffeur chauffeurs oln odl"
            " cdl dl dln d license"
            " licence state st identification id"
        ),
        _CUED,
        Kind.DRIVER_LICENCE,
        "Follows a cue for a driver license.",
        _is_number,
    ),
)


def recognize(text: str) -> Iterator[Span]:
    """Find driver licence numbers by the shape that some states use."""
    reason = "Has the shape of a driver license number of several states."
    yield from matches(_SHAPED, text, Kind.DRIVER_LICENCE, reason)
