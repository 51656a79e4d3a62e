"""What kind of word a word of a masked sentence is: unease, harm, conduct, looks ... or none."""

from collections.abc import Iterator
from functools import cache

from privacy.attributes import lexicon
from privacy.gazetteer import lists_with

MIN_STEM_CHARS = 3

_ORDINARY: dict[str, str | None] = {}
"""The senses of ordinary words as they were met: the lists hold these words anyway. No other word
that was read is kept, as it may be somebody's name.
"""


def sense_of(word: str) -> str | None:
    """Return the section of `lists/senses.txt` that has a folded word, or its beginning."""
    if word in _ORDINARY:
        return _ORDINARY[word]
    sense = _sense_of(word)
    if lists_with(word) & {"function", "ordinary"}:
        _ORDINARY[word] = sense
    return sense


def _sense_of(word: str) -> str | None:
    whole, stems = _senses()
    if word in whole:
        return whole[word]
    for length in range(min(len(word), _longest_stem()), MIN_STEM_CHARS - 1, -1):
        if word[:length] in stems:
            return stems[word[:length]]
    return None


@cache
def _longest_stem() -> int:
    return max(map(len, _senses()[1]))


@cache
def _senses() -> tuple[dict[str, str], dict[str, str]]:
    whole: dict[str, str] = {}
    stems: dict[str, str] = {}
    for word, sense in _words():
        table, key = (stems, word[:-1]) if word.endswith("*") else (whole, word)
        table.setdefault(key, sense)
    return whole, stems


def _words() -> Iterator[tuple[str, str]]:
    sense = ""
    for line in lexicon.lines("senses"):
        if line.startswith("["):
            sense = line[1:-1]
        else:
            yield from ((word, sense) for word in line.replace('"', "").split())
