"""Making the lexicon: which lists hold which words."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from privacy import gazetteer
from privacy.model.lexicon import Known, Lexicon
from privacy.model.tokens import split
from privacy.training import fillers, pools, wordnet

_COMMON_COUNT = 4
"""A word that was tagged so often in WordNet's running text counts as common; our own choice."""

_MIN_LARGE_CITIES = 1_000
_PART_BITS = {
    "noun": Known.NOUN,
    "verb": Known.VERB,
    "adj": Known.ADJECTIVE,
    "adv": Known.ADVERB,
}


def make_lexicon(folder: Path) -> Lexicon:
    """Make the lexicon of the pools of names and places, WordNet and this project's lists."""
    known: dict[str, int] = defaultdict(int)
    _add_names(known)
    _add_places(known)
    _add_words(known, folder)
    _add_own_lists(known)
    return Lexicon.of(known)


def _add(known: dict[str, int], texts: Iterable[str], bit: Known) -> None:
    for text in texts:
        for word in split(text).words:
            folded = gazetteer.fold(word)
            if len(folded) > 1 and folded[0].isalpha():
                known[folded] |= bit


def _add_names(known: dict[str, int]) -> None:
    for names in pools.names_by_origin().values():
        _add(known, names.given, Known.GIVEN)
        _add(known, names.family, Known.FAMILY)
    _add(known, pools.census_given(), Known.GIVEN)
    _add(known, gazetteer.words("given"), Known.GIVEN)
    _add(known, gazetteer.words("family"), Known.FAMILY)
    families = pools.census_families()
    _add(known, families[: pools.N_COMMON_FAMILIES], Known.FAMILY)
    _add(known, families[pools.N_COMMON_FAMILIES :], Known.RARE_FAMILY)
    for particle in gazetteer.words("particles"):
        known[particle] &= ~(Known.GIVEN | Known.FAMILY | Known.RARE_FAMILY)


def _add_places(known: dict[str, int]) -> None:
    places = pools.places()
    for cities in (places.us_cities, places.cities):
        _add(known, cities[:_MIN_LARGE_CITIES], Known.CITY)
        _add(known, cities[_MIN_LARGE_CITIES:], Known.SMALL_CITY)
    _add(known, places.states, Known.CITY)
    _add(known, fillers.words("region"), Known.CITY)
    _add(known, places.countries, Known.COUNTRY)
    _add(known, fillers.words("nationality"), Known.NATIONALITY)


def _add_words(known: dict[str, int], folder: Path) -> None:
    for word, part in wordnet.lemmas(folder):
        for form in _forms(word, part):
            known[form] |= _PART_BITS[part]
    for form, part in wordnet.irregular(folder):
        known[form] |= _PART_BITS[part]
    for word in wordnet.frequent(folder, at_least=_COMMON_COUNT):
        for part in wordnet.PARTS_OF_SPEECH:
            if known.get(word, 0) & _PART_BITS[part]:
                for form in _forms(word, part):
                    known[form] |= Known.COMMON


def _forms(word: str, part: str) -> list[str]:
    """Return a word with its regular inflections."""
    if part not in ("noun", "verb") or len(word) < 3:
        return [word]
    stem = word[:-1] if word.endswith(("e", "y")) and not word.endswith("ey") else word
    sibilant = word.endswith(("s", "x", "z", "ch", "sh"))
    turns = word.endswith("y") and stem != word
    plural = f"{stem}ies" if turns else f"{word}{'es' if sibilant else 's'}"
    if part == "noun":
        return [word, plural]
    past = f"{stem}{'ied' if turns else 'ed'}"
    doubled = word[-1] in "bdgklmnprt" and word[-2] in "aeiou" and word[-3] not in "aeiou"
    double = [f"{word}{word[-1]}ed", f"{word}{word[-1]}ing"] if doubled else []
    return [word, plural, past, f"{word if word.endswith('y') else stem}ing", *double]


def _add_own_lists(known: dict[str, int]) -> None:
    _add(known, gazetteer.words("function"), Known.FUNCTION)
    _add(known, gazetteer.words("ordinary"), Known.COMMON)
    for kind in ("abbr", "slang"):
        _add(known, (word for word in fillers.words(kind) if len(word) > 2), Known.COMMON)
    _add(known, gazetteer.words("titles"), Known.TITLE)
    _add(known, gazetteer.words("after_names"), Known.ORGANISATION)
    _add(known, fillers.words("trade"), Known.ORGANISATION)
    _add(known, fillers.words("streetkind"), Known.STREET)
