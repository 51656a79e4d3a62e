"""Registration plates: after a cue, after a state in the company of a vehicle, or by their shape.

Sources: AAMVA "License Plate Standard" (at most eight characters); the serial shapes told without
a cue are those of California (1ABC234) and of the many states with three letters and three or four
digits, and of some European countries (AB12 CDE, AB-123-CD, B-MW 1234, 12-AB-CD);
USPS Publication 28 appendix B (state abbreviations).
"""

import re
from collections.abc import Iterator

from privacy import gazetteer
from privacy.recognizers.recognizer import Cue, by_first_letter, cue_words, matches
from privacy.recognizers.states import STATE, STATE_WORDS
from privacy.spans import Kind, Span

_CUE = (
    r"(?:(?:licen[sc]e\s{0,2}|vanity\s|temp(?:orary)?\s|partial\s|paper\s|dealer\s|reg"
    r"(?:istration)?\s)?"
    r"(?:plates?|tags?)\b|vanity\b|partial(?=\s?[:#])|lic(?:en[sc]e)?\b\.?|(?:LP|L/P|lic/p|REG|registration|bearing)\b)"
)
_BETWEEN = (
    r"(?:[\s:#.,(]{1,3}\b(?:of|no|num|nbr|number|is|was|are|were|read(?:s|ing)?|sa(?:ys|id|ying)|that|which|as|ending|ends?"
    r"|begins?|beginning|starts?"
    r"|starting|in|with|the|bearing|first|last|three|letters?|digits?|characters?"
    r"|possibly|maybe|like|displaying"
    rf"|partial|plate|tag|reg|temp|temporary|{STATE})\b|[\s:]{{0,2}}(?:\#"
    rf"|no\.)){{0,6}}[\s:#.,)\"'/=-]{{1,4}}"
)
_PLATE_WORD = re.compile(r"\b(?:plates?|tags?|vanity)\b", re.IGNORECASE)
_CUED = re.compile(
    r"(?<!price\s)(?<!name\s)(?<!hash\s)(?<!toe\s)(?<!dog\s)"
    + _CUE
    + _BETWEEN
    + r"(?P<value>[A-Z0-9]{1,8}(?:(?:[-\s.*·]|[?_](?=[A-Z0-9]))[A-Z0-9]{1,7}){0,7})(?![A-Z0-9])",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"(?:ends?|ended|ending)\s(?:in|with)\s(?P<value>(?=[A-Z]{0,3}\d|"
    r"(?-i:[A-Z]{2}))[A-Z0-9]{2,5})(?!\w)",
    re.IGNORECASE,
)
_ENDS_CHARS = 60
_AFTER_STATE = re.compile(
    rf"(?:{STATE})(?:\s(?:reg|plate|tag|LP))?[\s/:#-]{{1,2}}"
    r"(?P<value>(?=[A-Z -]{0,4}\d|\d{1,4}[ -]?[A-Z])[A-Z0-9]{1,7}(?:[- ][A-Z0-9]{2,5})?)(?![\w-])"
)
_SHAPED = re.compile(
    r"[A-Z\d](?<![\w-][A-Z\d])(?:(?<=[A-Z])(?:[A-Z]{2}[- ]?\d{3,4}|[A-Z]\d{5}|[A-Z]{2}\d[A-Z]\d{2}"
    r"|[A-Z]\d{2}[- ]?[A-Z]{3}|[A-Z]\d{3}[A-Z]{2}|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d{2}"
    r"|[A-ZÄÖÜ]{0,2}-[A-Z]{1,2}[- ]\d{1,4}"
    r"|[A-Z][- ]?\d{2}[- ]?[A-Z]{2}|\d{2}[- ]?[A-Z]{3}|\d{2}[- ]?\d[A-Z]{2}|[A-Z][- ]?\d{4,5})"
    r"|(?<=\d)(?:[A-Z]{3}\d{3}|\d{4}[A-Z]{2}|\d-\d{4}[A-Z]|[A-Z]{3}[- ]?\d{2}"
    r"|\d{2}[- ]?[A-Z]{3}|\d[A-Z]{2}\d{2}|\d{2}[- ]?[A-Z]{2}\d"
    r"|\d-[A-Z]{2}-?(?:\d{2,3}|[A-Z]{2})|\d-\d{2}-[A-Z]{2}))(?![\w-])"
)
_CALIFORNIA = re.compile(r"\d[A-Z]{3}(?<![\w-]\d[A-Z]{3})\d{3}(?![\w-])")
_VEHICLE_WORDS = by_first_letter(
    r"vehicles?|veh|cars?|sedan|coupe|suv|trucks?|pickup|vans?|minivan|jeep|motorcycle|trailer"
    r"|hatchback|wagon|tahoe|explorer|camry|civic|accord|altima|corolla|silverado|f-?150|toyota"
    r"|honda|ford|chevy|chevrolet|nissan|hyundai|kia|dodge|bmw|gmc|subaru|mazda|volkswagen|vw|audi"
    r"|tesla|lexus|acura|buick|chrysler|mercedes|parked|driving|drove|fled|plates?|tags?"
)
_VEHICLE = re.compile(rf"\b(?:{_VEHICLE_WORDS})\b", re.IGNORECASE)
_VEHICLE_CHARS = 80
_RUN = re.compile(r"\b(?:ran|run|runs|running)\s(?:(?:a|the)\s)?$", re.IGNORECASE)
_RUN_CHARS = 12
_VEHICLE_BEHIND = re.compile(
    r",?\s(?:(?:was|is|were)\s)?(?:on|off|from|belong(?:s|ed)\sto)\s(?:an?|the|his|her|its|that)\s(?:[\w-]+\s){0,3}?"
    rf"(?:{_VEHICLE_WORDS}|bumper)\b|\s(?:before|as|when|then|and)\s(?:it|he|she|they)\s(?:sped|drove|pulled|took)\b",
    re.IGNORECASE,
)
_OFF_THE_BACK = re.compile(
    r"\b(?:off|on|from)\s(?:the|its)\s(?:back|rear|front|bumper)\b", re.IGNORECASE
)
_REASON = "Has the shape of a plate, and a vehicle is mentioned beside it."


def _is_plate_word(word: str) -> bool:
    return any(c.isdigit() for c in word) or word.isupper()


def _plate_end(match: re.Match[str]) -> int:
    """Return where the plate ends that a cue announces, or its start if there is none.

    A plate holds a digit, or is a vanity plate in capitals; a second group belongs to it if the
    whole still has at most eight characters and the group has a digit or capitals.
    """
    value = match["value"]
    groups = list(re.finditer(r"[A-Za-z0-9]+", value))
    around = match.string[max(0, match.start() - 40) : match.end() + 40]
    may_be_vanity = bool(_PLATE_WORD.search(match[0])) and not around.isupper()
    best = match.start("value")
    size = 0
    for index, group in enumerate(groups):
        size += len(group[0])
        has_digit = any(c.isdigit() for c in value[: group.end()])
        had_digit = any(c.isdigit() for c in value[: group.start()])
        is_joined = index and (
            value[group.start() - 1] in "-?_"
            or (value[group.end() :][1:2].isdigit() and not had_digit)
        )
        if size > 9 or (index and not is_joined and not _is_plate_word(group[0])):
            break
        if group[0].isalpha() and len(group[0]) > 4 and not may_be_vanity:
            break
        is_vanity = may_be_vanity and group[0].isupper() and size >= 2
        if has_digit or is_vanity:
            best = match.start("value") + group.end()
    return best


def _is_of_plate(match: re.Match[str]) -> bool:
    before = max(0, match.start() - _ENDS_CHARS)
    return bool(_PLATE_WORD.search(match.string, before, match.start()))


def _is_of_vehicle(text: str, start: int) -> bool:
    """Tell whether a vehicle is mentioned just before; prefixes of other numbers count for none."""
    prefix = gazetteer.fold(text[start : start + 3])
    if prefix in gazetteer.words("no_plate_prefixes"):
        return False
    before = max(0, start - _VEHICLE_CHARS)
    if _RUN.search(text, max(0, start - _RUN_CHARS), start):
        return True
    return bool(_VEHICLE.search(text, before, start) or _OFF_THE_BACK.search(text, before, start))


_CUED_REASON = "Follows a cue for a plate."
NUMBER_CUES = (
    Cue(
        STATE_WORDS,
        _AFTER_STATE,
        Kind.PLATE,
        _REASON,
        lambda match: _is_of_vehicle(match.string, match.start("value")),
    ),
)

CUES = (
    Cue(
        cue_words(
            "license licence lic vanity temp temporary partial paper dealer reg registration plate"
            " plates tag tags lp l bearing"
        ),
        _CUED,
        Kind.PLATE,
        _CUED_REASON,
        end_of=_plate_end,
    ),
    Cue(cue_words("end ends ended ending"), _ENDS, Kind.PLATE, _CUED_REASON, _is_of_plate),
)


def recognize(text: str) -> Iterator[Span]:
    """Find registration plates by their shape, in the company of a vehicle."""
    reason = "Has the shape of a California plate."
    yield from matches(_CALIFORNIA, text, Kind.PLATE, reason)
    for match in _SHAPED.finditer(text):
        if _is_of_vehicle(text, match.start()) or _VEHICLE_BEHIND.match(text, match.end()):
            yield Span(*match.span(), Kind.PLATE, _REASON)
