"""What a recognizer is, the plain way to make spans from a pattern, and cues that are dispatched.

Most identifiers follow a cue ("SSN", "acct no."). A `Cue` names the words that may begin it, and
its pattern is tried only where one of them stands; so hundreds of cues cost one pass over the words
of a text.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from typing import TypeAlias

from privacy.spans import Kind, Span

Recognizer: TypeAlias = Callable[[str], Iterable[Span]]
Reader: TypeAlias = Callable[[Sequence[str]], Iterable[Iterable[Span]]]
"""A recognizer that reads several texts of one report."""

_NUMBER = r"(?:no|nr|num|number|nbr)\b"
CONNECTION = (
    rf"\)?(?:(?:[\s:=#\"'-]|[,(]\s?(?=\#|(?:with|which)\s|{_NUMBER})){{0,4}}"
    rf"(?:\b(?:{_NUMBER}|(?:is|was|are|of|on|which(?=\s(?:is|was)\b)"
    rf"|with(?:\sthe|\sa)?(?=\s{_NUMBER}))\b)\.?|[#:=-])){{0,3}}[\s\"'(]{{0,3}}"
)
"""What may stand between a cue and its value: "DL no. is: ", "SSN#", "policy, number "."""

_WORD = re.compile(r"([^\W\d_]+)")


def at_least_digits(count: int) -> Callable[[re.Match[str]], bool]:
    """Return a condition: the value holds this many ASCII digits."""
    return lambda match: digit_count(match["value"]) >= count


def any_value(match: re.Match[str]) -> bool:
    """Accept any value."""
    return bool(match["value"])


def value_end(match: re.Match[str]) -> int:
    """Return where the value ends."""
    return match.end("value")


def value_start(match: re.Match[str]) -> int:
    """Return where the value starts."""
    return match.start("value")


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern that begins with one of a few words, and holds a group `value`.

    `words` are the first letters-only parts of the cue, in small letters ("d" of "D.O.B."). A match
    counts if `accepts` says so; it sees the text around by `match.string`. It
    starts where `start_of` says and ends where `end_of` says; at its own start if there is none
    after all.
    """

    words: frozenset[str]
    pattern: re.Pattern[str]
    kind: Kind
    reason: str
    accepts: Callable[[re.Match[str]], bool] = any_value
    end_of: Callable[[re.Match[str]], int] = value_end
    start_of: Callable[[re.Match[str]], int] = value_start


def cue_words(words: str) -> frozenset[str]:
    """Split the first words of a cue, written with spaces."""
    return frozenset(words.split())


def recognize_cued(cues: Iterable[Cue]) -> Recognizer:
    """Return a recognizer that tries each cue where one of its words stands."""
    by_word: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues:
        for word in cue.words:
            by_word[word].append(cue)

    def recognize(text: str) -> Iterator[Span]:
        for start, word in _words_of(text, by_word):
            for cue in by_word[word]:
                match = cue.pattern.match(text, start)
                if match and cue.accepts(match):
                    first, end = cue.start_of(match), cue.end_of(match)
                    if first < end:
                        yield Span(first, end, cue.kind, cue.reason)

    return recognize


def _words_of(text: str, wanted: Container[str]) -> Iterator[tuple[int, str]]:
    """Yield the wanted words of a text in small letters, and where each stands."""
    parts = _WORD.split(text)
    small = {part: part.lower() for part in set(parts[1::2])}
    written = {part: word for part, word in small.items() if word in wanted}
    if written:
        ends = zip(accumulate(map(len, parts)), parts, strict=True)
        for end, part in compress(ends, map(written.__contains__, parts)):
            yield end - len(part), written[part]


def matches(
    pattern: re.Pattern[str], text: str, kind: Kind, reason: str, *, group: int | str = 0
) -> Iterator[Span]:
    """Yield a span for every match of the pattern, or of one group of it."""
    for match in pattern.finditer(text):
        yield Span(match.start(group), match.end(group), kind, reason)


def digit_count(value: str) -> int:
    """Count the ASCII digits of a value."""
    return sum(map(value.count, "0123456789"))


def by_first_letter(words: str) -> str:
    """Group the alternatives of a pattern by their first letter, so that few of them are tried.

    The alternatives are divided by "|", which must not stand inside of them.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for word in words.split("|"):
        groups[word[0]].append(word[1:])
    return "|".join(f"{first}(?:{'|'.join(rests)})" for first, rests in groups.items())
