"""How a phrase hangs in its sentence: which noun it ends in, what governs it, what it then does.

No parser: verbs are told by their sense or their ending, which is enough for notes and whole
sentences alike. A noun is kept only if no list of traits holds it, so that a person's trait is
never seen.
"""

from collections.abc import Iterator, Sequence

from privacy.attributes.senses import sense_of

REACH_WORDS = 14
"""How far the verb of a phrase is looked for."""

_DETERMINERS = frozenset(
    (
        *("a", "the", "my", "our", "your", "his", "her", "their", "its", "two", "three", "some"),
        *("this", "that", "these", "those", "all", "every", "no", "any", "another", "several"),
        *("#", "many", "other", "most"),
    )
)
_PREPOSITIONS = frozenset(
    (
        *("of", "in", "at", "on", "to", "from", "by", "with", "for", "about", "against", "near"),
        *("behind", "beside", "inside", "outside", "into", "like", "as", "per", "than", "after"),
        *("toward", "towards", "through", "between", "around", "over", "under", "across", "past"),
        *("before", "during", "without", "next", "off", "out", "up", "down"),
    )
)
_ACTS = frozenset(("say", "see", "report", "conduct", "harm", "harmless", "duty", "be", "think"))
_STOPS = frozenset(",.:;")
_RELATIVE = frozenset(("who", "that", "which", "whose"))
_ACTORS = frozenset(("n", "P", "H", "J", "he", "she", "they", "someone", "somebody"))
_DONE = frozenset(("conduct", "harm"))
_TOLD = frozenset(("say", "see", "report", "duty", "harmless"))


def grammar(words: Sequence[str], nouns: Sequence[str], place: int) -> Iterator[str]:
    """Yield what the sentence says of the phrase at a place of its masked words.

    `nouns` holds, for each word, the noun of a person that stands there or ends the phrase there.
    """
    before, after = words[:place], words[place + 1 :]
    head = nouns[place] or "none"
    yield f"head:{head}"
    yield from (f"noun:{noun}" for noun in nouns if noun)
    yield f"noun_before:{next((noun for noun in reversed(nouns[:place]) if noun), 'none')}"
    yield f"noun_after:{next((noun for noun in nouns[place + 1 :] if noun), 'none')}"
    yield from _governor(before, head)
    yield from _deeds(after[:REACH_WORDS], head)


def _governor(before: Sequence[str], head: str) -> Iterator[str]:
    """Yield the article, the preposition and the verb of which the phrase is an object."""
    place = len(before) - 1
    for _ in range(2):
        if place >= 0 and not _is_edge(before[place]):
            place -= 1
    article = before[place] if place >= 0 and before[place] in _DETERMINERS else "none"
    place -= article != "none"
    preposition = before[place] if place >= 0 and before[place] in _PREPOSITIONS else "none"
    place -= preposition != "none"
    verb = before[place] if place >= 0 else "none"
    kind = sense_of(verb)
    yield f"article:{article}:{head != 'none'}"
    yield f"preposition:{preposition}"
    yield f"governed:{verb} {preposition}"
    yield f"governed_kind:{kind}:{preposition}"
    yield f"governed_article:{kind}:{article}"


def _is_edge(word: str) -> bool:
    return (
        word in _DETERMINERS or word in _PREPOSITIONS or sense_of(word) in _ACTS or word in _STOPS
    )


def _deeds(after: Sequence[str], head: str) -> Iterator[str]:
    """Yield the verbs that follow: what the phrase is told to do, and whether another then acts."""
    rest = _behind_apposition(after)
    verbs = [place for place, word in enumerate(rest) if _is_verb(word)][:3]
    kinds = [_kind(rest[place]) for place in verbs]
    yield f"apart:{len(rest) < len(after)}"
    yield f"does:{rest[verbs[0]] if verbs else 'none'}"
    yield f"does_kinds:{' '.join(kinds[:2])}"
    yield f"does_kind:{kinds[0] if kinds else 'none'}:{head != 'none'}"
    yield f"is_relative:{bool(after) and after[0] in _RELATIVE}"
    if verbs and kinds[0] == "be":
        yield f"undergoes:{kinds[1] if len(kinds) > 1 and verbs[1] - verbs[0] < 3 else 'none'}"
    first = kinds[0] if kinds else "none"
    if first in _TOLD and (actor := _another(rest[verbs[0] + 1 :])):
        yield f"tells_of_another:{first}"
        yield f"tells_of_another:{first}:{actor}"


def _behind_apposition(after: Sequence[str]) -> Sequence[str]:
    """Skip what stands between commas behind the phrase (", himself a cook,")."""
    if after and after[0] == ",":
        closing = next((place for place, word in enumerate(after[1:9], 1) if word == ","), None)
        if closing is not None:
            return after[closing + 1 :]
    return after


def _another(words: Sequence[str]) -> str:
    """Return who is told to act in what the phrase saw or said; "" if nobody is."""
    actor = ""
    for word in words:
        if word in _ACTORS:
            actor = actor or word
        elif actor and sense_of(word) in _DONE:
            return actor
    return ""


def _is_verb(word: str) -> bool:
    return sense_of(word) in _ACTS or word.endswith(("ed", "ing"))


def _kind(word: str) -> str:
    return sense_of(word) or "other"
