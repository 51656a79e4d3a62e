"""The words of a text, with their places, as the suggestion of behaviours compares them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_WORD = re.compile(r"\[[A-Z][A-Z ]*[0-9]*\]|[^\W\d_]+(?:['’][^\W\d_]+)?")
"""A placeholder of a redacted text, such as ``[PERSON 1]``, or a word of letters."""

_SENTENCE_END = re.compile(r"[.!?:;\n\"“”]\s*$")

_ENDINGS = sorted(
    (
        *("ization", "ation", "ations", "ating", "ated", "ates", "ate", "ator", "ators"),
        *("ity", "ities", "ically", "ical", "ary", "al", "ally", "ly"),
        *("ing", "ings", "ied", "ies", "ed", "er", "ers", "or", "ors", "es", "s", "e", "y"),
        *("ment", "ments", "ion", "ions", "ive", "ism", "ize", "izes", "ized", "izing", "ised"),
    ),
    key=len,
    reverse=True,
)
"""Endings that leave the meaning of an English word, by this project; the longest is cut first."""

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
"""Abbreviations that officers and dispatchers write, by this project; each stands for one word."""


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
    plain = re.sub(r"['’].*", "", word).casefold()
    plain = SHORTHAND.get(plain, plain)
    for ending in _ENDINGS:
        least = 3 if len(ending) < 2 or ending in ("ing", "ed", "es") else 4
        if plain.endswith(ending) and len(plain) - len(ending) >= least:
            plain = plain[: -len(ending)]
            break
    return plain[:-1] if len(plain) > 3 and plain[-1] == plain[-2] else plain


def _tells_names(text: str) -> bool:
    """Tell whether capitals mean something: most words of the text begin with a small letter."""
    words = [found[0] for found in _WORD.finditer(text)]
    return sum(word[0].islower() for word in words) * 2 > len(words)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start]
    return not before.strip() or _SENTENCE_END.search(before[-8:]) is not None
