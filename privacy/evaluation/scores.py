"""Precision and recall of found spans against labelled ones: exact, covered, at 90 % overlap."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from privacy.evaluation.documents import Document, Labelled
from privacy.evaluation.labels import Labels
from privacy.spans import Span

NINE_TENTHS = 0.9


@dataclass(frozen=True, slots=True)
class Score:
    """How one label was found, in counts.

    exact: same range, a kind of the label. near: the common part is at least nine tenths of both
    together. covered: every letter and digit of the labelled span lies in found spans of any kind.
    touching: found spans of a kind of the label that touch a labelled one of it.
    """

    labelled: int = 0
    found: int = 0
    exact: int = 0
    near: int = 0
    covered: int = 0
    touching: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(
            self.labelled + other.labelled,
            self.found + other.found,
            self.exact + other.exact,
            self.near + other.near,
            self.covered + other.covered,
            self.touching + other.touching,
        )

    def recall(self, count: int) -> float:
        """Return a count per labelled span, in [0, 1]; 0 if nothing was labelled."""
        return count / self.labelled if self.labelled else 0.0

    def precision(self, count: int) -> float:
        """Return a count per found span, in [0, 1]; 0 if nothing was found."""
        return count / self.found if self.found else 0.0


def score(
    documents: Iterable[Document], found: Iterable[Sequence[Span]], labels: Labels
) -> dict[str, Score]:
    """Score the spans found in each document, by label; labels that are left out do not count."""
    totals: defaultdict[str, Score] = defaultdict(Score)
    for document, spans in zip(documents, found, strict=True):
        for label, kinds in labels.items():
            labelled = [span for span in document.spans if span.label == label]
            own = [span for span in spans if span.kind in kinds]
            if kinds and (labelled or own):
                totals[label] += _score(document, labelled, own, spans, labels)
    return dict(totals)


def _score(
    document: Document,
    labelled: Sequence[Labelled],
    own: Sequence[Span],
    spans: Sequence[Span],
    labels: Labels,
) -> Score:
    # A found span is wrong for this label only if no label that its kind may mean is there.
    meant = [
        span
        for span in own
        if any(_overlap(span, each) for each in labelled)
        or not any(
            _overlap(span, each) and span.kind in labels.get(each.label, ())
            for each in document.spans
        )
    ]
    return Score(
        labelled=len(labelled),
        found=len(meant),
        exact=sum(any(_is_same(span, each) for span in own) for each in labelled),
        near=sum(any(_is_near(span, each) for span in own) for each in labelled),
        covered=sum(is_covered(document.text, each.start, each.end, spans) for each in labelled),
        touching=sum(any(_overlap(span, each) for each in labelled) for span in meant),
    )


def is_covered(text: str, start: int, end: int, spans: Iterable[Span]) -> bool:
    """Tell whether every letter and digit of a range lies inside of found spans."""
    open_places = {place for place in range(start, end) if text[place].isalnum()}
    for span in spans:
        if span.start < end and span.end > start:
            open_places.difference_update(range(span.start, span.end))
    return not open_places


def _overlap(one: Span, other: Labelled) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _is_same(one: Span, other: Labelled) -> bool:
    return (one.start, one.end) == (other.start, other.end)


def _is_near(one: Span, other: Labelled) -> bool:
    together = max(one.end, other.end) - min(one.start, other.start)
    return _overlap(one, other) >= NINE_TENTHS * together
