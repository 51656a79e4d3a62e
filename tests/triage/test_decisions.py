import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage.decisions import (
    OPEN_STATES,
    REQUIRED,
    TRANSITIONS,
    Action,
    Record,
    State,
    allowed_actions,
    decide,
    is_end,
    words_for_officer,
)
from triage.errors import DecisionRefusedError, TriageError

FULL = Record(
    rationale="Two gates were tried within an hour.",
    officer_text="Your report was read and is now closed. Thank you.",
    innocent_explanation="A lost visitor would not come back with tools.",
    question="Which gate did the person try first?",
    referred_to="Burglary unit",
)
END_STATES = {
    State.POTENTIAL_NEXUS,
    State.NO_NEXUS,
    State.REFERRED,
    State.UNFOUNDED,
    State.PROTECTED,
    State.WITHDRAWN,
}
records = st.builds(Record, *[st.sampled_from(["", " \n", "short", "x" * 20]) | st.text()] * 5)


FIELDS = ("rationale", "officer_text", "innocent_explanation", "question", "referred_to")


def without(field: str) -> Record:
    return Record(**{name: "" if name == field else getattr(FULL, name) for name in FIELDS})


def missing_fields(state: State, action: Action, record: Record, *, needs: bool = False) -> list:
    after, missing = outcome(state, action, record, needs=needs)
    assert after is None
    return [one.field for one in missing]


def outcome(state: State, action: Action, record: Record, *, needs: bool = False) -> tuple:
    try:
        return decide(state, action, record, needs_innocent_explanation=needs), ()
    except DecisionRefusedError as refused:
        return None, refused.missing


@given(st.sampled_from(State), st.sampled_from(Action), records, st.booleans())
def test_every_combination_is_either_decided_or_refused_with_words(state, action, record, needs):
    after, missing = outcome(state, action, record, needs=needs)
    if after is None:
        assert missing
        assert all(one.field and one.message and one.remedy for one in missing)
    else:
        assert after is TRANSITIONS[state][action]


def test_no_path_from_received_reaches_an_end_state_without_a_text_for_the_officer():
    seen, ends, waiting = {State.RECEIVED}, set(), [State.RECEIVED]
    while waiting:
        state = waiting.pop()
        for action, needs in itertools.product(Action, [False, True]):
            after, _ = outcome(state, action, FULL, needs=needs)
            if after is None:
                continue
            if is_end(after):
                ends.add(after)
                silent = missing_fields(state, action, without("officer_text"), needs=needs)
                assert silent == ["officer_text"]
            elif after not in seen:
                seen.add(after)
                waiting.append(after)
    assert ends == END_STATES
    assert seen == {*OPEN_STATES, State.RETURNED}


def test_six_ends_are_decided_one_is_a_purge_and_nothing_leaves_them():
    assert {state for state in State if is_end(state)} == {*END_STATES, State.PURGED}
    for state, action in itertools.product({*END_STATES, State.PURGED}, Action):
        assert missing_fields(state, action, FULL) == ["action"]


def test_from_every_state_that_is_no_end_an_end_can_be_reached():
    reaching = set(END_STATES)
    for _ in State:
        reaching |= {state for state in State if reaching & set(TRANSITIONS[state].values())}
    assert reaching == set(State) - {State.PURGED}


def test_every_state_and_every_action_stands_in_the_tables():
    assert set(TRANSITIONS) == set(State)
    assert set(REQUIRED) == set(Action)
    assert {action for state in State for action in allowed_actions(state)} == set(Action)


def test_a_nexus_is_found_only_after_part_one_was_met():
    nexus = {Action.FIND_NEXUS, Action.FIND_NO_NEXUS}
    assert [s for s in State if nexus & set(allowed_actions(s))] == [State.CRITERIA_MET]
    into = [s for s in State if State.CRITERIA_MET in TRANSITIONS[s].values()]
    assert all(TRANSITIONS[s].get(Action.MEETS_CRITERIA) is State.CRITERIA_MET for s in into)


def test_a_question_goes_to_the_officer_and_the_answer_comes_back_to_the_queue():
    returned = decide(
        State.CRITERIA_MET, Action.RETURN_TO_OFFICER, FULL, needs_innocent_explanation=False
    )
    assert returned is State.RETURNED
    answered = decide(returned, Action.ANSWER_QUESTION, Record(), needs_innocent_explanation=False)
    assert answered is State.RECEIVED


@pytest.mark.parametrize(
    ("state", "action", "field"),
    [
        (state, action, field)
        for state in State
        for action in TRANSITIONS[state]
        for field in REQUIRED[action]
    ],
)
def test_an_action_without_one_of_its_fields_is_refused_for_that_field(state, action, field):
    assert missing_fields(state, action, without(field)) == [field]


def test_everything_missing_is_named_at_once():
    found = missing_fields(State.CRITERIA_MET, Action.REFER, Record())
    assert found == ["rationale", "officer_text", "referred_to"]


@pytest.mark.parametrize("state", [State.RECEIVED, State.CRITERIA_NOT_MET])
def test_part_one_of_an_often_innocent_behaviour_needs_the_innocent_explanation(state):
    record = without("innocent_explanation")
    after = decide(state, Action.MEETS_CRITERIA, record, needs_innocent_explanation=False)
    assert after is State.CRITERIA_MET
    found = missing_fields(state, Action.MEETS_CRITERIA, record, needs=True)
    assert found == ["innocent_explanation"]


@pytest.mark.parametrize(
    "repeated", ["A lost visitor comes back.", " a LOST  visitor\ncomes back. "]
)
def test_an_innocent_explanation_that_repeats_the_rationale_is_refused(repeated):
    record = Record(rationale="A lost visitor comes back.", innocent_explanation=repeated)
    found = missing_fields(State.RECEIVED, Action.MEETS_CRITERIA, record, needs=True)
    assert found == ["innocent_explanation"]


@pytest.mark.parametrize(
    ("text", "accepted"),
    [
        ("x" * 20, True),
        ("x" * 19, False),
        (" " * 40 + "x", False),
        ("x\n" * 10, False),  # Nineteen characters, once white space is trimmed.
        ("\u200b" * 40, False),  # Zero-width space.
        ("\x00" * 40, False),
    ],
)
def test_only_visible_characters_count(text, accepted):
    record = Record(rationale="Seen by two guards.", innocent_explanation=text)
    if accepted:
        after = decide(
            State.RECEIVED, Action.MEETS_CRITERIA, record, needs_innocent_explanation=True
        )
        assert after is State.CRITERIA_MET
    else:
        found = missing_fields(State.RECEIVED, Action.MEETS_CRITERIA, record, needs=True)
        assert found == ["innocent_explanation"]


def test_a_refusal_and_a_record_never_repeat_what_was_written():
    record = Record(*["canary"] * 5)
    with pytest.raises(TriageError) as refused:
        decide(State.CRITERIA_MET, Action.REFER, record, needs_innocent_explanation=False)
    assert "canary" not in f"{refused.value} {refused.value.missing} {record!r}"


# Flesch-Kincaid grade: Kincaid, Fishburne, Rogers and Chissom 1975 (Navy report 8-75).
def grade(text: str) -> float:
    words = re.findall(r"[A-Za-z'-]+", text)
    sentences = max(1, len(re.findall(r"[.!?]", text)))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee"))
    return max(1, groups - silent)


def test_the_grade_formula_tells_hard_words_from_easy_ones():
    assert grade("The cat sat on the mat.") < 2
    assert grade("Organizational determinations necessitate comprehensive deliberation.") > 15


@pytest.mark.parametrize("state", State)
def test_an_officer_reads_every_state_at_grade_eight_or_below(state):
    title, sentence = words_for_officer(state)
    assert title
    assert grade(f"{title}. {sentence}") <= 8


@pytest.mark.parametrize("state", State)
def test_an_officer_never_learns_who_reviewed_or_what_part_one_said(state):
    words = " ".join(words_for_officer(state)).lower()
    assert not re.search(r"analyst|reviewer|supervisor|criteria|\bhe\b|\bshe\b", words)
    assert words_for_officer(State.CRITERIA_MET) == words_for_officer(State.CRITERIA_NOT_MET)
