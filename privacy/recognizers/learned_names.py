"""Persons, places and organisations, by the statistical recognizer that comes with the project.

What it sees of a text is kept nowhere: it has no vocabulary that could grow.
"""

import re
from collections.abc import Iterator, Sequence
from threading import Lock
from typing import TYPE_CHECKING

from privacy import gazetteer
from privacy.recognizers.called_like_people import other_kind
from privacy.recognizers.words import is_shorthand
from privacy.spans import Kind, Span

if TYPE_CHECKING:
    from privacy.model.answers import Answers
    from privacy.model.lexicon import Known, Lexicon
    from privacy.model.tagging import Found

_WORD = re.compile(r"[^\W\d_]+")
_LOCK = Lock()
_REASON = {
    Kind.PERSON: "Read as a person's name by the trained recognizer.",
    Kind.PLACE: "Read as a place by the trained recognizer.",
    Kind.ORGANISATION: "Read as an organization by the trained recognizer.",
    Kind.DATE: "A month that is a given name, too.",
}


_ANNOUNCING = frozenset(
    {"abbot", "ambassador", "archbishop", "bishop", "cardinal", "chancellor", "chaplain", "deacon"}
    | {
        "prime",
        "vice",
        "secretary",
        "defender",
        "goalkeeper",
        "midfielder",
        "minister",
        "striker",
        "soloist",
        "soloists",
    }
)
"""Words before names besides the lists of parts and titles."""

MAX_ACRONYM_CHARS = 4
_UNITS = frozenset(
    {"min", "mins", "sec", "secs", "hr", "hrs", "mi", "ft", "lb", "lbs", "oz", "gal"}
)
"""Units in small letters: behind a number they name nobody ("Min" alone may be a name)."""
SURE = 0.8
"""From this mean probability on, the model counts as sure; our own choice."""


def find_in_each(
    texts: Sequence[str], answers: "Answers | None" = None
) -> list[list[tuple[Span, float]]]:
    """Find names in each text, with their probability in [0, 1]; without a letter for nothing.

    `answers` keeps what the network answers for the next texts of the same report.

    Raises
    ------
    ModelError
        If the model's files are damaged.
    """
    names: list[list[tuple[Span, float]]] = [[] for _ in texts]
    places = [place for place, text in enumerate(texts) if any(map(str.isalpha, text))]
    if not places:
        return names
    # Imported here because both are slow to import.
    from privacy.model.store import shipped
    from privacy.model.tagging import tag_each

    with _LOCK:
        trained = shipped()
    tagged = tag_each([texts[place] for place in places], trained, answers=answers)
    for place, found in zip(places, tagged, strict=True):
        names[place] = list(_names(texts[place], found, trained.lexicon))
    return names


def _names(text: str, found: Sequence["Found"], lexicon: "Lexicon") -> Iterator[tuple[Span, float]]:
    is_mixed = not (text.isupper() or text.islower())
    for each in found:
        kind, start, end = Kind[each.label], each.start, each.end
        if kind is not Kind.ORGANISATION:
            start, end = _without_grammar(text, start, end)
        if kind is Kind.PERSON:
            start, end = _trimmed(text, start, end, lexicon)
            other = other_kind(text, start, end, lexicon)
            if other:
                yield Span(start, end, other, _REASON[other]), max(each.probability, SURE)
                continue
            if _is_no_name(text[start:end], lexicon, is_mixed=is_mixed):
                continue
            if text[start:end] in _UNITS and text[max(0, start - 2) : start].strip().isdigit():
                continue
        if kind is Kind.ORGANISATION and _is_plain(text[start:end]):
            continue
        yield Span(start, end, kind, _REASON[kind]), each.probability


def _trimmed(text: str, start: int, end: int, lexicon: "Lexicon") -> tuple[int, int]:
    """Return a name without the ordinary words at its ends that no list knows as names there."""
    from privacy.model.lexicon import FREQUENT_NAMES, NAMES

    end = _without_contraction(text, start, end)
    words = list(_WORD.finditer(text, start, end))
    while len(words) > 1 and (
        _only_announces(words[0][0], lexicon) or _opens_a_sentence(text, words[0])
    ):
        words = words[1:]
        start = words[0].start()
    while len(words) > 1 and (is_shorthand(words[-1][0]) or _goes_on(text, words[-1])):
        words = words[:-1]
        end = words[-1].end()
    if len(words) > 1 and _is_only_a_word(words[0][0], lexicon, FREQUENT_NAMES):
        words = words[1:]
        start = words[0].start()
    if len(words) > 1 and _is_only_a_word(words[-1][0], lexicon, NAMES):
        end = words[-2].end()
    return start, end


def _only_announces(word: str, lexicon: "Lexicon") -> bool:
    """Tell whether a word before a name is none: shorthand, or the part that somebody plays."""
    from privacy.model.lexicon import Known

    if is_shorthand(word):
        return True
    folded = gazetteer.fold(word)
    is_part = folded in _ANNOUNCING or bool(gazetteer.lists_with(folded) & {"parts", "titles"})
    return is_part and not lexicon.is_known(word, Known.GIVEN)


def _opens_a_sentence(text: str, word: re.Match[str]) -> bool:
    """Tell whether a small word of grammar has its capital from a sentence that it begins."""
    if not word[0].istitle() or not _is_function(word[0]) or gazetteer.is_given(word[0]):
        return False
    before = text[max(0, word.start() - 3) : word.start()].rstrip(' "(')
    return not before or before[-1] in ".!?:;\n"


_CONTRACTION = re.compile(r"\s[a-z]{2,6}n['’]t$", re.IGNORECASE)
_BOX = re.compile(r",?\s?P\.?\s?O\.?$", re.IGNORECASE)


def _without_contraction(text: str, start: int, end: int) -> int:
    """Return where a name ends before "didn't", or before the "P.O." of a box."""
    is_box = text[end : end + 5].strip(". ").lower().startswith("box")
    rest = _CONTRACTION.search(text, start, end) or (
        _BOX.search(text, start, end) if is_box else None
    )
    return rest.start() if rest and rest.start() > start else end


def _goes_on(text: str, word: re.Match[str]) -> bool:
    """Tell whether a word is one with what follows: "EN ROUTE", or the label of a form, "Host:"."""
    if text[word.end() : word.end() + 1] == ":":
        return gazetteer.is_common(word[0])
    return word[0].lower() == "en" and text[word.end() : word.end() + 6].lower() == " route"


def _without_grammar(text: str, start: int, end: int) -> tuple[int, int]:
    """Return what was read as a name without a small word of grammar before its capitals."""
    first = _WORD.match(text, start, end)
    if first and first[0].islower() and _is_function(first[0]):
        behind = _WORD.search(text, first.end(), end)
        if behind and behind[0].istitle():
            return behind.start(), end
    return start, end


def _is_only_a_word(word: str, lexicon: "Lexicon", names: "Known") -> bool:
    return gazetteer.is_common(word) and not lexicon.is_known(word, names)


def _has_given(words: list[str], lexicon: "Lexicon") -> bool:
    from privacy.model.lexicon import Known

    return bool((lexicon.look_up([*set(words)]) & Known.GIVEN).any())


def _is_plain(found: str) -> bool:
    """Tell whether what was read as an organisation is one common word ("our office")."""
    words = [word for word in _WORD.findall(found) if not _is_function(word)]
    return len(words) <= 1 and all(map(gazetteer.is_common, words))


def _is_function(word: str) -> bool:
    return "function" in gazetteer.lists_with(gazetteer.fold(word))


def _is_no_name(found: str, lexicon: "Lexicon", *, is_mixed: bool) -> bool:
    """Tell whether what was read as a person is one plain word, an acronym, or only one letter."""
    words = _WORD.findall(found)
    if len(words) > 1 or not words:
        is_plain = all(map(gazetteer.is_common, words)) and (
            (is_mixed and not found.istitle()) or not _has_given(words, lexicon)
        )
        return is_plain or all(len(word) == 1 for word in words)
    [word] = words
    if len(set(word.casefold())) == 1:
        return True
    folded = gazetteer.fold(word)
    if folded in gazetteer.words("not_names"):
        return True
    is_name = gazetteer.is_given(word) or gazetteer.is_family(word)
    if "parts" in gazetteer.lists_with(folded) and not is_name:
        return True
    is_acronym = is_mixed and word.isupper() and len(word) <= MAX_ACRONYM_CHARS
    if not gazetteer.is_common(word):
        return is_acronym and not is_name
    return not is_name or (is_mixed and word.islower())
