"""Which sentences of a text are Spanish, and the phrases of those with what they do."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from privacy import gazetteer
from privacy.attributes.context import words_in
from privacy.attributes.matching import Found
from privacy.attributes.mentions import Role
from privacy.attributes.spanish import roles
from privacy.attributes.spanish.finding import (
    OFFICERS,
    PERSONS,
    REPORTERS,
    VICTIMS,
    Group,
    Words,
    find,
    group,
)
from privacy.attributes.tokens import Token

_SIGNS = words_in(
    "que los las una por porque del con fue hombre mujer es era un la el en se le dijo"
)
_ENGLISH = words_in(
    """
    the of and to was is he she with at they his her from for that had who it were an by on rp has
    caller states adv subj not be this are male female
    """
)
_ALIKE = words_in("el la las los le en un se era con del una")
"""Signs that stand in names of places as well, or are English or French words."""

_WORD = attrgetter("word")
_NEIGHBOURS = 5
_AROUND = 2 * _NEIGHBOURS + 1
_REACH_WORDS = 6
_OF_PERSONS = frozenset("PJYG")


@dataclass(frozen=True, slots=True)
class SpanishPhrase:
    """A phrase of a Spanish sentence: what was found in it, what it does and why."""

    found: tuple[Found, ...]
    role: Role
    reason: str
    is_of_a_person: bool


def read_spanish(
    tokens: Sequence[Token], ranges: Sequence[tuple[int, int]]
) -> dict[int, tuple[SpanishPhrase, ...]]:
    """Read the Spanish sentences among the ranges of a text: phrases by number of sentence.

    A text without Spanish costs one look at its words.
    """
    if _SIGNS.isdisjoint(map(_WORD, tokens)):
        return {}
    spanish = [number for number, range_ in enumerate(ranges) if _is_spanish(tokens, *range_)]
    lines = {number: _Line.of(tokens, *ranges[number]) for number in spanish}
    return {
        number: tuple(_decided(lines, number, spanish[max(0, place - _NEIGHBOURS) :][:_AROUND]))
        for place, number in enumerate(spanish)
    }


def find_fragments(
    tokens: Sequence[Token], ranges: Sequence[tuple[int, int]], spanish: Collection[int]
) -> Iterator[Found]:
    """Yield what stands behind a few Spanish words in a sentence of another language.

    Nothing if no sentence is Spanish and none holds such words ("he said que es musulman").
    """
    cues = _SIGNS - _ALIKE
    if cues.isdisjoint(map(_WORD, tokens)):
        return
    for number, (first, last) in enumerate(ranges):
        found_to = first
        for place in range(first, last) if number not in spanish else ():
            if place >= found_to and tokens[place].word in cues:
                found_to = min(place + _REACH_WORDS, last)
                yield from find(Words(tokens, place, found_to))


def _is_spanish(tokens: Sequence[Token], first: int, last: int) -> bool:
    told = [token.word for token in tokens[first:last] if token.word.isalpha()]
    words = set(told)
    known = len(words & _small())
    return known > len(words & _ENGLISH) and (known >= 2 or len(told) <= 5 * known)


@cache
def _small() -> frozenset[str]:
    return gazetteer.words("spanish") | gazetteer.words("spanish_other") | _SIGNS


@dataclass(frozen=True, slots=True)
class _Line:
    """A masked sentence: its groups, and where each of them stands in the text."""

    text: str
    groups: tuple[Group, ...]
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, tokens: Sequence[Token], first: int, last: int) -> "_Line":
        """Mask the sentence between two tokens."""
        words = Words(tokens, first, last)
        groups = group(words, find(words))
        begins = {each.begin: each for each in groups}
        parts: list[str] = []
        offsets: list[int] = []
        place = first
        while place < last:
            phrase = begins.get(place)
            if phrase is not None:
                offsets.append(sum(map(len, parts)) + len(parts))
            parts.append(phrase.letter if phrase else _plain(tokens[place].word))
            place = phrase.last if phrase else place + 1
        return cls(" ".join(parts), tuple(groups), tuple(offsets))


def _plain(word: str) -> str:
    if word in REPORTERS:
        return "c"
    if word in OFFICERS:
        return "g"
    if word in VICTIMS:
        return "v"
    if word in PERSONS:
        return "n"
    return "#" if word.isdigit() else word


def _decided(lines: dict[int, _Line], number: int, near: Sequence[int]) -> Iterator[SpanishPhrase]:
    line = lines[number]
    if not line.groups:
        return
    is_uneasy = roles.tells_unease_alone(" ".join(lines[each].text for each in near))
    for phrase, offset in zip(line.groups, line.offsets, strict=True):
        marked = f"{line.text[:offset]}@{line.text[offset:]}"
        role, reason = roles.decide(marked, is_uneasy=is_uneasy)
        yield SpanishPhrase(phrase.found, role, reason, phrase.letter in _OF_PERSONS)
