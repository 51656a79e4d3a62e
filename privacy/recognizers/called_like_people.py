"""Countries and facilities that are read as persons: "Sri Lanka", "John F. Kennedy Airport".

A place is a readable kind. So what ends as a person's name may end, too ("Marina", "Hall") stays a
person, unless an article stands before all of it; and in a text without capitals only a country is
told, because there nothing says where a name ends.
"""

import re
from functools import cache
from typing import TYPE_CHECKING

from privacy import gazetteer

if TYPE_CHECKING:
    from privacy.model.lexicon import Lexicon

_MAX_LAND_CHARS = 20
_WORD = re.compile(r"[^\W\d_]+")
_WORD_BEHIND = re.compile(r" [A-Z][a-z]+\b(?!\s?[:=#(\d])")
_ARTICLE = re.compile(r"\bthe\s$", re.IGNORECASE)


def is_place(text: str, start: int, end: int, lexicon: "Lexicon") -> bool:
    """Tell whether what was read as a person is a country, or a facility named after somebody."""
    first, last = max(0, start - _MAX_LAND_CHARS), end + _MAX_LAND_CHARS
    lands = _lands().finditer(text, first, last)
    if any(land.start() <= start and end <= land.end() for land in lands):
        return True
    # What was read as a given name with a family name is not taken apart by the word behind it.
    behind = _WORD_BEHIND.match(text, end) if text[start:end].isalpha() else None
    ends = (end, behind.end()) if behind else (end,)
    return any(_is_facility(text, start, each, lexicon) for each in ends)


@cache
def _lands() -> re.Pattern[str]:
    names = "|".join(map(re.escape, gazetteer.lines("lands")))
    return re.compile(rf"\b(?:{names})\b", re.IGNORECASE)


def _is_facility(text: str, start: int, end: int, lexicon: "Lexicon") -> bool:
    words = _WORD.findall(text, start, end)
    if len(words) < 2 or not words[0].istitle() or not words[-1].istitle():
        return False
    if gazetteer.fold(words[-1]) not in gazetteer.words("facilities"):
        return False
    from privacy.model.lexicon import FREQUENT_NAMES

    is_no_name = not lexicon.is_known(words[-1], FREQUENT_NAMES)
    return is_no_name or bool(_ARTICLE.search(text, max(0, start - len(" the ")), start))
