"""Which behaviours of a set a narrative may speak of, and which of its phrases say so.

Learned from the set alone: names, definitions, questions, options, phrases, guidance for roles,
positive and look-alike examples. Guidance and negative examples say what is *not* to be reported,
so nothing is learned from them. The weight of a word for a behaviour is how much more often the
set uses it there than in its behaviours on the average (naive Bayes with equal priors); only words
that speak for a behaviour count. Words that say who somebody is never do: see
`indicators.neutral_words`.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise, zip_longest

from indicators.definitions import (
    DefinitionSet,
    Element,
    ElementKind,
    ExampleKind,
    Indicator,
    PrivacyClass,
)
from indicators.neutral_words import NEUTRAL
from indicators.selection import offered
from indicators.wording import Word, words_of

MOST = 3
"""Most behaviors that are suggested; more would be a list to read, not a hint."""

# Found on the development cases of this project (benchmarks/suggestion.py).
LEAST_POINTS = 4_600
"""Fewest points of the likeliest behavior for which anything is suggested, in thousandths of a
natural logarithm.

The most, in hundreds, at which 95 % (rounded to a whole percent) of the development narratives
that fit a behavior still get a suggestion; those that fit none are then left alone as often as
that allows.
"""
LEAST_PHRASE = 2_000
"""Fewest points of its strongest phrase: small hints alone, however many, suggest nothing."""
LEAST_SHARE = 0.4
"""Smallest share of the points of the likeliest one with which another one is suggested too."""
_SMOOTHING = 0.3
_PAIR_SHARE = 0.3
_TYPING_ERROR_SHARE = 0.7
_LEAST_TYPO_LETTERS = 6

_Counts = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A part of the narrative that speaks for a behaviour.

    `start` and `end` are half-open offsets in code points; `points` is what it adds.
    """

    start: int
    end: int
    points: int


@dataclass(frozen=True, slots=True)
class Match:
    """A behaviour that may fit; `points` is the sum of those of its phrases, in text order."""

    indicator_id: str
    points: int
    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Matcher:
    """What was learned from a set: points by word stem, or pair of stems, and behaviour.

    `typos` leads from a stem without one of its letters to the stems that it may be, of which the
    longest has `longest` letters. `forms` are the words of the set as they are written: a word that
    may be a name counts only if it is one.
    """

    points: Mapping[str, Mapping[str, int]] = field(repr=False)
    typos: Mapping[str, tuple[str, ...]] = field(repr=False)
    forms: frozenset[str] = field(repr=False)
    order: tuple[str, ...]
    longest: int


def learn(definition_set: DefinitionSet) -> Matcher:
    """Learn from a set; takes about a fifth of a second for a shipped one."""
    behaviours = offered(definition_set)
    counts = {each.indicator_id: _count(each) for each in behaviours}
    points = _weigh(counts)
    forms = frozenset[str]().union(*map(_forms, behaviours))
    order = tuple(each.indicator_id for each in behaviours)
    typos = _typing_errors(points)
    return Matcher(points, typos, forms, order, max(map(len, typos), default=0))


def suggest(narrative: str, matcher: Matcher, *, most: int = MOST) -> tuple[Match, ...]:
    """Give the behaviours that may fit a narrative, the likeliest first; none when nothing fits.

    The same narrative always gives the same answer. Each word counts once, however often it is
    written.
    """
    words = [
        word
        for word in _evidence(narrative)
        if not word.may_be_name or narrative[word.start : word.end].casefold() in matcher.forms
    ]
    found = _contributions(words, matcher)
    matches = [_match(each, found[each]) for each in matcher.order if each in found]
    matches.sort(key=lambda each: -each.points)
    least = LEAST_SHARE * matches[0].points if matches else 0
    fitting = [each for each in matches if each.points >= least and _is_strong(each)]
    if not fitting or fitting[0].points < LEAST_POINTS:
        return ()
    return tuple(fitting)[:most]


def _is_strong(match: Match) -> bool:
    return max(each.points for each in match.phrases) >= LEAST_PHRASE


_Span = tuple[int, int, int]
"""Start, end and points of one contribution."""


def _contributions(words: Sequence[Word], matcher: Matcher) -> dict[str, list[_Span]]:
    """Give what each word, and each pair of words, adds to each behaviour."""
    found: dict[str, list[_Span]] = defaultdict(list)
    seen: set[str] = set()
    for first, second in zip_longest(words, words[1:]):
        pair = f"{first.stem} {second.stem}" if second else ""
        for key, end in ((first.stem, first.end), (pair, second.end if second else 0)):
            if key not in seen:
                seen.add(key)
                for indicator_id, points in _points(key, matcher).items():
                    found[indicator_id].append((first.start, end, points))
    return found


def _points(key: str, matcher: Matcher) -> Mapping[str, int]:
    """Give what a word adds by behaviour; one typing error is forgiven, for less."""
    known = matcher.points.get(key)
    # A word that is longer by two letters is no typing error, however long it is.
    if known is not None or not _LEAST_TYPO_LETTERS <= len(key) <= matcher.longest + 1:
        return known or {}
    meant = {each for short in (key, *_shortened(key)) for each in matcher.typos.get(short, ())}
    near = [matcher.points[each] for each in meant if _is_one_error(key, each)]
    if len(near) != 1:
        return {}
    return {each: round(points * _TYPING_ERROR_SHARE) for each, points in near[0].items()}


def _match(indicator_id: str, spans: Sequence[_Span]) -> Match:
    """Join what overlaps or touches into phrases; a pair of words joins both."""
    phrases: list[Phrase] = []
    for start, end, points in sorted(spans):
        last = phrases[-1] if phrases else None
        if last is not None and start <= last.end + 1:
            phrases[-1] = Phrase(last.start, max(end, last.end), last.points + points)
        else:
            phrases.append(Phrase(start, end, points))
    return Match(indicator_id, sum(each.points for each in phrases), tuple(phrases))


def _evidence(text: str) -> list[Word]:
    """Give the words of a text but for those that are never evidence."""
    return [word for word in words_of(text) if word.stem not in NEUTRAL]


# Sets that are compared or tried one after another differ in a behaviour or two.
@lru_cache(maxsize=64)
def _count(indicator: Indicator) -> Mapping[str, float]:
    """Count the words and pairs of words of one behaviour, each text by its weight."""
    counts: dict[str, float] = defaultdict(float)
    for weight, text in texts_of(indicator):
        stems = [word.stem for word in _evidence(text)]
        for key in (*stems, *map(" ".join, pairwise(stems))):
            counts[key] += weight
    return counts


@lru_cache(maxsize=64)
def _forms(indicator: Indicator) -> frozenset[str]:
    """Give the words of one behaviour as they are written."""
    return frozenset(
        text[word.start : word.end].casefold()
        for _, text in texts_of(indicator)
        for word in _evidence(text)
    )


def texts_of(indicator: Indicator) -> Iterator[tuple[float, str]]:
    """Give the texts that say what a behaviour is, each with its weight; 0 teaches nothing."""
    yield 4, indicator.name
    yield 2, indicator.definition
    yield from ((3, phrase) for phrase in indicator.phrases)
    for element in indicator.elements:
        if not element.explains_innocence:
            yield 1, element.label
            yield from ((2, option.label) for option in element.options)
    for role in indicator.role_guidance:
        yield from ((1, text) for text in role.texts)
    free = {each.element_id for each in indicator.elements if _is_free_text(each)}
    for example in indicator.examples:
        weight = _EXAMPLE_WEIGHTS[example.kind]
        answers = (example.answers or {}).items()
        for text in (example.text, example.why, *(each for key, each in answers if key in free)):
            yield weight, str(text)


_EXAMPLE_WEIGHTS: Mapping[ExampleKind, float] = {
    ExampleKind.POSITIVE: 1,
    ExampleKind.LOOKALIKE: 0.5,
    ExampleKind.NEGATIVE: 0,
}


def _is_free_text(element: Element) -> bool:
    return element.kind is ElementKind.TEXT and element.privacy is PrivacyClass.FREE_TEXT


def _weigh(counts: _Counts) -> dict[str, dict[str, int]]:
    """Give the points of each word and pair of words by behaviour, where it speaks for it."""
    keys = dict.fromkeys(key for own in counts.values() for key, count in own.items() if count)
    totals = {
        each: sum(count for key, count in own.items() if " " not in key)
        for each, own in counts.items()
    }
    floor = _SMOOTHING * len(keys) / 4
    without = {each: math.log(_SMOOTHING / (totals[each] + floor)) for each in counts}
    weighed: dict[str, dict[str, int]] = {}
    for key in keys:
        share = _PAIR_SHARE if " " in key else 1.0
        logs = dict(without)  # Most words are said of few behaviours.
        for each, own in counts.items():
            if key in own:
                logs[each] = math.log((own[key] + _SMOOTHING) / (totals[each] + floor))
        mean = sum(logs.values()) / len(logs)
        points = {each: round(1000 * share * (log - mean)) for each, log in logs.items()}
        weighed[key] = {each: found for each, found in points.items() if found > 0}
    return weighed


def _typing_errors(keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Lead from each long word, and from it without one letter, to the words it may be."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        if " " not in key and len(key) >= _LEAST_TYPO_LETTERS:
            for short in dict.fromkeys((key, *_shortened(key))):
                found[short].append(key)
    return {short: tuple(words) for short, words in found.items()}


def _shortened(word: str) -> Iterator[str]:
    return (word[:index] + word[index + 1 :] for index in range(len(word)))


def _is_one_error(written: str, meant: str) -> bool:
    """Tell whether one letter is missing, added, wrong or exchanged with its neighbour.

    The first letter is right: people seldom mistype it.
    """
    if written[0] != meant[0] or abs(len(written) - len(meant)) > 1:
        return False
    pairs = zip(written, meant, strict=False)
    at = next((index for index, (one, other) in enumerate(pairs) if one != other), len(meant))
    is_swap = written[at : at + 2] == meant[at : at + 2][::-1]
    return (
        written[at + 1 :] == meant[at + 1 :]
        or written[at:] == meant[at + 1 :]
        or written[at + 1 :] == meant[at:]
        or (is_swap and written[at + 2 :] == meant[at + 2 :])
    )
