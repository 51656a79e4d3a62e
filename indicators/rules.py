"""The closed list of what the validation of answers can find."""

from enum import StrEnum


class Rule(StrEnum):
    """What a finding is about; programs may rely on these values."""

    REQUIRED = "required"
    WRONG_KIND = "wrong_kind"
    UNKNOWN_OPTION = "unknown_option"
    TOO_LONG = "too_long"
    UNREADABLE_CHARACTER = "unreadable_character"
    OUT_OF_RANGE = "out_of_range"
    BAD_TIME = "bad_time"
    NO_OFFSET = "no_offset"
    NOT_ASKED = "not_asked"
    UNKNOWN_QUESTION = "unknown_question"
    NO_BEHAVIOUR = "no_behaviour"
    UNKNOWN_BEHAVIOUR = "unknown_behaviour"
    NOT_CHOSEN = "not_chosen"
    WRONG_SHAPE = "wrong_shape"
    MORE_FINDINGS = "more_findings"
