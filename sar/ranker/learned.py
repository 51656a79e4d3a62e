"""A learned ranker as the application uses it: candidates and rules' scores in, scores out.

Importing this takes SciPy: it is imported where a ranker is used, never at a start.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse

import triage.learning
from sar.values import frozen
from triage.calibration import Calibration
from triage.candidates import Candidate
from triage.errors import ArtefactError
from triage.learning import (
    N_FACTS,
    N_FEATURES,
    Backlog,
    Encoder,
    Given,
    LearnedReason,
    Ranker,
    explain_each,
    facts_of,
    features_of,
)
from triage.learning import learn as learn_from
from triage.learning.artefact import calibration_of, pack, unpack
from triage.rules import MAX_SCORE, Score
from triage.telling import START, Share, told_each

Numbers = NDArray[np.float64]

FORMAT = "sar-ranker 3"
_ENCODER = Encoder()


@frozen
class Taught:
    """One decision to learn from.

    `label` is 1 if the report mattered, else 0; it counts for `weight` decisions, and speaks for
    `stands_for` reports: one by the probability with which this one came to be read.
    """

    candidate: Candidate = field(repr=False)
    rules: Score = field(repr=False)
    label: int
    weight: float = 1.0
    stands_for: float = 1.0


@frozen
class LoadedRanker:
    """A ranker that can score; `centre` and `spread` are those of the rules' points it knew."""

    ranker: Ranker = field(repr=False)
    centre: float
    spread: float

    def chances(self, candidates: Sequence[Candidate], rules: Sequence[Score]) -> Numbers:
        """Return for each report how likely it is to matter, 0 to 1."""
        return self.chances_of(encode(candidates), [each.points for each in rules])

    def chances_of(self, rows: Any, points: ArrayLike) -> Numbers:
        """Return the same for reports that are encoded, with the points that the rules gave."""
        prior = self._prior(points).astype(np.float32)
        return self._curve.probabilities(self.ranker.margins(rows, prior))

    def weigh(self, candidates: Sequence[Candidate]) -> Any:
        """Return what it reads, weighed: so does whatever it becomes by learning on."""
        return self.ranker.terms.weigh(encode(candidates))

    def chances_weighed(self, weighed: Any, points: ArrayLike) -> Numbers:
        """Return the chances of reports that are weighed, up to single precision."""
        return self._chances(weighed @ self.ranker.weights + self.ranker.intercept, points)

    def chances_kept(self, backlog: Backlog, points: ArrayLike) -> Numbers:
        """Return the same for reports that are kept, up to single precision."""
        return self._chances(backlog.margins(self.ranker), points)

    def scores(self, candidates: Sequence[Candidate], rules: Sequence[Score]) -> list[Score]:
        """Return each report's score with its reasons, which add up to it.

        Narratives are masked: a reason may name a word of them, so it never names what is hidden.
        """
        facts = [facts_of(each) for each in candidates]
        given = (Given(one.narrative, each) for one, each in zip(candidates, facts, strict=True))
        found = explain_each(self.ranker, _ENCODER, given)
        shares = [self._shares(*each) for each in zip(found, rules, strict=True)]
        return told_each(shares, lambda margins: self._curve.probabilities(margins).tolist())

    def foreign_weights(self, candidates: Sequence[Candidate]) -> int:
        """Count the weights of what none of these holds, from which the ranker learned."""
        columns = encode(candidates).indices
        weights = self.ranker.weights.copy()
        weights[columns] = 0
        return int(np.count_nonzero(weights))

    def differing_weights(self, other: "LoadedRanker") -> int:
        """Count the weights that another ranker has otherwise, beyond what rounding does."""
        mine, others = self.ranker.weights, other.ranker.weights
        scale = max(float(np.abs(others).max(initial=0)), 1e-6)
        return int(np.count_nonzero(np.abs(mine - others) > 1e-3 * scale))

    def _chances(self, margins: Any, points: ArrayLike) -> Numbers:
        known = margins.astype(np.float64) + self.ranker.prior_share * self._prior(points)
        return self._curve.probabilities(known)

    def _prior(self, points: ArrayLike) -> Numbers:
        return np.asarray((np.asarray(points, np.float64) - self.centre) / self.spread)

    @property
    def _curve(self) -> Calibration:
        if self.ranker.calibration is None:
            raise ArtefactError("The ranker says nothing of probabilities.")
        return self.ranker.calibration

    def _shares(self, found: Sequence[LearnedReason], rules: Score) -> tuple[list[Share], float]:
        """Return what reasons add to the margin, and what is left without all of them."""
        words = {"word": "The account says “{}”", "fact": "{}"}
        shares = [
            Share(each.kind, words[each.kind].format(each.text), each.points)
            for each in found
            if each.kind in words
        ]
        of_a_point = self.ranker.prior_share / self.spread
        shares += [
            Share(each.rule, each.text, of_a_point * each.points)
            for each in rules.reasons
            if each.rule != START
        ]
        whole = sum(each.points for each in found) + of_a_point * (rules.points - self.centre)
        return shares, whole - sum(each.amount for each in shares)


def encode(candidates: Sequence[Candidate]) -> Any:
    """Return what a ranker reads: a sparse matrix, one row for each candidate."""
    text = _ENCODER.encode([each.narrative for each in candidates])
    return sparse.hstack([text, _facts(candidates)], format="csr", dtype=np.float32)


def keep(backlog: Backlog, candidates: Sequence[Candidate]) -> None:
    """Append candidates to a backlog, text and facts as in :func:`encode`."""
    backlog.add([each.narrative for each in candidates], facts=_facts(candidates))


def _facts(candidates: Sequence[Candidate]) -> Any:
    facts = np.array([features_of(each) for each in candidates]).reshape(-1, N_FACTS)
    return sparse.csr_matrix(facts)


def learn(taught: Sequence[Taught]) -> LoadedRanker:
    """Learn from decisions; the same ones give the same ranker.

    Raises NotEnoughLabelsError if fewer than two mattered, or fewer than two did not.
    """
    points = np.array([each.rules.points for each in taught], dtype=np.float64)
    centre, spread = float(points.mean()), float(points.std()) or float(MAX_SCORE)
    ranker = learn_from(
        encode([each.candidate for each in taught]),
        [each.label for each in taught],
        weights=[each.weight for each in taught],
        stands_for=[each.stands_for for each in taught],
        prior=((points - centre) / spread).astype(np.float32),
    )
    return LoadedRanker(ranker, centre, spread)


@frozen
class ContinuedRanker:
    """What a ranker became that learned on, as itself and as bytes.

    `share` and `drift` are those of :class:`triage.learning.Continued`.
    """

    loaded: LoadedRanker = field(repr=False)
    artefact: bytes = field(repr=False)
    share: float
    drift: float


def continue_from(
    judged: LoadedRanker, weighed: Any, labels: ArrayLike, *, counts: ArrayLike
) -> ContinuedRanker:
    """Let a judged ranker learn from all decisions so far, as far as the bound allows.

    `weighed` are text columns of weighed reports; each label counts for so many decisions. `judged`
    was read, not learned just now: its numbers are rounded as those that are stored, so reading the
    bytes gives what is returned. Raises NotEnoughLabelsError if all decisions are alike.
    """
    found = triage.learning.continue_weighed(judged.ranker, weighed, labels, weights=counts)
    loaded = replace(judged, ranker=found.ranker)
    return ContinuedRanker(loaded, dump(loaded), found.share, found.drift)


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


# What was judged, and what it became elsewhere.
@lru_cache(maxsize=2)
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
    if len(ranker.weights) != N_FEATURES + N_FACTS:
        raise ArtefactError("This ranker does not read what reports are made of.")
    return LoadedRanker(replace(ranker, calibration=calibration), centre, spread)
