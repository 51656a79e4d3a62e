"""The Spanish list beside the English ones: which words tell a trait, in all their endings.

Nationalities of the English list that end alike in both languages are derived from it
("Kenyan" - "kenyano"), so that a new one need not be written twice.
"""

import codecs
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from privacy.attributes import lexicon
from privacy.attributes.lexicon import Form
from privacy.attributes.mentions import Attribute
from privacy.gazetteer import fold

_ENDINGS = {
    "*": ("o", "a", "os", "as"),
    "+": ("", "a", "es", "as"),
    "~": ("", "s", "es"),
}
_MANY = {
    "phrases": Form.PEOPLE,
    "placephrases": Form.PLACES,
    "actphrases": Form.ACTIVITIES,
    "traitphrases": Form.TRAITS,
}
_LEAST_DERIVED = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """Folded words in a row, which attribute they tell and in which form."""

    words: tuple[str, ...]
    attribute: Attribute
    form: Form


@cache
def entries() -> dict[str, tuple[Entry, ...]]:
    """Load the list under the first words, the longest entries first."""
    index: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in dict.fromkeys((*_listed(), *_derived())):
        index[entry.words[0]].append(entry)
    return {
        word: tuple(sorted(each, key=lambda entry: -len(entry.words)))
        for word, each in index.items()
    }


def _listed() -> Iterator[Entry]:
    attribute, kind = Attribute.RACE, ""
    for line in lexicon.lines("spanish"):
        if line.startswith("["):
            name, _, kind = line[1:-1].partition(" ")
            attribute = Attribute(name)
        elif kind in _MANY:
            for phrase in line.split("; "):
                yield Entry(tuple(fold(phrase).split()), attribute, _MANY[kind])
        else:
            for word in (codecs.decode(line, "rot13") if kind == Form.SLURS else line).split():
                for inflected in _inflected(word):
                    yield Entry((fold(inflected),), attribute, Form(kind))


def _inflected(word: str) -> Iterator[str]:
    for ending in _ENDINGS.get(word[-1], ("",)):
        yield word.rstrip("*+~") + ending


def _derived() -> Iterator[Entry]:
    """Yield the Spanish endings of English nationalities in -an, -ese and -i."""
    english = (entry for each in lexicon.by_first_word().values() for entry in each)
    for entry in english:
        word = entry.words[0]
        is_one = len(entry.words) == 1 and len(word) >= _LEAST_DERIVED
        if not is_one or (entry.attribute, entry.form) != (
            Attribute.NATIONAL_ORIGIN,
            Form.PEOPLE,
        ):
            continue
        pattern = f"{word}*" if word.endswith("an") else ""
        pattern = f"{word[:-1]}+" if word.endswith("ese") else pattern
        pattern = f"{word}~" if word.endswith("i") else pattern
        if pattern:
            for inflected in _inflected(pattern):
                yield Entry((inflected,), Attribute.NATIONAL_ORIGIN, Form.PEOPLE)
