"""What follows the street of an address: units, floors, towns and codes, of any country.

Sources: Universal Postal Union, addressing systems (where unit, town and code stand); the words
for units and their order are ours.
"""

import re
from collections.abc import Iterable, MutableMapping

from privacy import gazetteer
from privacy.recognizers.calendar_words import MONTH_WORDS, WEEKDAY_WORDS

CAPITAL = r"(?![a-zß-ÿ])[^\W\d_]"
"""A letter that may begin a name in print: all but small Latin ones."""

PARTICLE = (
    r"(?:d[aeou]s?|del|della|delle|dei|di|des|du|l[aeo]s?|l'|d'|van|von|der|den|de[mr]|zu[mr]|im|am|an"
    r"|auf|san|sant|y|e|i|na|nad|og|of|the|et|en|sur|sous|aux?|v|and)"
)
MAX_PARTS = 6
_MAX_UNIT_DIGITS = 4
_MAX_REGION_CHARS = 3
_UNIT_WORD = rf"(?i:{'|'.join(sorted(gazetteer.words('unit_words')))})(?!\w)"
_WORD = (
    rf"(?:(?![A-Z]{{1,2}}\d)\(?{CAPITAL}(?:[^\W\d_]|['/-]){{0,30}}\)?|{PARTICLE}(?!\w)"
    rf"|{_UNIT_WORD}|&)"
)
_PART = re.compile(
    rf"[ ,/\n-]{{0,4}}(?P<words>(?:{_WORD}(?:[ \n,./-]{{1,4}}|(?=\d))){{0,9}}+)(?:n[o°]?\.?\s?)?"
    r"(?P<number>\#?\d{1,8}(?:[A-Za-z](?!\w))?(?:[-/]\d{1,4}|\s\d{2,3}(?!\d)|\s?[A-Z]{2}(?!\w))?"
    r"|[A-Z]\d[A-Z]\s?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}|\d[oa]\.?)(?![\w:%$]|[.,-]\d)"
    rf"(?P<behind>,?[ \n-]{{1,2}}(?!{_UNIT_WORD}){CAPITAL}[\w'/-]{{0,30}}"
    rf"(?:[ -](?:{CAPITAL}[\w'/-]{{0,30}}|{PARTICLE}(?!\w))){{0,5}}"
    r"(?:\s\([A-Z]{2}\)|\s/\s[A-Z]{2}(?!\w))?)?"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_CODE = re.compile(
    r"\d{3}-\d{4}|\d{4,8}(?:-\d{3,4})?(?:\s?[A-Z]{2})?|\d{2}-\d{3}|\d{3}\s\d{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d"
    r"|[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}"
)
_COMMA_OR_BREAK = re.compile(r"\s?[,;\n]")
_CLOSES = re.compile(r"[,.;)\n]|$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT_SHAPED = re.compile(r"\#\d{1,3}-\d{1,4}|\d[oa]\.?")
_REGION = re.compile(r"\s?[,-]?\s?/\s[A-Z]{2}(?!\w)|,?\s{1,2}(?:[A-Z]{2,3})(?=[.,;)]|\s?$|\n)")
_WEEKDAYS = frozenset(WEEKDAY_WORDS.split())
_FLOOR = re.compile(r",?\s{1,2}\d{1,3}(?:st|nd|rd|th)\s(?:floor|fl)\b\.?", re.IGNORECASE)
_TOWN = re.compile(
    rf",\s{{1,2}}(?:(?:Col|Urb|Fracc)\.\s|Colonia\s|Barrio\s)?"
    rf"(?P<town>{CAPITAL}[\w'’-]{{1,24}}(?:\s{CAPITAL}[\w'’-]{{1,24}}){{0,2}})(?=[.;)\n]|\s?$|,\s)"
)
_MAX_TOWNS = 2
"""A part of a town, and the town."""


def names_something(words: Iterable[str], *, is_mixed: bool) -> bool:
    """Tell whether words may be the name of a street or a town: no months, no plain small words.

    In a text of mixed case each but the particles has a capital.
    """
    named = [word for word in words if not re.fullmatch(PARTICLE, word, re.IGNORECASE)]
    if not named:
        return False
    folded = [gazetteer.fold(word) for word in named]
    if any("function" in gazetteer.lists_with(word) for word in folded):
        return False
    if any(word in NEVER_NAMED for word in folded):
        return False
    return not is_mixed or all(not word[0].islower() for word in named)


NEVER_NAMED = frozenset(MONTH_WORDS.split()) | {
    *("case", "report", "incident", "badge", "tel", "phone", "cell", "dob", "ssn", "vin", "plate"),
    *("age", "aged", "officer", "sgt", "call", "born", "account", "ticket", "highway", "hwy"),
}
"""Words behind which a number is not one of a house or a town."""


def is_mixed_around(text: str, start: int, end: int) -> bool:
    """Tell whether small and capital letters stand near a place; it costs the same in any text."""
    around = text[max(0, start - 60) : end + 60]
    return not (around.isupper() or around.islower())


def address_end(text: str, end: int, parts: MutableMapping[int, int] | None = None) -> int:
    """Return where an address ends whose street ends here: behind its units, town and code.

    `parts` remembers where the part of this text ends that starts at a place, for those who ask
    for many addresses: they share most parts where addresses stand side by side.
    """
    known = {} if parts is None else parts
    for _ in range(MAX_PARTS):
        if end not in known:
            part = _PART.match(text, end)
            known[end] = part_end(part) if part and part.end() > end and _belongs(part) else end
        if known[end] == end:
            break
        end = known[end]
    floor = _FLOOR.match(text, end)
    end = floor.end() if floor else end
    region = _REGION.match(text, end)
    return region.end() if region else end


def closed_end(text: str, end: int) -> int:
    """Return `address_end`, or where a town behind it ends that has no code: ", Yuma."."""
    end = address_end(text, end)
    for _ in range(_MAX_TOWNS):
        town = _TOWN.match(text, end)
        if not town or not _may_be_town(text, _LETTERS.findall(town["town"]), end):
            break
        end = town.end()
    return end


def _may_be_town(text: str, words: list[str], end: int) -> bool:
    """Tell whether words behind an address that ends here may be a town, and no person's name."""
    first = gazetteer.fold(words[0])
    lists = gazetteer.lists_with(first)
    is_person = gazetteer.is_given(first) or gazetteer.is_family(first)
    if (is_person and not lists & {"places", "before_places"}) or first in _WEEKDAYS:
        return False
    is_plain = any(map(gazetteer.is_common, words[1:] or words)) and not (
        words[1:] and "after_names" in gazetteer.lists_with(gazetteer.fold(words[-1]))
    )
    is_unit = first in gazetteer.words("unit_words")
    return (
        not (is_plain or is_unit)
        and is_mixed_around(text, end, end)
        and names_something(words, is_mixed=True)
    )


def _town_behind(part: re.Match[str]) -> bool:
    """Tell whether the words behind a code may be its town."""
    words = _LETTERS.findall(part["behind"] or "")
    is_plain = all(map(gazetteer.is_common, words))
    return bool(words) and not is_plain and names_something(words[:1], is_mixed=True)


def _belongs(part: re.Match[str]) -> bool:
    """Tell whether a number with words before it is a unit, or a code of a town."""
    words = _LETTERS.findall(part["words"])
    number = part["number"]
    is_code = bool(_CODE.fullmatch(number))
    if words and gazetteer.fold(words[-1]) in gazetteer.words("unit_words"):
        is_unit = sum(map(str.isdigit, number)) <= _MAX_UNIT_DIGITS or is_code
        return is_unit and (len(words) == 1 or names_something(words[:-1], is_mixed=False))
    if _UNIT_SHAPED.fullmatch(number):
        return not words
    if not is_code or (_YEAR.fullmatch(number) and not _town_behind(part)):
        return False
    if len(words) > 1 and words[-1].isupper() and len(words[-1]) <= _MAX_REGION_CHARS:
        words.pop()
    if words:
        return names_something(words, is_mixed=True)
    is_parted = bool(_COMMA_OR_BREAK.match(part[0]))
    if part["behind"] and not _town_behind(part):
        return False
    return is_parted or bool(part["behind"]) or bool(_CLOSES.match(part.string, part.end()))


def part_end(part: re.Match[str]) -> int:
    """Return where a part ends: behind the town if one follows the code."""
    if not part["behind"]:
        return part.end()
    is_town = _CODE.fullmatch(part["number"]) and _town_behind(part)
    return part.end() if is_town else part.start("behind")
