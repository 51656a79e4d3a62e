"""What the ranker is told of a behaviour: the one place where a definition becomes a fact."""

from indicators.definitions import Indicator, needs_innocent_explanation
from triage.candidates import BehaviourFact


def behaviour_fact(indicator: Indicator, *, answered: int, asked: int) -> BehaviourFact:
    """Return the fact about a behaviour of which so many questions were asked and answered."""
    return BehaviourFact(
        indicator_id=indicator.indicator_id,
        name=indicator.name,
        weight=indicator.weight,
        needs_information=needs_innocent_explanation(indicator),
        answered=answered,
        asked=asked,
    )
