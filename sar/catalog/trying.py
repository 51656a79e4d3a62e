"""Which behaviours of a draft its words suggest for a sentence; nothing is stored or logged."""

from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache

from indicators.definitions import DefinitionSet, Indicator
from indicators.matching import Match, Matcher, learn, suggest
from privacy.errors import RedactionError
from privacy.recognizers import Recognizer
from privacy.redaction import redact
from sar.values import frozen


@frozen
class Suggested:
    """A behaviour that is suggested, and the words of the sentence that say so, in their order."""

    indicator: Indicator
    words: tuple[str, ...] = field(repr=False)


@frozen
class _Learnable:
    """A set, known by its hash: learning takes a fifth of a second."""

    sha256: str
    definition_set: DefinitionSet = field(compare=False)


def suggested(
    sentence: str, definition_set: DefinitionSet, recognizers: Sequence[Recognizer]
) -> tuple[Suggested, ...]:
    """Suggest behaviours as officers would get them: names and numbers of persons never count.

    Nothing is suggested when those cannot be taken out.
    """
    try:
        told = redact(sentence, recognizers=recognizers).text
    except RedactionError:
        return ()
    matches = suggest(told, _matcher(_Learnable(definition_set.sha256, definition_set)))
    return tuple(
        Suggested(definition_set.indicator(each.indicator_id), _words(each, told))
        for each in matches
    )


def _words(match: Match, told: str) -> tuple[str, ...]:
    return tuple(told[each.start : each.end] for each in match.phrases)


# A draft changes with every edit; a page tries the sentences of a dozen examples, each on another.
@lru_cache(maxsize=16)
def _matcher(learnable: _Learnable) -> Matcher:
    return learn(learnable.definition_set)
