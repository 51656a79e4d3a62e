"""Names of persons in Spanish sentences, where what is made for English takes too much for a name.

What it takes for one there keeps the words that are written as names, and the particles between
them. The lists of words are ours.
"""

import re
from collections.abc import Iterator
from functools import cache

from privacy import gazetteer

WINDOW_CHARS = 80
"""How far around what was found the language is told."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ENDING = re.compile(r"..(?:cion|aba|aban|ando|iendo|iento|aron|ieron|abamos|ientos|icilio)$")
"""Endings of Spanish verbs and nouns, folded."""

_ENGLISH = frozenset(
    (
        *("the", "of", "and", "to", "was", "is", "he", "she", "with", "at", "they", "his", "her"),
        *("from", "for", "that", "had", "who", "it", "were", "an", "by"),
    )
)
_PARTICLES = frozenset(("de", "del", "la", "las", "los", "y", "e", "san", "santa"))


def is_spanish(text: str, start: int, end: int) -> bool:
    """Tell whether the words around a range are Spanish, by their small words."""
    around = text[max(0, start - WINDOW_CHARS) : end + WINDOW_CHARS]
    words = {gazetteer.fold(word) for word in _WORD.findall(around)}
    spanish = sum(word in gazetteer.words("spanish") or _ends_as_spanish(word) for word in words)
    return spanish >= 2 and spanish > len(words & _ENGLISH)


@cache
def _small() -> frozenset[str]:
    return gazetteer.words("spanish") | gazetteer.words("spanish_other")


def _ends_as_spanish(word: str) -> bool:
    if _ENDING.search(word) is None:
        return False
    return not (gazetteer.is_given(word) or gazetteer.is_family(word))


def names_within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the ranges of what is written as a name between two offsets of a Spanish text."""
    first = last = None
    for word in _WORD.finditer(text, start, end):
        if _is_written_as_name(text, word, has_name_before=last is not None):
            first, last = (word.start() if first is None else first), word.end()
        elif first is not None and last is not None and gazetteer.fold(word[0]) not in _PARTICLES:
            yield first, last
            first = last = None
    if first is not None and last is not None:
        yield first, last


def _is_written_as_name(text: str, word: re.Match[str], *, has_name_before: bool) -> bool:
    folded = gazetteer.fold(word[0])
    if text.isupper() or text.islower():
        return folded not in _small() and not _ends_as_spanish(folded)
    is_capital = word[0][0].isupper()
    if folded in _small():
        return is_capital and has_name_before
    is_known = gazetteer.is_given(word[0]) or gazetteer.is_family(word[0])
    if is_capital:
        return is_known or has_name_before or not _begins_a_sentence(text, word.start())
    if not is_known or len(word[0]) < gazetteer.MIN_NAME_CHARS:
        return False
    following = _WORD.search(text, word.end())
    return has_name_before or (following is not None and gazetteer.is_family(following[0]))


def _begins_a_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip(' "¿¡(')
    return not before or before[-1] in ".!?:;\n"
