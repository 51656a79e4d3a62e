"""What an analyst can do to a report, in words, and which part of the review it belongs to."""

from collections.abc import Mapping
from dataclasses import replace

from sar.values import frozen
from triage.decisions import REQUIRED, TRANSITIONS, Action, State, allowed_actions, is_end


@frozen
class Choice:
    """One action as the page offers it; `key` names its shortcut, `event` its name in the log."""

    action: Action
    label: str
    hint: str
    key: str
    event: str
    done: str

    @property
    def pair(self) -> tuple[str, str]:
        """Return the action and its label, as a form offers them."""
        return self.action, self.label


_BEHAVIOUR, _NEXUS, _OTHER = "decision.behaviour", "decision.nexus", "decision.other"

# The officer answers a question and the operator releases a held report: neither stands here.
CHOICES: Mapping[Action, Choice] = {
    choice.action: choice
    for choice in (
        Choice(
            Action.MEETS_CRITERIA,
            "Meets the criteria",
            "What was seen fits the behavior as it is defined.",
            "yes",
            _BEHAVIOUR,
            "Meets the behavior criteria",
        ),
        Choice(
            Action.FAILS_CRITERIA,
            "Does not meet the criteria",
            "It does not fit, or an innocent reason explains it.",
            "no",
            _BEHAVIOUR,
            "Does not meet the behavior criteria",
        ),
        Choice(
            Action.FIND_NEXUS,
            "Potential nexus to terrorism",
            "All circumstances together make a link reasonable. Closes the review.",
            "yes",
            _NEXUS,
            "Potential nexus found",
        ),
        Choice(
            Action.FIND_NO_NEXUS,
            "No nexus found",
            "Nothing ties it to terrorism. Closes the review.",
            "no",
            _NEXUS,
            "No nexus found",
        ),
        Choice(
            Action.CLOSE_UNFOUNDED,
            "Close as unfounded",
            "The facts show no reason for concern. Closes the review.",
            "unfounded",
            _OTHER,
            "Closed as unfounded",
        ),
        Choice(
            Action.REFER,
            "Pass on to another team",
            "A crime or a safety matter that others should handle. Closes the review.",
            "refer",
            _OTHER,
            "Passed on to another team",
        ),
        Choice(
            Action.RETURN_TO_OFFICER,
            "Return with a question",
            "One fact is missing. The answer puts the report back in line.",
            "question",
            _OTHER,
            "Returned to the officer with a question",
        ),
        Choice(
            Action.CLOSE_PROTECTED,
            "Close as protected",
            "It rests on protected speech, faith or traits. Closes the review.",
            "protected",
            _OTHER,
            "Closed as protected",
        ),
        Choice(
            Action.WITHDRAW,
            "Take back",
            "It was filed by mistake or twice. Closes the review.",
            "withdraw",
            _OTHER,
            "Taken back",
        ),
    )
}

_LABELS: Mapping[State, str] = {
    State.HELD: "Held",
    State.RECEIVED: "Part 1",
    State.RETURNED: "With the officer",
    State.CRITERIA_MET: "Part 2",
    State.CRITERIA_NOT_MET: "Criteria not met",
    State.POTENTIAL_NEXUS: "Potential nexus",
    State.NO_NEXUS: "No nexus",
    State.REFERRED: "Passed on",
    State.UNFOUNDED: "Unfounded",
    State.PROTECTED: "Protected",
    State.WITHDRAWN: "Taken back",
    State.PURGED: "Deleted",
}

_QUESTIONS: Mapping[State, str] = {
    State.RECEIVED: "Part 1 of 2: does it meet the behavior criteria?",
    State.CRITERIA_MET: "Part 2 of 2: is there a potential nexus to terrorism?",
    State.CRITERIA_NOT_MET: "Part 2 of 2: it does not meet the criteria. How does it end?",
    State.RETURNED: "The officer has a question to answer.",
}


def choices_of(state: State) -> tuple[Choice, ...]:
    """Return what an analyst can do while a report is in `state`, the usual things first."""
    choices = [CHOICES[action] for action in allowed_actions(state) if action in CHOICES]
    if state is State.RECEIVED:
        return tuple(choices)
    usual = [each for each in choices if each.event != _BEHAVIOUR]
    return (*usual, *(_taken_back(each) for each in choices if each.event == _BEHAVIOUR))


def _taken_back(choice: Choice) -> Choice:
    """Return the choice that corrects part one while part two is open."""
    label = choice.label[0].lower() + choice.label[1:]
    return replace(choice, label=f"Correct part 1: {label}", key="correct")


def actions_that_need(record_field: str) -> tuple[Action, ...]:
    """Return the actions that need `record_field` of the record."""
    return tuple(action for action in CHOICES if record_field in REQUIRED[action])


def closing_actions(state: State) -> tuple[Action, ...]:
    """Return the actions that end the review when they are taken in `state`."""
    return tuple(action for action, after in TRANSITIONS[state].items() if is_end(after))


def label_of(state: str) -> str:
    """Return a state in two or three words for an analyst."""
    return _LABELS[State(state)]


def question_of(state: str) -> str:
    """Return what is to be decided now; "" when nothing is."""
    return _QUESTIONS.get(State(state), "")
