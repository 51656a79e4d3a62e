"""Run a detector over labelled documents: its scores, and how fast it was."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from privacy.attributes import find_mentions
from privacy.detection import detect
from privacy.errors import EvaluationError
from privacy.evaluation.baseline import Detector
from privacy.evaluation.benchmark import Rates, measure
from privacy.evaluation.documents import Document
from privacy.evaluation.labels import Labels
from privacy.evaluation.scores import Score, score
from privacy.spans import Kind, Span

_WARM_UP = "John Smith, 312-555-0142, js@example.org, a tall man in a grey hoodie."


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a detector reached: by label, in all, by the benchmark's measures, and its speed."""

    scores: dict[str, Score]
    total: Score
    rates: Rates | None
    documents: int
    characters: int
    seconds: float


def evaluate(
    documents: Sequence[Document],
    *,
    labels: Labels,
    detector: Detector = detect,
    has_annotators: bool = False,
) -> Evaluation:
    """Run a detector over documents; only the time inside of the detector counts.

    `has_annotators` adds the measures of the Text Anonymization Benchmark.

    Raises
    ------
    EvaluationError
        If a label of the documents is not in `labels`; every such label is named.
    """
    _check_labels(documents, labels)
    detector(_WARM_UP)
    began = time.perf_counter()
    found = [detector(document.text) for document in documents]
    seconds = time.perf_counter() - began
    used = {span.label for document in documents for span in document.spans}
    scores = score(documents, found, {name: labels[name] for name in sorted(used)})
    return Evaluation(
        scores=scores,
        total=sum(scores.values(), Score()),
        rates=measure(documents, found) if has_annotators else None,
        documents=len(documents),
        characters=sum(len(document.text) for document in documents),
        seconds=seconds,
    )


def detect_with_attributes(text: str) -> tuple[Span, ...]:
    """Find identifiers, and mentions of protected attributes as spans of no kind of their own."""
    mentions = (
        Span(each.start, each.end, Kind.WHOLE_FIELD, each.reason) for each in find_mentions(text)
    )
    return tuple(sorted((*detect(text), *mentions), key=lambda span: (span.start, span.end)))


def _check_labels(documents: Sequence[Document], labels: Labels) -> None:
    first: dict[str, str] = {}
    for document in documents:
        for span in document.spans:
            if span.label not in labels:
                first.setdefault(span.label, document.place)
    if first:
        raise EvaluationError(
            [
                *(
                    f"{place}: the label {label[:40]!r} is not known."
                    for label, place in first.items()
                ),
                'Say what it means with --map FILE: lines such as "LABEL person" or "LABEL -".',
            ]
        )
