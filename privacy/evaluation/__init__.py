"""Measure what is found on labelled data that somebody brings, in three formats.

`evaluate(documents, detector, labels)` runs a detector (a function from text to spans) over the
documents and returns its scores and its speed; `read_documents` reads them from a file.
"""

from privacy.detection import detect
from privacy.evaluation.documents import Document, Labelled, read_documents
from privacy.evaluation.labels import parse_labels, shipped_labels
from privacy.evaluation.running import Evaluation, detect_with_attributes, evaluate
from privacy.evaluation.scores import Score

__all__ = [
    "Document",
    "Evaluation",
    "Labelled",
    "Score",
    "detect",
    "detect_with_attributes",
    "evaluate",
    "parse_labels",
    "read_documents",
    "shipped_labels",
]
