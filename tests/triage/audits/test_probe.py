"""A probe finds what is in the inputs, and nothing where nothing is."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.triage.audits.planted import encode, mask, reports
from triage.audits.counterparts import shipped
from triage.audits.probe import Probed, auc, planted_examples, probe
from triage.errors import AuditError

steady = settings(derandomize=True, max_examples=80, suppress_health_check=list(HealthCheck))

RELIGION = next(each for each in shipped() if each.attribute == "religion")


def test_the_probe_finds_an_attribute_that_is_read_and_none_that_is_hidden() -> None:
    texts = reports(300, seed=1)
    for prepare, is_hidden in ((mask, True), (str, False)):
        examples, labels = planted_examples(texts, RELIGION, prepare=prepare, seed=2)
        found = probe(encode(examples), labels, attribute="religion", seed=3)
        assert found.is_at_chance is is_hidden
        assert found.low <= found.auc <= found.high
    assert found.auc > 0.95


def test_a_faint_trace_is_found_when_there_are_enough_reports() -> None:
    rng = np.random.default_rng(4)
    labels = rng.integers(0, 2, 2000)
    rows = rng.normal(size=(2000, 5))
    rows[:, 3] += 0.3 * labels
    assert not probe(rows, labels, attribute="x", seed=5).is_at_chance
    assert probe(rows[:, :3], labels, attribute="x", seed=5).is_at_chance


def test_the_interval_covers_one_half_as_often_as_it_says() -> None:
    rng = np.random.default_rng(6)
    at_chance = [
        probe(rng.normal(size=(80, 3)), [0, 1] * 40, attribute="x", seed=seed).is_at_chance
        for seed in range(20)
    ]
    assert sum(at_chance) >= 17


@steady
@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.integers(0, 5), st.integers(1, 3)), min_size=1, max_size=20
    )
)
def test_the_area_is_the_weighed_share_of_pairs_in_order(rows) -> None:
    pairs = [
        (wa * wb, (a > b) + (a == b) / 2) for la, a, wa in rows for lb, b, wb in rows if la > lb
    ]
    found = auc(*zip(*rows, strict=True))
    if not pairs:
        assert np.isnan(found)
    else:
        expected = sum(weight * good for weight, good in pairs) / sum(weight for weight, _ in pairs)
        assert found == pytest.approx(expected)


def test_too_few_examples_are_refused() -> None:
    with pytest.raises(AuditError):
        probe(np.zeros((40, 1)), [0] * 30 + [1] * 10, attribute="x", seed=0)


def test_at_chance_means_that_the_interval_does_not_lie_above_one_half() -> None:
    assert Probed("x", 100, 0.55, 0.5, 0.6, 0.95).is_at_chance
    assert not Probed("x", 100, 0.55, 0.501, 0.6, 0.95).is_at_chance
