"""WordNet's words and example sentences: natural text around names, and natural text without.

Source: WordNet 3.0, Princeton University (Debian's package wordnet-base has its files). Training
reads them; no sentence of theirs is kept or shipped.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PARTS_OF_SPEECH = ("noun", "verb", "adj", "adv")
_EXAMPLE = re.compile(r'"([^"]{12,240})"')
_FILE_LINE = re.compile(r"\d{8} ")


def _lines(folder: Path, name: str) -> list[str]:
    text = (folder / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and line[0] != " "]


def lemmas(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each single word in small letters with its part of speech."""
    for part in PARTS_OF_SPEECH:
        for line in _lines(folder, f"data.{part}"):
            fields = line.split(" ")
            for at in range(int(fields[3], 16)):
                word = fields[4 + 2 * at].partition("(")[0]
                if word.isalpha() and word.islower():
                    yield word, part


def irregular(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each irregular form with its part of speech."""
    for part in PARTS_OF_SPEECH:
        for line in _lines(folder, f"{part}.exc"):
            form = line.split(" ")[0]
            if form.isalpha():
                yield form, part


def frequent(folder: Path, *, at_least: int) -> frozenset[str]:
    """Return the words that were tagged so many times in running text, all senses together."""
    counts: Counter[str] = Counter()
    for line in _lines(folder, "cntlist.rev"):
        key, _, count = line.split(" ")
        counts[key.partition("%")[0]] += int(count)
    return frozenset(word for word, count in counts.items() if count >= at_least)


@cache
def sentences(folder: Path) -> tuple[str, ...]:
    """Return the example sentences that hold no capitalised word but the first."""
    found: list[str] = []
    for part in PARTS_OF_SPEECH:
        for line in _lines(folder, f"data.{part}"):
            found += filter(_is_plain, _EXAMPLE.findall(line.partition(" | ")[2]))
    return tuple(dict.fromkeys(found))


@cache
def definitions(folder: Path) -> tuple[str, ...]:
    """Return the definitions without a capitalised word."""
    glosses = (
        line.partition(" | ")[2].partition('"')[0].strip(" ;")
        for part in PARTS_OF_SPEECH
        for line in _lines(folder, f"data.{part}")
    )
    return tuple(dict.fromkeys(gloss for gloss in glosses if gloss and gloss.islower()))


def _is_plain(text: str) -> bool:
    words = text.split()
    if len(words) < 4 or not text.isascii():
        return False
    return all(
        not word[:1].isupper() or word.rstrip(".,;!?") in ("I", "I'm", "I'll", "I've", "I'd")
        for word in words[1:]
    )
