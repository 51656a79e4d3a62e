"""What the linear model sees of a phrase: the masked words around it and a few yes-or-no answers.

Every feature is a readable word ("before:because", "has_conduct"); none holds a word of the lists.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privacy.attributes import cues, rules

_NEAR = 4
_VIOLENT = re.compile(rf"\b(?:{cues.VIOLENCE}|{cues.HARM}|{cues.VICTIM})")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A masked sentence and what it tells."""

    text: str
    has_conduct: bool
    has_unease: bool
    is_violent: bool
    has_looks: bool

    @classmethod
    def of(cls, text: str) -> "Sentence":
        """Look at a masked sentence once; behaviour that is only guessed does not count."""
        return cls(
            text=text,
            has_conduct=bool(rules.CONDUCT.search(rules.SPECULATION.sub("", text))),
            has_unease=bool(rules.UNEASE.search(text)),
            is_violent=bool(_VIOLENT.search(text)),
            has_looks=bool(rules.LOOKS.search(text)),
        )


@dataclass(frozen=True, slots=True)
class Narrative:
    """The masked sentences of a text, those around the one in question."""

    sentences: tuple[Sentence, ...]

    @property
    def has_conduct(self) -> bool:
        """Tell whether any sentence tells a behaviour."""
        return any(sentence.has_conduct for sentence in self.sentences)

    @property
    def has_unease(self) -> bool:
        """Tell whether any sentence tells unease."""
        return any(sentence.has_unease for sentence in self.sentences)


def features(narrative: Narrative, number: int, offset: int, rule: str) -> frozenset[str]:
    """Return the features of the phrase at an offset; `rule` is what the rules say."""
    sentence = narrative.sentences[number]
    letter = sentence.text[offset]
    before, after = sentence.text[:offset].split(), sentence.text[offset + 1 :].split()
    others = [each for index, each in enumerate(narrative.sentences) if index != number]
    return frozenset(
        (
            f"letter:{letter}",
            f"rule:{rule}",
            *_words_around(before, after),
            *(f"elsewhere:{word}" for other in others for word in other.text.split()),
            *_answers(narrative, sentence, letter),
            f"violent_before:{bool(_VIOLENT.search(sentence.text[:offset]))}",
            f"violent_after:{bool(_VIOLENT.search(sentence.text[offset:]))}",
            f"violent_elsewhere:{any(other.is_violent for other in others)}",
        )
    )


def _words_around(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    yield from (f"before:{word}" for word in before[-_NEAR:])
    yield from (f"after:{word}" for word in after[:_NEAR])
    yield from (f"earlier:{word}" for word in before)
    yield from (f"later:{word}" for word in after)
    yield from (f"sentence:{word}" for word in (*before, *after))
    yield f"just_before:{' '.join(before[-2:])}"
    yield f"just_after:{' '.join(after[:2])}"


def _answers(narrative: Narrative, sentence: Sentence, letter: str) -> Iterator[str]:
    yield f"conduct:{sentence.has_conduct}:{narrative.has_conduct}:{letter}"
    yield f"unease:{narrative.has_unease}"
    yield f"conduct_and_unease:{narrative.has_conduct}:{narrative.has_unease}"
    yield f"violent:{sentence.is_violent}:{letter}"
    yield f"looks:{sentence.has_looks}"
    yield f"sentences:{min(len(narrative.sentences), 3)}"
