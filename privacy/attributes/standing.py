"""Which entries and look-alikes of the lists stand at a place of a text: one walk for all of them.

The lists are a tree of words: what stands at a place is found by going down it word by word, so a
place costs as much as what stands there is long, however many entries begin with its first word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from privacy.attributes import lexicon
from privacy.attributes.lexicon import Entry
from privacy.attributes.tokens import Token

_JOINERS = frozenset({"-", "'", "/", "\n"})


@dataclass(frozen=True, slots=True)
class Standing:
    """The longest entries that stand at a place, and its longest look-alike.

    `end` and `lookalike_end` are the tokens that follow them, 0 if there are none.
    """

    entries: tuple[Entry, ...] = ()
    end: int = 0
    lookalike_end: int = 0


@dataclass(slots=True)
class _Node:
    """What ends with the words that led here, and which words may follow."""

    entries: tuple[Entry, ...] = ()
    is_lookalike: bool = False
    after: dict[str, "_Node"] = field(default_factory=dict)


_NOTHING = Standing()


def stand_at(tokens: Sequence[Token], first: int) -> Standing:
    """Return what stands at a token; signs that join words may stand between its words."""
    node = _tree().after.get(tokens[first].word)
    if node is None:
        return _NOTHING
    entries: tuple[Entry, ...] = ()
    end = lookalike_end = 0
    place = first + 1
    while True:
        if node.entries:
            entries, end = node.entries, place
        if node.is_lookalike:
            lookalike_end = place
        while place < len(tokens) and tokens[place].word in _JOINERS:
            place += 1
        following = node.after.get(tokens[place].word.lstrip("'")) if place < len(tokens) else None
        if following is None:
            return Standing(entries, end, lookalike_end)
        node, place = following, place + 1


@cache
def _tree() -> _Node:
    """Put the lists together; of entries with the same words a language goes first."""
    root = _Node()
    for entries in lexicon.by_first_word().values():
        for entry in entries:
            node = _reached(root, entry.words)
            node.entries = (*node.entries, entry)
    for phrases in lexicon.lookalikes().values():
        for phrase in phrases:
            _reached(root, phrase).is_lookalike = True
    return root


def _reached(node: _Node, words: Sequence[str]) -> _Node:
    for word in words:
        node = node.after.setdefault(word, _Node())
    return node
