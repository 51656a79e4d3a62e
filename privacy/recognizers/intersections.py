"""Intersections of two streets: "W 63rd St/S Halsted St", "corner of Main and Oak".

Source: the parts of a street name are those of USPS Publication 28 (`streets`).
"""

import re
from collections.abc import Iterator

from privacy.recognizers.streets import (
    DIRECTION,
    ORDINAL,
    SUFFIX,
    WORD,
    is_mixed_case,
    may_name_street,
)
from privacy.spans import Kind, Span

_REASON = "Two streets that cross."
_JOINT = r"(?:/|&|@|\b(?:and|at)\b)"
_FIRST_END = re.compile(
    rf"\b(?P<last>{SUFFIX}|{ORDINAL})\b\.?\s{{0,2}}(?P<joint>{_JOINT})\s{{0,2}}(?=\w)",
    re.IGNORECASE,
)
_SECOND = re.compile(
    rf"(?:{DIRECTION}\s{{1,2}})?"
    rf"(?P<name>{WORD}(?:\s{{1,2}}{WORD}){{0,2}}?)\s{{1,2}}(?P<suffix>{SUFFIX})\b"
    rf"|(?P<ordinal>{ORDINAL})\b",
    re.IGNORECASE,
)
_BARE_SECOND = re.compile(rf"(?:(?i:{DIRECTION})\s{{1,2}})?[A-Z][\w'-]{{1,24}}")
_WORD_BEFORE = re.compile(rf"(?<![\w.])({WORD}|[NSEW]{{1,2}}\.)\s{{1,2}}$", re.IGNORECASE)
_CORNER = re.compile(
    r"\b(?:corner|intersection|crossroads|cross\sstreets?)\s{1,2}(?:of\s{1,2})?"
    rf"(?P<value>(?:{DIRECTION}\s{{1,2}})?{WORD}(?:\s{{1,2}}{SUFFIX}\b\.?)?\s{{0,"
    rf"2}}{_JOINT}\s{{0,2}}"
    rf"(?:{DIRECTION}\s{{1,2}})?{WORD}(?:\s{{1,2}}{SUFFIX}\b)?)",
    re.IGNORECASE,
)


def _first_start(text: str, match: re.Match[str], *, text_is_mixed: bool) -> int | None:
    """Return where the first street starts: up to three words before its suffix."""
    start = match.start()
    has_name = match["last"][0].isdigit()
    for _ in range(3):
        before = _WORD_BEFORE.search(text, max(0, start - 28), start)
        if before is None:
            break
        if not may_name_street([before[1]], suffix=match["last"], text_is_mixed=text_is_mixed):
            break
        if text_is_mixed and has_name and not before[1][0].isupper():
            break
        start, has_name = before.start(1), True
    return start if has_name else None


def _second_end(text: str, match: re.Match[str], *, text_is_mixed: bool) -> int | None:
    """Return where the second street ends, or None if none follows."""
    second = _SECOND.match(text, match.end())
    if second and second["ordinal"]:
        return second.end()
    if second:
        names = second["name"].split()
        if may_name_street(names, suffix=second["suffix"], text_is_mixed=text_is_mixed):
            return second.end()
    is_bare_allowed = match["joint"] in "/&" or (
        match["last"][0].isdigit() and match["joint"].casefold() == "and"
    )
    bare = _BARE_SECOND.match(text, match.end()) if is_bare_allowed else None
    return bare.end() if bare else None


def recognize(text: str) -> Iterator[Span]:
    """Find two streets with a joint between them, at least the first with suffix or ordinal."""
    text_is_mixed = is_mixed_case(text)
    for match in _FIRST_END.finditer(text):
        start = _first_start(text, match, text_is_mixed=text_is_mixed)
        end = _second_end(text, match, text_is_mixed=text_is_mixed)
        if start is not None and end is not None:
            yield Span(start, end, Kind.ADDRESS, _REASON)
    for match in _CORNER.finditer(text):
        yield Span(match.start("value"), match.end("value"), Kind.ADDRESS, _REASON)
