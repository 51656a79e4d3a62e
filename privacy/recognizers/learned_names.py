"""Persons, places and organisations, by the statistical recognizer that comes with the project.

What it sees of a text is kept nowhere: it has no vocabulary that could grow.
"""

import re
from collections.abc import Iterator
from threading import Lock

from privacy import gazetteer
from privacy.spans import Kind, Span

_WORD = re.compile(r"[^\W\d_]+")
_LOCK = Lock()
_REASON = {
    Kind.PERSON: "Read as a person's name by the trained recognizer.",
    Kind.PLACE: "Read as a place by the trained recognizer.",
    Kind.ORGANISATION: "Read as an organisation by the trained recognizer.",
}


MAX_ACRONYM_CHARS = 4
SURE = 0.8
"""From this mean probability on, the model counts as sure; our own choice."""


def find(text: str) -> Iterator[tuple[Span, float]]:
    """Find names, each with its probability in [0, 1]; a text without a letter costs nothing.

    Raises
    ------
    ModelError
        If the model's files are damaged.
    """
    if not any(map(str.isalpha, text)):
        return
    # Imported here because both are slow to import.
    from privacy.model.store import shipped
    from privacy.model.tagging import tag

    with _LOCK:
        trained = shipped()
    is_mixed = not (text.isupper() or text.islower())
    for found in tag(text, trained):
        kind = Kind[found.label]
        if kind is Kind.PERSON and _is_no_name(text[found.start : found.end], is_mixed=is_mixed):
            continue
        if kind is Kind.ORGANISATION and _is_plain(text[found.start : found.end]):
            continue
        yield Span(found.start, found.end, kind, _REASON[kind]), found.probability


def _is_plain(found: str) -> bool:
    """Tell whether what was read as an organisation is one common word ("our office")."""
    words = [word for word in _WORD.findall(found) if not _is_function(word)]
    return len(words) <= 1 and all(map(gazetteer.is_common, words))


def _is_function(word: str) -> bool:
    return "function" in gazetteer.lists_with(gazetteer.fold(word))


def _is_no_name(found: str, *, is_mixed: bool) -> bool:
    """Tell whether what was read as a person is one plain word, an acronym, or single letters."""
    words = _WORD.findall(found)
    if len(words) > 1 or not words:
        is_plain = is_mixed and not found.istitle() and all(map(gazetteer.is_common, words))
        return is_plain or all(len(word) == 1 for word in words)
    [word] = words
    if len(word) == 1:
        return True
    if gazetteer.fold(word) in gazetteer.words("not_names"):
        return True
    is_name = gazetteer.is_given(word) or gazetteer.is_family(word)
    is_acronym = is_mixed and word.isupper() and len(word) <= MAX_ACRONYM_CHARS
    if not gazetteer.is_common(word):
        return is_acronym and not is_name
    return not is_name or (is_mixed and word.islower())
