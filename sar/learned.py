"""A learned ranker as the application uses it: masked texts and rules' scores in, scores out.

Importing this takes SciPy: it is imported where a ranker is used, never at a start.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from triage.calibration import Calibration, fit_calibration
from triage.errors import ArtefactError
from triage.learning import Encoder, Ranker, explain, margins_unseen
from triage.learning import fit as learn
from triage.learning.artefact import calibration_of, pack, unpack
from triage.rules import MAX_SCORE, Score
from triage.telling import START, Share, told

Numbers = NDArray[np.float64]

FORMAT = "sar-ranker 1"
_ENCODER = Encoder()


@dataclass(frozen=True, slots=True)
class LoadedRanker:
    """A ranker that can score; `centre` and `spread` are those of the rules' points it knew."""

    ranker: Ranker = field(repr=False)
    centre: float
    spread: float

    def encode(self, texts: Sequence[str]) -> Any:
        """Return the ranker's inputs from texts: a sparse matrix, one row for each."""
        return _ENCODER.encode(texts)

    def chances(self, texts: Sequence[str], rules: Sequence[Score]) -> Numbers:
        """Return for each report how likely it is to matter, 0 to 1."""
        prior = np.array([self._prior(each) for each in rules], dtype=np.float32)
        return self._curve.probabilities(self.ranker.margins(self.encode(texts), prior))

    def scores(self, texts: Sequence[str], rules: Sequence[Score]) -> list[Score]:
        """Return each report's score with its reasons, which add up to it.

        `texts` are masked: a reason may name a word of them, so it never names what is hidden.
        """
        return [self._score(text, each) for text, each in zip(texts, rules, strict=True)]

    def foreign_weights(self, texts: Sequence[str]) -> int:
        """Count the weights of what none of these texts holds, from which the ranker learned."""
        columns = self.encode(texts).indices
        weights = self.ranker.weights.copy()
        weights[columns] = 0
        return int(np.count_nonzero(weights))

    def differing_weights(self, other: "LoadedRanker") -> int:
        """Count the weights that another ranker has otherwise, beyond what rounding does."""
        mine, others = self.ranker.weights, other.ranker.weights
        scale = max(float(np.abs(others).max(initial=0)), 1e-6)
        return int(np.count_nonzero(np.abs(mine - others) > 1e-3 * scale))

    @property
    def _curve(self) -> Calibration:
        if self.ranker.calibration is None:
            raise ArtefactError("The ranker says nothing of probabilities.")
        return self.ranker.calibration

    def _prior(self, rules: Score) -> float:
        return (rules.points - self.centre) / self.spread

    def _score(self, text: str, rules: Score) -> Score:
        found = explain(self.ranker, _ENCODER, text)
        shares = [
            Share("word", f"The account says “{each.text}”", each.points)
            for each in found
            if each.kind == "word"
        ]
        of_a_point = self.ranker.prior_share / self.spread
        shares += [
            Share(each.rule, each.text, of_a_point * each.points)
            for each in rules.reasons
            if each.rule != START
        ]
        whole = sum(each.points for each in found) + of_a_point * (rules.points - self.centre)
        start = whole - sum(each.amount for each in shares)
        return told(shares, start, lambda margin: float(self._curve.probabilities([margin])[0]))


def fit(
    texts: Sequence[str],
    rules: Sequence[Score],
    labels: Sequence[int],
    *,
    weights: Sequence[float],
    seed: int,
) -> LoadedRanker:
    """Learn from masked texts, the rules' scores and decisions (1 mattered, 0 did not).

    `weights` say for how many decisions each counts. Raises NotEnoughLabelsError if all decisions
    are alike.
    """
    points = np.array([each.points for each in rules], dtype=np.float64)
    centre, spread = float(points.mean()), float(points.std()) or float(MAX_SCORE)
    prior = ((points - centre) / spread).astype(np.float32)
    rows, truth, heavy = _ENCODER.encode(texts), np.asarray(labels), np.asarray(weights)
    margins = margins_unseen(rows, truth, np.random.default_rng(seed), weights=heavy, prior=prior)
    curve = fit_calibration(margins, truth, weights=heavy)
    ranker = learn(rows, truth, weights=heavy, prior=prior)
    return LoadedRanker(replace(ranker, calibration=curve), centre, spread)


def dump(ranker: LoadedRanker) -> bytes:
    """Return a ranker as bytes: a line of JSON, then plain arrays; nothing in it can be run."""
    head = {
        "format": FORMAT,
        "intercept": ranker.ranker.intercept,
        "prior_share": ranker.ranker.prior_share,
        "calibration": asdict(ranker._curve),
        "centre": ranker.centre,
        "spread": ranker.spread,
    }
    return json.dumps(head, sort_keys=True).encode() + b"\n" + pack(ranker.ranker)


def read(artefact: bytes) -> LoadedRanker:
    """Read a ranker; raises ArtefactError for whatever is none, and runs nothing of it."""
    line, _, arrays = artefact.partition(b"\n")
    try:
        head = json.loads(line)
        if head["format"] != FORMAT:
            raise ValueError("format")
        calibration = calibration_of(head["calibration"])
        numbers = [float(head[name]) for name in ("intercept", "prior_share", "centre", "spread")]
        if not np.isfinite(numbers).all() or numbers[3] <= 0:
            raise ValueError("numbers")
    except (ValueError, KeyError, TypeError) as error:
        raise ArtefactError("This is no ranker, or one of another version.") from error
    intercept, prior_share, centre, spread = numbers
    ranker = unpack(arrays, intercept=intercept, prior_share=prior_share)
    return LoadedRanker(replace(ranker, calibration=calibration), centre, spread)
