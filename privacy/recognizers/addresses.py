"""Street addresses: house numbers, blocks, boxes, mile markers and coordinates.

Sources: USPS Publication 28, "Postal Addressing Standards": secondary units (appendix C2), boxes
(section 28), states (appendix B); MUTCD for mile markers. A street alone ("Oak Street") stays
readable, because the analyst needs the place and it is shared by many.
"""

import re
from collections.abc import Iterator

from privacy.recognizers.recognizer import matches
from privacy.recognizers.states import STATE
from privacy.recognizers.streets import DIRECTION, SUFFIX, WORD, is_mixed_case, may_name_street
from privacy.spans import Kind, Span

_NUMBER = r"(?<![\w.,/$:-])\d{1,6}[A-Za-z]?(?:-\d{1,5})?(?:\s1/2)?"
_UNIT = (
    r"(?:,?\s{1,2}(?:apt|apartment|unit|ste|suite|rm|room|fl|floor|lot|trlr|trailer|bldg|building)"
    r"\b\.?\s{0,2}\#?\s?[A-Za-z]?-?\d{0,5}-?[A-Za-z]?(?!\w)|,?\s{0,2}\#\s?[\w-]{1,6})"
)
_CITY = (
    rf"(?:,?\s{{1,2}}(?:[A-Z][\w'.-]{{0,24}}\s{{1,2}}){{0,2}}[A-Z][\w'.-]{{0,24}},?\s{{1,2}}"
    rf"(?:{STATE})\b(?:\.?,?\s{{1,2}}\d{{5}}(?:-\d{{4}})?(?!\d))?"
    r"|,?\s{1,2}\d{5}(?:-\d{4})?(?![\d-]|\s\w))"
)
_TAIL = re.compile(rf"\.?(?:(?i:{_UNIT}){{1,2}}{_CITY}?|{_CITY})")
_HOUSE = re.compile(
    rf"{_NUMBER}\s{{1,2}}(?:{DIRECTION}\s{{1,2}})?(?P<name>{WORD}(?:\.?\s{{1,2}}{WORD}){{0,3}}?)"
    rf"\.?\s{{1,2}}(?P<suffix>{SUFFIX})\b(?:\.?\s{DIRECTION}(?![\w']))?",
    re.IGNORECASE,
)
_WITHOUT_SUFFIX = re.compile(
    rf"{_NUMBER}\s{{1,2}}(?i:{DIRECTION}\s{{1,2}}(?P<name>(?-i:[A-Z])[\w'-]{{1,24}})|broadway)(?!\w)"
)
_FOREIGN = re.compile(
    _NUMBER + r"\s{1,2}(?:calle|avenida|avenue|camino|paseo|via|rue|highway|hwy|county\sroad|route)"
    rf"\s{{1,2}}(?:de\s|del\s|la\s|las\s|los\s){{0,2}}(?:{WORD}|\d{{1,4}})",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"(?<![\w.,/$:-])\d{1,6}\s{0,2}-?(?:block|blk)\b\.?(?:\s{1,2}of)?\s{1,2}"
    rf"(?:{DIRECTION}\s{{1,2}})?(?P<name>{WORD}(?:\s{{1,2}}{WORD}){{0,3}})",
    re.IGNORECASE,
)
_BOX = re.compile(
    r"\b(?:P\.?\s?O\.?|post\soffice)\s?(?:box|drawer)\s{0,2}\#?\s?\d{1,8}"
    r"|\b(?:RR|HC|rural\sroute)\s?\#?\d{1,4},?\sbox\s\#?\d{1,6}",
    re.IGNORECASE,
)
_ROUTE = (
    r"(?:I|US|U\.S\.|SR|CR|FM|hwy|highway|route|rte?|interstate|state\sroute|county\sroad"
    r"|us\shighway)[-\s]?\d{1,4}[A-Z]?"
)
_MARKER = re.compile(
    rf"(?:\b{_ROUTE}\s{{1,2}}(?:(?:at|near|by)\s)?)?\b(?:mile\s?(?:marker|post)|MM|MP)\s?\#?\d{{1,4}}"
    rf"(?:\.\d{{1,2}})?(?!\w)(?:,?\s(?:on|of|along)?\s?(?:the\s)?(?:[NSEW]/?B\s)?{_ROUTE})?",
    re.IGNORECASE,
)
_COORDINATES = re.compile(
    r"(?<![\w.-])-?\d{1,2}\.\d{3,12}\s?°?\s?[NS]?\s?[,/ ]\s{0,2}"
    r"-?\d{1,3}\.\d{3,12}(?:\s?°?\s?[EW]\b)?"
)


def _with_tail(text: str, start: int, end: int, reason: str) -> Span:
    """Extend an address by its unit, city, state and code, if they follow."""
    tail = _TAIL.match(text, end)
    return Span(start, tail.end() if tail else end, Kind.ADDRESS, reason)


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


def recognize(text: str) -> Iterator[Span]:
    """Find addresses with a number, as far as unit, city, state and postal code."""
    text_is_mixed = is_mixed_case(text)
    for match in _HOUSE.finditer(text):
        names = re.findall(r"[\w'-]+", match["name"])
        if may_name_street(names, suffix=match["suffix"], text_is_mixed=text_is_mixed):
            reason = "A house number, a street name and a street suffix."
            yield _with_tail(text, match.start(), match.end(), reason)
    for pattern in (_WITHOUT_SUFFIX, _FOREIGN):
        for match in pattern.finditer(text):
            yield _with_tail(text, match.start(), match.end(), "A house number and a street.")
    for match in _BLOCK.finditer(text):
        end = _block_end(match, text_is_mixed=text_is_mixed)
        if end > match.start("name"):
            yield Span(match.start(), end, Kind.ADDRESS, "A block of a street.")
    for match in _BOX.finditer(text):
        yield _with_tail(text, match.start(), match.end(), "A post office box.")
    yield from matches(_MARKER, text, Kind.ADDRESS, "A mile marker.")
    yield from matches(_COORDINATES, text, Kind.ADDRESS, "Geographic coordinates.")
