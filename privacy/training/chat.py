"""Chat: natural sentences as people type them on a phone, with names and without."""

import re
from pathlib import Path
from random import Random

from privacy.training.fillers import Piece, fill_gap, words
from privacy.training.sentences import natural, untouched

_SHORT = {
    "you": "u", "are": "r", "to": "2", "for": "4", "and": "n", "with": "w", "because": "bc",
    "your": "ur", "people": "ppl", "please": "pls", "about": "abt", "tonight": "2nite",
    "really": "rly", "see": "c", "going to": "gonna", "want to": "wanna", "the": "da", "be": "b",
}  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_SHORT)})\b")
_SIGNS = (
    "!!",
    "!!!",
    " lol",
    " :)",
    " :(",
    " xx",
    "...",
    " \U0001f602",
    " \U0001f62d\U0001f62d",
    "",
)
P_SHORT, P_LOWER, P_FIRST, P_TAG, P_ADDRESSED = 0.4, 0.6, 0.3, 0.2, 0.15


def chatty(random: Random, folder: Path) -> list[Piece]:
    """Return a natural sentence in the spelling of chats; a hashtag names nobody."""
    source = natural if random.random() < 0.65 else untouched
    pieces = [_typed(piece, random) for piece in source(random, folder)]
    if random.random() < P_ADDRESSED:
        pieces = [fill_gap("given", random), Piece(random.choice((" ", ", ", ": "))), *pieces]
    if random.random() < P_FIRST:
        pieces = [Piece(f"{random.choice(words('bond'))} "), *pieces]
    ending = random.choice(_SIGNS)
    if random.random() < P_TAG:
        ending += f" #{random.choice(words('thing')).replace(' ', '')}"
    return [*pieces, Piece(ending)] if ending else pieces


def _typed(piece: Piece, random: Random) -> Piece:
    """Shorten words and drop signs; most names lose their capitals."""
    text = piece.text
    if piece.label is None:
        text = _WORD.sub(lambda word: _shortened(word[0], random), text)
        text = text.replace("'", "").removesuffix(".")
    return Piece(text.lower() if random.random() < P_LOWER else text, piece.label)


def _shortened(word: str, random: Random) -> str:
    return _SHORT[word] if random.random() < P_SHORT else word
