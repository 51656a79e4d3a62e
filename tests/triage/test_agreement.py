import numpy as np
import pytest

from triage.agreement import agreement

ANSWERS = ("meets", "fails")


def planted(random, *, kappa, share, number):
    """Draw pairs whose kappa is `kappa` where both readers answer "meets" with chance `share`."""
    both = share**2 + kappa * share * (1 - share)
    one = share - both
    cells = random.multinomial(number, [both, one, one, 1 - both - 2 * one])
    kinds = [(a, b) for a in ANSWERS for b in ANSWERS]
    return [kind for kind, count in zip(kinds, cells, strict=True) for _ in range(count)]


@pytest.mark.parametrize(("kappa", "share"), [(0.2, 0.5), (0.6, 0.3), (0.85, 0.5)])
def test_the_interval_holds_the_kappa_that_was_planted(kappa, share):
    random = np.random.default_rng(11)
    for number in (15, 60):
        found = [
            agreement(planted(random, kappa=kappa, share=share, number=number), ANSWERS)
            for _ in range(60)
        ]
        # 95 of 100 are promised; 53 of 60 is what chance leaves of that in 99 of 100 runs.
        assert sum(each.low <= kappa <= each.high for each in found) >= 53


def test_few_pairs_that_all_agree_prove_little():
    found = agreement([("meets", "meets"), ("fails", "fails")] * 2, ANSWERS)
    assert found.kappa == 1
    assert found.agreed == found.pairs == 4
    assert found.low < 0.6


def test_where_only_one_answer_was_ever_given_there_is_no_kappa():
    assert agreement([("fails", "fails")] * 9, ANSWERS).kappa is None
    assert agreement([], ANSWERS).kappa is None


def test_answers_that_nobody_knows_are_refused():
    with pytest.raises(ValueError, match="not in"):
        agreement([("meets", "maybe")], ANSWERS)
    with pytest.raises(ValueError, match="Two"):
        agreement([], ("meets",))
