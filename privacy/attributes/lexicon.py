"""The lists beside this module: which words are about which attribute, and in which form.

They stand in `lists/*.txt`, each with its source at the top, in sections that name the form.
"""

import codecs
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from privacy.attributes.mentions import Attribute
from privacy.gazetteer import fold


class Form(StrEnum):
    """How a word of the lists is used; the role rules see this, never the word."""

    PEOPLE = "people"
    PERHAPS = "perhaps"
    HEADS = "heads"
    KIN = "kin"
    PLACES = "places"
    SIGNS = "signs"
    COUNTRIES = "countries"
    LANGUAGES = "languages"
    TRAITS = "traits"
    SLURS = "slurs"
    EXPRESSIONS = "expressions"
    ACTIVITIES = "activities"
    THINGS = "things"
    AGES = "ages"
    CODES = "codes"


@dataclass(frozen=True, slots=True)
class Entry:
    """One word or phrase of a list."""

    words: tuple[str, ...]
    attribute: Attribute
    form: Form


_FILES = {
    "race": Attribute.RACE,
    "ethnicity": Attribute.ETHNICITY,
    "national_origin": Attribute.NATIONAL_ORIGIN,
    "religion": Attribute.RELIGION,
    "sex": Attribute.SEX,
    "gender_identity": Attribute.GENDER_IDENTITY,
    "sexual_orientation": Attribute.SEXUAL_ORIENTATION,
    "disability_and_health": Attribute.DISABILITY_AND_HEALTH,
    "age": Attribute.AGE,
    "political_view": Attribute.POLITICAL_VIEW,
    "immigration_status": Attribute.IMMIGRATION_STATUS,
    "languages": Attribute.LANGUAGE,
}
_WORD = re.compile(r"[^\W\d_]+|\d+")
_NO_PLURAL = ("s", "ese", "ish", "ch", "men", "people", "ern", "ed", "ing", "old", "age", "ic")
_OF_THINGS = ("wood", "berry", "fish", "board", "cloth", "stone", "grass", "bread", "craft", "ware")
_LEAST_DERIVED = 7
_PLURAL_FORMS = frozenset({Form.PEOPLE, Form.SIGNS})


def words_of(phrase: str) -> tuple[str, ...]:
    """Split a phrase of a list as the text is split; apostrophes and hyphens part words."""
    return tuple(fold(word) for word in _WORD.findall(phrase))


@cache
def lines(name: str) -> tuple[str, ...]:
    """Load the lines of one list without its comments."""
    text = files("privacy.attributes").joinpath("lists", f"{name}.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """Load the single words of one list, folded."""
    return frozenset(fold(word) for line in lines(name) for word in line.split())


@cache
def _thing_classes() -> dict[str, str]:
    section = ""
    classes: dict[str, str] = {}
    for line in lines("things"):
        if line.startswith("["):
            section = line[1:-1]
        else:
            classes |= dict.fromkeys(map(fold, line.split()), section)
    return classes


def thing_class(word: str) -> str | None:
    """Return the section of `things` that a folded noun or its singular stands in."""
    classes = _thing_classes()
    for ending, singular in (("", ""), ("s", ""), ("es", ""), ("ies", "y"), ("ves", "f")):
        if word.endswith(ending):
            found = classes.get(word.removesuffix(ending) + singular if ending else word)
            if found:
                return found
    is_derived = len(word) > _LEAST_DERIVED and word.removesuffix("s").endswith(_OF_THINGS)
    return "objects" if is_derived else None


@cache
def by_first_word() -> dict[str, tuple[Entry, ...]]:
    """Load all entries under their first word, the longest first, of these a language first."""
    index: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in dict.fromkeys(_entries()):
        index[entry.words[0]].append(entry)
    return {word: tuple(sorted(entries, key=_order)) for word, entries in index.items()}


def _order(entry: Entry) -> tuple[int, bool]:
    return -len(entry.words), entry.form is not Form.LANGUAGES


@cache
def single_words() -> frozenset[str]:
    """Load the words that say who somebody is by themselves; no rule and no weight knows them."""
    told = {Form.PEOPLE, Form.PERHAPS, Form.PLACES, Form.SIGNS, Form.SLURS, Form.LANGUAGES}
    return frozenset(
        entry.words[0]
        for entries in by_first_word().values()
        for entry in entries
        if len(entry.words) == 1 and entry.form in told
    ) - words("person_nouns")


@cache
def plain_nouns() -> frozenset[str]:
    """Load the nouns of persons that no list of traits holds ("clerk", "mother", never "imam")."""
    entries = (entry for each in by_first_word().values() for entry in each)
    told = {entry.words[0] for entry in entries if _is_a_trait(entry)}
    return words("person_nouns") - told


def _is_a_trait(entry: Entry) -> bool:
    return len(entry.words) == 1 and entry.form is not Form.KIN


@cache
def lookalikes() -> dict[str, tuple[tuple[str, ...], ...]]:
    """Load the phrases that say nothing about a person, under their first word."""
    index: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for line in lines("lookalikes"):
        phrase = words_of(line)
        index[phrase[0]].append(phrase)
    return {word: tuple(sorted(each, key=len, reverse=True)) for word, each in index.items()}


def _entries() -> Iterator[Entry]:
    for name, attribute in _FILES.items():
        form = Form.PEOPLE
        for line in lines(name):
            if line.startswith("["):
                form = Form(line[1:-1])
                continue
            phrase = words_of(line)
            yield Entry(phrase, attribute, form)
            if form in _PLURAL_FORMS and not phrase[-1].endswith(_NO_PLURAL):
                yield Entry((*phrase[:-1], phrase[-1] + "s"), attribute, form)
    yield from _slurs()
    yield from _activities()


def _slurs() -> Iterator[Entry]:
    attribute = Attribute.RACE
    for line in lines("slurs"):
        if line.startswith("["):
            attribute = Attribute(line[1:-1].replace(" ", "_"))
        else:
            yield Entry(words_of(codecs.decode(line, "rot13")), attribute, Form.SLURS)


def _activities() -> Iterator[Entry]:
    attribute = Attribute.PHOTOGRAPHING
    for line in lines("activities"):
        if line.startswith("["):
            attribute = Attribute(line[1:-1])
        else:
            yield Entry(words_of(line), attribute, Form.ACTIVITIES)
