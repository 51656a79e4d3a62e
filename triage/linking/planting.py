"""Planted duplicates and look-alikes, to measure whether links are found; reproducible from a seed.

A duplicate is an account of the same event as somebody else would type it in: typing errors, other
words, sentences in another order, capitals, a part cut off, a sentence added. A look-alike uses
the phrases of one report for another event.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Words that stand in for others; none says what happened.
_OTHER_WORDS = ("there", "then", "about", "again", "seen", "noted", "later", "also", "near", "one")
_ADDED = (
    "No further action was taken at the time.",
    "The caller asked to be kept informed.",
    "Units checked the area and left.",
    "Nothing else was noted during this shift.",
)


@dataclass(frozen=True, slots=True)
class Planted:
    """Texts, and which of them tell the same event: pairs of row numbers, the smaller first."""

    texts: tuple[str, ...] = field(repr=False)
    duplicates: tuple[tuple[int, int], ...]


def plant(
    texts: Sequence[str], *, share: float, edits: float, seed: int, lookalikes: float = 0.1
) -> Planted:
    """Add edited duplicates of a `share` of the texts behind them, and look-alikes of another.

    `edits` is the share of the words that is changed, in [0, 1].
    """
    rng = Random(f"{seed}/{edits}")  # noqa: S311  Test data, not a secret.
    rows = list(range(len(texts)))
    rng.shuffle(rows)
    n_copies, n_alike = int(share * len(texts)), int(lookalikes * len(texts))
    copied, imitated = rows[:n_copies], rows[n_copies : n_copies + n_alike]
    told = [edited(texts[row], edits=edits, rng=rng) for row in copied]
    alike = [look_alike(texts[row], texts, rng=rng) for row in imitated]
    pairs = [(row, len(texts) + number) for number, row in enumerate(copied)]
    return Planted((*texts, *told, *alike), tuple(sorted(pairs)))


def edited(text: str, *, edits: float, rng: Random) -> str:
    """Tell the same once more, with a share of the words changed; one more change in one of two."""
    words = text.split(" ")
    for _ in range(round(edits * len(words))):
        at = rng.randrange(len(words))
        words[at : at + 1] = rng.choice(_WORD_CHANGES)(words[at], rng)
    told = " ".join(words)
    return rng.choice(_WHOLE_CHANGES)(told, rng) if rng.random() < 0.5 else told


def look_alike(text: str, others: Sequence[str], *, rng: Random) -> str:
    """Tell another event in phrases of this one: at least half of it is of other reports."""
    sentences = _SENTENCE.split(text)
    for at in range(0, len(sentences), 2):
        sentences[at] = rng.choice(_SENTENCE.split(rng.choice(others)))
    return " ".join(sentences)


def _misspell(word: str, rng: Random) -> list[str]:
    at = rng.randrange(len(word) + 1)
    return [word[:at] + rng.choice(_LETTERS) + word[at + rng.randint(0, 1) :]]


def _swap_letters(word: str, rng: Random) -> list[str]:
    at = rng.randrange(max(1, len(word) - 1))
    return [word[:at] + word[at : at + 2][::-1] + word[at + 2 :]]


def _replace(_word: str, rng: Random) -> list[str]:
    return [rng.choice(_OTHER_WORDS)]


def _insert(word: str, rng: Random) -> list[str]:
    return [rng.choice(_OTHER_WORDS), word]


def _drop(_word: str, _rng: Random) -> list[str]:
    return [""]


def _reorder(text: str, rng: Random) -> str:
    sentences = _SENTENCE.split(text)
    rng.shuffle(sentences)
    return " ".join(sentences)


def _shout(text: str, _rng: Random) -> str:
    return text.upper()


def _cut(text: str, _rng: Random) -> str:
    words = text.split(" ")
    return " ".join(words[: max(5, len(words) * 9 // 10)])


def _extend(text: str, rng: Random) -> str:
    return f"{text} {rng.choice(_ADDED)}"


_WORD_CHANGES: tuple[Callable[[str, Random], list[str]], ...] = (
    *(_misspell, _swap_letters, _replace),
    *(_insert, _drop),
)
_WHOLE_CHANGES: tuple[Callable[[str, Random], str], ...] = (_reorder, _shout, _cut, _extend)
