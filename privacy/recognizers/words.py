"""The words of a narrative and the part that each may play in or beside a name.

`names` matches patterns of these roles only, so that spaCy never sees a word of the narrative.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from operator import add
from typing import TypeVar

from privacy import gazetteer
from privacy.recognizers.cues import find_cues
from privacy.recognizers.roles import Role

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in columns; a cue is a word of no length before the name.

    `texts` holds each without a possessive ending, and nothing for cues, numbers and signs.
    """

    starts: list[int]
    ends: list[int]
    roles: list[Role]
    texts: list[str] = field(repr=False)


_TOKEN = re.compile(
    r"((?<![^\W\d_])(?:[A-Z]\.){1,4}(?![^\W\d_])|[^\W_]*\d[^\W_]*"
    r"|[^\W\d_]+(?:['-][^\W\d_]+)*|\n[ \t\r]{0,80}\n|,|\.+|[^\w\s,.]+|_+)"
)
_MAX_WORD_CHARS = 40
_MAX_ACRONYM_CHARS = 3
_CLAN = re.compile(
    r"(?:O'|[Dd]'|Mc|MC|Fitz|[Aa]l-|[Ee]l-|[Bb]in-|[Ii]bn-|Abu-)[A-Z][A-Za-z'-]+"
    r"|(?!L')[A-Z][a-z]{0,4}'[A-Z][a-z]{2,}"
)
_NAME_PARTICLES = frozenset({"le", "do", "du"})
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_ACCENTED = frozenset(
    {"café", "cafés", "résumé", "façade", "naïve", "fiancé", "fiancée", "cliché", "décor", "entrée"}
    | {
        "jalapeño",
        "piñata",
        "señor",
        "protégé",
        "soirée",
        "crème",
        "purée",
        "déjà",
        "voilà",
        "über",
    }
)
"""Words that English writes with a sign."""

_NOT_INITIALS = frozenset(
    {"U.S.", "U.S.A.", "D.C.", "P.O.", "A.M.", "P.M.", "L.A.", "N.Y.", "R.P.", "R.O.", "U.K."}
    | {"D.O.B.", "S.S.N.", "I.D.", "P.D.", "S.O.", "U.N.", "E.U.", "T.V.", "A.K.A.", "O.K."}
)
_SMALL_TITLES = frozenset({"mr", "mrs", "ms", "dr", "ofc", "sgt", "det", "cpl", "dep"})
_SIGNS = {",": Role.COMMA, ".": Role.DOT}


def is_in_capitals(text: str) -> bool:
    """Tell whether a text is written in capitals: at least seven of ten letters are."""
    small = sum(map(str.islower, text))
    large = sum(map(str.isupper, text))
    return large * 3 > small * 7


def split(text: str) -> Words:
    """Split a text into words with their roles and, before the word that follows it, each cue."""
    in_capitals = is_in_capitals(text)
    parts = _TOKEN.split(text)
    written = parts[1::2]
    starts = [*accumulate(map(len, parts))][:-1:2]
    read = {word: _read(word, in_capitals=in_capitals) for word in set(written)}
    roles = {word: role for word, (role, _) in read.items()}
    texts = {word: plain for word, (_, plain) in read.items()}
    sizes = {word: len(plain) or len(word) for word, plain in texts.items()}
    words = Words(
        starts=starts,
        ends=[*map(add, starts, map(sizes.__getitem__, written))],
        roles=[*map(roles.__getitem__, written)],
        texts=[*map(texts.__getitem__, written)],
    )
    _silence_phrases(words, text)
    return _with_cues(words, text)


def _read(text: str, *, in_capitals: bool) -> tuple[Role, str]:
    """Return the role of a token, and the word in it without a possessive ending, if any."""
    if not text[0].isalpha() or any(map(str.isdigit, text)):
        is_number = any(map(str.isdigit, text))
        return (Role.NUMBER if is_number else _SIGNS.get(text, Role.OTHER)), ""
    if text[-1] == ".":
        return (Role.OTHER if text in _NOT_INITIALS else Role.INITIAL), text
    if text[-2:] in ("'s", "'S"):
        text = text[:-2]
    return _role(text, in_capitals=in_capitals), text


def _role(text: str, *, in_capitals: bool) -> Role:
    """Return what a single word may be."""
    is_capital = text[0].isupper()
    if len(text) == 1:
        is_word = text == "I" or (in_capitals and text == "A")
        return Role.LETTER if is_capital and not is_word else Role.LOW
    if len(text) > _MAX_WORD_CHARS:
        return Role.OTHER
    folded = gazetteer.fold(text)
    lists = gazetteer.lists_with(folded)
    if is_capital and not text.isascii() and _is_foreign(text, lists):
        return Role.SOFT_FAMILY
    if "titles" in lists and (is_capital or folded in _SMALL_TITLES):
        return Role.TITLE
    if "parts" in lists:
        return Role.PART
    if "verbs" in lists and (in_capitals or not is_capital):
        return Role.VERB
    if "particles" in lists:
        return Role.SYLLABLE if is_capital and folded in _NAME_PARTICLES else Role.PARTICLE
    if folded in _GENERATIONS and is_capital:
        return Role.GENERATION
    if "function" in lists or is_shorthand(text):
        return Role.LOW
    return _name_role(text, folded, in_capitals=in_capitals)


def _is_foreign(text: str, lists: frozenset[str]) -> bool:
    """Tell whether a word is English only without its signs: "Bäck", "Şen"."""
    return bool(lists & {"function", "ordinary"}) and text.lower() not in _ACCENTED


_SPOKEN = re.compile(r"([^\W\d_])\1\1|n['’]t$", re.IGNORECASE)
"""Letters drawn out, and "not" run into a verb: "sooo", "didn't"."""


def is_shorthand(word: str) -> bool:
    """Tell whether a word is shorthand of reports ("ADV", "oln"); "Reg" is written as a name is."""
    is_listed = gazetteer.fold(word) in gazetteer.words("shorthand")
    return not word.istitle() and (is_listed or bool(_SPOKEN.search(word)))


def _name_role(text: str, folded: str, *, in_capitals: bool) -> Role:
    """Return what kind of name, ordinary or strange word a word is."""
    given, family = gazetteer.is_given(folded), gazetteer.is_family(folded)
    is_clan = bool(_CLAN.match(text))
    family = family or is_clan
    is_capital = text[0].isupper() or is_clan
    if not given and not family:
        is_common = gazetteer.is_common(folded) or gazetteer.looks_english(folded)
        if not is_capital:
            return Role.LOW if is_common else Role.LOW_STRANGE
        if is_common:
            return Role.COMMON
        return Role.STRANGE_CAPS if text.isupper() and not in_capitals else Role.STRANGE
    if gazetteer.is_ordinary(folded) and is_capital:
        return _soft_role(folded, given=given, in_capitals=in_capitals)
    if not is_capital:
        if gazetteer.is_common(folded) or len(folded) < gazetteer.MIN_NAME_CHARS:
            return Role.LOW
        return Role.LOW_GIVEN if given else Role.LOW_FAMILY
    if not in_capitals and text.isupper() and len(text) <= _MAX_ACRONYM_CHARS:
        return Role.SYLLABLE
    if given and family:
        return Role.EITHER
    return Role.GIVEN if given else Role.FAMILY


def _soft_role(folded: str, *, given: bool, in_capitals: bool) -> Role:
    """Return the role of a capitalised name that is an ordinary word or a place too."""
    lists = gazetteer.lists_with(folded)
    if "after_names" in lists:
        return Role.PLACE_WORD
    if "before_places" in lists:
        return Role.COMMON
    if in_capitals:
        return Role.SOFT_CAPS
    if "places" in lists:
        return Role.PLACE
    if not gazetteer.is_common(folded):
        return Role.SYLLABLE
    return Role.SOFT_GIVEN if given and "proper" not in lists else Role.SOFT_FAMILY


def _silence_phrases(words: Words, text: str) -> None:
    """Take the names out of trade marks and alerts ("Amber Alert"), in place."""
    begun = {word: _phrases().get(gazetteer.fold(word), ()) for word in set(words.texts)}
    if not any(begun.values()):
        return
    for index, word in enumerate(words.texts):
        for phrase in begun[word]:
            start = words.starts[index]
            end = start + len(phrase)
            if text[start:end].casefold() == phrase and not text[end : end + 1].isalpha():
                last = bisect_left(words.starts, end)
                words.roles[index:last] = [Role.OTHER] * (last - index)


@cache
def _phrases() -> dict[str, tuple[str, ...]]:
    by_first: dict[str, tuple[str, ...]] = {}
    lands = (line.casefold() for line in gazetteer.lines("lands") if " " in line)
    for phrase in (*gazetteer.lines("never_names"), *lands):
        token = _TOKEN.match(phrase)
        first = token[0].removesuffix("'s") if token else ""
        by_first[first] = (*by_first.get(first, ()), phrase)
    return by_first


def _with_cues(words: Words, text: str) -> Words:
    """Insert each cue as a word of no length before the word that it announces."""
    announced = find_cues(text)
    places = [place for place, start in enumerate(words.starts) if start in announced]
    if not places:
        return words
    starts = [words.starts[place] for place in places]
    return Words(
        _inserted(words.starts, places, starts),
        _inserted(words.ends, places, starts),
        _inserted(words.roles, places, [announced[start] for start in starts]),
        _inserted(words.texts, places, [""] * len(places)),
    )


def _inserted(column: list[_Value], places: list[int], values: list[_Value]) -> list[_Value]:
    """Return a column with each value before what stands at its place."""
    parts: list[_Value] = []
    kept_to = 0
    for place, value in zip(places, values, strict=True):
        parts += column[kept_to:place]
        parts.append(value)
        kept_to = place
    return parts + column[kept_to:]
