"""The two-part review of a report as a state machine.

The two parts are those of the Functional Standard 1.5.5: does the report match the behaviour
criteria, and, given all circumstances, is there a potential nexus to terrorism? The names of
states and actions are this project's. ``TRANSITIONS`` and ``REQUIRED`` are the whole machine.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from triage.errors import DecisionRefusedError, Missing


class State(StrEnum):
    """Where a report stands."""

    HELD = "held"
    RECEIVED = "received"
    RETURNED = "returned"
    CRITERIA_MET = "criteria_met"
    CRITERIA_NOT_MET = "criteria_not_met"
    POTENTIAL_NEXUS = "potential_nexus"
    NO_NEXUS = "no_nexus"
    REFERRED = "referred"
    UNFOUNDED = "unfounded"
    PROTECTED = "protected"
    WITHDRAWN = "withdrawn"
    PURGED = "purged"


class Action(StrEnum):
    """What someone does to a report; the officer answers, every other action is a reviewer's."""

    RELEASE = "release"
    MEETS_CRITERIA = "meets_criteria"
    FAILS_CRITERIA = "fails_criteria"
    FIND_NEXUS = "find_nexus"
    FIND_NO_NEXUS = "find_no_nexus"
    REFER = "refer"
    CLOSE_UNFOUNDED = "close_unfounded"
    CLOSE_PROTECTED = "close_protected"
    RETURN_TO_OFFICER = "return_to_officer"
    ANSWER_QUESTION = "answer_question"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Record:
    """What is written down with an action; hidden from ``repr``, for it may name people.

    Attributes
    ----------
    rationale : str
        Why, for colleagues and auditors.
    officer_text : str
        What the officer who filed the report will read.
    innocent_explanation : str
        Why the behaviour is not innocent, for behaviours that often are.
    question : str
        What the officer is asked.
    referred_to : str
        The unit or agency that takes over.
    """

    rationale: str = field(default="", repr=False)
    officer_text: str = field(default="", repr=False)
    innocent_explanation: str = field(default="", repr=False)
    question: str = field(default="", repr=False)
    referred_to: str = field(default="", repr=False)


# Part one may be taken back in either direction as long as part two is open: people err, and
# the log keeps both entries.
TRANSITIONS: Mapping[State, Mapping[Action, State]] = {
    State.HELD: {
        Action.RELEASE: State.RECEIVED,
        Action.WITHDRAW: State.WITHDRAWN,
    },
    State.RECEIVED: {
        Action.MEETS_CRITERIA: State.CRITERIA_MET,
        Action.FAILS_CRITERIA: State.CRITERIA_NOT_MET,
        Action.CLOSE_PROTECTED: State.PROTECTED,
        Action.RETURN_TO_OFFICER: State.RETURNED,
        Action.WITHDRAW: State.WITHDRAWN,
    },
    State.RETURNED: {
        Action.ANSWER_QUESTION: State.RECEIVED,
        Action.WITHDRAW: State.WITHDRAWN,
    },
    State.CRITERIA_MET: {
        Action.FIND_NEXUS: State.POTENTIAL_NEXUS,
        Action.FIND_NO_NEXUS: State.NO_NEXUS,
        Action.REFER: State.REFERRED,
        Action.FAILS_CRITERIA: State.CRITERIA_NOT_MET,
        Action.CLOSE_PROTECTED: State.PROTECTED,
        Action.RETURN_TO_OFFICER: State.RETURNED,
    },
    State.CRITERIA_NOT_MET: {
        Action.REFER: State.REFERRED,
        Action.CLOSE_UNFOUNDED: State.UNFOUNDED,
        Action.MEETS_CRITERIA: State.CRITERIA_MET,
        Action.CLOSE_PROTECTED: State.PROTECTED,
        Action.RETURN_TO_OFFICER: State.RETURNED,
    },
    State.POTENTIAL_NEXUS: {},
    State.NO_NEXUS: {},
    State.REFERRED: {},
    State.UNFOUNDED: {},
    State.PROTECTED: {},
    State.WITHDRAWN: {},
    # No action leads here: the time for which an open report may be kept was over.
    State.PURGED: {},
}

# The fields of the record that an action needs. Part one of a behaviour that is often innocent
# needs innocent_explanation as well.
REQUIRED: Mapping[Action, tuple[str, ...]] = {
    Action.RELEASE: (),
    Action.MEETS_CRITERIA: ("rationale",),
    Action.FAILS_CRITERIA: ("rationale",),
    Action.FIND_NEXUS: ("rationale", "officer_text"),
    Action.FIND_NO_NEXUS: ("rationale", "officer_text"),
    Action.REFER: ("rationale", "officer_text", "referred_to"),
    Action.CLOSE_UNFOUNDED: ("rationale", "officer_text"),
    Action.CLOSE_PROTECTED: ("rationale", "officer_text"),
    Action.RETURN_TO_OFFICER: ("question",),
    Action.ANSWER_QUESTION: (),
    Action.WITHDRAW: ("rationale", "officer_text"),
}

MIN_RATIONALE_CHARS, MIN_OFFICER_CHARS = 10, 20
"""This project's judgment: enough to rule out "ok" and "see above"."""

# Least number of visible characters per field, and what the field is for.
_FIELDS: Mapping[str, tuple[int, str]] = {
    "rationale": (MIN_RATIONALE_CHARS, "Say why, so that a colleague can follow the decision."),
    "officer_text": (
        MIN_OFFICER_CHARS,
        "Tell the officer what was decided and why, in plain words.",
    ),
    "innocent_explanation": (20, "Say which innocent explanation you weighed, and why it fails."),
    "question": (10, "Ask the officer for what is missing."),
    "referred_to": (2, "Name the unit or agency that takes over."),
}

OPEN_STATES = (State.RECEIVED, State.CRITERIA_MET, State.CRITERIA_NOT_MET)

_UNDER_REVIEW = ("Under review", "We are looking into your report. You do not need to do anything.")

# Kept at US school grade 8 or below; a test measures it. "We" is all an officer learns of who.
_WORDS: Mapping[State, tuple[str, str]] = {
    State.HELD: (
        "Safely stored",
        "We have your report. A technical check must finish before anyone can read it.",
    ),
    State.RECEIVED: ("Waiting to be read", "We have your report, and someone will read it soon."),
    State.RETURNED: (
        "We have a question",
        "We need one more thing from you. Your answer puts the report back in line.",
    ),
    State.CRITERIA_MET: _UNDER_REVIEW,
    State.CRITERIA_NOT_MET: _UNDER_REVIEW,
    State.POTENTIAL_NEXUS: (
        "Kept for follow-up",
        "What you saw may be linked to terrorism. We are keeping your report for follow-up.",
    ),
    State.NO_NEXUS: (
        "Closed: no link found",
        "We read your report with care and found no link to terrorism. It is now closed.",
    ),
    State.REFERRED: (
        "Passed on",
        "Your report is a better fit for another team, so we passed it on to them.",
    ),
    State.UNFOUNDED: (
        "Closed: not enough to go on",
        "We checked your report. The facts we have do not show a reason for concern.",
    ),
    State.PROTECTED: (
        "Closed: protected by law",
        "The law protects what this report is about, such as free speech or faith. "
        "We cannot use it.",
    ),
    State.WITHDRAWN: ("Taken back", "This report was taken back. No one will act on it."),
    State.PURGED: ("Deleted", "The time to keep this report is over. What it said is gone."),
}


def decide(
    state: State, action: Action, record: Record, *, needs_innocent_explanation: bool
) -> State:
    """Return the state that follows, or say everything that is missing.

    Parameters
    ----------
    needs_innocent_explanation : bool
        True when the report rests on behaviour that is often innocent. It matters only for
        ``MEETS_CRITERIA``.

    Raises
    ------
    DecisionRefusedError
        If the action is not allowed in this state or the record lacks something. Nothing else is
        ever raised: every combination of state, action and record has an answer.
    """
    if action not in TRANSITIONS[state]:
        raise DecisionRefusedError((_not_allowed(state, action),))
    missing = _missing(action, record, needs_innocent_explanation=needs_innocent_explanation)
    if missing:
        raise DecisionRefusedError(missing)
    return TRANSITIONS[state][action]


def allowed_actions(state: State) -> tuple[Action, ...]:
    """List the actions that the state allows, the usual ones first; empty for an end state."""
    return tuple(TRANSITIONS[state])


def is_end(state: State) -> bool:
    """Say whether nothing can follow."""
    return not TRANSITIONS[state]


def words_for_officer(state: State) -> tuple[str, str]:
    """Return a title and a sentence or two that tell the officer where the report stands."""
    return _WORDS[state]


def _not_allowed(state: State, action: Action) -> Missing:
    allowed = ", ".join(allowed_actions(state)) or "nothing; the report is closed"
    return Missing(
        "action", f"{action} is not allowed while a report is {state}.", f"Allowed now: {allowed}."
    )


def _missing(
    action: Action, record: Record, *, needs_innocent_explanation: bool
) -> tuple[Missing, ...]:
    required = REQUIRED[action]
    explains = action is Action.MEETS_CRITERIA and needs_innocent_explanation
    if explains:
        required = (*required, "innocent_explanation")
    found = [one for name in required for one in _too_short(name, getattr(record, name))]
    if explains and not found and _plain(record.innocent_explanation) == _plain(record.rationale):
        remedy = _FIELDS["innocent_explanation"][1]
        found.append(Missing("innocent_explanation", "It repeats the rationale.", remedy))
    return tuple(found)


def _too_short(name: str, written: str) -> list[Missing]:
    least, remedy = _FIELDS[name]
    if len(_plain(written)) >= least:
        return []
    return [Missing(name, f"At least {least} characters are needed.", remedy)]


def _plain(text: str) -> str:
    """Fold case and white space and drop invisible characters, so that only words count."""
    visible = "".join(
        char
        for char in unicodedata.normalize("NFKC", text)
        if char.isspace() or not unicodedata.category(char).startswith("C")
    )
    return " ".join(visible.split()).casefold()
