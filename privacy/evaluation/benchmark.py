"""The measures of the Text Anonymization Benchmark, by its definitions.

An entity counts as hidden if all its mentions that need it are. Words that carry no meaning and
punctuation need not be hidden. Precision gives each token the same weight. Several annotators are
averaged over what each of them labelled. Source: Pilán and others, "The Text Anonymization
Benchmark (TAB)", Computational Linguistics 48 (2022), section 6, and its published evaluation.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from privacy.evaluation.documents import Document, Labelled
from privacy.spans import Span

_WORD = re.compile(r"\w+")
_EMPTY = re.compile(
    r"\b(?:mr|mrs|ms|and|or|from|until|to|about|after|as|at|before|between|by|during|for|in|into|"
    r"of|on|over|since|with|the|a|an|no|nr)\b|['\u2019]s\b|"
    r"[,.\-;:/&()\[\]\u2013'\" \u2019\u201c\u201d]",
    re.IGNORECASE,
)
NEEDS_HIDING = frozenset({"DIRECT", "QUASI"})


@dataclass(frozen=True, slots=True)
class Rates:
    """The measures, each in [0, 1]."""

    direct_recall: float
    quasi_recall: float
    token_recall: float
    precision: float


def measure(documents: Sequence[Document], found: Sequence[Sequence[Span]]) -> Rates:
    """Measure what was found in documents that were labelled for the benchmark."""
    direct, quasi, tokens, masks = ([0, 0] for _ in range(4))
    for document, spans in zip(documents, found, strict=True):
        hidden = _Hidden(document.text, spans)
        for mentions in _entities(document):
            is_direct = mentions[0].identifier == "DIRECT"
            needed = [each for each in mentions if each.identifier in NEEDS_HIDING]
            _count(direct if is_direct else quasi, all(map(hidden.covers, needed)))
            for each in mentions:
                for start, end in _tokens(document.text, each.start, each.end):
                    _count(tokens, hidden.covers_range(start, end))
        _count_masks(document, spans, masks)
    return Rates(*(right / all_ if all_ else 0.0 for right, all_ in (direct, quasi, tokens, masks)))


def _count(counts: list[int], is_right: bool) -> None:  # noqa: FBT001  a result, not a switch
    counts[0] += is_right
    counts[1] += 1


def _entities(document: Document) -> Iterator[list[Labelled]]:
    """Yield the mentions of each entity that needs hiding, of each annotator."""
    entities: defaultdict[tuple[str, str], list[Labelled]] = defaultdict(list)
    for span in document.spans:
        entities[span.annotator, span.entity].append(span)
    for mentions in entities.values():
        if any(each.identifier in NEEDS_HIDING for each in mentions):
            yield mentions


def _tokens(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(text[start:end]):
        yield start + match.start(), start + match.end()


class _Hidden:
    """What of a text is hidden."""

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        self._text = text
        self._places = {place for span in spans for place in range(span.start, span.end)}

    def covers(self, mention: Labelled) -> bool:
        """Tell whether all of a mention that carries meaning is hidden."""
        return self.covers_range(mention.start, mention.end)

    def covers_range(self, start: int, end: int) -> bool:
        """Tell the same of a half-open range."""
        open_places = set(range(start, end)) - self._places
        if open_places:
            for match in _EMPTY.finditer(self._text[start:end]):
                open_places.difference_update(range(start + match.start(), start + match.end()))
        return not open_places


def _count_masks(document: Document, spans: Sequence[Span], counts: list[int]) -> None:
    """Count, per hidden token and annotator, whether this annotator wanted it hidden."""
    annotators = {each.annotator for each in document.spans}
    wanted = [each for each in document.spans if each.identifier in NEEDS_HIDING]
    for span in spans:
        near = [each for each in wanted if each.start < span.end and each.end > span.start]
        for start, end in _tokens(document.text, span.start, span.end):
            agreeing = {each.annotator for each in near if each.start <= start and end <= each.end}
            counts[0] += len(agreeing)
            counts[1] += len(annotators)
