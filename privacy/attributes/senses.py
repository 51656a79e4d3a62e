"""What kind of word a word of a masked sentence is: unease, harm, conduct, looks ... or none."""

from collections.abc import Iterator
from functools import cache, lru_cache

from privacy.attributes import lexicon

MIN_STEM_CHARS = 3


@lru_cache(maxsize=8192)
def sense_of(word: str) -> str | None:
    """Return the section of `lists/senses.txt` that has a folded word, or its beginning."""
    whole, stems = _senses()
    if word in whole:
        return whole[word]
    for length in range(len(word), MIN_STEM_CHARS - 1, -1):
        if word[:length] in stems:
            return stems[word[:length]]
    return None


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
