"""Places and firms that are read as persons: "Sri Lanka", "in Adelaide", "Banco del Istmo".

Both are readable kinds. So what ends as a person's name may end, too ("Marina", "Hall") stays a
person, unless an article stands before all of it; and in a text without capitals no facility is
told by the word behind a name, because there nothing says where a name ends. Whoever has a given
name is never a firm.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from privacy import gazetteer
from privacy.recognizers.states import STATE
from privacy.spans import Kind

if TYPE_CHECKING:
    from privacy.model.lexicon import Lexicon

_NEAR_CHARS = 32
_WORD = re.compile(r"[^\W\d_]+")
_WORD_BEHIND = re.compile(r" [A-Z][a-z]+\b(?!\s?[:=#(\d])")
_ARTICLE = re.compile(r"\bthe\s$", re.IGNORECASE)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|outside|near|downtown|throughout|(?:mayor|city|town|village|port|suburb|outskirts|streets"
    r"|people|north|south|east|west)\sof)\s$",
    re.IGNORECASE,
)
_IN_SOMEBODY = re.compile(
    r"\b(?:confid\w+|believ\w+|interest\w*|trust\w*|faith|invest\w*|hope|changes?|difference|disappoint\w+)"
    r"\sin\s$",
    re.IGNORECASE,
)
"""What is done in a person, too: "confided in Adelaide"."""

_STATE_BEHIND = re.compile(rf",?\s(?:{STATE})\b(?!')")
_OPENER_BEFORE = re.compile(
    r"(?P<opener>[^\W\d_]+)\s(?:(?:[^\W\d_]+\s)?(?:de|del|di|do|da|des|du)\s(?:(?:la|le|los|las)\s)?)?$"
)
_FORM_BEHIND = re.compile(
    r",?\.?\s?(?:Inc|LLC|LLP|Ltd|GmbH|Corp|PLC|Oyj?|ApS|S\.?A\.?(?:S\.?)?|S\.?L\.?|S\.?p\.?A\.?"
    r"|S\.?r\.?l\.?|B\.?V\.?|N\.?V\.?|A\.(?=\s|$))(?!\w)"
)
_BEHIND = re.compile(r"\s([^\W\d_]{3,})(?:\s([^\W\d_]{3,}))?\b(?!\s?[:=#(\d])")
_MONTH = re.compile(r"(?:april|june|may|august|january)", re.IGNORECASE)
_MONTH_BEFORE = re.compile(
    r"\b(?:in|since|until|till|last|next|this|by|during|early|late|mid)[\s-]$", re.IGNORECASE
)


def other_kind(text: str, start: int, end: int, lexicon: "Lexicon") -> Kind | None:
    """Return the readable kind of what was read as a person and is none; None for a person."""
    before = text[max(0, start - _NEAR_CHARS) : start]
    if _MONTH.fullmatch(text, start, end) and _MONTH_BEFORE.search(before):
        return Kind.DATE
    if _is_firm(text, start, end, before, lexicon):
        return Kind.ORGANISATION
    is_place = (
        _is_land(text, start, end)
        or _is_town(text, start, end, before, lexicon)
        or _is_facility_with_behind(text, start, end, lexicon)
    )
    return Kind.PLACE if is_place else None


def _is_land(text: str, start: int, end: int) -> bool:
    first = _WORD.search(text, start, end)
    if first is None or gazetteer.fold(first[0]) not in gazetteer.words("lands"):
        return False
    lands = _lands().finditer(text, max(0, start - _NEAR_CHARS), end + _NEAR_CHARS)
    return any(land.start() <= start and end <= land.end() for land in lands)


@cache
def _lands() -> re.Pattern[str]:
    names = "|".join(map(re.escape, gazetteer.lines("lands")))
    return re.compile(rf"\b(?:{names})\b", re.IGNORECASE)


def _is_town(text: str, start: int, end: int, before: str, lexicon: "Lexicon") -> bool:
    """Tell whether one word is a town that nobody is called, or one that stands as a town does."""
    from privacy.model.lexicon import FREQUENT_NAMES, Known

    word = text[start:end]
    if not word.isalpha() or text[end : end + 2] in ("'s", "'S"):
        return False
    bits = int(lexicon.look_up([word])[0])
    if not bits & (Known.CITY | Known.SMALL_CITY | Known.COUNTRY):
        return False
    is_behind = _PLACE_BEFORE.search(before) and not _IN_SOMEBODY.search(before)
    if is_behind or _STATE_BEHIND.match(text, end):
        return True
    is_name = bits & (FREQUENT_NAMES | Known.RARE_FAMILY)
    return bool(bits & (Known.CITY | Known.COUNTRY)) and not is_name


def begins_as_firm(text: str, start: int, end: int) -> bool:
    """Tell whether the first of several words is one that begins a firm's name: "Banco ..."."""
    first, *rest = _WORD.findall(text, start, end) or [""]
    return bool(rest) and gazetteer.fold(first) in gazetteer.words("firm_openers")


def _is_firm(text: str, start: int, end: int, before: str, lexicon: "Lexicon") -> bool:
    """Tell whether a word for a firm begins a name, stands before it, or ends it behind."""
    words = [gazetteer.fold(word) for word in _WORD.findall(text, start, end)]
    openers = gazetteer.words("firm_openers")
    if not words or begins_as_firm(text, start, end):
        return bool(words)
    opener = _OPENER_BEFORE.search(before)
    if opener and gazetteer.fold(opener["opener"]) in openers:
        return opener["opener"].istitle() or text.isupper()
    is_firm = (
        (len(words) > 1 and words[-1] in gazetteer.words("organisation_words"))
        or bool(_FORM_BEHIND.match(text, end))
        or _has_head_behind(text, start, end)
    )
    return is_firm and not _has_given(words, lexicon)


def _has_given(words: list[str], lexicon: "Lexicon") -> bool:
    from privacy.model.lexicon import Known

    long = [word for word in words if len(word) >= gazetteer.MIN_NAME_CHARS]
    return bool((lexicon.look_up(long) & Known.GIVEN).any()) if long else False


def _has_head_behind(text: str, start: int, end: int) -> bool:
    """Tell whether what ends the name of a firm stands behind, written as the name is."""
    behind = _BEHIND.match(text, end)
    is_title = text[start:end].istitle()
    for word in filter(None, behind.groups() if behind else ()):
        if not (word.istitle() if is_title else word.isupper()):
            return False
        if gazetteer.fold(word) in gazetteer.words("organisation_words"):
            return True
    return False


def _is_facility_with_behind(text: str, start: int, end: int, lexicon: "Lexicon") -> bool:
    # What was read as a given name with a family name is not taken apart by the word behind it.
    behind = _WORD_BEHIND.match(text, end) if text[start:end].isalpha() else None
    ends = (end, behind.end()) if behind else (end,)
    return any(_is_facility(text, start, each, lexicon) for each in ends)


def _is_facility(text: str, start: int, end: int, lexicon: "Lexicon") -> bool:
    words = _WORD.findall(text, start, end)
    if len(words) < 2 or not words[0].istitle() or not words[-1].istitle():
        return False
    if gazetteer.fold(words[-1]) not in gazetteer.words("facilities"):
        return False
    from privacy.model.lexicon import FREQUENT_NAMES

    is_no_name = not lexicon.is_known(words[-1], FREQUENT_NAMES)
    return is_no_name or bool(_ARTICLE.search(text, max(0, start - len(" the ")), start))
