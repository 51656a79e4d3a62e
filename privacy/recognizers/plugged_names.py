"""Persons, places and organisations, by spaCy pipelines that the operator has installed.

The variable SAR_PRIVACY_PIPELINES names them, divided by commas ("en_core_web_lg"); what each
finds is united with the rest. None is needed. It is read here rather than handed in so that
no caller can forget it: every redaction of an installation hides the same.
"""

import os
from collections.abc import Iterator
from functools import cache
from threading import Lock
from typing import Any

from privacy.spans import Kind, Span

VARIABLE = "SAR_PRIVACY_PIPELINES"

KINDS = {
    "PERSON": Kind.PERSON, "PER": Kind.PERSON, "GPE": Kind.PLACE, "LOC": Kind.PLACE,
    "FAC": Kind.PLACE, "PLACE": Kind.PLACE, "ORG": Kind.ORGANISATION,
    "ORGANISATION": Kind.ORGANISATION, "ORGANIZATION": Kind.ORGANISATION,
}  # fmt: skip
"""spaCy's usual labels (OntoNotes 5, WikiNER) and the kinds they stand for; others are left out."""

_MAX_CHARS = 100_000
"""So much text is given to a pipeline at once; spaCy itself refuses more than a million."""

_LOCK = Lock()


def pipelines() -> tuple[str, ...]:
    """Return the names of the pipelines that the operator asks for."""
    return tuple(name.strip() for name in os.environ.get(VARIABLE, "").split(",") if name.strip())


@cache
def _loaded(name: str) -> Any:
    import spacy

    return spacy.load(name)


def recognize(text: str) -> Iterator[Span]:
    """Find what the installed pipelines find; nothing if none is asked for.

    Raises
    ------
    OSError
        If a pipeline that is asked for is not installed; redaction then fails closed.
    """
    for name in pipelines():
        yield from _found(name, text)


def _found(name: str, text: str) -> list[Span]:
    spans: list[Span] = []
    # One text at a time: what a pipeline has read is dropped from its vocabulary afterwards.
    with _LOCK:
        nlp = _loaded(name)
        with nlp.memory_zone():
            for offset in range(0, len(text), _MAX_CHARS):
                spans += _spans(nlp(text[offset : offset + _MAX_CHARS]), offset)
    return spans


def _spans(document: Any, offset: int) -> list[Span]:
    return [
        Span(
            offset + entity.start_char,
            offset + entity.end_char,
            KINDS[entity.label_],
            "Read as a name by an installed spaCy pipeline.",
        )
        for entity in document.ents
        if entity.label_ in KINDS
    ]
