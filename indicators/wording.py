"""The words of a text, with their places, as the suggestion of behaviours compares them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_WORD = re.compile(r"\[[A-Z][A-Z ]*[0-9]*\]|[^\W\d_]+(?:['’][^\W\d_]+)?")
"""A placeholder of a redacted text, such as ``[PERSON 1]``, or a word of letters."""

_SENTENCE_END = re.compile(r"[.!?:;\n\"“”]\s*$")

_ENDINGS = (
    "ization|ations?|ating|ate[ds]?|ators?|ity|ities|ically|ical|ary|ally|al|ly|ings|ied|ies|ers?"
    "|ors?|ments?|ions?|ive|ism|ize[ds]?|izing|ised"
)
"""Endings that leave the meaning of an English word, by this project."""

_CUT = re.compile(rf"(.{{4,}}?)(?:{_ENDINGS})|(.{{3,}}?)(?:ing|ed|es|s|e|y)")
"""A stem that is long enough without its ending; the longest ending is cut."""

SHORTHAND = {
    "bldg": "building",
    "cams": "camera",
    "cctv": "camera",
    "dept": "department",
    "emp": "employee",
    "govt": "government",
    "id": "identification",
    "ids": "identification",
    "ied": "bomb",
    "maint": "maintenance",
    "msg": "message",
    "parked": "parking",
    "photo": "photograph",
    "photos": "photograph",
    "pic": "picture",
    "pics": "picture",
    "pkg": "package",
    "uas": "drone",
    "uav": "drone",
    "veh": "vehicle",
    "vid": "video",
}
"""What stands for another word, by this project: abbreviations of officers and dispatchers."""

_WHOLE = frozenset({"parking"})
"""Words whose ending is not cut: a parked car is no park."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: its stem, and where it stands, half-open, in code points.

    `may_be_name` tells of a capital at the beginning of a sentence, which does not tell.
    """

    stem: str = field(repr=False)
    start: int
    end: int
    may_be_name: bool


def words_of(text: str) -> Iterator[Word]:
    """Give the words of a text that may say what was done.

    Left out are placeholders of a redacted text and, in a text of mixed case, words that begin
    with a capital inside a sentence: those are names.
    """
    is_telling = _tells_names(text)
    for found in _WORD.finditer(text):
        is_capital = is_telling and found[0].istitle()
        is_first = is_capital and _begins_sentence(text, found.start())
        if not found[0].startswith("[") and (is_first or not is_capital):
            yield Word(stem(found[0]), *found.span(), is_first)


def stem(word: str) -> str:
    """Give the form in which words are compared: ``photographed`` and ``Photography`` are one."""
    plain = word.replace("’", "'").partition("'")[0].casefold()
    plain = SHORTHAND.get(plain, plain)
    found = None if plain in _WHOLE else _CUT.fullmatch(plain)
    plain = (found[1] or found[2]) if found else plain
    return plain[:-1] if len(plain) > 3 and plain[-1] == plain[-2] else plain


def _tells_names(text: str) -> bool:
    """Tell whether capitals mean something: most words of the text begin with a small letter."""
    words = [found[0] for found in _WORD.finditer(text)]
    return sum(word[0].islower() for word in words) * 2 > len(words)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start]
    return not before.strip() or _SENTENCE_END.search(before) is not None
