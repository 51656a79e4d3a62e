"""Registrations of aircraft, vessels and motor carriers.

Sources: 14 CFR 47.15 (N-numbers: N, one to five digits and at most two letters without I and O);
IMO resolution A.1117(30) (seven digits with a check digit); ITU-R M.585 (MMSI, nine digits);
33 CFR 181.23 (hull identification number); 49 CFR 390.19 (US DOT number).
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import CONNECTION, Cue, cue_words
from privacy.spans import Kind, Span

_TAIL = re.compile(r"N(?<![\w-]N)[1-9]\d{0,4}[A-HJ-NP-Z]{0,2}(?![\w-])")
_FLIES = re.compile(
    r"\b(?:aircraft|airplane|plane|helicopter|cessna|piper|beechcraft|cirrus"
    r"|gulfstream|jet|tail|hangar"
    r"|drone|uas|aviation|pilot|airfield|airport|registration|runway|flew|flying|landed)\b",
    re.I,
)
_FLIES_CHARS = 60
_TAIL_CUED = re.compile(
    r"(?:tail|(?:aircraft\s)?registration)(?:\s(?:number|no\.?))?\b"
    + CONNECTION
    + r"(?P<value>N\d{1,5}[A-Z]{0,2}|[A-Z]{1,2}-[A-Z]{3,4})(?![\w-])",
    re.I,
)
_VESSEL = re.compile(
    r"(?:imo|mmsi|hin|hull(?:\s(?:id|identification))?|official\snumber|documentation|uscg)\b"
    r"(?:\s(?:official|doc))?"
    + CONNECTION
    + r"(?P<value>\d{6,9}|[A-Z]{3}[A-Z0-9]{5}[A-Z0-9]{4,6})(?!\w)",
    re.I,
)
_CARRIER = re.compile(
    r"(?:us\s?dot|u\.s\.\s?dot|dot|mc)\b\.?" + CONNECTION + r"(?P<value>\d{5,8})(?!\w)", re.I
)

CUES = (
    Cue(
        cue_words("tail aircraft registration"),
        _TAIL_CUED,
        Kind.AIRCRAFT,
        "Follows a cue for a tail number.",
    ),
    Cue(
        cue_words("imo mmsi hin hull official documentation uscg"),
        _VESSEL,
        Kind.VESSEL,
        "Follows a cue for the number of a vessel.",
    ),
    Cue(
        cue_words("us usdot u dot mc"),
        _CARRIER,
        Kind.CARRIER,
        "Follows a cue for a motor carrier.",
    ),
)


def recognize(text: str) -> Iterator[Span]:
    """Find tail numbers where aircraft are spoken of."""
    for match in _TAIL.finditer(text):
        around = text[max(0, match.start() - _FLIES_CHARS) : match.end() + _FLIES_CHARS]
        if _FLIES.search(around):
            yield Span(*match.span(), Kind.AIRCRAFT, "Has the shape of a tail number.")
