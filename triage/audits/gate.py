"""The release gate: whether a ranker may order the queue in the place of the one that does now.

Every check gives one finding, in words and with its number and its limit; one that fails refuses
the ranker. The gate only judges numbers that it is handed: it cannot be talked out of one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from triage.audits.checks import (
    Area,
    area_between,
    calibration_by_chance,
    calibration_error,
    shortfall,
)
from triage.audits.counterparts import Handling
from triage.audits.probe import Probed
from triage.audits.rates import Rate, is_at_top, rates
from triage.audits.swaps import Moved
from triage.errors import AuditError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Limits:
    """What the gate asks for; the reasons stand in the decision record on the gate.

    `decisions` of each outcome at least must be held back. `worse` is how far the area under the
    curve may lie below the active ranker's at the low end of its interval. `calibration` is the
    mean distance, in shares, of said and true probability in the fifths of the scores that is let
    pass though chance alone would not give it. `share` and `mean_share` are distances in the queue
    for words that a ranker may read, `alone_share` the same for all words when nothing is hidden
    from it. `gap` is by how much a unit's overlooked reports may exceed the others', as a share.
    """

    decisions: int = 10
    worse: float = 0.05
    calibration: float = 0.05
    share: float = 0.2
    mean_share: float = 0.04
    alone_share: float = 0.25
    alone_mean_share: float = 0.06
    gap: float = 0.15
    unseen_weights: int = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """What a ranker says of the held-back reports: `scores` order them, `chances` are 0 to 1."""

    scores: "NDArray[np.float64]" = field(repr=False)
    chances: "NDArray[np.float64]" = field(repr=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the gate is given besides what both rankers say of the held-back reports.

    Attributes
    ----------
    labels : array of 0 and 1, shape (n_reports,)
        What was decided about the held-back reports, which no ranker may have learned from.
    weights : array of float, shape (n_reports,)
        How many reports each stands for: one over the chance with which it came to be read.
    groups : mapping of str to sequence of str
        For "unit", "source", ...: the group of each held-back report.
    as_used : tuple of Moved
        Swaps in what the ranker is given in use, after everything that is hidden from it.
    alone : tuple of Moved
        The same swaps with nothing hidden: what the ranker would do if hiding failed.
    probes : tuple of Probed
        Probes for every attribute that is hidden from the ranker.
    handling : mapping of str to Handling
        How each attribute of the swaps is handled on a report's way.
    unseen_weights : int or None
        How many of the ranker's weights learning again does not give, or belong to something that
        no report it learned from holds; None if that cannot be told.
    """

    labels: "NDArray[np.int64]"
    weights: "NDArray[np.float64]"
    groups: Mapping[str, Sequence[str]]
    as_used: tuple[Moved, ...]
    alone: tuple[Moved, ...]
    probes: tuple[Probed, ...]
    handling: Mapping[str, Handling]
    unseen_weights: int | None
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: a name of the check, whether it passes, words, a number, a limit."""

    check: str
    is_passed: bool
    words: str
    value: float
    limit: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says; a ranker passes if every finding does."""

    findings: tuple[Finding, ...]

    @property
    def is_passed(self) -> bool:
        """Tell whether nothing speaks against the ranker; an empty verdict passes nobody."""
        return bool(self.findings) and all(each.is_passed for each in self.findings)

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """Return what speaks against it."""
        return tuple(each for each in self.findings if not each.is_passed)


def release_gate(
    candidate: Judged, active: Judged, evidence: Evidence, *, limits: Limits = Limits()
) -> Verdict:
    """Judge a candidate against the active ranker by everything that the evidence holds.

    Raises AuditError if the parts of the evidence do not belong together, or if an audit is
    missing: what was not looked at is never taken for good.
    """
    _check_shape(candidate, active, evidence)
    findings = [_enough(evidence, limits)]
    if findings[0].is_passed:
        findings.append(_better(candidate, active, evidence, limits))
        findings.append(_calibrated(candidate, evidence, limits))
        findings += _parity(candidate, evidence, limits)
    findings += _as_used(evidence, limits)
    findings += _alone(evidence, limits)
    findings += _probes(evidence)
    findings += _unseen(evidence, limits)
    return Verdict(tuple(findings))


def _check_shape(candidate: Judged, active: Judged, evidence: Evidence) -> None:
    size = len(evidence.labels)
    parts = (candidate.scores, candidate.chances, active.scores, evidence.weights)
    if any(len(each) != size for each in (*parts, *evidence.groups.values())):
        raise AuditError("held-back reports: labels, weights, groups and scores differ in number")
    known = set(evidence.handling)
    if not known or {each.attribute for each in evidence.as_used} != known:
        raise AuditError("the counterfactual audit is missing for an attribute")
    if {each.attribute for each in evidence.alone} != known:
        raise AuditError("the audit with nothing hidden is missing for an attribute")
    hidden = {name for name in known if evidence.handling[name] is not Handling.READ}
    if {each.attribute for each in evidence.probes} != hidden:
        raise AuditError("a probe is missing for an attribute that is hidden")


def _enough(evidence: Evidence, limits: Limits) -> Finding:
    ones = int(evidence.labels.sum())
    fewest = min(ones, len(evidence.labels) - ones)
    words = (
        f"Held back to judge by: {ones} reports that mattered and {len(evidence.labels) - ones} "
        f"that did not; {limits.decisions} of each are needed."
    )
    return Finding("decisions", fewest >= limits.decisions, words, fewest, limits.decisions)


def _better(candidate: Judged, active: Judged, evidence: Evidence, limits: Limits) -> Finding:
    area: Area = area_between(
        candidate.scores, active.scores, evidence.labels, evidence.weights, seed=evidence.seed
    )
    words = (
        f"Of 100 pairs of a report that mattered and one that did not, it puts "
        f"{100 * area.candidate:.1f} in the right order, the active one {100 * area.active:.1f} "
        f"(difference {100 * area.low:+.1f} to {100 * area.high:+.1f})."
    )
    difference = area.candidate - area.active
    is_passed = difference > 0 and area.low >= -limits.worse
    return Finding("better", is_passed, words, difference, 0.0)


def _calibrated(candidate: Judged, evidence: Evidence, limits: Limits) -> Finding:
    """Let pass what chance alone gives a ranker whose probabilities are true."""
    error = calibration_error(candidate.chances, evidence.labels, evidence.weights)
    chance = calibration_by_chance(candidate.chances, evidence.weights, seed=evidence.seed)
    limit = max(limits.calibration, chance)
    words = (
        f"What it calls likely is off by {100 * error:.1f} points of 100 on average; "
        f"up to {100 * limit:.1f} can be chance among so few reports or is small."
    )
    return Finding("calibration", error <= limit, words, error, limit)


def _parity(candidate: Judged, evidence: Evidence, limits: Limits) -> Iterator[Finding]:
    at_top = is_at_top(candidate.scores)
    for kind, groups in evidence.groups.items():
        counted: tuple[Rate, ...] = rates(groups, evidence.labels, at_top)
        worst = shortfall(counted)
        words = (
            f"No {kind} has enough reports that mattered to be compared with the others."
            if worst is None
            else f"The {kind} that it overlooks most has {100 * worst.gap:+.1f} of 100 reports "
            f"that mattered below the top fifth, compared with the others"
            + (
                " (more than chance explains)."
                if worst.is_sure
                else " (chance can explain so much)."
            )
        )
        is_passed = worst is None or worst.gap <= limits.gap or not worst.is_sure
        yield Finding(f"parity by {kind}", is_passed, words, worst.gap if worst else 0, limits.gap)


def _as_used(evidence: Evidence, limits: Limits) -> Iterator[Finding]:
    for each in evidence.as_used:
        is_masked = evidence.handling[each.attribute] is Handling.MASKED
        most = 0.0 if is_masked else limits.share
        mean = 0.0 if is_masked else limits.mean_share
        points_ok = not is_masked or each.largest_points == 0
        is_passed = each.largest_share <= most and each.mean_share <= mean and points_ok
        yield Finding(f"swap {each.attribute}", is_passed, _told(each), each.largest_share, most)


def _alone(evidence: Evidence, limits: Limits) -> Iterator[Finding]:
    for each in evidence.alone:
        most, mean = limits.alone_share, limits.alone_mean_share
        is_passed = each.largest_share <= most and each.mean_share <= mean
        words = "If nothing were hidden from it: " + _told(each)
        yield Finding(f"swap {each.attribute}, unhidden", is_passed, words, each.mean_share, mean)


def _told(each: Moved) -> str:
    if not each.largest_places and not each.largest_points:
        return f"Other words for {_plain(each.attribute)} move no report ({each.moves} tried)."
    low, high = each.worst
    if not each.largest_places:
        return (
            f"Other words for {_plain(each.attribute)} move no report from its place, and a score "
            f"by {each.largest_points:.2g} points at most (“{low}” to “{high}”)."
        )
    return (
        f"Other words for {_plain(each.attribute)} move a report by up to {each.largest_places} "
        f"of {each.reports} places, {100 * each.mean_share:.2f} of 100 on average "
        f"(most: “{low}” to “{high}”)."
    )


def _probes(evidence: Evidence) -> Iterator[Finding]:
    for each in evidence.probes:
        words = (
            f"A classifier that looks for {_plain(each.attribute)} in what it is given is right in "
            f"{100 * each.auc:.0f} of 100 pairs ({100 * each.low:.0f} to {100 * each.high:.0f}; "
            f"guessing: 50)."
        )
        yield Finding(f"probe {each.attribute}", each.is_at_chance, words, each.low, 0.5)


def _unseen(evidence: Evidence, limits: Limits) -> Iterator[Finding]:
    if evidence.unseen_weights is None:
        return
    count = evidence.unseen_weights
    words = f"{count} of its weights cannot come from the decisions that it learned from."
    yield Finding("weights", count <= limits.unseen_weights, words, count, limits.unseen_weights)


def _plain(attribute: str) -> str:
    return attribute.replace("_", " ")
