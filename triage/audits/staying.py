"""Whether a ranker that went on learning is still what was judged, by the reports held back."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from triage.audits.checks import area_between, calibration_by_chance, calibration_error
from triage.audits.gate import Finding, Judged, Limits

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class HeldBack:
    """What was decided of the reports that no ranker learned from, and for how many each counts."""

    labels: "NDArray[np.int64]" = field(repr=False)
    weights: "NDArray[np.float64]" = field(repr=False)


def stays_as_judged(
    continued: Judged, judged: Judged, held_back: HeldBack, *, seed: int
) -> tuple[Finding, ...]:
    """Return a finding on the order and one on the probabilities; empty if nothing can be told.

    The order may not be clearly worse than that of the ranker that was judged, and probabilities
    not further off than the gate allows. What the gate asks of words for people is kept by the
    bound on how far a ranker may go (:mod:`triage.learning.continuing`).
    """
    limits = Limits()
    ones = int(held_back.labels.sum())
    if min(ones, len(held_back.labels) - ones) < limits.decisions:
        return ()
    area = area_between(
        continued.scores, judged.scores, held_back.labels, held_back.weights, seed=seed
    )
    error = calibration_error(continued.chances, held_back.labels, held_back.weights)
    chance = calibration_by_chance(continued.chances, held_back.weights, seed=seed)
    limit = max(limits.calibration, chance)
    order = (
        f"Of 100 pairs it puts {100 * area.candidate:.1f} in the right order, what was judged "
        f"{100 * area.active:.1f} (difference {100 * area.low:+.1f} to {100 * area.high:+.1f})."
    )
    likely = f"What it calls likely is off by {100 * error:.1f} points of 100 on average."
    return (
        Finding("order", area.low >= -limits.worse, order, area.low, -limits.worse),
        Finding("calibration", error <= limit, likely, error, limit),
    )
