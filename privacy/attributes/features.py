"""What the linear model sees of a phrase: the masked words around it and a few yes-or-no answers.

Every feature is a readable word ("before:because", "has_conduct"); none holds a word of the lists.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privacy.attributes import cues, rules
from privacy.attributes.rules import Rule
from privacy.attributes.senses import sense_of

_NEAR = 4
_CUTS = frozenset(
    {
        *(",", ";", ":", '"', "(", ")"),
        *("and", "but", "so", "because", "since", "when", "while", "who", "which", "that", "as"),
        *("if", "after", "before", "until", "although", "though", "therefore", "where"),
    }
)
_VIOLENT = re.compile(rf"\b(?:{cues.VIOLENCE}|{cues.HARM}|{cues.VICTIM})")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A masked sentence and what it tells."""

    text: str
    has_conduct: bool
    has_unease: bool
    is_violent: bool
    has_looks: bool
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Sentence":
        """Look at a masked sentence once; behaviour that is only guessed does not count."""
        return cls(
            text=text,
            has_conduct=bool(rules.CONDUCT.search(rules.SPECULATION.sub("", text))),
            has_unease=bool(rules.UNEASE.search(text)),
            is_violent=bool(_VIOLENT.search(text)),
            has_looks=bool(rules.LOOKS.search(text)),
            kinds=tuple(_kinds(text.split())),
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


def features(narrative: Narrative, number: int, offset: int, rule: Rule | None) -> frozenset[str]:
    """Return the features of the phrase at an offset; `rule` is the first that fits."""
    sentence = narrative.sentences[number]
    letter = sentence.text[offset]
    before, after = sentence.text[:offset].split(), sentence.text[offset + 1 :].split()
    others = [each for index, each in enumerate(narrative.sentences) if index != number]
    return frozenset(
        (
            f"letter:{letter}",
            f"rule:{rule.role.value if rule else 'none'}",
            f"rule_reason:{rule.reason if rule else 'none'}",
            *_words_around(before, after),
            *_senses_around(before, after, letter),
            *(f"elsewhere:{kind}" for other in others for kind in other.kinds),
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


def _senses_around(before: Sequence[str], after: Sequence[str], letter: str) -> Iterator[str]:
    """Yield what kinds of words stand around: in the own clause, in the next, the nearest first."""
    sides = (("before", before[::-1]), ("after", after))
    nearest = []
    for side, words in sides:
        clauses = list(_clauses(words))
        for number, clause in enumerate(clauses[:3]):
            place = ("own", "next", "far")[number]
            link = clause[0] if number and clause else ""
            kinds = _kinds(clause)
            yield from (f"{side}_{place}:{kind}" for kind in kinds)
            yield from (f"{side}_{place}_{letter}:{kind}" for kind in kinds[:4])
            if number:
                yield f"{side}_link{number}:{link}:{kinds[1] if len(kinds) > 1 else ''}"
        kinds = _kinds(words)
        nearest.append(kinds[:2])
        yield f"{side}_nearest:{' '.join(kinds[:2])}"
        yield f"{side}_nearest_{letter}:{kinds[0] if kinds else ''}"
    yield f"nearest:{' '.join(nearest[0][:1])}|{' '.join(nearest[1][:1])}"


def _kinds(words: Sequence[str]) -> list[str]:
    return [sense for word in words if (sense := sense_of(word))]


def _clauses(words: Sequence[str]) -> Iterator[list[str]]:
    """Cut the words on one side of a mention, from there on, where a clause begins or ends."""
    clause: list[str] = []
    for word in words:
        if word in _CUTS and clause:
            yield clause
            clause = []
        clause.append(word)
    if clause:
        yield clause


def _answers(narrative: Narrative, sentence: Sentence, letter: str) -> Iterator[str]:
    yield f"conduct:{sentence.has_conduct}:{narrative.has_conduct}:{letter}"
    yield f"unease:{narrative.has_unease}"
    yield f"conduct_and_unease:{narrative.has_conduct}:{narrative.has_unease}"
    yield f"violent:{sentence.is_violent}:{letter}"
    yield f"looks:{sentence.has_looks}"
