import re

import numpy as np
import pytest
from scipy import sparse

from tests.triage.factories import candidate
from tests.triage.learning.reports import reports
from triage.learning import Encoder, explain, facts_of, features_of, fit
from triage.learning.encoding import tokens

TEXTS, LABELS = reports(300)
RANKER = fit(Encoder().encode(TEXTS), LABELS)


def margin(text: str) -> float:
    return float(RANKER.margins(Encoder().encode([text]))[0])


@pytest.mark.parametrize("text", TEXTS[:20])
def test_points_add_up_and_taking_a_word_out_costs_what_its_reason_says(text):
    reasons = explain(RANKER, Encoder(), text)
    assert reasons[-1].kind == "rest"
    assert sum(each.points for each in reasons) == pytest.approx(margin(text), abs=1e-9)
    drops = {
        word: margin(text) - margin(re.sub(rf"(?i)\b{word}\b", "", text))
        for word in set(tokens(text)) - {"\0"}
    }
    largest = max(drop for drop in drops.values() if abs(drop) > 1e-7)
    assert drops[reasons[0].text] == pytest.approx(largest, abs=1e-9)
    for each in reasons[:-1]:
        assert each.points == pytest.approx(drops[each.text], abs=1e-9)


def test_no_reason_quotes_a_placeholder():
    text = "[PERSON 1] cut the fence with [VEHICLE ~7F3K2A] of [ATTRIBUTE]"
    quoted = {each.text for each in explain(RANKER, Encoder(), text) if each.kind == "word"}
    assert quoted <= {"cut", "the", "fence", "with", "of"}
    assert "fence" in quoted


def test_facts_and_rules_are_reasons_too():
    known = candidate()
    facts = sparse.csr_matrix(np.tile(features_of(known), (300, 1)) * LABELS[:, None])
    rows = sparse.hstack([Encoder().encode(TEXTS), facts], format="csr", dtype=np.float32)
    ranker = fit(rows, LABELS, prior=np.zeros(300))
    reasons = explain(ranker, Encoder(), TEXTS[0], facts=facts_of(known), prior=1.5)
    row = sparse.hstack(
        [Encoder().encode(TEXTS[:1]), sparse.csr_matrix(features_of(known))], format="csr"
    )
    total = float(ranker.margins(row, np.array([1.5], np.float32))[0])
    assert sum(each.points for each in reasons) == pytest.approx(total, abs=1e-9)
    assert {"fact", "rules", "rest"} <= {each.kind for each in reasons}


def test_an_empty_text_has_the_rest_alone():
    (only,) = explain(RANKER, Encoder(), "")
    assert (only.kind, only.points) == ("rest", pytest.approx(RANKER.intercept))
