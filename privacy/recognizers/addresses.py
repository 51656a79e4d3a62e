"""Street addresses: house numbers, blocks, boxes, mile markers and postal codes.

Sources: USPS Publication 28, "Postal Addressing Standards": secondary units (appendix C2), boxes
(section 28), military addresses (section 225), states (appendix B); MUTCD for mile markers. A
street alone ("Oak Street") is a place: an analyst needs it and it is shared by many.
"""

import re
from collections.abc import Iterable, Iterator

from privacy import gazetteer
from privacy.recognizers.address_parts import CAPITAL, closed_end
from privacy.recognizers.numbered_roads import ROUTE
from privacy.recognizers.recognizer import Cue, cue_words, matches
from privacy.recognizers.states import STATE
from privacy.recognizers.streets import (
    CAPITAL_SUFFIX,
    DIRECTION,
    ORDINAL,
    SUFFIX,
    WORD,
    is_mixed_case,
    may_name_street,
)
from privacy.spans import Kind, Span

_NUMBER = (
    r"\d(?<![\w.,/$:-]\d)\d{0,5}(?:[A-Za-z](?!\w))?"
    r"(?:-\d{1,5}|/\d{1,4}(?!/),?(?=\s[A-Za-z]))?(?:\s1/2)?"
)
_UNIT = (
    r"(?:,?\s{1,2}(?:apt|apartment|unit|ste|suite|rm|room|fl|floor|lot|trlr|trailer"
    r"|bldg|building|flat|space|spc)"
    r"\b\.?\s{0,2}\#?\s?[A-Za-z]?-?\d{0,5}-?[A-Za-z]?(?!\w)|,?\s{0,2}\#\s?[\w-]{1,6})"
)
_ZIP = r"\d{5}(?:-\d{4})?(?!\d)"
_CITY = (
    rf"(?:,?\s{{1,2}}(?:{CAPITAL}[\w'.-]{{0,24}}\s{{1,2}}){{0,3}}{CAPITAL}[\w'.-]{{0,2"
    rf"4}},?\s{{1,2}}"
    rf"(?:{STATE})\b(?:\.?,?\s{{1,2}}{_ZIP})?|,?\s{{1,2}}\d{{5}}(?:-\d{{4}})?(?![\d-]|\s\w)"
    rf"|(?:,\s{{0,2}}|\n)(?:{CAPITAL}[\w'.-]{{0,24}}["
    rf" -]){{0,3}}{CAPITAL}[\w'.-]{{0,24}},?[\s-]{{1,2}}"
    r"(?:(?:[A-Z]{2,3},?\s)?\d{4,6}(?!\d)|(?:[A-Z]{2}\s)?[A-Z]\d[A-Z]\s?\d[A-Z]\d(?!\w))"
    r"|,?\s[A-Z]\d[\dW]\s?[A-Z\d]{4}(?!\w))"
)
_TAIL = re.compile(rf"\.?(?:(?i:{_UNIT}){{1,2}}{_CITY}?|{_CITY})")
_STREETS_FIRST = r"(?:calle|camino|v[ií]a|paseo|avenida|rue|corte)"
_GRID = (
    r"(?:[NSEW](?<!\w[NSEW])\d{3,5}|[NSEW](?<!\w[NSEW])\d{1,3}[NSEW]\d{3,6}"
    r"|\d(?<![\w.,/$:-]\d)\d?[NSEW]\d{3})(?!\w)"
)
"""A house by its place in the grid of a county (Wisconsin, Illinois): "W227N6103", "3N042"."""

_ROAD_WORD = (
    r"(?:hwy|highway|route|rte?|road|rd|county|co|cr|state|sr|us|fm|rm|cth|sth|tr|fs|nf|i|twp|township"
    r"|ranch|farm|forest|fire|old|interstate)[-.\s]"
)
_HOUSE_START = re.compile(
    r"\d(?<![\w.,/$:-]\d)(?=\d{0,5}(?:[A-Za-z](?!\w))?(?:[-/]\d{1,5},?)?(?:\s1/2)?\s{1,2}"
    rf"(?:(?:(?!\d)\w[\w'-]{{0,24}}+|(?i:{ORDINAL}|0[a-z]{{2,20}}|(?=[nsew]){DIRECTION}))\.?\s{{1,2}}"
    rf"(?:[^\W\d]|(?i:{ORDINAL})|0[A-Za-z])|(?i:(?=[bhrcsuftnio])(?:broadway|{_ROAD_WORD})))"
    r"|\d?[NSEWnsew]\d{3}\s[^\W_])"
)
"""A number with the words behind it that an address needs: none begins otherwise."""

_GRID_REST = r"(?=(?:\d{3,5}|\d{1,3}[NSEWnsew]\d{3,6})\s[^\W_])"
_GRID_START = re.compile(rf"[NSEW](?<!\w.){_GRID_REST}")
_SMALL_GRID_START = re.compile(rf"[nsew](?<!\w.){_GRID_REST}")

_HOUSE = re.compile(
    rf"(?:{_GRID}|{_NUMBER})\s{{1,2}}(?:{DIRECTION}\s{{1,2}})?(?P<name>{WORD}(?:\.?\s{{1,2}}{WORD}){{0,3}}?)"
    rf"\.?\s{{1,2}}(?:(?P<suffix>{SUFFIX})|(?P<capital>{CAPITAL_SUFFIX}))\b"
    rf"(?:\s{{1,2}}(?-i:(?=[A-Z])){SUFFIX}\b)?"
    rf"(?:\.?\s{DIRECTION}(?![\w']))?",
    re.IGNORECASE,
)
_WITHOUT_SUFFIX = re.compile(
    rf"(?:(?i:{_GRID})|{_NUMBER})(?i:\s{{1,2}}(?:{DIRECTION}\s{{1,2}}(?-i:[A-Z])[\w'-]{{1,24}}"
    rf"|broadway|{DIRECTION}\s{{1,2}}{ORDINAL}|{ROUTE})(?!\w)"
    rf"|\s{_STREETS_FIRST}\s(?:(?:de|del|la|las|los|el)\s){{0,2}}[^\W\d_][\w'.-]{{1,24}})"
)
"""A direction and a name, a numbered road, or a word for street before its name."""

_BLOCK = re.compile(
    r"\d(?<![\w.,/$:-]\d)\d{0,5}\s{0,2}-?(?:hundred\s|hundred-)?(?:block|blk)\b\.?"
    r"(?:\s{1,2}of)?\s{1,2}"
    rf"(?:{DIRECTION}\s{{1,2}})?(?P<name>{WORD}(?:\s{{1,2}}{WORD}){{0,3}})",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"(?:P\.?\s?O\.?|post\soffice)\s?(?:box|drawer)\s{0,2}\#?\s?[A-Z]?\d{0,8}(?<=[\dA-Z])(?!\w)"
    r"|(?:RR|RFD|HC|(?:rural|star|highway\scontract)\s?route|route|rte?)\s?\#?\d{1,4},?\sbox\s\#?\d{1,6}[A-Z]?(?!\w)"
    r"|(?:PSC|unit|CMR)\s\d{1,5},?\s(?:box|postal)\s\d{1,6}",
    re.IGNORECASE,
)
_MILITARY = re.compile(
    r"(?:[APDF]PO|(?:USS|USNS|USCGC)\s[A-Z]\w+,?\s{1,2}[AF]PO),?\s{1,2}A[AEP]\s{1,2}" + _ZIP
)
_MARKER_ROUTE = (
    r"(?:I|US|U\.S\.|SR|CR|FM|hwy|highway|route|rte?|interstate|state\sroute|county\sroad"
    r"|us\shighway)[-\s]?\d{1,4}[A-Z]?"
)
_ROAD = (
    rf"(?:{_MARKER_ROUTE}"
    rf"|(?-i:[A-Z])[\w'-]{{1,24}}(?:\s(?-i:[A-Z])[\w'-]{{1,24}}){{0,2}}\s{SUFFIX}\b)"
)
_MARKER = re.compile(
    rf"(?:\b{_MARKER_ROUTE}\s{{1,2}}(?:(?:at|near|by)\s)?)?\b(?:mile\s?(?:marker|post)|MM|MP)\s?\#?\d{{1,4}}"
    rf"(?:\.\d{{1,2}})?(?!\w)(?:,?\s(?:(?:on|of|along)\s)?(?:the\s)?(?:[NSEW]/?B\s)?{_ROAD})?",
    re.IGNORECASE,
)
_STATE_ZIP = re.compile(r"\d(?<=[A-Za-z.,]\s\d)\d{4}(?:-\d{4})?(?![\d-])")
_CITY_STATE = re.compile(
    rf"(?:(?:\b{CAPITAL}[\w'.-]{{0,24}}\s){{0,3}}\b{CAPITAL}[\w'.-]{{0,24}},?\s{{1,2}})"
    rf"?\b(?:{STATE})\.?,?\s{{1,2}}$"
)
_LINES_BEFORE = re.compile(
    r"\d{1,6}(?<![\w.,/$:-]\d{6})\s{1,2}(?:[^\W_][\w'.-]{0,24}\s{1,2}){0,5}[^\W_\d]?[\w'.#-]{0,24}"
    r"(?:,\s{0,2}|\s{0,2}\n)(?:[^\W\d_][\w'.-]{0,24}\s{1,2}){0,3}[^\W\d_][\w'.-]{0,24},\s{1,2}"
    rf"(?:{STATE})\.?,?\s{{1,2}}$",
    re.IGNORECASE,
)
_STATE_BEFORE = re.compile(rf"\b(?i:{STATE})\.?,?\s{{1,2}}$")
_COMMA_BEFORE = re.compile(rf",\s{{1,2}}(?i:{STATE})\.?,?\s{{1,2}}$")
_STATE_CHARS = 24
_LOOK_BACK_CHARS = 90
_HOUSE_REASON = "A house number, a street name and a street suffix."


def _tail_end(text: str, end: int) -> int:
    tail = _TAIL.match(text, end)
    return closed_end(text, tail.end() if tail else end)


CUES = (
    Cue(
        cue_words("zip zipcode postal"),
        re.compile(
            r"(?:zip(?:\s?code)?|postal\scode)\b(?:\s?(?:is|of|was|no\.?)\b)?[\s:#\"']{0,4}"
            r"(?P<value>\d{5}(?:-\d{4})?"
            r"|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d"
            r"|\d{4}\s?[A-Z]{0,2}|\d{6})(?!\w)",
            re.I,
        ),
        Kind.ADDRESS,
        "Follows a cue for a postal code.",
    ),
    Cue(
        cue_words("p po post rr rfd hc rural star highway route rt rte psc unit cmr"),
        re.compile(f"(?P<value>{_BOX.pattern})", re.I),
        Kind.ADDRESS,
        "A post office box.",
        end_of=lambda match: _tail_end(match.string, match.end()),
    ),
    Cue(
        cue_words(
            "mile milepost mm mp milemarker i us u sr cr fm hwy highway route rt rte"
            " interstate state county"
        ),
        re.compile(f"(?P<value>{_MARKER.pattern})", re.I),
        Kind.ADDRESS,
        "A mile marker.",
    ),
)


def _with_tail(text: str, start: int, end: int, reason: str) -> Span:
    """Extend an address by its unit, city, state and code, if they follow."""
    return Span(start, _tail_end(text, end), Kind.ADDRESS, reason)


def _block_end(match: re.Match[str], *, text_is_mixed: bool) -> int:
    """Return the end of the street name after "block of"; its start if no name follows."""
    end = match.start("name")
    is_first = True
    for word in re.finditer(r"[\w'-]+", match["name"]):
        is_suffix = re.fullmatch(SUFFIX, word[0], re.IGNORECASE) is not None
        is_small = text_is_mixed and not (word[0][0].isupper() or word[0][0].isdigit())
        may_be = may_name_street([word[0]], suffix="st", text_is_mixed=text_is_mixed)
        if not may_be or (is_small and not is_first and not is_suffix):
            break
        end, is_first = match.start("name") + word.end(), False
        if is_suffix:
            break
    return end


def _in_capitals(text: str) -> str:
    """Write a text in capitals, keeping every offset: where all is small they tell nothing."""
    large = text.upper()
    if len(large) == len(text):
        return large
    return "".join(one.upper() if len(one.upper()) == 1 else one for one in text)


def _at(starts: Iterable[int], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield the matches that begin at one of these places, and not inside the one before."""
    done = 0
    for start in starts:
        match = pattern.match(text, start) if start >= done else None
        if match:
            yield match
            done = match.end()


def _houses(text: str, starts: Iterable[int], *, text_is_mixed: bool) -> Iterator[re.Match[str]]:
    for match in _at(starts, _HOUSE, text):
        names = re.findall(r"[\w'-]+", match["name"])
        capital = match["capital"]
        is_written = capital and capital[0].isupper() and match["name"][0].isupper()
        if capital and not is_written and (text_is_mixed or not all(map(_is_name, names))):
            continue
        suffix = match["suffix"] or capital
        if may_name_street(names, suffix=suffix, text_is_mixed=text_is_mixed):
            yield match


def _is_name(word: str) -> bool:
    """Tell whether a word is a person's name and no ordinary word, as streets are named after."""
    is_listed = gazetteer.is_given(word) or gazetteer.is_family(word)
    return is_listed and not gazetteer.is_common(word)


def _postal_codes(text: str) -> Iterator[Span]:
    """Find a state with a code behind it, and the city, or the whole address, before them."""
    for code in _STATE_ZIP.finditer(text):
        near = max(0, code.start() - _STATE_CHARS)
        if not _STATE_BEFORE.search(text, near, code.start()):
            continue
        start = max(0, code.start() - _LOOK_BACK_CHARS)
        is_parted = _COMMA_BEFORE.search(text, near, code.start())
        before = _LINES_BEFORE.search(text, start, code.start()) if is_parted else None
        before = before or _CITY_STATE.search(text, start, code.start())
        if before:
            yield Span(before.start(), code.end(), Kind.ADDRESS, "A state and its postal code.")


def _house_starts(text: str) -> list[int]:
    """Return where a house may begin, in order: at its number, or at its place in a grid."""
    grid = _SMALL_GRID_START if text.islower() else _GRID_START
    starts = [match.start() for match in _HOUSE_START.finditer(text)]
    in_grid = [match.start() for match in grid.finditer(text)]
    return sorted(starts + in_grid) if in_grid else starts


def recognize(text: str) -> Iterator[Span]:
    """Find addresses with a number, as far as unit, city, state and postal code."""
    text_is_mixed = is_mixed_case(text)
    rest = _in_capitals(text) if text.islower() else text
    starts = _house_starts(text)
    for house in _houses(text, starts, text_is_mixed=text_is_mixed):
        yield _with_tail(rest, house.start(), house.end(), _HOUSE_REASON)
    for match in _at(starts, _WITHOUT_SUFFIX, text):
        yield _with_tail(rest, match.start(), match.end(), "A house number and a street.")
    for match in _BLOCK.finditer(text):
        end = _block_end(match, text_is_mixed=text_is_mixed)
        if end > match.start("name"):
            yield Span(match.start(), end, Kind.ADDRESS, "A block of a street.")
    yield from matches(_MILITARY, text, Kind.ADDRESS, "A military address.")
    yield from _postal_codes(text)
