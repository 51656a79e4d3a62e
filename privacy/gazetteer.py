"""The word lists beside this module: names of persons, and words that only look like them.

The lists stand in `privacy/names/*.txt`, each with its source at the top. Look-ups ignore case
and accents; nothing that is looked up is kept.
"""

import unicodedata
from collections import defaultdict
from functools import cache
from importlib.resources import files

MIN_NAME_CHARS = 3
"""Shorter names ("Li", "Ng") are too common as syllables to count without a cue or a partner."""

_WORD_LISTS = (
    *("given", "family", "ordinary", "function", "proper", "places", "titles", "parts", "verbs"),
    *("particles", "after_names", "before_places"),
)
_ENDINGS = (
    *("tion", "sion", "ment", "ness", "ity", "ance", "ence", "ology", "graphy", "ship", "hood"),
    *("less", "ful", "ous", "able", "ible", "ical", "ial", "ional", "tive", "sive", "ware", "ium"),
    *("ing", "ism", "ized", "ated", "ator", "ary", "ory", "ency", "ancy", "wide", "proof"),
    *("ified", "metry", "onic", "atic", "etic", "ingly", "ally", "ously", "ogist", "alist"),
)
"""Endings of English nouns and adjectives that hardly end a name; our own choice."""

MIN_DERIVED_CHARS = 7
_COMMON_LISTS = frozenset({"ordinary", "function", "proper", "after_names", "before_places"})
_NO_LIST: frozenset[str] = frozenset()


def fold(word: str) -> str:
    """Return the form under which a word is looked up: small letters without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def in_small_letters(text: str) -> str:
    """Write a text in small letters, keeping every offset: what has no single small one stays."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


@cache
def lines(name: str) -> tuple[str, ...]:
    """Load the lines of one list without its comments."""
    text = files("privacy").joinpath("names", f"{name}.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """Load the words of one list ("given", "family", ...), folded."""
    return frozenset(fold(word) for line in lines(name) for word in line.split())


@cache
def _lexicon() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = defaultdict(set)
    for name in _WORD_LISTS:
        for word in words(name):
            lists[word].add(name)
    shared: dict[frozenset[str], frozenset[str]] = {}
    frozen = {word: frozenset(names) for word, names in lists.items()}
    return {word: shared.setdefault(names, names) for word, names in frozen.items()}


def lists_with(folded: str) -> frozenset[str]:
    """Return the names of the lists that hold a folded word."""
    return _lexicon().get(folded, _NO_LIST)


@cache
def _common() -> frozenset[str]:
    return frozenset().union(*map(words, _COMMON_LISTS))


def is_common(word: str) -> bool:
    """Tell whether a word, or the word it is a plain inflection of, is an ordinary one."""
    folded = fold(word)
    if folded in _common():
        return True
    return any(lists_with(stem) & {"ordinary", "function"} for stem in _stems(folded))


def looks_english(folded: str) -> bool:
    """Tell by its ending that a word of no list is an English noun or adjective, not a name."""
    return len(folded) >= MIN_DERIVED_CHARS and folded.removesuffix("s").endswith(_ENDINGS)


def _stems(word: str) -> list[str]:
    """Return what an English word may be an inflection of."""
    stems = []
    if word.endswith("s"):
        stems.append(word[:-1])
        if word.endswith(("ses", "xes", "zes", "ches", "shes")):
            stems.append(word[:-2])
        if word.endswith("ies"):
            stems.append(word[:-3] + "y")
    elif word.endswith("ed"):
        stems += (word[:-1], word[:-2], word[:-3])
    elif word.endswith("ing"):
        stems += (word[:-3], word[:-3] + "e", word[:-4])
    elif word.endswith("ly"):
        stems.append(word[:-2])
    return [stem for stem in stems if len(stem) >= MIN_NAME_CHARS]


def is_ordinary(word: str) -> bool:
    """Tell whether a word by itself is more likely a common word or a place than a name."""
    folded = fold(word)
    return len(folded) < MIN_NAME_CHARS or "places" in lists_with(folded) or is_common(folded)


def is_part(word: str) -> bool:
    """Tell whether a word is one for the part that somebody plays in a report ("witness")."""
    return "parts" in lists_with(fold(word))


def is_given(word: str) -> bool:
    """Tell whether a word is a given name; of a hyphenated word each part must be a name."""
    return _has_name(word, "given")


def is_family(word: str) -> bool:
    """Tell whether a word is a family name; of a hyphenated word each part must be a name."""
    return _has_name(word, "family")


def _has_name(word: str, name: str) -> bool:
    folded = fold(word)
    if name in lists_with(folded) or "-" not in folded:
        return name in lists_with(folded)
    *firsts, last = folded.split("-")
    return name in lists_with(last) and all(
        lists_with(first) & {"given", "family"} for first in firsts
    )
