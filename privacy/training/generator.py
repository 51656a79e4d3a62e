"""Made-up text with labels: documents of a few sentences, in many genres and spellings."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from string import ascii_lowercase

from privacy.training.chat import chatty
from privacy.training.fillers import Piece, fill, templates
from privacy.training.sentences import natural, untouched

P_UPPER, P_LOWER, P_TYPING = 0.18, 0.27, 0.12
P_COVERED = 0.1
"""In so many documents some names are covered already: by what redaction puts in their place."""

_P_COVERED_NAME = 0.6
_COVER = "\ufffc"
_P_TYPING_PER_LETTER = 0.02
_P_LOWER_NAME = 0.03
_GENRES = {
    "police": 12, "generic": 10, "mail": 4, "chat": 7, "form": 6, "court": 6, "news": 6, "role": 5,
    "towards": 8, "place": 8, "organisation": 8, "nobody": 7, "shorthand": 8, "soft": 5,
    "natural": 27, "social": 7, "untouched": 15,
}  # fmt: skip
"""How often a sentence is of each genre; the last three are of WordNet."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what is named in it: half-open ranges in code points with a label."""

    text: str
    spans: tuple[tuple[int, int, str], ...]


def generate(seed: int, wordnet: Path) -> Iterator[Document]:
    """Make up documents without end; the same seed makes the same documents."""
    random = Random(seed)  # noqa: S311  text is made up, no secret
    genres, weights = tuple(_GENRES), tuple(_GENRES.values())
    while True:
        pieces: list[Piece] = []
        for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
            genre = random.choices(genres, weights)[0]
            pieces += _sentence(genre, random, wordnet)
            pieces.append(Piece(random.choice((" ", " ", " ", "\n", "  ", "\n\n"))))
        yield _document(_spelled(pieces[:-1], random))


def _sentence(genre: str, random: Random, wordnet: Path) -> list[Piece]:
    if genre == "natural":
        return natural(random, wordnet)
    if genre == "social":
        return chatty(random, wordnet)
    if genre == "untouched":
        return untouched(random, wordnet)
    return fill(random.choice(templates()[genre]), random)


def _spelled(pieces: list[Piece], random: Random) -> list[Piece]:
    """Write the pieces in capitals, in small letters, with typing errors, or as they are."""
    if random.random() < P_COVERED:
        pieces = [_covered(piece, random) for piece in pieces]
    dice = random.random()
    if dice < P_UPPER:
        pieces = [Piece(piece.text.upper(), piece.label) for piece in pieces]
    elif dice < P_UPPER + P_LOWER:
        pieces = [Piece(piece.text.lower(), piece.label) for piece in pieces]
    else:
        pieces = [_cased(piece, random) for piece in pieces]
    if random.random() < P_TYPING:
        pieces = [Piece(_mistyped(piece.text, random), piece.label) for piece in pieces]
    return pieces


def _covered(piece: Piece, random: Random) -> Piece:
    """Cover a name, now and then: what is covered names nobody any more."""
    if piece.label is None or random.random() >= _P_COVERED_NAME:
        return piece
    return Piece(_COVER)


def _cased(piece: Piece, random: Random) -> Piece:
    """Write a name in small letters or capitals, now and then, in a text that is written well."""
    if piece.label is None or random.random() >= 2 * _P_LOWER_NAME:
        return piece
    text = piece.text.lower() if random.random() < 0.5 else piece.text.upper()
    return Piece(text, piece.label)


def _mistyped(text: str, random: Random) -> str:
    """Drop, double, swap or change letters here and there."""
    letters = list(text)
    for at, letter in enumerate(letters):
        if not letter.isalpha() or random.random() >= _P_TYPING_PER_LETTER:
            continue
        kind = random.randrange(4)
        if kind == 0 and len(letters) > 2:
            letters[at] = ""
        elif kind == 1:
            letters[at] = letter * 2
        elif kind == 2 and at and letters[at - 1].isalpha():
            letters[at - 1], letters[at] = letter, letters[at - 1]
        else:
            letters[at] = random.choice(ascii_lowercase)
    return "".join(letters)


def _document(pieces: list[Piece]) -> Document:
    spans, position = [], 0
    for piece in pieces:
        end = position + len(piece.text)
        if piece.label and end > position:
            spans.append((position, end, piece.label))
        position = end
    return Document("".join(piece.text for piece in pieces), tuple(spans))
