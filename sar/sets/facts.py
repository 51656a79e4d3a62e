"""What the ranker is told of a behaviour: the one place where a definition becomes a fact."""

from indicators.definitions import Indicator, needs_innocent_explanation
from triage.candidates import BehaviourFact

ENOUGH_ANSWERS = 5
"""So many answers tell what a behavior's questions are for; the first sets had no more of them."""


def behaviour_fact(indicator: Indicator, *, answered: int, asked: int) -> BehaviourFact:
    """Return the fact about a behaviour of which so many questions were asked and answered.

    No more than `ENOUGH_ANSWERS` are expected: a set that asks more, if somebody knows more, must
    not make a report look thin that tells as much as before.
    """
    return BehaviourFact(
        indicator_id=indicator.indicator_id,
        name=indicator.name,
        weight=indicator.weight,
        needs_information=needs_innocent_explanation(indicator),
        answered=answered,
        asked=min(asked, max(answered, ENOUGH_ANSWERS)),
    )
