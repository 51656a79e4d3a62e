"""Intersections of two streets: "W 63rd St/S Halsted St", "corner of Main and Oak".

Source: the parts of a street name are those of USPS Publication 28 (`streets`).
"""

import re
from collections.abc import Iterator

from privacy.recognizers.numbered_roads import ROUTE
from privacy.recognizers.recognizer import Cue, cue_words
from privacy.recognizers.streets import (
    BESIDE,
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
_JOINTS = re.compile(
    r"[/&@ \n](?:(?<=[/&@])"
    r"|(?<=[ \n])(?:and|at|AND|AT|And|At"
    rf"|(?=[jdnsewJDNSEW][A-Za-z.]{{0,4}}[ \n.])(?i:{BESIDE}))[ \n])"
    rf"(?=(?P<gap>\s{{0,2}})(?:[^\W\d]|(?i:{ORDINAL}|0[a-z])))"
)
"""What may stand between two streets, and the gap before a word or an ordinal number."""
_LAST_REVERSED = re.compile(r"\n?\s{0,2}\.?(?P<last>[A-Za-z0-9]{1,12})(?![A-Za-z0-9_])")
_ENDS_STREET = re.compile(rf"{SUFFIX}|{ORDINAL}", re.IGNORECASE)
_LAST_CHARS = 16
_SECOND = re.compile(
    rf"(?:{DIRECTION}\s{{1,2}})?"
    rf"(?P<name>{WORD}(?:\s{{1,2}}{WORD}){{0,2}}?)\s{{1,2}}(?P<suffix>{SUFFIX})\b"
    rf"|(?P<whole>{ORDINAL}\b|exit\s\d{{1,4}}[A-Z]?(?!\w)|{ROUTE})",
    re.IGNORECASE,
)
_BARE_SECOND = re.compile(rf"(?:(?i:{DIRECTION})\s{{1,2}})?[A-Z][\w'-]{{1,24}}")
_WORD_BEFORE = re.compile(rf"(?<![\w.])({WORD}|[NSEW]{{1,2}}\.)\s{{1,2}}$", re.IGNORECASE)
_CORNER = re.compile(
    r"(?:corner|intersection|crossroads|cross\sstreets?)\s{1,2}(?:of\s{1,2})?"
    rf"(?P<value>(?:{DIRECTION}\s{{1,2}})?{WORD}(?:\s{{1,2}}{SUFFIX}\b\.?)?\s{{0,"
    rf"2}}{_JOINT}\s{{0,2}}"
    rf"(?:{DIRECTION}\s{{1,2}})?{WORD}(?:\s{{1,2}}{SUFFIX}\b|(?-i:\s[A-Z][a-z]{{1,24}}){{1,2}})?)",
    re.IGNORECASE,
)


CUES = (Cue(cue_words("corner intersection crossroads cross"), _CORNER, Kind.ADDRESS, _REASON),)


def _first_start(text: str, start: int, last: str, *, text_is_mixed: bool) -> int | None:
    """Return where the first street starts: up to three words before its last word."""
    has_name = last[0].isdigit()
    for _ in range(3):
        before = _WORD_BEFORE.search(text, max(0, start - 28), start)
        if before is None:
            break
        if not may_name_street([before[1]], suffix=last, text_is_mixed=text_is_mixed):
            break
        if text_is_mixed and has_name and not before[1][0].isupper():
            break
        start, has_name = before.start(1), True
    return start if has_name else None


def _second_end(text: str, place: int, *, is_bare_allowed: bool, text_is_mixed: bool) -> int | None:
    """Return where the second street ends that starts here, or None if none does."""
    second = _SECOND.match(text, place)
    if second and second["whole"]:
        return second.end()
    if second:
        names = second["name"].split()
        if may_name_street(names, suffix=second["suffix"], text_is_mixed=text_is_mixed):
            return second.end()
    bare = _BARE_SECOND.match(text, place) if is_bare_allowed else None
    return bare.end() if bare else None


def _crossing(text: str, joint: re.Match[str], *, text_is_mixed: bool) -> tuple[int, int] | None:
    """Return the range of the two streets at both sides of a joint."""
    before = text[max(0, joint.start() - _LAST_CHARS) : joint.start()]
    reversed_last = _LAST_REVERSED.match(before[::-1])
    last = reversed_last["last"][::-1] if reversed_last else ""
    if not _ENDS_STREET.fullmatch(last):
        return None
    place = joint.end("gap")
    sign = joint[0].strip().casefold()
    is_bare_allowed = sign in "/&" or (last[0].isdigit() and sign == "and")
    end = _second_end(text, place, is_bare_allowed=is_bare_allowed, text_is_mixed=text_is_mixed)
    at = joint.start() - reversed_last.end() if reversed_last else joint.start()
    start = _first_start(text, at, last, text_is_mixed=text_is_mixed) if end else None
    return (start, end) if start is not None and end else None


def recognize(text: str) -> Iterator[Span]:
    """Find two streets with a joint between them, at least the first with suffix or ordinal."""
    text_is_mixed = is_mixed_case(text)
    for joint in _JOINTS.finditer(text):
        crossing = _crossing(text, joint, text_is_mixed=text_is_mixed)
        if crossing:
            yield Span(*crossing, Kind.ADDRESS, _REASON)
