"""What the linear model sees of a phrase: the masked words around it and a few yes-or-no answers.

Every feature is a readable word ("before:because", "has_conduct"); none holds a word of the lists.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from privacy.attributes import cues
from privacy.attributes.grammar import grammar
from privacy.attributes.rules import Rule, compiled
from privacy.attributes.senses import sense_of

_NEAR = 4
_CUTS = frozenset(
    {
        *(",", ";", ":", '"', "(", ")"),
        *("and", "but", "so", "because", "since", "when", "while", "who", "which", "that", "as"),
        *("if", "after", "before", "until", "although", "though", "therefore", "where"),
    }
)
_TELLING = frozenset({"conduct", "harmless", "unease", "harm", "innocent"})
_ACTS = _TELLING | {"report", "say", "looks", "see", "duty"}
_PERSONS = frozenset(
    (
        *("n", "c", "P", "H", "J", "he", "she", "they", "i", "we"),
        *("who", "someone", "somebody", "it"),
    )
)
_SMALL = frozenset(
    (*("a", "the", "of", "in", "at", "on", "to", "is", "was", "w", "and", "or", "with"), *",.-#:")
)
_VIOLENT = rf"\b(?:{cues.VIOLENCE}|{cues.HARM}|{cues.VICTIM})"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A masked sentence, the nouns of persons behind its words, and what it tells."""

    text: str
    has_conduct: bool
    has_unease: bool
    is_violent: bool
    has_looks: bool
    words: tuple[str, ...]
    nouns: tuple[str, ...]
    kinds: tuple[str, ...]
    told: frozenset[str]

    @classmethod
    def of(cls, text: str, nouns: tuple[str, ...]) -> "Sentence":
        """Look at a masked sentence once; behaviour that is only guessed does not count."""
        return cls(
            text=text,
            has_conduct=_tells(cues.CONDUCT, compiled(cues.SPECULATION).sub("", text)),
            has_unease=_tells(cues.UNEASE, text),
            is_violent=_tells(_VIOLENT, text),
            has_looks=_tells(cues.LOOKS, text),
            words=(words := tuple(text.split())),
            nouns=nouns,
            kinds=(kinds := tuple(_kinds(words))),
            told=frozenset(kinds),
        )

    @property
    def opening(self) -> str:
        """Return the first two words."""
        return " ".join(self.words[:2])


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
            *_sentences_around(narrative, number),
            *_place(narrative, number, before),
            *_act(before, after),
            *grammar(sentence.words, sentence.nouns, len(before)),
            *_answers(narrative, sentence, letter),
            f"violent_before:{_tells(_VIOLENT, sentence.text[:offset])}",
            f"violent_after:{_tells(_VIOLENT, sentence.text[offset:])}",
            f"violent_elsewhere:{any(other.is_violent for other in others)}",
        )
    )


def _tells(pattern: str, text: str) -> bool:
    return compiled(pattern).search(text) is not None


def _sentences_around(narrative: Narrative, number: int) -> Iterator[str]:
    """Yield what the neighbours of the sentence tell, and how they begin."""
    for side, index in (("previous", number - 1), ("following", number + 1)):
        if not 0 <= index < len(narrative.sentences):
            continue
        sentence = narrative.sentences[index]
        yield f"{side}_begins:{sentence.opening}"
        yield from (f"{side}_kind:{kind}" for kind in sentence.kinds)


def _place(narrative: Narrative, number: int, before: Sequence[str]) -> Iterator[str]:
    """Yield where the phrase stands: in the narrative, in its sentence, in quoted words."""
    sentence = narrative.sentences[number]
    yield f"begins:{sentence.opening}"
    yield f"quoted:{before.count(chr(34)) % 2 == 1}"
    yield f"first:{number == 0}:{not before}"
    yield f"length:{min(len(sentence.words) // 6, 4)}"
    told = frozenset[str]().union(*(each.told for each in narrative.sentences))
    yield from (f"told:{kind}" for kind in told)
    yield "told:" + "+".join(sorted(told & _TELLING))


def _act(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Yield who acts: the nearest person before, and the first two telling words that follow."""
    person = next((word for word in reversed(before) if word in _PERSONS), "none")
    yield f"person_before:{person}"
    senses = ((word, sense_of(word)) for word in after[:12])
    acts = [(word, sense) for word, sense in senses if sense in _ACTS][:2]
    yield f"acts:{' '.join(str(sense) for _, sense in acts)}"
    yield from (f"act:{word}" for word, _ in acts)
    first = next((word for word in after if word not in _SMALL), "none")
    yield f"follows:{first}"
    yield f"follows_kind:{sense_of(first)}"
    yield f"leads:{next((word for word in reversed(before) if word not in _SMALL), 'none')}"


def _words_around(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    yield from (f"before:{word}" for word in before[-_NEAR:])
    yield from (f"after:{word}" for word in after[:_NEAR])
    yield from (f"earlier:{word}" for word in before)
    yield from (f"later:{word}" for word in after)
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
