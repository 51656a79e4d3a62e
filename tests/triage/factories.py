"""Plain functions that make values of the triage library for its tests."""

from datetime import UTC, datetime

from triage.candidates import BehaviourFact, Candidate, PlacePrecision

RECEIVED_AT = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


def fact(**changes) -> BehaviourFact:
    plain = {
        "indicator_id": "ind-0001",
        "name": "Testing of security",
        "weight": 180,
        "needs_information": True,
        "answered": 3,
        "asked": 4,
    }
    return BehaviourFact(**{**plain, **changes})


def candidate(**changes) -> Candidate:
    plain = {
        "narrative": "The person walked along the fence and tried two gates. " * 3,
        "behaviours": (fact(),),
        "sector": "ENRG",
        "source": "officer_observed",
        "occurred_at": RECEIVED_AT,
        "received_at": RECEIVED_AT,
        "place_precision": PlacePrecision.ADDRESS,
        "has_people": True,
        "has_vehicles": True,
        "similar_recent": 0,
    }
    return Candidate(**{**plain, **changes})
