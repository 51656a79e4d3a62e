"""Addresses that begin with a cue, a unit or a house number in words, and boxes outside the USA.

Source: our own list of how addresses are begun in reports ("resides at", "Flat No. 12", "lot 14").
"""

import re

from privacy.recognizers.address_parts import (
    CAPITAL,
    closed_end,
    is_mixed_around,
    names_something,
)
from privacy.recognizers.calendar_words import SMALL_NUMBER
from privacy.recognizers.recognizer import Cue, cue_words
from privacy.recognizers.streets import CAPITAL_SUFFIX, DIRECTION, SUFFIX, WORD
from privacy.spans import Kind

_LETTERS = re.compile(r"[^\W\d_]+")
_TOKEN = (
    rf"(?:{CAPITAL}[\w'.-]{{0,30}}|#?\s?\d[\w/-]{{0,12}}|\([A-Z]{{2}}\)|(?:de|del|la|las|of"
    rf"|van|von|d|r)\b\.?)"
)
_ANNOUNCED = re.compile(
    r"(?i:addresse?s?|addr|resid(?:es|ed|ing|ence)|live[sd]|living|stay(?:s|ing))\b"
    r"(?:\s(?:is|was|at|in|of|given|as|IS|WAS|AT|IN)\b){0,3}"
    rf"[\s:\"']{{1,3}}(?P<value>{_TOKEN}(?:(?:,\s?\n?|\s|-){_TOKEN}){{1,12}})"
)
_PART = re.compile(r"[^\W\d_]+|\d[\w/-]*")
_NUMBER = r"\d{1,4}[A-Za-z]?(?:[-/]\d{1,4}){0,3}(?!\w)"
_NAMES = r"(?P<names>[^\W\d_][\w'-]{0,24}(?:\s[^\W\d_][\w'-]{1,24}){0,3}?)"
_NUMBERED_UNIT = re.compile(
    rf"(?P<value>(?:(?:flat|studio|apt|unit|room)\s{{1,2}}{_NUMBER},\s)?(?:building|flat|plot|villa|house|h|shop|door|room|qtr|quarters?)\.?\s?(?:no\b\.?|n°|\#)\s{{0,2}}{_NUMBER})",
    re.I,
)
_UNIT_FIRST = re.compile(
    rf"(?P<value>(?:flat|studio|plot|villa|blk|rm|level)\.?\s{{0,2}}{_NUMBER}(?:,?\s{{1,2}}\d{{1,3}}/F)?,\s{{1,2}}"
    rf"(?:\d{{1,4}}[a-z]?\s)?{_NAMES})(?=[,.;\n)]|$|\s(?!\w))",
    re.I,
)
_UNIT_AND_HOUSE = re.compile(
    r"(?P<value>(?:unit|apt|apartment|suite|flat|studio|room|rm|level|floor|building|bldg|block|blk|shop|villa"
    rf"|lot|space|spc|trlr|trailer)\.?\s{{0,2}}{_NUMBER},?\s{{1,2}}(?:\d{{1,5}}[a-z]?\s{{1,2}})?{_NAMES}"
    rf"\s(?:{SUFFIX}|acres|estates?|village|park|homes|subdivision|{CAPITAL_SUFFIX})\b(?:(?-i:\s[A-Z][a-z]{{1,24}}){{0,2}}\s(?-i:Park|Estates?|Village|Acres|Homes)\b)?(?:\s\d{{1,2}}(?!\w))?)",
    re.I,
)
_LOTS = re.compile(
    r"(?P<value>(?:block|blk|b)\.?\s?\d{1,3},?\s(?:lot|l)\.?\s?\d{1,3}(?!\w)"
    rf"(?:,?\s(?:\d{{1,3}}(?:st|nd|rd|th)\s)?(?-i:{CAPITAL})[\w'-]{{1,24}}){{0,3}})",
    re.I,
)
_IN_WORDS = re.compile(
    rf"(?P<value>{SMALL_NUMBER}(?:[ -]hundred(?:\sand)?)?(?:[ -](?:oh[- ])?{SMALL_NUMBER})?"
    rf"\s{{1,2}}(?:{DIRECTION}\s)?(?P<names>{WORD}(?:\s{WORD}){{0,2}}?)\s{SUFFIX}\b\.?"
    rf"(?:,?\s(?:apartment|apt\.?|unit|suite|number)\s(?:{SMALL_NUMBER}|\w{{1,4}})\b)?)",
    re.I,
)
_FOREIGN_BOX = re.compile(
    r"(?P<value>(?:postfach|postbus|postboks|b\.?p\.?(?=\s\d)|apartado(?:\s(?:postal|de\scorreos))?|apdo|casilla"
    r"(?:\sde\scorreo)?|caixa\spostal|casella\spostale|boîte\spostale|skrytka\spocztowa|pmb|gpo\sbox|locked\sbag"
    r"|private\sbag|c\.\s?p)\.?\s{1,2}(?:n[o°]?\.?\s?)?\d{1,6}(?!\w))",
    re.I,
)

_ROOM = re.compile(
    r"(?P<value>(?:room|rm|suite|cabin|unit|bungalow|site|space|slip|berth)\.?\s?\#?\d{1,4}[A-Z]?\s(?:of|at|in)\s(?:the\s)?"
    r"(?:(?-i:[A-Z\d])[\w'-]{0,24}\s){1,4}?(?:inn|hotel|motel|lodge|suites|hostel|resort|campground|marina|apartments))\b",
    re.I,
)


def _names_place(match: re.Match[str]) -> bool:
    words = _LETTERS.findall(match["names"])
    is_mixed = is_mixed_around(match.string, match.start(), match.end())
    return names_something(words, is_mixed=is_mixed)


def _whole_end(match: re.Match[str]) -> int:
    return closed_end(match.string, match.end("value"))


def _announced_end(match: re.Match[str]) -> int:
    """Return the end of what was announced: before the first plain word, with a number inside."""
    end = start = match.start("value")
    has_number = False
    for part in _PART.finditer(match.string, start, match.end("value")):
        is_number = part[0][0].isdigit()
        is_particle = part[0].islower()
        if not is_number and not is_particle and not names_something([part[0]], is_mixed=False):
            break
        has_number = has_number or is_number
        end = part.end()
    is_one = not match.string[start:end].strip("# ").isdigit()
    return end if has_number and is_one else start


_UNIT = "A unit and its house."
NUMBER_CUES = (
    Cue(
        cue_words(
            "flat plot villa house h shop door room qtr quarter quarters building studio apt unit"
        ),
        _NUMBERED_UNIT,
        Kind.ADDRESS,
        _UNIT,
        end_of=_whole_end,
    ),
    Cue(
        cue_words("flat studio plot villa blk rm level"),
        _UNIT_FIRST,
        Kind.ADDRESS,
        _UNIT,
        _names_place,
        _whole_end,
    ),
    Cue(
        cue_words(
            "unit apt apartment suite flat studio room rm level floor building bldg block blk shop"
            " villa lot space spc trlr trailer"
        ),
        _UNIT_AND_HOUSE,
        Kind.ADDRESS,
        _UNIT,
        _names_place,
        _whole_end,
    ),
    Cue(
        cue_words("room rm suite cabin unit bungalow site space slip berth"),
        _ROOM,
        Kind.ADDRESS,
        "A room of an inn.",
        end_of=_whole_end,
    ),
    Cue(cue_words("block blk b"), _LOTS, Kind.ADDRESS, _UNIT, end_of=_whole_end),
    Cue(
        cue_words(
            "postfach postbus postboks b bp apartado apdo casilla caixa casella boîte skrytka pmb"
            " gpo locked private c"
        ),
        _FOREIGN_BOX,
        Kind.ADDRESS,
        "A post office box.",
        end_of=_whole_end,
    ),
)
"""Cues of an address that needs a digit soon."""

CUES = (
    Cue(
        cue_words(
            "address addresses addr resides resided residing residence lives lived"
            " living stays staying"
        ),
        _ANNOUNCED,
        Kind.ADDRESS,
        "Follows a cue for an address.",
        end_of=_announced_end,
    ),
    Cue(
        cue_words(
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
            " fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy"
            " eighty ninety"
        ),
        _IN_WORDS,
        Kind.ADDRESS,
        "A house number in words and a street.",
        _names_place,
        _whole_end,
    ),
)
