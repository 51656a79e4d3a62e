"""Why a report has its margin: what it would lose without each of its words.

A reason's points are exact: take every occurrence of the word out of the text and the margin
falls by them. What words only mean together is left over, and stands in a last reason, so that
all points add up to the margin.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from triage.learning.encoding import Encoder, tokens, without_each
from triage.learning.facts import Fact
from triage.learning.ranker import Ranker

REST = "The start, and what all words mean together"
PRIOR = "The rules"


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
    distinct, rows = without_each(tokens(text))
    rows.resize((len(distinct) + 1, len(ranker.weights)))
    whole, *partial = ranker.margins(rows).tolist()
    reasons = [
        LearnedReason("word", word, whole - without)
        for word, without in zip(distinct, partial, strict=True)
    ]
    rest = whole - math.fsum(each.points for each in reasons)
    reasons += [LearnedReason("fact", fact.text, _of_fact(ranker, encoder, fact)) for fact in facts]
    if prior and ranker.prior_share:
        reasons.append(LearnedReason("rules", PRIOR, ranker.prior_share * prior))
    reasons = sorted((each for each in reasons if each.points), key=lambda each: -each.points)
    return (*reasons, LearnedReason("rest", REST, rest))


def _of_fact(ranker: Ranker, encoder: Encoder, fact: Fact) -> float:
    # As the row holds it: in single precision.
    weight = ranker.weights[encoder.n_features + fact.column]
    return float(np.float32(fact.value)) * float(weight)
