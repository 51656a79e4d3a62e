"""Group mentions into phrases, and write a sentence with its phrases masked.

The rules read the masked sentence only, where each phrase is one capital letter; so two sentences
that differ only in the words of a mention are the same sentence to them.

    P  persons by a trait ("two young Kenyan men")      J  a trait alone ("Kenyan")
    H  persons by sex only ("a man")                    Y  an age in numbers
    L  a house of worship or a body of a religion       S  what is worn or believed
    G  a language or an accent ("Kenyan accent")        T  the name of an attribute
    X  an insult to a group                             A  a protected activity
    F  an opinion that is shown ("yard sign")           K  a thing by a trait ("Kenyan shop")

A person without any trait is "n", as is a relative or a trade ("mother", "salesman"); somebody who
reports is "c", a number is "#", and a word of the lists that says nothing here ("a white van") is
"w". "an" is written "a": which of them stands there depends on the word that is masked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privacy.attributes import lexicon
from privacy.attributes.lexicon import Form
from privacy.attributes.matching import Found
from privacy.attributes.tokens import Token

LETTERS = {
    Form.PLACES: "L",
    Form.SIGNS: "S",
    Form.LANGUAGES: "G",
    Form.TRAITS: "T",
    Form.SLURS: "X",
    Form.EXPRESSIONS: "F",
    Form.THINGS: "K",
    Form.ACTIVITIES: "A",
}
"""The letter of a form that alone says what stands in a masked sentence, in either language."""
_PERSONAL = frozenset(
    {Form.PEOPLE, Form.PERHAPS, Form.HEADS, Form.KIN, Form.AGES, Form.CODES, Form.COUNTRIES}
)
_BETWEEN = frozenset({",", "-", "/", "and", "or", "\n", "'", "&"})
_DETERMINERS = frozenset(
    [
        "a",
        "an",
        "the",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "some",
        "those",
        "these",
        "several",
        "many",
        "any",
        "few",
        "more",
        "all",
        "other",
        "every",
        "no",
        "another",
        "both",
        "group",
        "of",
        "us",
        "you",
        "certain",
        "most",
        "only",
    ]
)
_REPORTERS = frozenset(("caller", "callers", "complainant", "rp", "witness", "informant"))
_ACCENTS = frozenset({"accent", "accents", "dialect", "dialects"})
_SPEAK = frozenset({"speak", "speaks", "spoke", "speaking", "spoken"})
_SEXES = frozenset({"man", "men", "woman", "women", "male", "males", "female", "females"})
_OF_PERSONS = frozenset("PJY")
_VOICE_WORDS = 3
_JOINED = frozenset({"-", "/", "'", "&", "(", ")", "\n", "_"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A half-open range of tokens of one sentence, its letter, and the mentions inside."""

    first: int
    last: int
    letter: str
    found: tuple[Found, ...]


def phrases_of(tokens: Sequence[Token], found: Sequence[Found], end: int) -> Iterator[Phrase]:
    """Group the mentions of a sentence that ends before a token into phrases."""
    place = 0
    while place < len(found):
        mention = found[place]
        if mention.form not in _PERSONAL:
            yield Phrase(mention.first, mention.last, LETTERS[mention.form], (mention,))
            place += 1
            continue
        group = _group(tokens, found, place)
        after = place + len(group)
        if (
            after < len(found)
            and found[after].form is Form.PLACES
            and _touch(group[-1], found[after])
        ):
            yield Phrase(mention.first, found[after].last, "L", (*group, found[after]))
            place = after + 1
            continue
        limit = found[after].first if after < len(found) else end
        last, has_head = _with_head(tokens, group[-1].last, limit)
        has_head = has_head or (_is_head(tokens[last - 1].word) and not _is_bare(group, last))
        is_voice = not has_head and _is_voice(tokens, mention.first, last, end)
        letter = "G" if is_voice else _letter(tokens, group, has_head=has_head)
        yield Phrase(mention.first, last, letter, tuple(group))
        place = after


def _touch(one: Found, other: Found) -> bool:
    return one.last == other.first


def _group(tokens: Sequence[Token], found: Sequence[Found], place: int) -> list[Found]:
    group = [found[place]]
    for mention in found[place + 1 :]:
        between = [token.word for token in tokens[group[-1].last : mention.first]]
        is_near = len(between) <= 3 and all(
            word in _BETWEEN or word in lexicon.words("adjectives") for word in between
        )
        if mention.form not in _PERSONAL or not is_near:
            break
        group.append(mention)
    return group


def _with_head(tokens: Sequence[Token], last: int, end: int) -> tuple[int, bool]:
    """Take in the person's noun that follows, with the adjectives before it."""
    place = last
    while place < end and place - last <= 3:
        word = tokens[place].word
        if word in lexicon.words("person_nouns"):
            return place + 1, True
        if word not in lexicon.words("adjectives") and word != "-":
            break
        place += 1
    return last, False


def _is_voice(tokens: Sequence[Token], first: int, last: int, end: int) -> bool:
    """Tell whether a phrase says how somebody sounds ("Kenyan accent", "spoke Kenyan")."""
    is_spoken = first > 0 and tokens[first - 1].word in _SPEAK
    return is_spoken or (last < end and tokens[last].word in _ACCENTS)


def is_of_a_person(tokens: Sequence[Token], phrase: Phrase) -> bool:
    """Tell whether a phrase says who a person is, or how they speak, not write."""
    if phrase.letter != "G":
        return phrase.letter in _OF_PERSONS
    around = tokens[max(0, phrase.first - _VOICE_WORDS) : phrase.last + 1]
    return any(token.word in _SPEAK | _ACCENTS | {"fluent"} for token in around)


def _is_head(word: str) -> bool:
    """Tell whether a phrase that ends in a word is about a person ("older woman", "teen boy")."""
    return word in lexicon.words("person_nouns") or word in _SEXES


def _is_bare(group: Sequence[Found], last: int) -> bool:
    """Tell whether a phrase is a single word of a list, which may be a person or said of one."""
    return len(group) == 1 and last == group[0].first + 1 and group[0].form is Form.PEOPLE


def _letter(tokens: Sequence[Token], group: Sequence[Found], *, has_head: bool) -> str:
    forms = {mention.form for mention in group}
    if forms == {Form.AGES}:
        return "P" if has_head else "Y"
    if forms == {Form.KIN}:
        return "n"
    if forms <= {Form.HEADS, Form.KIN}:
        return "H"
    if has_head or forms & {Form.HEADS, Form.CODES}:
        return "P"
    if forms <= {Form.COUNTRIES, Form.AGES}:
        return "J"
    before = tokens[group[0].first - 1].word if group[0].first else ""
    is_plural = tokens[group[-1].last - 1].word.endswith("s")
    return "P" if before in _DETERMINERS or is_plural else "J"


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence with its phrases masked.

    `nouns` holds for each word the noun of a person behind it, or nothing; `offsets` is where in
    the text each phrase stands.
    """

    text: str
    nouns: tuple[str, ...]
    offsets: tuple[int, ...]


def masked(tokens: Sequence[Token], first: int, last: int, phrases: Sequence[Phrase]) -> Masked:
    """Write a sentence with its phrases masked."""
    starts = {phrase.first: phrase for phrase in phrases}
    words: list[str] = []
    nouns: list[str] = []
    offsets: list[int] = []
    length, place = 0, first
    while place < last:
        phrase = starts.get(place)
        if phrase is not None:
            offsets.append(length)
            word, place = phrase.letter, max(phrase.last, place + 1)
        else:
            word, place = _plain(tokens[place].word), place + 1
        if word:
            words.append(word)
            is_person = phrase is not None or word == "n"
            nouns.append(_noun(tokens[place - 1].word) if is_person else "")
            length += len(word) + 1
    return Masked(" ".join(words), tuple(nouns), tuple(offsets))


def _noun(word: str) -> str:
    return word if word in lexicon.plain_nouns() else ""


def _plain(word: str) -> str:
    if word in _JOINED:
        return ""
    if word.isdigit():
        return "#"
    if word in _REPORTERS:
        return "c"
    if word in lexicon.words("person_nouns"):
        return "n"
    if word == "an":
        return "a"
    return "w" if word in lexicon.single_words() else word
