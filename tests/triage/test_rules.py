from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.triage.factories import RECEIVED_AT, candidate, fact
from triage.candidates import BehaviourFact, Candidate, PlacePrecision
from triage.rules import MAX_SCORE, RULES, Rule, score

SOURCES = (
    "officer_observed",
    "witness_named",
    "witness_anonymous",
    "private_sector",
    "other_agency",
    "online",
    "other",
)


@st.composite
def facts(draw) -> BehaviourFact:
    asked = draw(st.integers(0, 12))
    return fact(
        indicator_id=f"ind-{draw(st.integers(1, 16)):04}",
        weight=draw(st.integers(0, 400)),
        needs_information=draw(st.booleans()),
        answered=draw(st.integers(0, asked)),
        asked=asked,
    )


times = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone comes from the strategy
candidates = st.builds(
    Candidate,
    narrative=st.text(max_size=200),
    behaviours=st.lists(facts(), max_size=5).map(tuple),
    sector=st.sampled_from([None, "", "ENRG", "OTHR", "not a code"]),
    source=st.sampled_from(SOURCES) | st.text(max_size=10),
    occurred_at=st.none() | times,
    received_at=times,
    place_precision=st.sampled_from(PlacePrecision),
    has_people=st.booleans(),
    has_vehicles=st.booleans(),
    similar_recent=st.integers(0, 10_000),
)


@given(candidates)
def test_the_points_of_the_reasons_add_up_exactly_to_the_score(one):
    result = score(one)
    assert result.points == sum(reason.points for reason in result.reasons)
    assert all(reason.points != 0 for reason in result.reasons)


@given(candidates)
def test_no_score_ever_leaves_its_range(one):
    assert 0 <= score(one).points <= MAX_SCORE


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
@given(one=candidates)
def test_a_rule_never_gives_more_or_less_than_it_states(rule: Rule, one):
    assert rule.least <= sum(points for _, points in rule.find(one)) <= rule.most


def test_the_least_and_the_most_points_of_all_rules_are_the_ends_of_the_scale():
    assert sum(rule.least for rule in RULES) == 0
    assert sum(rule.most for rule in RULES) == MAX_SCORE


def test_both_ends_of_the_scale_can_be_reached():
    best = candidate(
        behaviours=tuple(
            fact(indicator_id=f"ind-000{n}", weight=400, answered=4) for n in range(1, 4)
        ),
        similar_recent=3,
    )
    worst = candidate(
        narrative="",
        behaviours=(),
        sector=None,
        source="witness_anonymous",
        occurred_at=None,
        place_precision=PlacePrecision.NONE,
        has_people=False,
        has_vehicles=False,
    )
    assert (score(best).points, score(worst).points) == (1000, 0)


def with_fact(one: Candidate, extra: BehaviourFact) -> Candidate:
    return replace(one, behaviours=(*one.behaviours, extra))


def better_answered(one: Candidate, _: BehaviourFact) -> Candidate:
    better = tuple(
        replace(each, answered=min(each.answered + 1, each.asked)) for each in one.behaviours
    )
    return replace(one, behaviours=better)


def heavier(one: Candidate, _: BehaviourFact) -> Candidate:
    first = [replace(each, weight=min(each.weight + 7, 400)) for each in one.behaviours[:1]]
    return replace(one, behaviours=(*first, *one.behaviours[1:]))


IMPROVEMENTS = {
    "a further behavior": with_fact,
    "one more answer": better_answered,
    "a heavier behavior": heavier,
    "a person": lambda one, _: replace(one, has_people=True),
    "a vehicle": lambda one, _: replace(one, has_vehicles=True),
    "a target": lambda one, _: replace(one, sector="WATR"),
    "one more similar report": lambda one, _: replace(one, similar_recent=one.similar_recent + 1),
    "one more word": lambda one, _: replace(one, narrative=one.narrative + " word"),
    "an observing officer": lambda one, _: replace(one, source="officer_observed"),
    "coordinates": lambda one, _: replace(one, place_precision=PlacePrecision.COORDINATES),
}


@pytest.mark.parametrize("improve", IMPROVEMENTS.values(), ids=IMPROVEMENTS.keys())
@given(one=candidates, extra=facts())
def test_more_substance_never_lowers_a_score(improve, one, extra):
    assert score(improve(one, extra)).points >= score(one).points


@given(candidates, times)
def test_any_time_is_better_than_none(one, occurred_at):
    without = score(replace(one, occurred_at=None)).points
    assert score(replace(one, occurred_at=occurred_at)).points > without


@given(candidates, st.lists(st.timedeltas(timedelta(0), timedelta(days=60)), min_size=2))
def test_the_more_recent_is_never_ranked_below_the_older(one, ages):
    points = [score(replace(one, occurred_at=one.received_at - age)).points for age in sorted(ages)]
    assert points == sorted(points, reverse=True)


@given(candidates, st.randoms(use_true_random=False))
def test_the_order_in_which_behaviours_were_ticked_makes_no_difference(one, random):
    shuffled = list({each.indicator_id: each for each in one.behaviours}.values())
    ordered = replace(one, behaviours=tuple(shuffled))
    random.shuffle(shuffled)
    assert score(replace(one, behaviours=tuple(shuffled))) == score(ordered)


@given(candidates, st.text("abcXYZ", min_size=1, max_size=12))
def test_words_of_the_account_are_counted_and_never_read(one, word):
    other = replace(one, narrative=" ".join(word for _ in one.narrative.split()))
    assert score(other) == score(one)


def test_one_word_more_or_less_moves_a_score_by_at_most_three_points():
    points = [score(candidate(narrative="word " * n)).points for n in range(40)]
    assert {after - before for before, after in pairwise(points)} == {0, 3}


def test_reasons_never_quote_the_account():
    result = score(candidate(narrative="canary " * 3))
    assert "canary" not in repr(result)


def test_a_ranker_sees_no_author_and_no_attribute():
    assert {each.name for each in fields(Candidate)} == {
        "narrative",
        "behaviours",
        "sector",
        "source",
        "occurred_at",
        "received_at",
        "place_precision",
        "has_people",
        "has_vehicles",
        "similar_recent",
        "linked",
    }


@pytest.mark.parametrize(
    ("changes", "rule", "said"),
    [
        ({}, "behaviour", "Testing of security: a behavior of medium weight (+180)"),
        ({}, "answers", "Testing of security: 3 of 4 expected answers given (+52)"),
        ({"behaviours": ()}, "facts", "No behavior is named (-40)"),
        (
            {"behaviours": (fact(answered=1),)},
            "facts",
            "Often innocent, and fewer than half of the expected answers given (-40)",
        ),
        (
            {
                "behaviours": (
                    fact(),
                    fact(indicator_id="ind-0002", name="Photography", weight=59),
                )
            },
            "further_behaviours",
            "Also Photography (+5)",
        ),
        ({"occurred_at": None}, "time", "No time given (-60)"),
        (
            {"occurred_at": RECEIVED_AT + timedelta(hours=2)},
            "time",
            "The time given is later than the report (-40)",
        ),
        ({"place_precision": PlacePrecision.NONE}, "place", "No place given (-40)"),
        ({"source": "witness_anonymous"}, "source", "No one can be asked again (-20)"),
        ({"similar_recent": 1}, "similar", "Resembles 1 recent report (+40)"),
        ({"similar_recent": 9}, "similar", "Resembles 9 recent reports (+60)"),
        ({"narrative": "Word"}, "account", "The account has only 1 word (-57)"),
    ],
)
def test_a_reason_is_said_in_plain_words_with_its_points(changes, rule, said):
    spoken = [str(reason) for reason in score(candidate(**changes)).reasons if reason.rule == rule]
    assert spoken == [said]


@pytest.mark.parametrize(
    ("age", "points"),
    [
        (timedelta(hours=-1, microseconds=-1), -40),
        (timedelta(hours=-1), 40),
        (timedelta(days=1), 40),
        (timedelta(days=1, microseconds=1), 20),
        (timedelta(days=7), 20),
        (timedelta(days=7, microseconds=1), 0),
        (timedelta(days=30), 0),
        (timedelta(days=30, microseconds=1), -20),
    ],
)
def test_a_time_counts_by_its_age(age, points):
    result = score(candidate(occurred_at=RECEIVED_AT - age))
    assert sum(reason.points for reason in result.reasons if reason.rule == "time") == points


@pytest.mark.parametrize(
    ("facts", "is_thin"),
    [
        ((fact(answered=1),), True),
        ((fact(answered=2),), False),  # Exactly half.
        ((fact(answered=0, needs_information=False),), False),
        ((fact(answered=0), fact(indicator_id="ind-0002", answered=4)), False),
        ((fact(answered=0, asked=0),), False),
    ],
)
def test_only_often_innocent_behaviours_with_few_answers_are_held_down(facts, is_thin):
    rules = [reason.rule for reason in score(candidate(behaviours=facts)).reasons]
    assert ("facts" in rules) is is_thin


@pytest.mark.parametrize("sector", [None, "", "OTHR"])
def test_no_sector_or_the_sector_other_is_no_target(sector):
    assert "target" not in [reason.rule for reason in score(candidate(sector=sector)).reasons]


def test_of_two_equal_behaviours_the_one_with_the_lower_id_is_told_first():
    later, first = fact(indicator_id="ind-0002", name="Later"), fact(name="First")
    for behaviours in [(later, first), (first, later)]:
        assert score(candidate(behaviours=behaviours)).reasons[0].text.startswith("First:")


def test_only_two_further_behaviours_count():
    many = tuple(fact(indicator_id=f"ind-{n:04}") for n in range(1, 17))
    assert score(candidate(behaviours=many)) == score(candidate(behaviours=many[:3]))


def test_a_fact_taken_away_moves_the_score_by_the_points_of_its_reason():
    full = candidate(similar_recent=2)
    points = {reason.rule: reason.points for reason in score(full).reasons}
    for rule, changes in {
        "people": {"has_people": False},
        "vehicles": {"has_vehicles": False},
        "target": {"sector": None},
        "similar": {"similar_recent": 0},
        "source": {"source": "other"},
        "place": {"place_precision": PlacePrecision.AREA},
    }.items():
        without = score(replace(full, **changes)).points
        assert score(full).points - without == points[rule], rule
