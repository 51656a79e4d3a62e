"""Places told by the way to them: "two miles north of FM 1960", "1 mi E of Hwy 61 on Quarry Rd".

Source: how places without a house number are given in reports, from general knowledge. A distance
from a road is a place, which stays readable; with the road that it lies on it tells one house, and
is an address.
"""

import re
from collections.abc import Callable, Iterator

from privacy.recognizers.calendar_words import SMALL_NUMBER
from privacy.recognizers.numbered_roads import ROUTE
from privacy.recognizers.recognizer import Cue, cue_words
from privacy.recognizers.streets import DIRECTION, SUFFIX
from privacy.spans import Kind, Span

_NAMED = rf"(?-i:[A-Z\d])[\w'-]{{0,24}}(?:\s(?-i:[A-Z\d])[\w'-]{{1,24}}){{0,2}}\s{SUFFIX}\b"
_WAY = (
    r"(?:miles?|mi|blocks?|yards?|yds?|feet|ft|meters?|km|kilometers?)\.?"
    rf"\s(?:(?:just|due)\s)?(?:{DIRECTION}\s(?:of|from)|past|off(?:\sof)?)\s(?:the\s)?"
    rf"(?:{ROUTE}|exit\s\d{{1,4}}[A-Z]?(?!\w)|{_NAMED})"
    rf"(?P<on>,?\s(?:on|along)\s(?:the\s)?(?:{ROUTE}|{_NAMED}))?"
)
_IN_DIGITS = re.compile(
    rf"\d(?<![\w.,$/:-]\d)\d{{0,3}}(?:\.\d{{1,2}}|/\d)?\s?(?=[mbyfk]){_WAY}", re.IGNORECASE
)
_IN_WORDS = re.compile(
    rf"(?P<value>(?:(?:{SMALL_NUMBER}|half|quarter)(?:\s(?:of\s)?an?)?[\s-])?{_WAY})", re.IGNORECASE
)
_DISTANCE = "A distance from a road."
_HOUSE = "A distance from a road, on a road."


def _is_on_a_road(match: re.Match[str]) -> bool:
    return match["on"] is not None


def _is_off_all_roads(match: re.Match[str]) -> bool:
    return match["on"] is None


def _cue(kind: Kind, reason: str, accepts: Callable[[re.Match[str]], bool]) -> Cue:
    words = cue_words(
        "one two three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty"
        " hundred half quarter mile miles block blocks yard yards"
    )
    return Cue(words, _IN_WORDS, kind, reason, accepts)


CUES = (_cue(Kind.ADDRESS, _HOUSE, _is_on_a_road), _cue(Kind.PLACE, _DISTANCE, _is_off_all_roads))


def recognize(text: str) -> Iterator[Span]:
    """Find distances in digits from a road."""
    for match in _IN_DIGITS.finditer(text):
        if _is_on_a_road(match):
            yield Span(*match.span(), Kind.ADDRESS, _HOUSE)
        else:
            yield Span(*match.span(), Kind.PLACE, _DISTANCE)
