"""Presidio as the thing to compare with, if it is installed: its analyzer, as it comes."""

import logging
import warnings
from collections.abc import Callable

from privacy.errors import EvaluationError
from privacy.evaluation.labels import Labels
from privacy.spans import Kind, Span

Detector = Callable[[str], tuple[Span, ...]]
_REASON = "Found by the baseline."


def presidio(labels: Labels) -> Detector:
    """Return a detector that asks Presidio; raise EvaluationError if it is not there.

    Its pattern recognizers need no model. Names and places need a spaCy pipeline: the first
    installed one of en_core_web_lg, _md, _sm is used, else an empty one, which finds none.
    """
    try:
        from presidio_analyzer import AnalyzerEngine
        from presidio_analyzer.nlp_engine import SpacyNlpEngine
    except ImportError:
        raise EvaluationError(
            [
                "The baseline needs Presidio, which is not installed.",
                "Install it with: pip install 'sar-toolkit[bench]'",
            ]
        ) from None
    # Without a network it takes its built-in list of domains, and need not tell how.
    logging.getLogger("tldextract").setLevel(logging.CRITICAL)
    engine = SpacyNlpEngine()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        engine.nlp = {"en": _pipeline()}
        analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])

    def detect(text: str) -> tuple[Span, ...]:
        results = analyzer.analyze(text=text, language="en")
        spans = (
            Span(each.start, each.end, kind, _REASON)
            for each in results
            for kind in sorted(labels.get(each.entity_type, ()))[:1] or [Kind.WHOLE_FIELD]
        )
        return tuple(sorted(spans, key=lambda span: (span.start, span.end)))

    return detect


def _pipeline() -> object:
    import spacy

    for name in ("en_core_web_lg", "en_core_web_md", "en_core_web_sm"):
        if spacy.util.is_package(name):
            return spacy.load(name)
    return spacy.blank("en")
