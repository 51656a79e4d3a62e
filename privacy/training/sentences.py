"""Natural sentences with names: a pronoun or a plain noun gives its place to a name."""

import re
from pathlib import Path
from random import Random

from privacy.training.fillers import Piece, fill, fill_gap
from privacy.training.wordnet import definitions, sentences

P_SUBSTITUTED = 0.8
P_ENDED = 0.25
_ENDINGS = (
    *(("in", "city"), ("in", "country"), ("in", "place"), ("from", "city"), ("to", "place")),
    *(("near", "street"), ("on", "street"), ("at", "org"), ("for", "org"), ("by", "org")),
    *(("with", "given"), ("with", "person"), ("by", "person"), ("to", "given"), ("like", "family")),
    *(("from", "person"), ("from", "given"), ("for", "person"), ("without", "given")),
    *(("about", "family"), ("behind", "person"), ("except", "person"), ("after", "given")),
)
P_BEGUN = 0.12
_BEGINNINGS = (
    "{person} says", "according to {person},", "{given} told me", "{family} thinks that",
    "{given}:", "for {person}", "it was {person} who wrote:", "nobody but {given} knows that",
    "in {city}", "at {org}", "{org} reports:", "like {person},", "{person} and {given} agree:",
    "unlike {family}", "as {person} put it,",
)  # fmt: skip

_PERSON = (
    r"man|woman|boy|girl|lawyer|doctor|teacher|child|king|queen|president|student|suspect|author"
    r"|soldier|policeman|judge|professor|speaker|singer|actor|driver|candidate|senator|prisoner"
    r"|patient|old man|young man|lady|kid|writer|artist|boss|manager|thief|criminal|victim"
)
_ORGANISATION = (
    r"company|firm|committee|team|bank|police|army|government|university|school|court|church|club"
    r"|union|party|agency|hospital|corporation|organization|council|department"
)
_PLACE = r"city|town|village|country|island|valley|state|region|capital|mountains|river"
_GAPS = re.compile(
    r"\b(?:(?P<subject>he|she)|(?P<object>him|me|us|someone|somebody|anyone|everyone|everybody)"
    r"|(?P<own>his|her)"
    rf"|(?:the|this|that|my|our|an?) (?:(?P<person>{_PERSON})"
    rf"|(?P<organisation>{_ORGANISATION})|(?P<place>{_PLACE}))|(?P<they>they|them))\b(?! of)",
    re.IGNORECASE,
)
_KINDS = ("person", "person", "given", "given", "given", "family", "family")


def natural(random: Random, folder: Path) -> list[Piece]:
    """Return an example sentence in which names stand for pronouns and plain nouns."""
    text = _punctuated(random.choice(sentences(folder)), random)
    pieces = _beginning(random)
    position = 0
    if pieces:
        text = f" {text[0].lower()}{text[1:]}"
    for gap in _GAPS.finditer(text):
        if random.random() < P_SUBSTITUTED:
            pieces += [Piece(text[position : gap.start()]), *_filled(gap, text, random)]
            position = gap.end()
    pieces += _ending(text[position:], random)
    return [piece for piece in pieces if piece.text]


def _beginning(random: Random) -> list[Piece]:
    """Return what now and then stands before a sentence: who says it, or where."""
    if random.random() >= P_BEGUN:
        return []
    return fill(random.choice(_BEGINNINGS), random)


def _ending(text: str, random: Random) -> list[Piece]:
    """Return the end of a sentence, now and then with where or with whom."""
    if random.random() >= P_ENDED or not text.endswith("."):
        return [Piece(text)]
    word, kind = random.choice(_ENDINGS)
    return [Piece(f"{text[:-1]} {word} "), fill_gap(kind, random), Piece(".")]


def _filled(gap: re.Match[str], text: str, random: Random) -> list[Piece]:
    kind = gap.lastgroup
    if kind == "organisation":
        return [fill_gap("org", random)]
    if kind == "place":
        return [fill_gap(random.choice(("city", "place", "country")), random)]
    name = fill_gap(random.choice(_KINDS), random)
    if kind == "they":
        return [name, Piece(" and "), fill_gap(random.choice(_KINDS), random)]
    is_owner = kind == "own" and re.match(r" [a-z]", text[gap.end() :])
    if is_owner:
        return [name, Piece("'s")]
    if kind == "subject" and random.random() < 0.1:
        return [Piece(random.choice(("Mr. ", "Ms. ", "Dr. ", "Officer "))), name]
    return [name]


def untouched(random: Random, folder: Path) -> list[Piece]:
    """Return an example sentence or a definition as it is: nobody is named."""
    source = sentences(folder) if random.random() < 0.8 else definitions(folder)
    text = _punctuated(random.choice(source), random)
    dice = random.random()
    if dice < 0.08:
        return [Piece(text.title())]
    if dice < 0.2:
        # Reports write any noun with a capital.
        return [Piece(" ".join(_capital(word, random) for word in text.split(" ")))]
    return [Piece(text)]


def _capital(word: str, random: Random) -> str:
    return word.capitalize() if len(word) > 3 and random.random() < 0.25 else word


def _punctuated(text: str, random: Random) -> str:
    if random.random() < 0.12:
        return text
    text = text[0].upper() + text[1:]
    return text if text[-1] in ".!?" else f"{text}."
