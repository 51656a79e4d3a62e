from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.triage.factories import candidate, fact
from tests.triage.test_rules import candidates, facts
from triage.rescoring import BEHAVIOUR_RULES, reasons_of_behaviours, rescore
from triage.rules import RULES, Score, score


@given(candidates, st.lists(facts(), max_size=5).map(tuple))
def test_a_rescored_report_has_the_score_that_it_would_have_got_at_once(one, behaviours):
    assert rescore(score(one), behaviours) == score(replace(one, behaviours=behaviours))


@given(candidates)
def test_the_same_facts_give_the_same_score(one):
    assert rescore(score(one), one.behaviours) == score(one)


def test_the_rules_about_behaviours_are_rules():
    assert set(BEHAVIOUR_RULES) <= {rule.name for rule in RULES}


def test_the_reasons_say_what_changed():
    before, after = (reasons_of_behaviours([fact(weight=weight)]) for weight in (180, 300))
    gone, come = set(before) - set(after), set(after) - set(before)
    assert [reason.points for reason in gone] == [180]
    assert [reason.text for reason in come] == ["Testing of security: a behavior of high weight"]


def test_a_report_without_behaviours_keeps_its_other_reasons():
    kept = score(candidate(behaviours=()))
    assert rescore(score(candidate()), ()) == kept
    assert rescore(Score(0, ()), ()).points == -40
