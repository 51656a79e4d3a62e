"""The recognizer as a component of a spaCy pipeline, for those who work with spaCy.

    nlp = spacy.blank("en")
    nlp.add_pipe("sar_names")
    nlp("Maria Lopez waits at the gate.").ents

The program itself does not go this way: a spaCy vocabulary keeps every word that it has read.
"""

from spacy.language import Language
from spacy.tokens import Doc, Span

from privacy.model.store import shipped
from privacy.model.tagging import tag


@Language.component("sar_names")
def sar_names(document: Doc) -> Doc:
    """Set the entities of a document: PERSON, PLACE and ORGANISATION."""
    spans = [
        document.char_span(found.start, found.end, found.label, alignment_mode="expand")
        for found in tag(document.text, shipped())
    ]
    document.set_ents(_apart([span for span in spans if span is not None]))
    return document


def _apart(spans: list[Span]) -> list[Span]:
    """Drop a span that overlaps the one before it: spaCy's words are longer than our tokens."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept
