"""Invented names: a chain of letters that follows the names of one origin, yet is in no list."""

from collections import defaultdict
from collections.abc import Sequence
from random import Random

_ORDER = 3
_MIN_CHARS, _MAX_CHARS = 2, 12
_END = "$"
_TRIES = 8


class Inventor:
    """Makes up words that sound like those it was given."""

    def __init__(self, names: Sequence[str]) -> None:
        self._follows: dict[str, list[str]] = defaultdict(list)
        self._known = frozenset(names)
        for name in names:
            word = "^" * _ORDER + name.lower() + _END
            for at in range(len(word) - _ORDER):
                self._follows[word[at : at + _ORDER]].append(word[at + _ORDER])

    def invent(self, random: Random) -> str:
        """Return a made-up name; an existing one if the chain finds no other."""
        word = ""
        for _ in range(_TRIES):
            word = self._walk(random)
            if len(word) >= _MIN_CHARS and word.title() not in self._known:
                break
        return word.title()

    def _walk(self, random: Random) -> str:
        letters = "^" * _ORDER
        while len(letters) < _ORDER + _MAX_CHARS:
            following = random.choice(self._follows[letters[-_ORDER:]])
            if following == _END:
                break
            letters += following
        return letters[_ORDER:].strip(" -'")
