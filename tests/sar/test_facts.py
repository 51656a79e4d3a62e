"""What the ranker is told of a behaviour's questions."""

import pytest

from sar.sets.facts import behaviour_fact
from tests import factories

ELICITING = factories.newest_set().indicator("ind-0008")


@pytest.mark.parametrize(
    ("answered", "asked", "told"),
    [
        (2, 4, (2, 4)),
        (3, 5, (3, 5)),
        (3, 8, (3, 5)),
        (6, 8, (6, 6)),
        (8, 8, (8, 8)),
        (0, 0, (0, 0)),
    ],
)
def test_further_questions_do_not_make_a_report_look_thin(
    answered: int, asked: int, told: tuple[int, int]
) -> None:
    fact = behaviour_fact(ELICITING, answered=answered, asked=asked)
    assert (fact.answered, fact.asked) == told
