"""Which behaviours may fit what an officer typed, and the words that say so; nothing is stored."""

from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache

from indicators.definitions import DefinitionSet
from indicators.matching import Match, Matcher, learn, suggest
from privacy.recognizers import Recognizer
from sar.intake.checking import redact_or_hold
from sar.values import frozen

MOST_PHRASES = 3
"""Most phrases that are shown for one behavior: the strongest."""


@frozen
class Hint:
    """A behaviour that may fit, and the officer's own words that say so, in their order."""

    indicator_id: str
    phrases: tuple[str, ...] = field(repr=False)


@frozen
class _Learnable:
    """A set, known by its hash: learning takes longer than a request should."""

    sha256: str
    definition_set: DefinitionSet = field(compare=False)


def suggest_behaviours(
    text: str, definition_set: DefinitionSet, recognizers: Sequence[Recognizer]
) -> tuple[Hint, ...]:
    """Suggest up to three behaviours; names and numbers of persons are taken out of `text` first.

    Nothing is suggested when that fails: who somebody is must not count.
    """
    redacted = redact_or_hold({"text": text}, set(), recognizers)
    if redacted is None:
        return ()
    told = redacted["text"].text
    matches = suggest(told, _matcher(_Learnable(definition_set.sha256, definition_set)))
    return tuple(Hint(match.indicator_id, _words(match, told)) for match in matches)


def _words(match: Match, told: str) -> tuple[str, ...]:
    strongest = sorted(match.phrases, key=lambda each: -each.points)[:MOST_PHRASES]
    shown = sorted(strongest, key=lambda each: each.start)
    return tuple(told[each.start : each.end] for each in shown)


@lru_cache(maxsize=4)
def _matcher(learnable: _Learnable) -> Matcher:
    return learn(learnable.definition_set)
