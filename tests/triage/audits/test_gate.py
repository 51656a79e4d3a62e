"""The gate lets a fair ranker pass and refuses its twin with a planted bias, and says why."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.triage.audits.planted import (
    WEIGHTS,
    WordRanker,
    decisions,
    encode,
    mask,
    reports,
    words_of,
)
from triage.audits.checks import calibration_error, fifths, shortfall
from triage.audits.counterparts import Handling, Trial, shipped, trials
from triage.audits.gate import Evidence, Judged, Limits, Verdict, release_gate
from triage.audits.probe import Probed, planted_examples, probe
from triage.audits.rates import Rate, is_at_top, rates
from triage.audits.swaps import measure
from triage.errors import AuditError

steady = settings(derandomize=True, max_examples=80, suppress_health_check=list(HealthCheck))

HELD_BACK = 320
AUDITED = 40
UNITS = ("north", "south", "harbor", "airport")
# Names that the audit's lists do not have: a bias on them moves no swap.
OTHER_NAMES = ("abdullah", "khadija", "nasrallah", "farooq")


@dataclass(frozen=True)
class Case:
    """Evidence about one ranker, and what it and the active one say."""

    candidate: Judged
    active: Judged
    evidence: Evidence

    def verdict(self, **changes) -> Verdict:
        return release_gate(self.candidate, self.active, replace(self.evidence, **changes))


def judged(ranker: WordRanker, texts: list[str]) -> Judged:
    return Judged(np.array(ranker.scores(texts)), ranker.chances(texts))


@cache
def tried(prepare: Callable[[str], str]) -> tuple[list[Trial], list[Trial], tuple[Probed, ...]]:
    """Return what does not depend on a ranker: the trials as used and bare, and the probes."""
    texts = reports(HELD_BACK, seed=11)
    few = texts[:AUDITED]
    return (
        [trial for each in shipped() for trial in trials(few, each, prepare=prepare)],
        [trial for each in shipped() for trial in trials(few, each)],
        tuple(
            probe(encode(examples), labels, attribute=each.attribute, seed=15, level=0.995)
            for each in shipped()
            if each.handling is not Handling.READ
            for examples, labels in [planted_examples(texts, each, prepare=prepare, seed=14)]
        ),
    )


def case(ranker: WordRanker, prepare: Callable[[str], str] = mask) -> Case:
    """Audit a ranker as an application does, on reports that no bias touches by themselves."""
    texts, seen = reports(HELD_BACK, seed=11), reports(300, seed=12)
    few = texts[:AUDITED]
    as_used, bare, probes = tried(prepare)
    learned = set().union(*map(words_of, seen))
    evidence = Evidence(
        labels=decisions(texts, seed=13),
        weights=np.ones(HELD_BACK),
        groups={"unit": [UNITS[number % 4] for number in range(HELD_BACK)]},
        as_used=measure(ranker.scores, [prepare(text) for text in few], as_used),
        alone=measure(ranker.scores, few, bare),
        probes=probes,
        handling={each.attribute: each.handling for each in shipped()},
        unseen_weights=len(ranker.weights.keys() - learned),
    )
    active = WordRanker({"fence": 0.4, "lunch": 0.3})
    return Case(judged(ranker, texts), judged(active, texts), evidence)


@pytest.fixture(scope="module")
def fair() -> Case:
    return case(WordRanker(WEIGHTS))


def refused(verdict: Verdict) -> set[str]:
    return {each.check for each in verdict.refusals}


def test_a_fair_ranker_passes_and_every_check_says_so_in_words(fair: Case) -> None:
    verdict = fair.verdict()
    assert verdict.is_passed, [each.words for each in verdict.refusals]
    assert {each.check.split()[0] for each in verdict.findings} == {
        *("decisions", "better", "calibration", "parity", "swap", "probe", "weights"),
    }
    assert all(len(each.words) > 20 for each in verdict.findings)


def test_a_weight_on_an_attribute_is_refused_though_hiding_covers_it(fair: Case) -> None:
    biased = case(WordRanker({**WEIGHTS, "muslim": 3.0, "mosque": 3.0}))
    assert refused(biased.verdict()) == {"swap religion, unhidden", "weights"}
    assert refused(biased.verdict(unseen_weights=None)) == {"swap religion, unhidden"}


def test_a_weight_on_names_is_refused_whether_the_lists_have_them_or_not(fair: Case) -> None:
    known = case(WordRanker({**WEIGHTS, "mohammed": 3.0, "yusuf": 3.0, "omar": 3.0}))
    assert "swap name, unhidden" in refused(known.verdict(unseen_weights=0))
    other = case(WordRanker({**WEIGHTS, **dict.fromkeys(OTHER_NAMES, 2.0)}))
    assert refused(other.verdict()) == {"weights"}


def test_a_bias_that_hiding_lets_through_is_refused_as_used_and_by_the_probe() -> None:
    leaky = case(WordRanker({**WEIGHTS, "muslim": 3.0}), prepare=str)
    assert {"swap religion", "probe religion"} <= refused(leaky.verdict(unseen_weights=0))


def test_the_smallest_move_of_a_masked_attribute_is_refused(fair: Case) -> None:
    nudged = tuple(
        replace(each, largest_points=1e-9) if each.attribute == "race" else each
        for each in fair.evidence.as_used
    )
    assert refused(fair.verdict(as_used=nudged)) == {"swap race"}


def test_a_ranker_that_is_no_better_than_the_active_one_is_refused(fair: Case) -> None:
    same = release_gate(fair.candidate, fair.candidate, fair.evidence)
    worse = release_gate(fair.active, fair.candidate, fair.evidence)
    assert "better" in refused(same) & refused(worse)


def test_a_ranker_that_exaggerates_is_refused(fair: Case) -> None:
    sharper = replace(fair.candidate, chances=np.where(fair.candidate.chances > 0.5, 0.99, 0.01))
    assert refused(release_gate(sharper, fair.active, fair.evidence)) == {"calibration"}


def test_a_unit_whose_reports_are_overlooked_refuses_and_is_not_named(fair: Case) -> None:
    units = np.array(fair.evidence.groups["unit"])
    scores = fair.candidate.scores - 9.0 * (units == "harbor")
    verdict = release_gate(replace(fair.candidate, scores=scores), fair.active, fair.evidence)
    assert "parity by unit" in refused(verdict)
    assert not any("harbor" in each.words for each in verdict.findings)


def test_too_few_decisions_refuse_and_nothing_is_concluded_from_them(fair: Case) -> None:
    few = np.zeros(HELD_BACK, dtype=np.int64)
    few[:3] = 1
    verdict = fair.verdict(labels=few)
    assert refused(verdict) == {"decisions"}
    assert "better" not in {each.check for each in verdict.findings}


@pytest.mark.parametrize("part", ["as_used", "alone", "probes"])
def test_an_audit_that_was_left_out_is_an_error_and_never_a_pass(fair: Case, part: str) -> None:
    with pytest.raises(AuditError):
        fair.verdict(**{part: getattr(fair.evidence, part)[1:]})
    with pytest.raises(AuditError):
        fair.verdict(**{part: ()}, handling={})


def test_evidence_of_other_reports_is_an_error(fair: Case) -> None:
    with pytest.raises(AuditError):
        fair.verdict(labels=fair.evidence.labels[1:])


def test_an_empty_verdict_passes_nobody() -> None:
    assert not Verdict(()).is_passed


def test_stricter_limits_refuse_what_the_usual_ones_let_pass(fair: Case) -> None:
    limits = Limits(decisions=10_000)
    assert not release_gate(fair.candidate, fair.active, fair.evidence, limits=limits).is_passed


CHANCES = st.lists(st.floats(0.01, 0.99), min_size=5, max_size=60)


@steady
@given(CHANCES, st.integers(0, 1000))
def test_fifths_hold_every_report_once_and_err_by_what_they_say(chances, seed) -> None:
    said = np.array(chances)
    labels = (np.random.default_rng(seed).random(len(said)) < said).astype(np.int64)
    found = fifths(said, labels, np.ones(len(said)))
    assert sum(each.reports for each in found) == len(said)
    assert sum(each.reports * each.true for each in found) == pytest.approx(labels.sum())
    assert [each.said for each in found] == sorted(each.said for each in found)
    assert 0 <= calibration_error(said, labels, np.ones(len(said))) <= 1


def test_rates_count_what_is_overlooked_and_what_is_brought_up_in_vain() -> None:
    scores = [9.0, 8.0, 1.0, 2.0, 3.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    labels = [1, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    at_top = is_at_top(scores)
    assert list(np.flatnonzero(at_top)) == [0, 1]
    assert rates(["a", "a", "a", *["b"] * 7], labels, at_top) == (
        Rate("a", relevant=2, overlooked=1, irrelevant=1, vain=1),
        Rate("b", relevant=0, overlooked=0, irrelevant=7, vain=0),
    )


def test_a_gap_is_sure_only_if_chance_does_not_explain_it() -> None:
    small = shortfall([Rate("a", 5, 2, 0, 0), Rate("b", 20, 4, 0, 0)])
    large = shortfall([Rate("a", 30, 28, 0, 0), Rate("b", 60, 10, 0, 0)])
    assert (small.group, small.is_sure, small.gap) == ("a", False, pytest.approx(0.2))
    assert (large.group, large.is_sure) == ("a", True)
    assert shortfall([Rate("a", 4, 4, 9, 0), Rate("b", 30, 0, 0, 0)]) is None
    assert shortfall([Rate("a", 40, 10, 0, 0)]) is None
