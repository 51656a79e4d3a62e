"""Why a report has its margin: what it would lose without each of its words.

A reason's points are exact: take every occurrence of the word out of the text and the margin
falls by them. What words only mean together is left over, and stands in a last reason, so that
all points add up to the margin.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from triage.learning.encoding import HALF, Encoder, tokens, without_each
from triage.learning.facts import Fact
from triage.learning.ranker import Ranker

REST = "The start, and what all words mean together"
PRIOR = "The rules"

# Words of all rows that are made at a time: some ten megabytes.
_WORDS_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class LearnedReason:
    """One share of a margin.

    Attributes
    ----------
    kind : str
        ``"word"``, ``"fact"``, ``"rules"`` or ``"rest"``.
    text : str
        The word as the report has it, or the fact in words; never a placeholder.
    points : float
        What the margin falls by without it; negative if it would rise.
    """

    kind: str
    text: str = field(repr=False)
    points: float


@dataclass(frozen=True, slots=True)
class Given:
    """What of a report is explained: its text, its facts, and what the rules say, standardized."""

    text: str = field(repr=False)
    facts: Sequence[Fact] = field(default=(), repr=False)
    prior: float = 0.0


def explain(
    ranker: Ranker,
    encoder: Encoder,
    text: str,
    *,
    facts: Sequence[Fact] = (),
    prior: float = 0.0,
) -> tuple[LearnedReason, ...]:
    """Return every reason for a report's margin, the largest first, ``rest`` last.

    The points of all reasons add up to the margin. The same ranker must have been fitted with
    facts if ``facts`` are given.
    """
    return next(explain_each(ranker, encoder, [Given(text, facts, prior)]))


def explain_each(
    ranker: Ranker, encoder: Encoder, reports: Iterable[Given]
) -> Iterator[tuple[LearnedReason, ...]]:
    """Yield what :func:`explain` returns for each report; many at a time take a third of it."""
    for some in _batches(reports):
        words, counted = without_each([text for _, text in some])
        singles = counted.words @ ranker.terms.weighty(counted.features)
        margins = ranker.text_margins([(0, singles), (HALF, counted.pairs)]).tolist()
        at = 0
        for (report, _), distinct in zip(some, words, strict=True):
            whole, *partial = margins[at : (at := at + 1 + len(distinct))]
            points = [whole - without for without in partial]
            found = [LearnedReason("word", *each) for each in zip(distinct, points, strict=True)]
            yield _ordered(ranker, encoder, found, report, whole)


def _batches(reports: Iterable[Given]) -> Iterator[list[tuple[Given, list[str]]]]:
    """Yield reports with their words, as many as are explained at a time."""
    some: list[tuple[Given, list[str]]] = []
    size = 0
    for report in reports:
        text = tokens(report.text)
        size += len(text) * len(set(text))
        if some and size > _WORDS_AT_ONCE:
            yield some
            some, size = [], len(text) * len(set(text))
        some.append((report, text))
    if some:
        yield some


def _ordered(
    ranker: Ranker, encoder: Encoder, words: list[LearnedReason], report: Given, whole: float
) -> tuple[LearnedReason, ...]:
    rest = whole - math.fsum(each.points for each in words)
    facts = [
        LearnedReason("fact", fact.text, _of_fact(ranker, encoder, fact)) for fact in report.facts
    ]
    rules = ranker.prior_share * report.prior
    reasons = [*words, *facts, LearnedReason("rules", PRIOR, rules)]
    reasons = sorted((each for each in reasons if each.points), key=lambda each: -each.points)
    return (*reasons, LearnedReason("rest", REST, rest))


def _of_fact(ranker: Ranker, encoder: Encoder, fact: Fact) -> float:
    # As the row holds it: in single precision.
    weight = ranker.weights[encoder.n_features + fact.column]
    return float(np.float32(fact.value)) * float(weight)
