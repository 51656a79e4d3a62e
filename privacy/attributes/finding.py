"""From a text to its mentions: read, match, group, mask, decide."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privacy.attributes.features import Narrative, Sentence
from privacy.attributes.matching import Found, Words, find_words
from privacy.attributes.mentions import Mention
from privacy.attributes.misspelled import mend
from privacy.attributes.phrases import Phrase, is_of_a_person, masked, phrases_of
from privacy.attributes.roles import decide
from privacy.attributes.spanish import SpanishPhrase, find_fragments, read_spanish
from privacy.attributes.tokens import Token, sentences, tokens_of
from privacy.attributes.unlisted import find_unlisted
from privacy.attributes.wordings import find_patterns
from privacy.reading import Reading, read

NEIGHBOURS = 5
"""How many sentences before and after the one in question are looked at."""


MASK = "[ATTRIBUTE]"
"""What stands for a mention where no attribute may be seen, before a ranker for example."""


@dataclass(frozen=True, slots=True)
class ReadPhrase:
    """A phrase of a text with its decision; offsets count code points of the original.

    `is_of_a_person` tells whether it says who somebody is, and not what a thing or a place is.
    """

    start: int
    end: int
    mentions: tuple[Mention, ...]
    features: frozenset[str]
    is_of_a_person: bool


class Reader:
    """Reads each text once, for as long as it lives: make one for a report, and keep it nowhere."""

    def __init__(self) -> None:
        self._phrases: dict[str, tuple[ReadPhrase, ...]] = {}

    def phrases(self, text: str) -> tuple[ReadPhrase, ...]:
        """Find the phrases of a text; see `read_phrases`."""
        if text not in self._phrases:
            self._phrases[text] = tuple(read_phrases(text))
        return self._phrases[text]

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Find the mentions of a text; see `find_mentions`."""
        return tuple(mention for phrase in self.phrases(text) for mention in phrase.mentions)

    def mask(self, text: str) -> str:
        """Put `MASK` in the place of every mention; see `mask_mentions`."""
        parts: list[str] = []
        kept_to = 0
        for mention in self.mentions(text):
            parts += (text[kept_to : mention.start], MASK)
            kept_to = mention.end
        return "".join((*parts, text[kept_to:]))


def find_mentions(text: str) -> tuple[Mention, ...]:
    """Find every mention of a protected attribute or activity and say what it does there.

    The mentions are sorted and do not overlap; offsets are half-open and count code points of the
    original, whatever disguise `privacy.reading` had to undo. The empty text has none. The time is
    linear in the length of the text.
    """
    return Reader().mentions(text)


def mask_mentions(text: str) -> str:
    """Put `MASK` in the place of every mention, whatever it does; the rest stays as it is."""
    return Reader().mask(text)


def read_phrases(text: str) -> Iterator[ReadPhrase]:
    """Find the phrases that hold mentions, in order, with what decided them."""
    reading = read(text)
    plain = tokens_of(reading.text)
    tokens = mend(plain)
    ranges = list(sentences(tokens))
    spanish = read_spanish(plain, ranges)
    patterns = _patterns(reading.text, tokens)
    for each in find_fragments(plain, ranges, spanish):
        patterns.setdefault(each.first, each)
    listed = find_words(tokens, patterns)
    unlisted = find_unlisted(tokens, listed)
    found = sorted((*listed.found, *unlisted), key=lambda each: each.first)
    grouped = list(_grouped(tokens, found, ranges))
    lines = [
        masked(tokens, *range_, phrases) for range_, phrases in zip(ranges, grouped, strict=True)
    ]
    told = [Sentence.of(line.text, line.nouns) for line in lines]
    for number, (phrases, line) in enumerate(zip(grouped, lines, strict=True)):
        if number in spanish:
            yield from (_from_spanish(reading, plain, each) for each in spanish[number])
            continue
        first = max(0, number - NEIGHBOURS)
        narrative = Narrative(tuple(told[first : number + NEIGHBOURS + 1]))
        for phrase, offset in zip(phrases, line.offsets, strict=True):
            decision = decide(narrative, number - first, offset)
            mentions = tuple(
                Mention(
                    *_range(reading, tokens, each), each.attribute, decision.role, decision.reason
                )
                for each in phrase.found
            )
            yield ReadPhrase(
                mentions[0].start,
                mentions[-1].end,
                mentions,
                decision.features,
                is_of_a_person(tokens, phrase),
            )


def read_listed(text: str) -> tuple[list[Token], Words]:
    """Split an English text without disguise into tokens, and find what the lists hold."""
    tokens = tokens_of(text)
    return tokens, find_words(tokens, _patterns(text, tokens))


def _from_spanish(reading: Reading, tokens: Sequence[Token], phrase: SpanishPhrase) -> ReadPhrase:
    mentions = tuple(
        Mention(*_range(reading, tokens, each), each.attribute, phrase.role, phrase.reason)
        for each in phrase.found
    )
    return ReadPhrase(
        mentions[0].start, mentions[-1].end, mentions, frozenset(), phrase.is_of_a_person
    )


def _range(reading: Reading, tokens: Sequence[Token], found: Found) -> tuple[int, int]:
    return reading.original_range(tokens[found.first].start, tokens[found.last - 1].end)


def _grouped(
    tokens: Sequence[Token], found: Sequence[Found], ranges: Sequence[tuple[int, int]]
) -> Iterator[list[Phrase]]:
    place = 0
    for _, last in ranges:
        begin = place
        while place < len(found) and found[place].first < last:
            place += 1
        yield list(phrases_of(tokens, found[begin:place], last))


def _patterns(text: str, tokens: Sequence[Token]) -> dict[int, Found]:
    starts = [token.start for token in tokens]
    found = {}
    for each in find_patterns(text):
        first, last = bisect_left(starts, each.start), bisect_left(starts, each.end)
        if first < last:
            found[first] = Found(first, last, each.attribute, each.form)
    return found
