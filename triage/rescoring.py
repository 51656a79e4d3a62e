"""The score that a report would have if its behaviours weighed, or were answered, otherwise."""

from collections.abc import Sequence
from datetime import UTC, datetime

from triage.candidates import BehaviourFact, Candidate, PlacePrecision
from triage.rules import RULES, Reason, Score

BEHAVIOUR_RULES = ("behaviour", "further_behaviours", "answers", "facts")
"""The rules that look at a report's behaviors, and at nothing else of it."""

_FIND = tuple(rule for rule in RULES if rule.name in BEHAVIOUR_RULES)
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


def reasons_of_behaviours(behaviours: Sequence[BehaviourFact]) -> tuple[Reason, ...]:
    """Return the reasons that the behaviours alone give; their points may be of either sign."""
    candidate = _candidate(behaviours)
    return tuple(
        Reason(rule.name, text, points)
        for rule in _FIND
        for text, points in rule.find(candidate)
        if points
    )


def rescore(score: Score, behaviours: Sequence[BehaviourFact]) -> Score:
    """Return the score with other facts about the behaviours; every other reason stays.

    Right only for a score that the present rules gave.
    """
    kept = [reason for reason in score.reasons if reason.rule not in BEHAVIOUR_RULES]
    reasons = (*reasons_of_behaviours(behaviours), *kept)
    return Score(sum(reason.points for reason in reasons), reasons)


def _candidate(behaviours: Sequence[BehaviourFact]) -> Candidate:
    return Candidate(
        narrative="",
        behaviours=tuple(behaviours),
        sector=None,
        source="",
        occurred_at=None,
        received_at=_ANY_TIME,
        place_precision=PlacePrecision.NONE,
        has_people=False,
        has_vehicles=False,
        similar_recent=0,
    )
