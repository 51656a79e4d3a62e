"""The ranker that needs no training: a table of rules whose points add up to the score.

The least and the most points of all rules together are 0 and 1000, so that no sum is ever cut
off and every reason moves the score by exactly the points that it states. The rules count the
words of an account and never read them: no name, attribute or turn of phrase can move a rank.

The points are this project's judgement, not measurements: no outcome data were at hand.
Whoever changes a point or a limit changes ``RULES_VERSION`` too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from triage.candidates import BehaviourFact, Candidate, PlacePrecision

RULES_VERSION = "1.0.0"
MAX_SCORE = 1000


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule's share of a score.

    Attributes
    ----------
    rule : str
        The rule's name in ``RULES``.
    text : str
        Plain words; they never quote the narrative.
    points : int
        Thousandths of the score; negative when the rule holds the report down; never 0.
    """

    rule: str
    text: str
    points: int

    def __str__(self) -> str:
        return f"{self.text} ({self.points:+})"


@dataclass(frozen=True, slots=True)
class Score:
    """How urgent a report is, in [0, 1000], higher is more urgent; the sum of its reasons."""

    points: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule, the least and the most points it gives, and how it finds its reasons."""

    name: str
    least: int
    most: int
    find: Callable[[Candidate], list[tuple[str, int]]]


def score(candidate: Candidate) -> Score:
    """Add up what every rule says of a candidate; a rule that gives 0 points says nothing."""
    reasons = tuple(
        Reason(rule.name, text, points)
        for rule in RULES
        for text, points in rule.find(candidate)
        if points
    )
    return Score(sum(reason.points for reason in reasons), reasons)


def _start(_: Candidate) -> list[tuple[str, int]]:
    return [("Every report starts here", 220)]


def _strongest_behaviour(candidate: Candidate) -> list[tuple[str, int]]:
    return [
        (f"{fact.name}: a behavior of {_weight_word(fact.weight)} weight", fact.weight)
        for fact in _by_weight(candidate)[:1]
    ]


def _further_behaviours(candidate: Candidate) -> list[tuple[str, int]]:
    """Give two further behaviours a tenth of their weight: ticking every box gains little."""
    return [(f"Also {fact.name}", fact.weight // 10) for fact in _by_weight(candidate)[1:3]]


def _answers(candidate: Candidate) -> list[tuple[str, int]]:
    best = max(_by_weight(candidate), key=_share_answered, default=None)
    if best is None:
        return []
    text = f"{best.name}: {best.answered} of {best.asked} expected answers given"
    return [(text, 70 * best.answered // max(best.asked, 1))]


def _facts(candidate: Candidate) -> list[tuple[str, int]]:
    if not candidate.behaviours:
        return [("No behavior is named", -40)]
    if all(_is_thin(fact) for fact in candidate.behaviours):
        return [("Often innocent, and fewer than half of the expected answers given", -40)]
    return []


def _time(candidate: Candidate) -> list[tuple[str, int]]:
    if candidate.occurred_at is None:
        return [("No time given", -60)]
    age = candidate.received_at - candidate.occurred_at
    if age < -timedelta(hours=1):
        return [("The time given is later than the report", -40)]
    if age <= timedelta(days=1):
        return [("Happened within a day of the report", 40)]
    if age <= timedelta(days=7):
        return [("Happened within a week of the report", 20)]
    if age > timedelta(days=30):
        return [("Happened more than 30 days before the report", -20)]
    return []


def _place(candidate: Candidate) -> list[tuple[str, int]]:
    return {
        PlacePrecision.NONE: [("No place given", -40)],
        PlacePrecision.AREA: [],
        PlacePrecision.FACILITY: [("The place is named", 20)],
        PlacePrecision.ADDRESS: [("The place has an address", 30)],
        PlacePrecision.COORDINATES: [("The place has coordinates", 30)],
    }[candidate.place_precision]


def _people(candidate: Candidate) -> list[tuple[str, int]]:
    return [("A person is described", 20)] if candidate.has_people else []


def _vehicles(candidate: Candidate) -> list[tuple[str, int]]:
    return [("A vehicle is described", 30)] if candidate.has_vehicles else []


def _target(candidate: Candidate) -> list[tuple[str, int]]:
    """Reward a named sector; OTHR is the NIEM code for "Other"."""
    return [] if candidate.sector in (None, "", "OTHR") else [("A kind of target is named", 30)]


def _source(candidate: Candidate) -> list[tuple[str, int]]:
    return {
        "officer_observed": [("Seen by an officer", 20)],
        "witness_named": [("A witness can be asked again", 10)],
        "private_sector": [("Staff can be asked again", 10)],
        "other_agency": [("Another agency can be asked again", 10)],
        "witness_anonymous": [("No one can be asked again", -20)],
    }.get(candidate.source, [])


def _similar(candidate: Candidate) -> list[tuple[str, int]]:
    number = candidate.similar_recent
    if number == 0:
        return []
    reports = "1 recent report" if number == 1 else f"{number} recent reports"
    return [(f"Resembles {reports}", min(40 + 10 * (number - 1), 60))]


def similar_of(score: Score) -> int:
    """Return how many recent reports a score was told of, up to three: more gave no more points."""
    points = next((each.points for each in score.reasons if each.rule == "similar"), 0)
    return 1 + (points - 40) // 10 if points >= 40 else 0


def _account(candidate: Candidate) -> list[tuple[str, int]]:
    """Take 3 points for each word short of 20; gradual, so that one word more or less is little."""
    words = len(candidate.narrative.split())
    counted = "1 word" if words == 1 else f"{words} words"
    return [(f"The account has only {counted}", -3 * max(0, 20 - words))]


RULES: tuple[Rule, ...] = (
    Rule("behaviour", 0, 400, _strongest_behaviour),
    Rule("further_behaviours", 0, 80, _further_behaviours),
    Rule("answers", 0, 70, _answers),
    Rule("facts", -40, 0, _facts),
    Rule("time", -60, 40, _time),
    Rule("place", -40, 30, _place),
    Rule("people", 0, 20, _people),
    Rule("vehicles", 0, 30, _vehicles),
    Rule("target", 0, 30, _target),
    Rule("source", -20, 20, _source),
    Rule("similar", 0, 60, _similar),
    Rule("account", -60, 0, _account),
    Rule("start", 220, 220, _start),
)


def _by_weight(candidate: Candidate) -> list[BehaviourFact]:
    return sorted(candidate.behaviours, key=lambda fact: (-fact.weight, fact.indicator_id))


def _share_answered(fact: BehaviourFact) -> float:
    return fact.answered / max(fact.asked, 1)


def _is_thin(fact: BehaviourFact) -> bool:
    return fact.needs_information and 2 * fact.answered < fact.asked


def _weight_word(weight: int) -> str:
    """Say a weight in a word; the limits are half and a quarter of the greatest, 400."""
    if weight >= 200:
        return "high"
    return "medium" if weight >= 100 else "low"
