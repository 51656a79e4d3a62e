import numpy as np
import pytest

from tests.triage.learning.reports import reports
from triage.audits.probe import auc
from triage.errors import LabelsError
from triage.learning import N_FEATURES, Encoder, continue_from, learn
from triage.learning.continuing import FURTHEST

TEXTS, LABELS = reports(600, share=0.3)
NOISY = np.where(np.arange(600) % 6 == 0, 1 - LABELS, LABELS)
ROWS = Encoder().encode(TEXTS)
JUDGED = learn(ROWS[:60], NOISY[:60])


def test_more_decisions_make_the_order_better_and_a_score_means_what_it_did():
    continued = continue_from(JUDGED, ROWS[:400], NOISY[:400]).ranker
    before, after = (auc(NOISY[400:], each.margins(ROWS[400:])) for each in (JUDGED, continued))
    assert after > before
    assert continued.calibration == JUDGED.calibration
    assert continued.terms is JUDGED.terms


@pytest.mark.parametrize("labels", [NOISY, 1 - NOISY], ids=["as before", "all turned round"])
def test_no_account_moves_further_than_the_bound_says(labels):
    """Even decisions that all contradict what was learned turn it round so far and no further."""
    found = continue_from(JUDGED, ROWS, labels)
    largest = np.linalg.norm(JUDGED.weights[:N_FEATURES])
    anything = Encoder().encode([*TEXTS, "", "fence " * 500, "A word that nobody ever wrote"])
    moves = np.abs(found.ranker.margins(anything) - JUDGED.margins(anything))
    assert 0 < moves.max() <= found.drift * largest + 1e-5
    assert found.drift <= FURTHEST + 1e-6
    assert found.share < 1 if labels is not NOISY else found.share > 0


def test_nothing_new_changes_nothing_and_wrong_labels_are_refused():
    same = continue_from(JUDGED, ROWS[:60], NOISY[:60])
    assert same.drift < 0.01
    with pytest.raises(LabelsError):
        continue_from(JUDGED, ROWS[:60], NOISY[:59])
