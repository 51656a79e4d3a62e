import numpy as np
import pytest

from tests.triage.learning.reports import reports
from triage.errors import BaselineError, LabelsError, NotEnoughLabelsError
from triage.evaluation import Plan, evaluate
from triage.evaluation.baseline import drawn_until_both, evaluate_asreview

TEXTS, LABELS = reports(300, share=0.08)


def test_a_simulated_review_reads_everything_once_and_finds_the_relevant_early():
    told = []
    found = evaluate(TEXTS, LABELS, plan=Plan(seed=2), on_progress=told.append)
    assert sorted(found.order) == list(range(300))
    assert [LABELS[index] for index in found.order[:2]] == [1, 0]
    assert found.discovery.recalls[2] > 0.9
    assert found.discovery.time_to_discovery < 0.15
    assert told == sorted(told)
    assert told[-1] == 300


def test_the_same_seed_gives_the_same_review_and_a_batch_is_read_at_once():
    plans = Plan(seed=3), Plan(seed=3), Plan(seed=4), Plan(seed=3, batch=25)
    same, again, other, batches = (evaluate(TEXTS, LABELS, plan=plan) for plan in plans)
    assert same.order == again.order != other.order
    assert batches.discovery.recalls[2] > 0.3


def test_a_cold_start_begins_with_what_sounds_like_the_set():
    plan = Plan(is_cold=True, prior_texts=("Breach of a fence", "Photographing a pump"))
    found = evaluate(TEXTS, LABELS, plan=plan)
    assert found.discovery.is_first_five
    assert len(found.order) == 300


def test_empty_texts_and_facts_are_read_like_all_others():
    texts = [*TEXTS[:-2], "", ""]
    facts = np.zeros((300, 1))
    facts[:, 0] = LABELS
    with_facts = evaluate(texts, LABELS, facts=facts)
    assert with_facts.discovery.recalls[1] >= 0.9
    with pytest.raises(LabelsError, match="facts"):
        evaluate(texts, LABELS, facts=facts[:5])


@pytest.mark.parametrize(
    ("labels", "error"),
    [
        ([0] * 300, NotEnoughLabelsError),
        ([1] * 299 + [0], NotEnoughLabelsError),
        ([2] * 300, LabelsError),
        ([1, 0], LabelsError),
    ],
)
def test_labels_that_cannot_be_reviewed_are_refused(labels, error):
    with pytest.raises(error):
        evaluate(TEXTS, labels)


def test_a_baseline_that_is_not_installed_is_said_in_words():
    with pytest.raises(BaselineError, match="bench"):
        evaluate_asreview(TEXTS, LABELS, python="/bin/false")
    with pytest.raises(BaselineError, match="bench"):
        evaluate_asreview(TEXTS, LABELS, python="no such program")


def test_a_review_may_stop_early_and_the_rest_follows_as_it_is():
    found = evaluate(TEXTS, LABELS, plan=Plan(seed=2, most=20))
    whole = evaluate(TEXTS, LABELS, plan=Plan(seed=2))
    assert found.order[:20] == whole.order[:20]
    assert list(found.order[20:]) == sorted(set(range(300)) - set(found.order[:20]))
    assert found.calibration is None


def test_a_cold_start_of_the_baseline_reads_by_chance_until_it_knows_both_kinds():
    truth = np.array(LABELS)
    for seed in range(5):
        drawn = truth[list(drawn_until_both(truth, seed=seed))]
        assert set(drawn) == {0, 1}
        assert len(set(drawn[:-1])) == 1
