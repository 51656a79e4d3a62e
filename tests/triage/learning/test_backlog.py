import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import sparse

from tests.triage.learning.reports import reports
from triage.errors import LabelsError
from triage.learning import Backlog, Encoder, continue_from, fit
from triage.learning.backlog import in_order
from triage.learning.ranker import with_facts

TEXTS, LABELS = reports(200)
ROWS = Encoder().encode(TEXTS)
RANKER = fit(ROWS, LABELS)


# A slow machine is no finding about margins.
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*TEXTS, "", "[PERSON 1]", "Zäune"]) | st.text(max_size=60)))
def test_a_report_that_is_kept_has_the_margin_of_its_row_in_any_company(texts):
    backlog = Backlog(RANKER.terms)
    backlog.add(texts[:3])
    backlog.add(texts[3:])
    margins = RANKER.margins(Encoder().encode(texts))
    assert len(backlog) == len(texts)
    assert np.allclose(backlog.margins(RANKER), margins, atol=1e-5)


def test_what_is_kept_follows_a_ranker_that_learns_on_and_refuses_one_that_was_trained_anew():
    backlog = Backlog(RANKER.terms)
    backlog.add(TEXTS)
    learned = continue_from(RANKER, ROWS[:150], 1 - LABELS[:150]).ranker
    assert np.allclose(backlog.margins(learned), learned.margins(ROWS), atol=1e-5)
    with pytest.raises(LabelsError, match="new backlog"):
        backlog.margins(fit(ROWS[:100], LABELS[:100]))


def test_what_facts_and_rules_add_decides_the_order_too():
    backlog = Backlog(RANKER.terms)
    backlog.add(TEXTS)
    last = backlog.order(RANKER)[-1]
    added = np.zeros(len(TEXTS))
    added[last] = 100
    assert backlog.order(RANKER, added=added)[0] == last


def test_what_is_forgotten_leaves_the_others_their_margins_and_facts_count_as_in_their_rows():
    facts = sparse.random(len(TEXTS), 9, density=0.3, format="csr", rng=1, dtype=np.float32)
    rows = sparse.hstack([ROWS, facts], format="csr", dtype=np.float32)
    ranker = with_facts(RANKER, np.linspace(-1, 1, 9, dtype=np.float32))
    backlog, starts = Backlog(RANKER.terms), range(0, len(TEXTS), 7)
    for start in starts:
        backlog.add(TEXTS[start : start + 7], facts=facts[start : start + 7])
    kept = np.flatnonzero(np.arange(len(TEXTS)) % 3)
    before = backlog.numbers
    backlog.keep(kept)
    assert backlog.numbers < 0.8 * before
    backlog.add(TEXTS[:2], facts=facts[:2])
    assert np.allclose(backlog.margins(ranker), ranker.margins(rows)[[*kept, 0, 1]], atol=1e-5)
    backlog.keep([])
    assert len(backlog) == len(backlog.margins(ranker)) == 0


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    arrays(np.float32, st.integers(0, 40), elements=st.floats(-3, 3, width=32).map(np.float32))
    | arrays(np.float32, 30, elements=st.sampled_from([-1.5, -0.0, 0.0, 2.0]))
)
def test_scores_are_ordered_from_high_to_low_and_the_earlier_first(scores):
    assert in_order(scores).tolist() == np.argsort(-scores, kind="stable").tolist()
