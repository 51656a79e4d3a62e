"""Long words of the lists with one letter wrong, left out, doubled or swapped ("Pakitsani").

Only a word that is no ordinary word and no name is looked at, and only single long words of the
lists stand in for it: a short word is too near to others.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from privacy import gazetteer
from privacy.attributes import lexicon
from privacy.attributes.lexicon import Form
from privacy.attributes.mentions import Attribute
from privacy.attributes.tokens import Token

MIN_CHARS = 8
MIN_ORIGIN_CHARS = 7
"""Words of origin and belief have fewer ordinary neighbours ("Mexican")."""
MAX_CHARS = 30
"""A longer word is no word; looking for it would take time and room by the square of its length."""
MIN_FIRST_CHARS = 9
"""From this length on the first letter may be the wrong one."""

_ORIGINS = frozenset(
    {Attribute.RACE, Attribute.ETHNICITY, Attribute.NATIONAL_ORIGIN, Attribute.RELIGION}
)

_NAMES = frozenset({"given", "family", "places", "proper"})


def mend(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens, each misspelled word of the lists replaced by the word; offsets stay."""
    return [
        replace(token, word=intended)
        if MIN_ORIGIN_CHARS - 1 <= len(token.word) <= MAX_CHARS
        and (intended := _intended(token.word)) is not None
        else token
        for token in tokens
    ]


def _intended(word: str) -> str | None:
    """Return the one word of the lists that a word is an error away from.

    Nothing is remembered: a word of no list may be somebody's name.
    """
    if word in _words() or not word.isalpha() or _is_known(word):
        return None
    near = {known for key in (word, *_shorter(word)) for known in _by_shorter().get(key, ())}
    close = {known for known in near if _is_one_error(word, known)}
    return close.pop() if len(close) == 1 else None


def _is_known(word: str) -> bool:
    is_name = bool(gazetteer.lists_with(word) & _NAMES)
    return is_name or gazetteer.is_common(word) or word in lexicon.words("not_misspelled")


def _shorter(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def _is_one_error(word: str, known: str) -> bool:
    """Tell whether one letter differs, is too many or too few, or two neighbours are swapped.

    A word that only lacks the last letter is another word ("Armenia", "disable").
    """
    if word[0] != known[0] and len(known) < MIN_FIRST_CHARS:
        return False
    if len(word) != len(known):
        long, short = (word, known) if len(word) > len(known) else (known, word)
        return short in _shorter(long) and short != long[:-1]
    places = [place for place in range(len(word)) if word[place] != known[place]]
    if len(places) == 1:
        return places[0] != len(word) - 1
    one, other = (places[0], places[-1])
    is_swap = len(places) == 2 and other == one + 1
    return is_swap and word[one] == known[other] and word[other] == known[one]


@cache
def _words() -> frozenset[str]:
    """Load every word of the lists."""
    return frozenset(
        word
        for entries in lexicon.by_first_word().values()
        for entry in entries
        for word in entry.words
    )


@cache
def _by_shorter() -> dict[str, tuple[str, ...]]:
    """Load the long words under themselves and each form with one letter less."""
    index: defaultdict[str, list[str]] = defaultdict(list)
    for word in sorted(_long_words()):
        for key in (word, *_shorter(word)):
            index[key].append(word)
    return {key: tuple(dict.fromkeys(words)) for key, words in index.items()}


def _long_words() -> Iterator[str]:
    for entries in lexicon.by_first_word().values():
        for entry in entries:
            least = MIN_ORIGIN_CHARS if entry.attribute in _ORIGINS else MIN_CHARS
            if entry.form is not Form.COUNTRIES:
                yield from (word for word in entry.words if len(word) >= least)
