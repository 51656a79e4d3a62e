"""Find what no list holds: words that stand where a trait or an activity is told.

A linear model weighs the words around each word, by what they are (the word, its ending, the lists
that it stands in) and by how far off they stand; a second one says which attribute is told.
`unlisted.json` holds the weights, plain numbers in hundredths per readable feature; `training`
makes it. The time is linear in the number of words.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from privacy.attributes import lexicon
from privacy.attributes.lexicon import Form
from privacy.attributes.matching import Found, Words
from privacy.attributes.mentions import ACTIVITIES, Attribute
from privacy.attributes.senses import sense_of
from privacy.attributes.tokens import Token
from privacy.gazetteer import lists_with

FILE = "unlisted.json"
OFFSETS = (-2, -1, 0, 1, 2)
"""How far from the word in question those stand that are looked at."""

BEGIN = 30
"""Hundredths of log-odds from which a word is found beside others."""

ALONE = 120
"""Hundredths from which a word is found by itself: of such words fewer tell something."""

GO_ON = -50
"""Hundredths from which a word belongs to the one beside it that was found."""

WHOLE = 100
"""What one is in the weights."""

_LEAST_WITH_ENDING = 5
_LISTS = ("person_nouns", "adjectives", "marks")
_NOTHING = (0,) * len(OFFSETS)
EDGE, FOUND = "edge", "found"
"""The features of what is outside of the text, and of a word at which something was found."""

_ORDINARY: dict[str, tuple[int, ...]] = {}
"""The sums of ordinary words as they were met; no other word is kept, it may be somebody's name."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Hundredths per feature: `finds` has one for each of `OFFSETS`, `tells` one per attribute."""

    bias: int
    finds: Mapping[str, Sequence[int]]
    attributes: tuple[Attribute, ...]
    tells: Mapping[str, Sequence[int]]


def find_unlisted(tokens: Sequence[Token], listed: Words) -> Iterator[Found]:
    """Yield what is told in words that no list holds, in order; none overlaps what was found."""
    words = [token.word for token in tokens]
    is_free = free_tokens(len(tokens), listed)
    sums = _sums(words, is_free, listed.doubtful)
    for place in listed.lookalikes:
        is_free[place] = False
    place = 0
    while place < len(tokens):
        if sums[place] < BEGIN or not is_free[place]:
            place += 1
            continue
        first, last = place, place + 1
        while first and is_free[first - 1] and sums[first - 1] >= GO_ON:
            first -= 1
        while last < len(tokens) and is_free[last] and sums[last] >= GO_ON:
            last += 1
        is_free[first:last] = [False] * (last - first)
        place, most = last, max(sums[first:last])
        while first < last and _says_nothing(words[first]):
            first += 1
        while first < last and _says_nothing(words[last - 1]):
            last -= 1
        # What stands before a colon names a field ("Race/Sex: ...").
        is_label = place < len(words) and words[place] == ":"
        if not is_label and (last - first > 1 or (first < last and most >= ALONE)):
            attribute = attribute_of(words[first:last])
            form = Form.ACTIVITIES if attribute in ACTIVITIES else Form.PEOPLE
            yield Found(first, last, attribute, form)


def free_tokens(length: int, listed: Words) -> list[bool]:
    """Tell for each token whether the lists found nothing there."""
    is_free = [True] * length
    for each in listed.found:
        is_free[each.first : each.last] = [False] * (each.last - each.first)
    return is_free


def doubtful_features(form: Form) -> tuple[str, ...]:
    """Return what stands for a word that a list holds and that does not count, whichever it is."""
    return ("doubtful", f"doubtful:{form.value}")


def features_of(word: str) -> list[str]:
    """Return what a folded word is, in readable features."""
    features = [f"word:{word}", *(f"list:{name}" for name in sorted(lists_with(word)))]
    if (sense := sense_of(word)) is not None:
        features.append(f"sense:{sense}")
    if (thing := lexicon.thing_class(word)) is not None:
        features += ("thing", f"thing:{thing}")
    features += [f"in:{name}" for name in _LISTS if word in lexicon.words(name)]
    if word.isdigit():
        features.append(f"digits:{len(word)}")
    if len(word) >= _LEAST_WITH_ENDING:
        features += (f"begins:{word[:4]}", f"ends:{word[-3:]}")
    return features


def attribute_of(words: Sequence[str]) -> Attribute:
    """Return the attribute that words are most likely about."""
    weights = _weights()
    features = [feature for word in words for feature in features_of(word)]
    told = [weights.tells[each] for each in features if each in weights.tells]
    sums = [sum(each) for each in zip(weights.tells["bias"], *told, strict=True)]
    return weights.attributes[sums.index(max(sums))]


def _says_nothing(word: str) -> bool:
    return not word.isalnum() or "function" in lists_with(word) or word.endswith("ally")


def _sums(words: Sequence[str], is_free: Sequence[bool], doubtful: Mapping[int, Form]) -> list[int]:
    """Return the log-odds, in hundredths, that each word tells a trait or an activity.

    What was found is one unit to the words beside it, whichever and however many words it is.
    """
    weights = _weights()
    edge, found = _added([EDGE]), _added([FOUND])
    units = units_of(is_free)
    around = [edge] * (2 * OFFSETS[-1] + units[-1] + 1 if units else 0)
    for place, (word, free) in enumerate(zip(words, is_free, strict=True)):
        if not free:
            told = found
        elif place in doubtful:
            told = _added(doubtful_features(doubtful[place]))
        else:
            told = _of_word(word)
        around[units[place] + OFFSETS[-1]] = told
    return [
        weights.bias + sum(around[unit + step][step] for step in range(len(OFFSETS)))
        for unit in units
    ]


def units_of(is_free: Sequence[bool]) -> list[int]:
    """Give each token a number; those that stand together and were found have one together."""
    units: list[int] = []
    for place, free in enumerate(is_free):
        is_next = place > 0 and (free or is_free[place - 1])
        units.append(units[-1] + is_next if units else 0)
    return units


def _of_word(word: str) -> tuple[int, ...]:
    if word in _ORDINARY:
        return _ORDINARY[word]
    sums = _added(features_of(word))
    if lists_with(word) & {"function", "ordinary"}:
        _ORDINARY[word] = sums
    return sums


def _added(features: Iterable[str]) -> tuple[int, ...]:
    finds = _weights().finds
    known = [finds[each] for each in features if each in finds]
    return tuple(map(sum, zip(_NOTHING, *known, strict=True)))


@cache
def _weights() -> Weights:
    content = json.loads(files("privacy.attributes").joinpath(FILE).read_text("utf-8"))
    return Weights(
        content["bias"],
        content["finds"],
        tuple(map(Attribute, content["attributes"])),
        content["tells"],
    )


def forget() -> None:
    """Read the weights anew when they are needed next."""
    _ORDINARY.clear()
    _weights.cache_clear()
